// localStorage that never throws: where a browser forbids it, values live as long as the page.

const memory = new Map<string, string>();
const PREFIX = "huiqi.";

function local(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function load<T>(key: string): T | null {
  try {
    const text = local()?.getItem(PREFIX + key) ?? memory.get(key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

export function save(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  memory.set(key, text);
  try {
    local()?.setItem(PREFIX + key, text);
  } catch {
    // full or forbidden: the copy in memory serves this page
  }
}

export function remove(key: string): void {
  memory.delete(key);
  try {
    local()?.removeItem(PREFIX + key);
  } catch {
    // forbidden: nothing was stored
  }
}

/** Keys that begin with `start`, without order. */
export function keys(start: string): string[] {
  const found = new Set([...memory.keys()]);
  try {
    Object.keys(local() || {}).forEach((key) => key.startsWith(PREFIX) && found.add(key.slice(PREFIX.length)));
  } catch {
    // forbidden
  }
  return [...found].filter((key) => key.startsWith(start));
}
