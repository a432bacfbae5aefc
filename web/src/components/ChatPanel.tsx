import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../chat/chat";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { MessageList } from "./MessageList";

interface Props { chat: Chat; title: string; greeting: string; input: RefObject<HTMLTextAreaElement>; onClose?(): void }

/** The whole chat, as the page shows it and as the widget opens it. */
export function ChatPanel({ chat, title, greeting, input, onClose }: Props) {
  const [state, setState] = useState(chat.state);
  useEffect(() => {
    const leave = chat.subscribe(() => setState(chat.state));
    chat.start();
    setState(chat.state);
    return leave;
  }, [chat]);
  return (
    <div class={state.largeText ? "panel large" : "panel"}>
      <Header chat={chat} state={state} title={title} onClose={onClose} />
      <MessageList chat={chat} state={state} greeting={greeting} />
      <Composer input={input} onSend={(text) => chat.send(text)} />
    </div>
  );
}
