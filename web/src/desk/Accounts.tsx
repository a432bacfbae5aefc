import { useEffect, useState } from "preact/hooks";
import { admin, reasonOf, type Account } from "./api";

const BLANK = { name: "", display: "", password: "", role: "agent" };

/** Who may sign in: add, close, unlock, give a new password. */
export function Accounts() {
  const [accounts, setAccounts] = useState<Account[]>([]);
  const [form, setForm] = useState(BLANK);
  const [told, setTold] = useState("");
  useEffect(() => { admin.accounts().then(({ accounts: read }) => setAccounts(read), () => undefined); }, []);

  const change = async (values: Record<string, string>, done: string) => {
    try {
      setAccounts((await admin.account(values)).accounts);
      setTold(done);
      return true;
    } catch (error) {
      setTold(reasonOf(error));
      return false;
    }
  };
  const onAdd = async (event: Event) => {
    event.preventDefault();
    if (await change({ action: "add", ...form }, `已新建 ${form.name}`)) setForm(BLANK);
  };
  const field = (key: keyof typeof BLANK, label: string, type = "text") => (
    <label class="labelled">{label}
      <input type={type} autocomplete="new-password" required={key !== "display"} value={form[key]} onInput={(event) => setForm({ ...form, [key]: event.currentTarget.value })} />
    </label>
  );
  return (
    <div class="halves">
      <div class="panel">
        <h3>账号</h3>
        <table>
          <thead><tr><th>账号</th><th>姓名</th><th>角色</th><th>状态</th><th /></tr></thead>
          <tbody>
            {accounts.map((account) => (
              <tr key={account.name}>
                <td>{account.name}</td><td>{account.display}</td><td>{account.role === "supervisor" ? "班长" : "坐席"}</td>
                <td>{account.disabled ? "停用" : account.locked ? "锁定" : "正常"}</td>
                <td>
                  {!!account.locked && <button type="button" class="quiet" onClick={() => void change({ action: "unlock", name: account.name }, `已解锁 ${account.name}`)}>解锁</button>}
                  <button type="button" class="quiet" onClick={() => void change({ action: account.disabled ? "enable" : "disable", name: account.name }, "已更改")}>
                    {account.disabled ? "启用" : "停用"}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form class="panel" onSubmit={(event) => void onAdd(event)}>
        <h3>新建账号</h3>
        {field("name", "账号")}
        {field("display", "姓名")}
        {field("password", "初始密码（至少 10 位）", "password")}
        <label class="labelled">角色
          <select value={form.role} onChange={(event) => setForm({ ...form, role: event.currentTarget.value })}><option value="agent">坐席</option><option value="supervisor">班长</option></select>
        </label>
        <div class="buttons"><p role="status">{told}</p><span class="space" /><button class="primary">新建</button></div>
      </form>
    </div>
  );
}
