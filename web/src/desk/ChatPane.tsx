import { useEffect, useRef, useState } from "preact/hooks";
import { CardView, hasView } from "../components/cards/CardView";
import { Icon } from "../components/Icon";
import type { ChatMessage, ChatRow, Person, Suggested } from "./api";
import { channelName, clock, Facts } from "./parts";

interface Props {
  chat: ChatRow; messages: ChatMessage[]; me: Person; agents: Person[]; draft: string; suggested: Suggested | null; refusal: string; sending: boolean;
  onDraft(text: string): void; onSend(): void; onStep(step: "take" | "release" | "close"): void; onTransfer(to: string): void; onSuggest(): void; onOrder(): void;
}

/** One conversation: what was said, and what the agent does with it. */
export function ChatPane(props: Props) {
  const { chat, messages, me, agents, draft, suggested, refusal, sending } = props;
  const mine = chat.state === "person" && chat.agent === me.name;
  const log = useRef<HTMLDivElement>(null);
  const last = messages[messages.length - 1]?.id;
  useEffect(() => { if (log.current) log.current.scrollTop = log.current.scrollHeight; }, [chat.id, last]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    props.onSend();
  };
  return (
    <section class="talk" aria-label="会话">
      <header class="talk-head">
        <div class="line">
          <span class={`channel ${chat.channel}`}>{channelName(chat.channel)}</span>
          {chat.city && <span class="region">{chat.city}</span>}
          <strong>{mine ? "由您接待" : STATES[chat.state](chat)}</strong>
          <span class="space" />
          {(chat.state === "waiting" || chat.state === "bot") && <button type="button" class="primary" onClick={() => props.onStep("take")}>接入<kbd>Alt T</kbd></button>}
          {mine && <button type="button" class="quiet" onClick={() => props.onStep("release")}>交还助手<kbd>Alt R</kbd></button>}
          {mine && <TransferTo agents={agents.filter((one) => one.name !== me.name)} onTransfer={props.onTransfer} />}
          {mine && <button type="button" class="quiet" onClick={() => props.onStep("close")}>结束<kbd>Alt X</kbd></button>}
          <button type="button" class="quiet" onClick={props.onOrder}>工单<kbd>Alt W</kbd></button>
        </div>
        <div class="line"><Facts facts={chat.summary.facts} /></div>
        {refusal && <p class="refusal" role="alert">{refusal}</p>}
      </header>
      <div class="messages" role="log" aria-label="消息" ref={log} tabIndex={0}>
        {messages.map((message) => <Bubble key={message.id} message={message} />)}
      </div>
      {mine && (
        <footer class="answer">
          {suggested?.text && (
            <div class="suggested" role="region" aria-label="建议答复" tabIndex={0}>
              <p class="fine"><Icon name="chat" />建议答复（针对“{suggested.question}”）</p>
              <p>{suggested.text}</p>
            </div>
          )}
          <div class="reply">
            <textarea id="reply" aria-label="回复" rows={3} placeholder="输入回复，Enter 发送，Shift+Enter 换行" value={draft}
              onInput={(event) => props.onDraft(event.currentTarget.value)} onKeyDown={onKeyDown} />
            <div class="buttons">
              <button type="button" class="quiet" onClick={props.onSuggest}>{suggested?.text ? "插入建议" : "取建议答复"}<kbd>Alt A</kbd></button>
              <span class="space" />
              <button type="button" class="primary" disabled={!draft.trim() || sending} onClick={props.onSend}>发送<kbd>Enter</kbd></button>
            </div>
          </div>
        </footer>
      )}
    </section>
  );
}

const STATES: Record<ChatRow["state"], (chat: ChatRow) => string> = {
  bot: () => "助手接待中",
  waiting: () => "等待人工",
  person: (chat) => `坐席 ${chat.agent} 接待中`,
  closed: () => "已结束",
};
const AUTHORS = { visitor: "访客", bot: "助手", agent: "坐席" };

function Bubble({ message }: { message: ChatMessage }) {
  if (message.author === "system") return <p class="said-system">{message.text}</p>;
  return (
    <div class={`said ${message.author}`}>
      <p class="fine">{AUTHORS[message.author]} {clock(message.at)}</p>
      <p class="bubble">{message.text}</p>
      {hasView(message.card) && <details><summary>查看答复卡</summary><CardView card={message.card} text={message.text} /></details>}
    </div>
  );
}

function TransferTo({ agents, onTransfer }: { agents: Person[]; onTransfer(to: string): void }) {
  const [to, setTo] = useState("");
  const onChange = (event: Event) => {
    const chosen = (event.currentTarget as HTMLSelectElement).value;
    setTo("");
    if (chosen) onTransfer(chosen === "*" ? "" : chosen);
  };
  return (
    <select id="transfer" aria-label="转交" value={to} onChange={onChange}>
      <option value="">转交…</option>
      <option value="*">放回等待队列</option>
      {agents.map((agent) => <option key={agent.name} value={agent.name}>{agent.display}</option>)}
    </select>
  );
}
