import type { Card } from "../../api/types";
import { Head } from "./Head";
import { Sections, type Ask } from "./Sections";

/** The same thing side by side, with the rule on how the levels combine. */
export function Comparison({ card, ask }: { card: Card; ask?: Ask }) {
  const rows = (card.rows || []) as { label: string; cells: string[] }[];
  return (
    <>
      <Head headline={card.title} />
      <div class="table" role="region" aria-label={card.title} tabIndex={0}>
        <table>
          <thead><tr><td />{(card.columns || []).map((column) => <th scope="col">{column}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr><th scope="row">{row.label}</th>{row.cells.map((cell) => <td>{cell}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      {card.rule && <p class="rule">{card.rule}</p>}
      <Sections card={card} ask={ask} />
    </>
  );
}
