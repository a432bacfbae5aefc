import { useEffect, useState } from "preact/hooks";
import type { ChatLists, ChatRow } from "./api";
import { channelName, duration } from "./parts";

const SECTIONS: [keyof ChatLists, string][] = [["waiting", "等待人工"], ["mine", "我的会话"], ["bot", "助手接待中"], ["others", "其他坐席"]];
/** Seconds of waiting from which a chat is urgent. */
const URGENT = 60;
const REASONS: Record<string, string> = { "visitor asked": "要求人工" };

interface Props { lists: ChatLists; open: string; unread: Record<string, number>; onOpen(id: string): void }

/** All open conversations; Enter or a click opens one. */
export function ChatList({ lists, open, unread, onOpen }: Props) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <nav class="chats" aria-label="会话列表">
      {SECTIONS.map(([key, title]) => (
        <section key={key} aria-label={title}>
          <h2>{title}<span class={key === "waiting" && lists.waiting.length ? "number hot" : "number"}>{lists[key].length}</span></h2>
          {key === "waiting" && !lists.waiting.length && <p class="nobody">没有人在等待</p>}
          <ul>
            {lists[key].map((row) => (
              <li key={row.id}>
                <button type="button" class={row.id === open ? "chat at" : "chat"} aria-current={row.id === open} onClick={() => onOpen(row.id)}>
                  <ChatLine row={row} waited={now / 1000 - row.since} />
                  {!!unread[row.id] && <span class="unread" aria-label={`${unread[row.id]} 条新消息`}>{unread[row.id]}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function ChatLine({ row, waited }: { row: ChatRow; waited: number }) {
  const waiting = row.state === "waiting";
  return (
    <>
      <span class="line">
        <span class={`channel ${row.channel}`}>{channelName(row.channel)}</span>
        {row.city && <span class="region">{row.city}</span>}
        {waiting && <span class="fine">{REASONS[row.reason] || row.reason || "转人工"}</span>}
        <span class="space" />
        {row.state !== "bot" && <time class={waiting && waited > URGENT ? "waited urgent" : "waited"}>{duration(waited)}</time>}
      </span>
      <span class="asked">{row.summary.question || "（还没有提问）"}</span>
      {row.summary.item && <span class="fine about-item">{row.summary.item.title}</span>}
    </>
  );
}
