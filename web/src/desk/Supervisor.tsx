// The supervisor's page: the day at a glance, what could not be answered, the editors' entries, accounts, the audit trail.

import { useEffect, useState } from "preact/hooks";
import { Accounts } from "./Accounts";
import { admin, reasonOf, type AuditRow, type FlagRow, type Report } from "./api";
import { Columns, Ranking, Ring } from "./charts";
import { channelName, dayAndClock, duration } from "./parts";

type Part = "day" | "flags" | "accounts" | "audit";
const PARTS: [Part, string][] = [["day", "当日概况"], ["flags", "政策问题登记"], ["accounts", "账号"], ["audit", "操作记录"]];

export function Supervisor() {
  const [part, setPart] = useState<Part>("day");
  return (
    <section class="report" aria-label="班长报表">
      <div class="subtabs" role="tablist">
        {PARTS.map(([one, title]) => (
          <button key={one} type="button" role="tab" aria-selected={one === part} class={one === part ? "chip at" : "chip"} onClick={() => setPart(one)}>{title}</button>
        ))}
      </div>
      {part === "day" && <Day />}
      {part === "flags" && <Flags />}
      {part === "accounts" && <Accounts />}
      {part === "audit" && <Audit />}
    </section>
  );
}

function Day() {
  const [day, setDay] = useState("");
  const [report, setReport] = useState<Report | null>(null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => { admin.report(day).then(setReport, (error) => setRefusal(reasonOf(error))); }, [day]);
  if (!report) return <p class="refusal" role="alert">{refusal}</p>;
  const { hand_overs: handed, bot_seconds: bot } = report;
  const seconds = (value: number | null) => (value === null ? "—" : value < 0.1 ? "不到0.1秒" : value < 10 ? `${value.toFixed(1)}秒` : duration(value));
  const file = (of: string) => `/api/desk/report.csv?part=${of}&day=${report.day}`;
  return (
    <>
      <div class="line">
        <label>日期 <input type="date" value={report.day} onChange={(event) => setDay(event.currentTarget.value)} /></label>
        <span class="space" />
        <span class="fine">导出 CSV</span>
        <a class="download" href={file("questions")} download>全部提问</a>
        <a class="download" href={file("unanswered")} download>未答问题</a>
        <a class="download" href={file("ending")} download>临近到期</a>
        <a class="download" href={file("audit")} download>操作记录</a>
      </div>
      <div class="tiles">
        <Ring share={report.hit_rate} title="命中率" />
        <Tile figure={String(report.questions)} name="提问" more={`${report.conversations} 个会话`} />
        <Tile figure={String(report.unanswered)} name="政策库未覆盖" more={`${report.groups.length} 类问题`} warn={report.unanswered > 0} />
        <Tile figure={String(handed.asked)} name="转人工" more={`接入 ${handed.taken} · 交还 ${handed.released} · 结束 ${handed.closed}`} />
        <Tile figure={seconds(handed.wait_seconds.median)} name="等待人工（中位）" more={`九成在 ${seconds(handed.wait_seconds.p90)} 内`} />
        <Tile figure={seconds(bot.median)} name="助手答复（中位）" more={`九成在 ${seconds(bot.p90)} 内`} />
      </div>
      <div class="halves">
        <div class="panel">
          <Columns title="各时段提问" whole="提问" part="未覆盖" bars={report.hours.map((hour) => ({ label: `${hour.hour}时`, value: hour.questions, part: hour.unanswered }))} />
          <Ranking title="渠道" empty="当日没有提问" bars={Object.entries(report.channels).map(([channel, value]) => ({ label: channelName(channel), value }))} />
        </div>
        <div class="panel"><Ranking title="问得最多的事项" empty="当日没有答复" bars={report.items.map((item) => ({ label: item.title, value: item.count }))} /></div>
      </div>
      <div class="halves">
        <div class="panel">
          <h3>没有答上来的问题（按相似归并）</h3>
          {!report.groups.length && <p class="fine">当日没有</p>}
          <ol class="groups">
            {report.groups.map((group) => (
              <li key={group.question}>
                <b>{group.count}</b>
                <div>{group.question}{!!group.examples.length && <p class="fine">{group.examples.join(" / ")}</p>}</div>
              </li>
            ))}
          </ol>
        </div>
        <div class="panel">
          <h3>90 天内到期的事项</h3>
          {!report.ending.length && <p class="fine">没有临近到期的事项</p>}
          <ul class="groups">
            {report.ending.map((row) => (
              <li key={row.id + row.region + row.to}><b class={row.days <= 14 ? "hot" : ""}>{row.days}天</b><div>{row.title}<p class="fine">{row.region} · 至 {row.to}</p></div></li>
            ))}
          </ul>
        </div>
      </div>
    </>
  );
}

function Tile({ figure, name, more, warn }: { figure: string; name: string; more: string; warn?: boolean }) {
  return <div class={warn ? "tile warn" : "tile"}><strong>{figure}</strong><span>{name}</span><small>{more}</small></div>;
}

const KINDS: Record<string, string> = { wrong: "答案有误", missing: "缺政策" };
const STATES: Record<string, string> = { open: "待处理", done: "已处理", rejected: "不采纳" };

function Flags() {
  const [rows, setRows] = useState<FlagRow[]>([]);
  const read = () => void admin.flags().then(({ flags }) => setRows(flags), () => undefined);
  useEffect(read, []);
  return (
    <div class="panel">
      <div class="line"><h3>坐席登记的“答案有误 / 缺政策”</h3><span class="space" /><a class="download" href="/api/desk/report.csv?part=flags" download>导出 CSV</a></div>
      {!rows.length && <p class="fine">没有登记</p>}
      {!!rows.length && (
        <table>
          <thead><tr><th>时间</th><th>坐席</th><th>类型</th><th>事项</th><th>问题与说明</th><th>状态</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>{dayAndClock(row.at)}</td><td>{row.agent}</td><td>{KINDS[row.kind]}</td><td>{row.item}</td>
                <td>{row.question}{row.note && <p class="fine">{row.note}</p>}</td>
                <td>
                  <select aria-label="状态" value={row.state} onChange={(event) => void admin.settle(row.id, event.currentTarget.value).then(read)}>
                    {Object.entries(STATES).map(([state, name]) => <option key={state} value={state}>{name}</option>)}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Audit() {
  const [rows, setRows] = useState<AuditRow[]>([]);
  useEffect(() => { admin.audit().then(({ entries }) => setRows(entries), () => undefined); }, []);
  return (
    <div class="panel">
      <h3>最近的操作</h3>
      <table>
        <thead><tr><th>时间</th><th>账号</th><th>动作</th><th>对象</th><th>详情</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{dayAndClock(row.at)}</td><td>{row.agent}</td><td>{ACTIONS[row.action] || row.action}</td><td>{row.target}</td>
              <td class="fine">{Object.entries(row.detail).map(([key, value]) => `${key} ${String(value)}`).join("，")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ACTIONS: Record<string, string> = {
  login: "登录", logout: "退出", login_failed: "登录失败", login_locked: "账号锁定", view: "查看会话", take: "接入", send: "发送", release: "交还助手", transfer: "转交",
  close: "结束", work_order: "工单", flag: "登记问题", flag_settled: "处理登记", export: "导出", refused: "越权被拒", account_add: "新建账号", account_password: "重设密码",
  account_disable: "停用账号", account_enable: "启用账号", account_unlock: "解锁账号",
};
