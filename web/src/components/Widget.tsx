import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../chat/chat";
import { useWords } from "../i18n";
import { ChatPanel } from "./ChatPanel";
import { Icon } from "./Icon";

interface Props { chat: Chat; title: string; greeting: string }

/** The launcher in the corner and the chat that it opens. Escape closes it; focus returns to the launcher. */
export function Widget({ chat, title, greeting }: Props) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const used = useRef(false);
  const launcher = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (open) input.current!.focus();
    else if (used.current) launcher.current!.focus();
    used.current = used.current || open;
  }, [open]);

  return (
    <>
      {open && (
        <div
          class="window"
          role="dialog"
          aria-label={title}
          onKeyDown={(event) => event.key === "Escape" && !event.isComposing && setOpen(false)}
        >
          <ChatPanel chat={chat} title={title} greeting={greeting} input={input} onClose={() => setOpen(false)} />
        </div>
      )}
      <button type="button" class="launcher" hidden={open} aria-haspopup="dialog" ref={launcher} onClick={() => setOpen(true)}>
        <Icon name="chat" /><span>{title}</span><span class="unseen">{t.open}</span>
      </button>
    </>
  );
}
