import type { Button, Row } from "../api/types";
import type { Entry } from "../chat/entries";

interface Props { entry: Entry; ask(text: string): void }

/** Buttons of the newest message, without those that its card shows already. */
export function QuickReplies({ entry, ask }: Props) {
  const card = entry.card;
  const shown = new Set([
    ...(card?.options || []).map((option) => option.payload),
    ...((card?.type === "list" ? card.rows || [] : []) as Row[]).map((row) => row.payload || row.title),
    ...(card?.related || []).map((item) => item.title),
  ]);
  return <Chips buttons={entry.buttons.filter((button) => !shown.has(button.payload))} ask={ask} />;
}

export function Chips({ buttons, ask }: { buttons: Button[]; ask(text: string): void }) {
  if (!buttons.length) return null;
  return (
    <ul class="chips quick">
      {buttons.map((button) => (
        <li><button type="button" class="chip" onClick={() => ask(button.payload)}>{button.title}</button></li>
      ))}
    </ul>
  );
}
