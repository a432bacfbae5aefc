// The parts that any card may have, in the order in which people need them. Each is absent when its field is.

import type { ComponentChildren } from "preact";
import { useWords } from "../../i18n";
import type { Benefit, Card, Condition, Contact, Source, Step, Validity } from "../../api/types";
import { Icon } from "../Icon";

/** How a card asks the next question; absent where a card is only shown. */
export type Ask = (text: string) => void;

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h4>{title}</h4>
      {children}
    </section>
  );
}

export function Sections({ card, ask }: { card: Card; ask?: Ask }) {
  const t = useWords();
  return (
    <>
      {filled(card.benefits) && <Benefits benefits={card.benefits!} headline={card.headline} />}
      {filled(card.steps) && <Steps steps={card.steps!} />}
      {filled(card.failed) && <Section title={t.failedConditions}><Plain texts={card.failed!} mark="no" /></Section>}
      {filled(card.unknown) && <Section title={t.unknownConditions}><Plain texts={card.unknown!} mark="unknown" /></Section>}
      {filled(card.conditions) && <Conditions conditions={card.conditions!} />}
      {card.validity && <ValidityTerm validity={card.validity} />}
      {filled(card.notes) && <Section title={t.notes}><Plain texts={card.notes!} /></Section>}
      {filled(card.contacts) && <Contacts contacts={card.contacts!} />}
      {filled(card.sources) && <Sources sources={card.sources!} />}
      {filled(card.related) && ask && (
        <Section title={t.related}>
          <ul class="chips">
            {card.related!.map((item) => (
              <li><button type="button" class="chip" onClick={() => ask(item.title)}>{item.title}</button></li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function filled(list: unknown[] | undefined): boolean {
  return !!list && list.length > 0;
}

function Region({ name }: { name?: string }) {
  return name ? <span class="region">{name}</span> : null;
}

function Benefits({ benefits, headline }: { benefits: Benefit[]; headline?: string }) {
  const t = useWords();
  const only = benefits.length === 1 ? benefits[0]! : null;
  if (only && headline && headline.includes(only.text) && headline.includes(only.label || "")) return null;
  return (
    <Section title={t.benefits}>
      <ul class="rows">
        {benefits.map((benefit) => (
          <li class={benefit.matched ? "benefit matched" : "benefit"}>
            <Region name={benefit.region || t.levels[benefit.level || ""]} />
            {benefit.label && <span class="label">{benefit.label}</span>}
            <strong>{benefit.text}</strong>
            {benefit.matched && benefits.length > 1 && <span class="match"><Icon name="check" />{t.matched}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  const t = useWords();
  return (
    <Section title={t.steps}>
      <ol class="steps">
        {steps.map((step) => (
          <li>
            <span>{step.text}</span>
            {step.figure && <strong>{step.figure}</strong>}
            {step.source && <small>{step.source}</small>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Plain({ texts, mark = "" }: { texts: string[]; mark?: string }) {
  return <ul class={`points ${mark}`}>{texts.map((text) => <li>{text}</li>)}</ul>;
}

function Conditions({ conditions }: { conditions: Condition[] }) {
  const t = useWords();
  const regions = new Set(conditions.map((condition) => condition.region));
  return (
    <Section title={t.conditions}>
      <ul class="points">
        {conditions.map((condition) => (
          <li>{regions.size > 1 && <Region name={condition.region} />}{condition.text}</li>
        ))}
      </ul>
    </Section>
  );
}

function ValidityTerm({ validity }: { validity: Validity }) {
  const t = useWords();
  const dates = [validity.from && `${t.from} ${validity.from}`, validity.to && `${t.to} ${validity.to}`].filter(Boolean);
  const text = validity.stated || dates.join(" ");
  return text ? <Section title={t.validity}><p>{text}</p></Section> : null;
}

export function Contacts({ contacts }: { contacts: Contact[] }) {
  const t = useWords();
  return (
    <Section title={t.contacts}>
      <ul class="rows">
        {contacts.map((contact) => (
          <li class="contact">
            <span>
              {[contact.agency, contact.office].filter(Boolean).join(" ")}
              {contact.for && <small>{contact.for}</small>}
            </span>
            {contact.phone && (
              <a class="phone" href={`tel:${dialled(contact)}`} aria-label={`${t.call} ${contact.phone}`}>
                <Icon name="phone" />{contact.phone}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What a telephone dials: digits (with area code where known) and nothing else. */
function dialled(contact: Contact): string {
  return (contact.tel || contact.phone).replace(/[^\d+*#,-]/g, "");
}

function Sources({ sources }: { sources: Source[] }) {
  const t = useWords();
  return (
    <Section title={t.sources}>
      <ul class="rows sources">
        {sources.map((source) => (
          <li>
            <span>
              {source.document}
              {source.number && `（${source.number}）`}
              {source.clause && <span class="clause">{source.clause}</span>}
              {source.draft && <span class="badge unstated">{t.draft}</span>}
            </span>
            {source.text && (
              <details>
                <summary>{t.original}</summary>
                <blockquote>{source.text}</blockquote>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
