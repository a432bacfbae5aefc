// The mobile page. The address may choose city and language: /chat?city=洛阳&lang=en

import { createRef } from "preact";
import { ChatPanel } from "./components/ChatPanel";
import { words } from "./i18n";
import { mount, script, type Options } from "./mount";

const query = new URLSearchParams(location.search);
const options: Options = Object.assign({}, script?.dataset);
for (const name of ["city", "lang"] as const) options[name] = query.get(name) || options[name];

const input = createRef<HTMLTextAreaElement>();
mount(options, "main", "page", ({ chat, title, greeting }) => (
  <>
    <h1 class="unseen">{words(options.lang).subtitle}</h1>
    <ChatPanel chat={chat} title={title} greeting={greeting} input={input} />
  </>
));
