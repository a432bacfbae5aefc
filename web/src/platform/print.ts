import { adoptStyles } from "./styles";

/** Print one answer alone, not the page around it: its nodes are copied into a hidden frame. */
export function printNode(node: Element, title: string, css: string): void {
  const frame = document.createElement("iframe");
  frame.style.position = "fixed";
  frame.style.width = frame.style.height = frame.style.border = "0";
  document.body.appendChild(frame);
  const page = frame.contentDocument!;
  page.title = title;
  page.documentElement.lang = "zh-CN";
  adoptStyles(page, css);
  const root = page.body.appendChild(page.createElement("div"));
  root.className = "root printed";
  root.appendChild(page.importNode(node, true));
  root.querySelectorAll("details").forEach((details) => (details.open = true));
  frame.contentWindow!.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow!.focus();
  frame.contentWindow!.print();
}
