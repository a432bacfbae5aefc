import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import { useWords } from "../i18n";
import { Icon } from "./Icon";

interface Props { input: RefObject<HTMLTextAreaElement>; onSend(text: string): void }

const LONGEST = 2000;
const KEY_IN_COMPOSITION = 229; // Safari ends a composition before it reports the Enter that ended it

/** The text field. Enter sends, Shift+Enter breaks the line, and Enter inside an input method only confirms. */
export function Composer({ input, onSend }: Props) {
  const t = useWords();
  const [text, setText] = useState("");
  const composing = useRef(false);

  useLayoutEffect(() => {
    const area = input.current!;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const submit = () => {
    const message = text.trim();
    if (!message) return;
    onSend(message);
    setText("");
    input.current!.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const inMethod = event.isComposing || composing.current || event.keyCode === KEY_IN_COMPOSITION;
    if (event.key !== "Enter" || event.shiftKey || inMethod) return;
    event.preventDefault();
    submit();
  };

  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <textarea
        ref={input}
        rows={1}
        maxLength={LONGEST}
        value={text}
        aria-label={t.input}
        placeholder={t.placeholder}
        enterkeyhint="send"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={() => (composing.current = false)}
      />
      <button type="submit" class="send" aria-label={t.send} disabled={!text.trim()}><Icon name="send" /></button>
    </form>
  );
}
