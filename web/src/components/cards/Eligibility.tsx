import type { Card } from "../../api/types";
import { useWords } from "../../i18n";
import { Head, StatusBadge } from "./Head";
import { Sections, type Ask } from "./Sections";

/** Yes, no and why, or unknown and what to find out. */
export function Eligibility({ card, ask }: { card: Card; ask?: Ask }) {
  const t = useWords();
  return (
    <>
      <Head item={card.item} headline={card.headline || (card.verdict && t.verdict[card.verdict])}>
        {card.headline && card.verdict && <span class={`badge ${card.verdict}`}>{t.verdict[card.verdict]}</span>}
        <StatusBadge status={card.status} text={card.status_text} />
      </Head>
      <Sections card={card} ask={ask} />
    </>
  );
}
