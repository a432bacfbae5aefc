import type { Card } from "../../api/types";
import { useWords } from "../../i18n";
import { Head, StatusBadge } from "./Head";
import { Sections, type Ask } from "./Sections";

/** A computed amount and the steps that lead to it. */
export function Calculation({ card, ask }: { card: Card; ask?: Ask }) {
  const t = useWords();
  return (
    <>
      <Head item={card.item} headline={card.headline}>
        {card.result && <p class="result"><span>{t.result}</span><strong>{card.result}</strong></p>}
        <StatusBadge status={card.status} text={card.status_text} />
      </Head>
      <Sections card={card} ask={ask} />
    </>
  );
}
