import type { Card } from "../../api/types";
import { Sections, type Ask } from "./Sections";

/** A question with its possible answers as buttons: which item is meant, or one question of a check-up. */
export function Options({ card, ask }: { card: Card; ask?: Ask }) {
  return (
    <>
      <h3 class="question">{card.question}</h3>
      {ask && card.options && (
        <ul class="options">
          {card.options.map((option) => (
            <li><button type="button" class="option" onClick={() => ask(option.payload)}>{option.title}</button></li>
          ))}
        </ul>
      )}
      <Sections card={card} ask={ask} />
    </>
  );
}
