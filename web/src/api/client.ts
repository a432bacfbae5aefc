// The chat API of the service, with the session that the server issued to this browser.

import { load, remove, save } from "../platform/storage";
import { ApiError, request, requestJson, type RequestOptions } from "./http";
import { readEvents } from "./sse";
import type { HandOver, Message } from "./types";

export interface Session { session: string; conversation: string; expires: number; city: string; cities: string[] }
export interface Talk { messages: Message[]; state: HandOver }
export interface Listener { onMessage(message: Message): void; onState(state: HandOver): void }

const KEY = "session";

export class ChatClient {
  private opening: Promise<Session> | null = null;

  /** `base` is the service's origin, without a slash at the end. */
  constructor(private readonly base: string) {}

  /** The stored session, which tabs share, or a new one. */
  session(): Promise<Session> {
    const stored = load<Session>(KEY);
    if (stored && stored.expires * 1000 > Date.now()) return Promise.resolve(stored);
    this.opening = this.opening || this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  send(id: string, text: string, city: string): Promise<Talk> {
    return this.call<Talk>("/api/chat", { method: "POST", body: { id, text, city } });
  }

  history(): Promise<Talk> {
    return this.call<Talk>("/api/history", {});
  }

  feedback(message: number, useful: boolean, reason: string): Promise<unknown> {
    return this.call("/api/feedback", { method: "POST", body: { message, useful, reason } });
  }

  /** Calls the listener until the stream ends or breaks. Throws ApiError when it cannot begin. */
  async listen(after: number, listener: Listener, signal?: AbortSignal): Promise<void> {
    const { session } = await this.session();
    const url = `${this.base}/api/events?after=${after}`;
    const response = await request(url, { token: session, signal, headers: { Accept: "text/event-stream" } });
    await readEvents(response, ({ event, data }) => {
      if (event === "message") listener.onMessage(JSON.parse(data) as Message);
      else if (event === "state") listener.onState((JSON.parse(data) as { state: HandOver }).state);
    });
  }

  private async open(): Promise<Session> {
    const opened = await requestJson<Session>(`${this.base}/api/session`, { method: "POST", body: {} });
    const other = load<Session>(KEY); // another tab may have been faster
    if (other && other.expires * 1000 > Date.now()) return other;
    save(KEY, opened);
    return opened;
  }

  /** A call in the session's name; a session that the server no longer accepts is replaced once. */
  private async call<T>(path: string, options: RequestOptions, again = true): Promise<T> {
    const { session } = await this.session();
    try {
      return await requestJson<T>(this.base + path, Object.assign({}, options, { token: session }));
    } catch (error) {
      if (!(again && error instanceof ApiError && error.status === 401)) throw error;
      if (load<Session>(KEY)?.session === session) remove(KEY);
      return this.call<T>(path, options, false);
    }
  }
}
