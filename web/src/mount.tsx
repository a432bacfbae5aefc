// What both scripts do at start: read the tag's options, make a shadow root, draw the chat in it.

import { render, type ComponentChild } from "preact";
import { ChatClient } from "./api/client";
import { Chat } from "./chat/chat";
import { words, WordsContext } from "./i18n";
import { adoptStyles } from "./platform/styles";
import { readableColour } from "./platform/theme";
import { css } from "./styles";

export interface Options { title?: string; color?: string; city?: string; greeting?: string; position?: string; lang?: string }

export interface Parts { chat: Chat; title: string; greeting: string }

/** The script tag that runs now; it must be read before anything is awaited. */
export const script = document.currentScript as HTMLScriptElement | null;

export function mount(options: Options, tag: "div" | "main", className: string, view: (parts: Parts) => ComponentChild): void {
  const base = script ? new URL(script.src, location.href).origin : location.origin;
  const t = words(options.lang);
  const title = options.title || t.title;
  const chat = new Chat(new ChatClient(base), options.city || "");

  const host = document.createElement("huiqi-chat");
  const shadow = host.attachShadow({ mode: "open" });
  adoptStyles(shadow, css);
  const root = shadow.appendChild(document.createElement(tag));
  root.className = `root ${className}`;
  root.lang = t === words("en") ? "en" : "zh-CN";
  const colour = readableColour(options.color);
  if (colour) root.style.setProperty("--accent", colour);
  render(
    <WordsContext.Provider value={t}>{view({ chat, title, greeting: options.greeting || t.greeting })}</WordsContext.Provider>,
    root,
  );
  document.body.appendChild(host);
}
