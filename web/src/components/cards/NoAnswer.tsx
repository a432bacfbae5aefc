import type { Card } from "../../api/types";
import { Sections, type Ask } from "./Sections";

/** Not in the database, or not ours to answer: what the bot says, and whom to call. */
export function NoAnswer({ card, text, ask }: { card: Card; text: string; ask?: Ask }) {
  return (
    <>
      <p class="plain">{card.headline || text}</p>
      <Sections card={card} ask={ask} />
    </>
  );
}
