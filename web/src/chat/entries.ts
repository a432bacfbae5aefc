// The list on the screen: messages of the server merged with those on their way to it.

import type { Message } from "../api/types";

export type Delivery = "sending" | "waiting" | "failed" | "sent";

/** `order` is the server's id, or a place after all of them while that is unknown. */
export interface Entry extends Message { key: string; order: number; delivery: Delivery; problem?: string }

const UNCONFIRMED = 1e15; // above any id of the server
let counter = 0;

/** The visitor's own message, before the server knows it. */
export function outgoing(clientId: string, text: string, delivery: Delivery): Entry {
  const order = UNCONFIRMED + counter++;
  const message: Message = { id: 0, author: "visitor", text, buttons: [], card: null, at: Date.now() / 1000, client_id: clientId };
  return Object.assign(message, { key: clientId, order, delivery });
}

/** `entries` with the server's messages, each once, in the server's order. */
export function merged(entries: Entry[], messages: Message[]): Entry[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  for (const message of messages) {
    const key = message.client_id || (message.id ? `#${message.id}` : `local${counter++}`);
    const order = message.id || UNCONFIRMED + counter++;
    const known = byKey.get(key);
    if (known && known.id === message.id) continue;
    byKey.set(key, Object.assign(message, { key, order, delivery: "sent" as const }));
  }
  return sorted([...byKey.values()]);
}

/** The visitor's message was answered by `replies`: it belongs right before them. */
export function confirmed(entries: Entry[], clientId: string, replies: Message[]): Entry[] {
  const first = Math.min(...replies.filter((reply) => reply.id).map((reply) => reply.id));
  return sorted(
    entries.map((entry) => {
      if (entry.key !== clientId || entry.id) return entry;
      return Object.assign({}, entry, { delivery: "sent", order: isFinite(first) ? first - 0.5 : entry.order });
    }),
  );
}

/** `entries` with the changes at one entry. */
export function changed(entries: Entry[], key: string, changes: Partial<Entry>): Entry[] {
  return entries.map((entry) => (entry.key === key ? Object.assign({}, entry, changes) : entry));
}

/** The highest id that the server has sent. */
export function lastId(entries: Entry[]): number {
  return Math.max(0, ...entries.map((entry) => entry.id));
}

function sorted(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => a.order - b.order);
}
