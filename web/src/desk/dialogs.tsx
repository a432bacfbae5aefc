// Dialogs: the work order, the entry for the editors, the list of keys.

import { useEffect, useState } from "preact/hooks";
import { api, reasonOf, type WorkOrder } from "./api";
import { CopyButton, Dialog } from "./parts";

const FIELDS: [string, string, boolean][] = [
  ["matter", "诉求内容", true], ["facts", "来电人情况", true], ["item", "对应事项", false], ["answer", "答复内容", true], ["source", "政策依据", false],
  ["department", "承办部门", false], ["follow_up", "后续处理", true],
];

/** The draft, to correct and copy. */
export function OrderDialog({ of, onClose }: { of: { chat?: string; call?: string }; onClose(): void }) {
  const [order, setOrder] = useState<WorkOrder | null>(null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => { api.workOrder(of).then(setOrder, (error) => setRefusal(reasonOf(error))); }, []);
  const change = (key: string, value: string) => order && setOrder({ ...order, draft: { ...order.draft, [key]: value } });
  const text = order ? FIELDS.filter(([key]) => order.draft[key]).map(([key, label]) => `${label}：${order.draft[key]}`).join("\n") : "";
  const head = order ? `编号：${order.draft.number}\n时间：${order.draft.time}\n受理坐席：${order.draft.agent}\n` : "";
  return (
    <Dialog title="工单草稿" onClose={onClose}>
      {refusal && <p class="refusal" role="alert">{refusal}</p>}
      {order && FIELDS.map(([key, label, long]) => (
        <label class="labelled" key={key}>{label}
          {long
            ? <textarea rows={key === "answer" ? 6 : 2} value={order.draft[key]} onInput={(event) => change(key, event.currentTarget.value)} />
            : <input value={order.draft[key]} onInput={(event) => change(key, event.currentTarget.value)} />}
        </label>
      ))}
      {order && <div class="buttons"><CopyButton text={head + text} label="复制工单" /></div>}
    </Dialog>
  );
}

interface FlagProps { item: { id: string; title: string } | null; question: string; origin: string; onClose(): void }

/** 答案有误 / 缺政策: an entry for the editors. */
export function FlagDialog({ item, question, origin, onClose }: FlagProps) {
  const [kind, setKind] = useState(item ? "wrong" : "missing");
  const [asked, setAsked] = useState(question);
  const [note, setNote] = useState("");
  const [told, setTold] = useState("");
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    try {
      const { id } = await api.flag({ kind, item: kind === "wrong" && item ? item.id : "", question: asked, note, origin });
      setTold(`已登记，编号 ${id}，政策编辑会处理。`);
    } catch (error) {
      setTold(reasonOf(error));
    }
  };
  return (
    <Dialog title="报给政策编辑" onClose={onClose}>
      <form onSubmit={onSubmit}>
        <fieldset class="kinds">
          <legend class="unseen">类型</legend>
          <label><input type="radio" name="kind" checked={kind === "wrong"} disabled={!item} onChange={() => setKind("wrong")} />答案有误{item && `（${item.title}）`}</label>
          <label><input type="radio" name="kind" checked={kind === "missing"} onChange={() => setKind("missing")} />缺政策</label>
        </fieldset>
        <label class="labelled">问题<input value={asked} onInput={(event) => setAsked(event.currentTarget.value)} /></label>
        <label class="labelled">说明<textarea rows={3} value={note} onInput={(event) => setNote(event.currentTarget.value)} /></label>
        <div class="buttons"><p role="status">{told}</p><span class="space" /><button class="primary">登记</button></div>
      </form>
    </Dialog>
  );
}

const KEYS: [string, string][] = [
  ["/", "查政策"], ["↑ ↓", "在结果中移动"], ["Enter", "打开所选事项 / 发送回复"], ["Alt Q · H · L", "查政策 · 会话 · 通话"], ["Alt B", "班长报表"],
  ["Alt T", "接入当前会话；未打开会话时接入等待最久的"], ["Alt J", "下一个会话"], ["Alt A", "取建议答复，再按一次插入"], ["Alt I", "把答复卡文字插入回复"],
  ["Alt R", "交还助手"], ["Alt M", "转交"], ["Alt X", "结束会话"], ["Alt C", "复制话术"], ["Alt P", "复制电话"], ["Alt W", "工单草稿"], ["Alt G", "答案有误 / 缺政策"],
  ["Alt N", "新通话"], ["Alt ↑ ↓", "切换通话的建议事项"], ["Esc", "清空搜索 / 关闭窗口"], ["?", "本列表"],
];

export function KeysDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="快捷键" onClose={onClose}>
      <dl class="keys">{KEYS.map(([keys, what]) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div>)}</dl>
    </Dialog>
  );
}
