import type { Card } from "../../api/types";
import { Head, StatusBadge } from "./Head";
import { Sections, type Ask } from "./Sections";

/** The answer on one item: amount first, its state today, then the rest. */
export function PolicyAnswer({ card, ask }: { card: Card; ask?: Ask }) {
  return (
    <>
      <Head item={card.item} headline={card.headline}>
        <StatusBadge status={card.status} text={card.status_text} />
      </Head>
      <Sections card={card} ask={ask} />
    </>
  );
}
