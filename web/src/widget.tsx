// The widget: <script src="https://…/widget.js" defer data-title="…" data-position="left"></script>

import { Widget } from "./components/Widget";
import { mount, script, type Options } from "./mount";

const options: Options = Object.assign({}, script?.dataset);

function start(): void {
  mount(options, "div", options.position === "left" ? "widget left" : "widget", ({ chat, title, greeting }) => (
    <Widget chat={chat} title={title} greeting={greeting} />
  ));
}

if (document.body) start();
else addEventListener("DOMContentLoaded", start);
