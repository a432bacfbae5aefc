// A card by its type. Used by the chat and by the agents' desk.

import type { Card } from "../../api/types";
import { Calculation } from "./Calculation";
import { Comparison } from "./Comparison";
import { Eligibility } from "./Eligibility";
import { ItemList } from "./ItemList";
import { NoAnswer } from "./NoAnswer";
import { Options } from "./Options";
import { PolicyAnswer } from "./PolicyAnswer";
import type { Ask } from "./Sections";

interface Props { card: Card; text: string; ask?: Ask }

/** Types that carry their whole answer; other cards (small talk, hand-over, unknown ones) are shown by their text. */
const VIEWS: Record<string, (props: Props) => preact.JSX.Element> = {
  policy_answer: PolicyAnswer,
  candidates: Options,
  form: Options,
  list: ItemList,
  comparison: Comparison,
  calculation: Calculation,
  eligibility: Eligibility,
  no_answer: NoAnswer,
};

/** Cards that a visitor may want to keep or judge. */
const ANSWERS = ["policy_answer", "list", "comparison", "calculation", "eligibility", "no_answer"];

export function hasView(card: Card | null): card is Card {
  return card !== null && Object.prototype.hasOwnProperty.call(VIEWS, card.type);
}

export function isAnswer(card: Card | null): boolean {
  return card !== null && ANSWERS.includes(card.type);
}

export function CardView({ card, text, ask }: Props) {
  const View = VIEWS[card.type]!;
  return <article class={`card ${card.type}`}><View card={card} text={text} ask={ask} /></article>;
}
