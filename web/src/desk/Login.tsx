import { useState } from "preact/hooks";
import { api, reasonOf } from "./api";

/** Name and password. */
export function Login() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);

  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setRefusal("");
    try {
      await api.login(name.trim(), password);
      location.assign("/desk");
    } catch (error) {
      setRefusal(reasonOf(error));
      setPassword("");
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="login">
      <form onSubmit={onSubmit}>
        <p class="brand"><span class="mark" aria-hidden="true">惠</span>惠企通</p>
        <h1>12345 坐席台</h1>
        <label>账号<input name="name" autocomplete="username" required autoFocus value={name} onInput={(e) => setName(e.currentTarget.value)} /></label>
        <label>密码
          <input name="password" type="password" autocomplete="current-password" required value={password} onInput={(e) => setPassword(e.currentTarget.value)} />
        </label>
        <p class="refusal" role="alert">{refusal}</p>
        <button class="primary" disabled={busy}>{busy ? "正在登录…" : "登录"}</button>
      </form>
    </main>
  );
}
