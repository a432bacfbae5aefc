// The widget: <script src="https://…/widget.js" defer data-title="…" data-position="left"></script>

import { Widget } from "./components/Widget";
import { mount, script } from "./mount";

const options = { ...script?.dataset };

function start(): void {
  mount(options, options.position === "left" ? "widget left" : "widget", (parts) => <Widget {...parts} />);
}

if (document.body) start();
else addEventListener("DOMContentLoaded", start);
