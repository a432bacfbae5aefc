import type { ComponentChildren } from "preact";
import type { Item, Status } from "../../api/types";
import { useWords } from "../../i18n";

/** In force, lapsed, not started, or not stated: by colour and in words. */
export function StatusBadge({ status, text }: { status?: Status; text?: string }) {
  const t = useWords();
  if (!status) return null;
  return <span class={`badge ${status}`}>{text || t.status[status]}</span>;
}

interface HeadProps { item?: Item; headline?: string; children?: ComponentChildren }

/** Top of a card: what it is about, then the answer itself in large type, then badges. */
export function Head({ item, headline, children }: HeadProps) {
  return (
    <header class="head">
      {item && (
        <p class="about">
          {item.region && <span class="region">{item.region}</span>}
          {item.title}
        </p>
      )}
      {headline && <h3>{headline}</h3>}
      {children}
    </header>
  );
}
