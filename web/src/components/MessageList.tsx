import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat, ChatState } from "../chat/chat";
import { useWords } from "../i18n";
import { EntryView } from "./EntryView";
import { Icon } from "./Icon";
import { Chips, QuickReplies } from "./QuickReplies";

interface Props { chat: Chat; state: ChatState; greeting: string }

const MARGIN = 12;
const PAUSE_SECONDS = 300; // after which the time is shown

/** The conversation: a live region that screen readers follow, scrolled to what is new. */
export function MessageList({ chat, state, greeting }: Props) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  const { entries, typing } = state;
  const last = entries[entries.length - 1];
  const ask = (text: string) => chat.send(text);

  useLayoutEffect(() => showLatest(list.current!, last?.author !== "visitor"), [last?.key, typing]);

  return (
    <div class="log" role="log" aria-live="polite" aria-label={t.messages} tabIndex={0} ref={list}>
      <div class="entry">
        <span class="avatar bot"><Icon name="chat" /></span>
        <div class="body"><p class="bubble">{greeting}</p></div>
      </div>
      {!entries.length && <Chips buttons={t.prompts.map((title) => ({ title, payload: title }))} ask={ask} />}
      {entries.map((entry, index) => (
        <Fragment key={entry.key}>
          {entry.at - (entries[index - 1]?.at || 0) > PAUSE_SECONDS && <p class="system">{moment(entry.at)}</p>}
          <EntryView
            entry={entry}
            latest={entry === last}
            onAsk={ask}
            onResend={(failed) => chat.resend(failed)}
            onRate={(rated, useful, reason) => void chat.rate(rated, useful, reason)}
          />
        </Fragment>
      ))}
      {last && last.author !== "visitor" && <QuickReplies entry={last} ask={ask} />}
      {typing && (
        <div class="entry">
          <span class="avatar bot"><Icon name="chat" /></span>
          <div class="body"><p class="bubble typing"><span class="unseen">{t.typing}</span><i /><i /><i /></p></div>
        </div>
      )}
    </div>
  );
}

/** Day and time, such as 11-23 15:04. */
function moment(seconds: number): string {
  const date = new Date(seconds * 1000);
  const [month, day, hour, minute] = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes()].map((number) =>
    String(number).padStart(2, "0"),
  );
  return `${month}-${day} ${hour}:${minute}`;
}

/** Scroll to the end, but keep the first line of a long answer in sight: it is the answer. */
function showLatest(list: HTMLDivElement, answered: boolean): void {
  const entries = list.querySelectorAll<HTMLElement>(".entry");
  const newest = entries[entries.length - 1];
  const end = list.scrollHeight - list.clientHeight;
  const top = newest ? newest.offsetTop - list.offsetTop - MARGIN : end;
  list.scrollTop = answered ? Math.min(end, top) : end;
}
