import type { Chat, ChatState } from "../chat/chat";
import { useWords } from "../i18n";
import { Icon } from "./Icon";

interface Props { chat: Chat; state: ChatState; title: string; onClose?(): void }

/** Title, city, text size, hand-over; and what the visitor must know of the connection. */
export function Header({ chat, state, title, onClose }: Props) {
  const t = useWords();
  return (
    <div class="top">
      <div class="bar">
        <h2>{title}</h2>
        {onClose && <button type="button" class="round" aria-label={t.close} onClick={onClose}><Icon name="close" /></button>}
      </div>
      <div class="bar options-bar">
        {state.cities.length > 0 && (
          <span class="pick">
            <select class="pill" aria-label={t.city} value={state.city} onChange={(event) => chat.chooseCity(event.currentTarget.value)}>
              <option value="">{t.allCities}</option>
              {state.cities.map((city) => <option value={city}>{city}</option>)}
            </select>
          </span>
        )}
        <button type="button" class="pill" aria-pressed={state.largeText} onClick={() => chat.toggleLargeText()}>{t.largeText}</button>
        <span class="space" />
        <button type="button" class="pill" disabled={state.handOver !== "bot" && state.handOver !== "closed"} onClick={() => chat.send(t.personRequest)}>
          <Icon name="person" />{t.person}
        </button>
      </div>
      <div role="status">
        {state.offline && <p class="notice offline">{t.offline}</p>}
        {!state.offline && state.handOver === "waiting" && <p class="notice waiting">{t.waiting}</p>}
        {!state.offline && state.handOver === "person" && <p class="notice with-person">{t.withPerson}</p>}
      </div>
    </div>
  );
}
