// The mobile page. The address may choose city and language: /chat?city=洛阳&lang=en

import { createRef } from "preact";
import { ChatPanel } from "./components/ChatPanel";
import { mount, script } from "./mount";

const query = new URLSearchParams(location.search);
const options = { ...script?.dataset };
for (const name of ["city", "lang"] as const) options[name] = query.get(name) || options[name];

const input = createRef<HTMLTextAreaElement>();
mount(options, "page", (parts) => <ChatPanel {...parts} input={input} />);
