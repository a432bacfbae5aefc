// Messages that the server has not confirmed yet. They survive a reload: one storage key each, so that tabs
// do not overwrite each other; sending one twice is harmless, as the server knows it by its id.

import { keys, load, remove, save } from "../platform/storage";

export interface Outgoing { id: string; text: string; at: number }

const START = "out.";

export const outbox = {
  put(message: Outgoing): void {
    save(START + message.id, message);
  },
  remove(id: string): void {
    remove(START + id);
  },
  /** Oldest first. */
  all(): Outgoing[] {
    return keys(START)
      .map((key) => load<Outgoing>(key))
      .filter((message): message is Outgoing => message !== null)
      .sort((a, b) => a.at - b.at);
  },
};

/** An id that no other message has. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}
