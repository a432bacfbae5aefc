import { Component, createRef } from "preact";
import type { Entry } from "../chat/entries";
import { WordsContext, type Words } from "../i18n";
import { printNode } from "../platform/print";
import { css } from "../styles";
import { AnswerActions } from "./AnswerActions";
import { CardView, hasView, isAnswer } from "./cards/CardView";
import { Icon } from "./Icon";

interface Props {
  entry: Entry;
  latest: boolean; // nothing was said after it
  onAsk(text: string): void;
  onResend(entry: Entry): void;
  onRate(entry: Entry, useful: boolean, reason?: string): void;
}

/** One message of the conversation. It is drawn again only when its entry changed: conversations get long. */
export class EntryView extends Component<Props> {
  static contextType = WordsContext;
  private readonly body = createRef<HTMLDivElement>();

  shouldComponentUpdate(next: Props): boolean {
    return next.entry !== this.props.entry || next.latest !== this.props.latest;
  }

  render({ entry, onRate }: Props) {
    const t = this.context as Words;
    if (entry.author === "system") return <p class="system">{entry.text}</p>;
    const mine = entry.author === "visitor";
    return (
      <div class={mine ? "entry mine" : "entry"}>
        {!mine && <span class={`avatar ${entry.author}`}><Icon name={entry.author === "agent" ? "person" : "chat"} /></span>}
        <div class="body" ref={this.body}>
          <span class={entry.author === "agent" ? "who" : "unseen"}>{t[mine ? "you" : (entry.author as "bot" | "agent")]}</span>
          {this.content()}
          {mine && this.delivery(t)}
          {isAnswer(entry.card) && entry.id > 0 && (
            <AnswerActions
              text={entry.text}
              useful={entry.useful}
              onPrint={() => this.print()}
              onRate={(useful, reason) => onRate(entry, useful, reason)}
            />
          )}
        </div>
      </div>
    );
  }

  private content() {
    const { entry, latest, onAsk } = this.props;
    if (!hasView(entry.card)) return <p class="bubble">{entry.text}</p>;
    // A question of a form is answered once; afterwards its buttons would answer another question.
    const ask = entry.card.type === "form" && !latest ? undefined : onAsk;
    return <CardView card={entry.card} text={entry.text} ask={ask} />;
  }

  private delivery(t: Words) {
    const { entry, onResend } = this.props;
    if (entry.delivery === "sending") return <span class="delivery unseen">{t.sending}</span>;
    if (entry.delivery === "sent") return null;
    return (
      <span class="delivery">
        {entry.delivery === "waiting" ? t.queued : `${t.failed}：${entry.problem}`}
        <button type="button" class="link" onClick={() => onResend(entry)}>{t.retry}</button>
      </span>
    );
  }

  private print(): void {
    const card = this.body.current?.querySelector(".card");
    if (card) printNode(card, (this.context as Words).title, css);
  }
}
