// The desk's API. Who is no longer signed in is sent to the login page.

import { ApiError, requestJson } from "../api/http";
import type { Author, Button, Card, HandOver, Status } from "../api/types";

export interface Person { name: string; display: string; role: "agent" | "supervisor" }
export interface FilterChoices { regions: string[]; levels: string[]; agencies: string[]; audiences: string[]; states: string[] }
export interface Me extends Person { filters: FilterChoices; city: string }
export interface Filters { region: string; level: string; agency: string; audience: string; state: string }
export interface ResultRow {
  id: string; title: string; headline: string; regions: string[]; category: string; status: Status; status_text: string; why: string; agency?: string; tel?: string;
}
export interface ItemCard { card: Card; text: string; script: string }
export interface Found { q: string; results: ResultRow[]; total: number; first: ItemCard | null }
export interface Fact { key: string; name: string; value: string }
export interface ChatRow {
  id: string; channel: string; city: string; state: HandOver; agent: string; reason: string; since: number; last_at: number; waited: number;
  summary: { question: string; item: { id: string; title: string } | null; facts: Fact[] };
}
export interface ChatLists { waiting: ChatRow[]; mine: ChatRow[]; others: ChatRow[]; bot: ChatRow[] }
export interface ChatMessage { id: number; author: Author; text: string; card: Card | null; at: number; buttons: Button[] }
export interface ChatEvent { id: string; state: HandOver; agent: string; message: ChatMessage | null }
export interface Suggested { question: string; text: string; card: Card | null }
export interface Call {
  call: string; started_at: number; city: string; segments: { speaker: "caller" | "agent"; start: number; text: string }[];
  suggestions: { id: string; title: string; share: number; headline: string }[];
  known: Fact[]; questions: string[]; failed: string[]; card: Card | null; text: string; script: string;
}
export interface WorkOrder { draft: Record<string, string>; text: string }

async function call<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  try {
    return await requestJson<T>(path, body === undefined ? { signal } : { method: "POST", body, signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && location.pathname !== "/desk/login") location.assign("/desk/login");
    throw error;
  }
}

function query(values: object): string {
  return Object.entries(values).filter(([, value]) => value).map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`).join("&");
}

export const api = {
  login: (name: string, password: string) => call<Person>("/api/desk/login", { name, password }),
  logout: () => call("/api/desk/logout", {}),
  me: () => call<Me>("/api/desk/me"),
  heartbeat: () => call<{ agents: Person[] }>("/api/desk/heartbeat", {}),
  search: (q: string, filters: Filters, signal: AbortSignal) => call<Found>(`/api/desk/search?${query({ q, ...filters })}`, undefined, signal),
  item: (id: string, city: string, question = "") => call<ItemCard>(`/api/desk/item?${query({ id, city, question })}`),
  chats: () => call<ChatLists>("/api/desk/chats"),
  chat: (id: string) => call<{ chat: ChatRow; messages: ChatMessage[] }>(`/api/desk/chat?${query({ id })}`),
  suggest: (id: string) => call<Suggested>(`/api/desk/suggest?${query({ id })}`),
  step: (step: "take" | "release" | "close", id: string) => call<{ chat: ChatRow }>(`/api/desk/chat/${step}`, { id }),
  transfer: (id: string, to: string) => call<{ chat: ChatRow }>("/api/desk/chat/transfer", { id, to }),
  say: (id: string, text: string, messageId: string) => call<{ message: ChatMessage }>("/api/desk/chat/message", { id, text, message_id: messageId }),
  hear: (id: string, text: string, start: number, city: string) =>
    call<Call>("/api/assist/transcript", { call: id, city, segments: [{ speaker: "caller", start, text }] }),
  workOrder: (of: { chat?: string; call?: string }) => call<WorkOrder>(`/api/desk/work-order?${query(of)}`),
  flag: (entry: { kind: string; item: string; question: string; note: string; origin: string }) => call<{ id: number }>("/api/desk/flags", entry),
};

export const admin = {
  report: (day: string) => call<Report>(`/api/desk/report?${query({ day })}`),
  flags: () => call<{ flags: FlagRow[] }>("/api/desk/flags"),
  settle: (id: number, state: string) => call("/api/desk/flags/settle", { id, state }),
  audit: () => call<{ entries: AuditRow[] }>("/api/desk/audit"),
  accounts: () => call<{ accounts: Account[] }>("/api/desk/accounts"),
  account: (change: Record<string, string>) => call<{ accounts: Account[] }>("/api/desk/accounts", change),
};

export interface Times { median: number | null; p90: number | null }
export interface Report {
  day: string; questions: number; answered: number; unanswered: number; conversations: number; hit_rate: number | null;
  hours: { hour: number; questions: number; unanswered: number }[]; channels: Record<string, number>;
  items: { id: string; title: string; count: number }[]; groups: { question: string; count: number; examples: string[] }[];
  hand_overs: { asked: number; taken: number; released: number; transferred: number; closed: number; wait_seconds: Times };
  bot_seconds: Times; ending: { id: string; title: string; region: string; to: string; days: number }[]; open_flags: number;
}
export interface FlagRow { id: number; at: number; agent: string; kind: string; item: string; question: string; note: string; origin: string; state: string }
export interface AuditRow { id: number; at: number; agent: string; action: string; target: string; detail: Record<string, unknown> }
export interface Account extends Person { disabled: boolean; locked: number }

/** An id for a message, also where `crypto.randomUUID` is missing (plain http). */
export function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte + 256).toString(16).slice(1)).join("");
}

export function reasonOf(error: unknown): string {
  return error instanceof ApiError && error.status > 0 ? error.message : "网络不通，请稍后再试。";
}
