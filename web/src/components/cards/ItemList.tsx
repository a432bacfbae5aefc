import type { Card, Row } from "../../api/types";
import { useWords } from "../../i18n";
import { Head, StatusBadge } from "./Head";
import { Sections, type Ask } from "./Sections";

/** Several items, each opening its own answer. */
export function ItemList({ card, ask }: { card: Card; ask?: Ask }) {
  const t = useWords();
  return (
    <>
      <Head headline={card.title} />
      <ul class="options">
        {((card.rows || []) as Row[]).map((row) => (
          <li>
            {ask
              ? <button type="button" class="option" onClick={() => ask(row.payload || row.title)}><RowText row={row} /></button>
              : <div class="option"><RowText row={row} /></div>}
          </li>
        ))}
      </ul>
      {!!card.more && <p class="more">{t.more(card.more)}</p>}
      <Sections card={card} ask={ask} />
    </>
  );
}

function RowText({ row }: { row: Row }) {
  return (
    <>
      <span class="row-title">{row.title}<StatusBadge status={row.status} /></span>
      {row.text && <span class="row-text">{row.text}</span>}
    </>
  );
}
