// Which key was pressed, independent of what Alt makes of it on this keyboard.

export function keyOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return null;
  if (event.altKey) return `Alt+${event.code}`;
  return event.key === "/" || event.key === "?" ? event.key : null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches("textarea, select") || (target.matches("input") && !target.matches("[type=radio], [type=checkbox]")));
}
