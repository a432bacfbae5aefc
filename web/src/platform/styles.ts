// Styles without inline style elements, so that a strict content security policy (style-src 'self') allows them.

/** Apply `css` to a shadow root or document; browsers without constructable sheets get a style element. */
export function adoptStyles(root: ShadowRoot | Document, css: string): void {
  const view = ((root as Document).defaultView || window) as Window & typeof globalThis;
  try {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    ((root as Document).head || root).appendChild(style);
  }
}
