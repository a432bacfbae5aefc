// The conversation as the components see it: one state object, and the actions that change it.

import { ChatClient } from "../api/client";
import { ApiError } from "../api/http";
import type { HandOver, Message } from "../api/types";
import { load, save } from "../platform/storage";
import { changed, confirmed, lastId, merged, outgoing, type Entry } from "./entries";
import { newId, outbox } from "./outbox";

export interface ChatState {
  entries: Entry[];
  handOver: HandOver;
  typing: boolean; // the bot is working on an answer
  offline: boolean;
  city: string;
  cities: string[];
  largeText: boolean;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15000;

export class Chat {
  state: ChatState;
  private readonly listeners = new Set<() => void>();
  private started = false;
  private flushing = false;
  private failures = 0;
  private retryTimer = 0;
  private streaming: AbortController | null = null;

  constructor(private readonly client: ChatClient, city: string) {
    this.state = {
      entries: outbox.all().map((message) => outgoing(message.id, message.text, "waiting")),
      handOver: "bot",
      typing: false,
      offline: false,
      city: load<string>("city") ?? city,
      cities: [],
      largeText: load<boolean>("large") ?? false,
    };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Load what was said, send what was not, and follow what comes. Call it when the chat is shown first. */
  start(): void {
    if (this.started) return;
    this.started = true;
    addEventListener("online", () => this.reconnect());
    document.addEventListener("visibilitychange", () => this.onVisibility());
    void this.connect();
  }

  send(text: string): void {
    const message = { id: newId(), text, at: Date.now() };
    outbox.put(message);
    this.set({ entries: [...this.state.entries, outgoing(message.id, text, "sending")] });
    void this.flush();
  }

  /** Send a refused message again, under its own id. */
  resend(entry: Entry): void {
    outbox.put({ id: entry.key, text: entry.text, at: Date.now() });
    this.setEntry(entry.key, { delivery: "sending", problem: undefined });
    this.reconnect();
  }

  async rate(entry: Entry, useful: boolean, reason = ""): Promise<void> {
    this.setEntry(entry.key, { useful });
    await this.client.feedback(entry.id, useful, reason).catch(() => this.setEntry(entry.key, { useful: undefined }));
  }

  chooseCity(city: string): void {
    save("city", city);
    this.set({ city });
  }

  toggleLargeText(): void {
    save("large", !this.state.largeText);
    this.set({ largeText: !this.state.largeText });
  }

  // --- connection

  private async connect(): Promise<void> {
    try {
      const session = await this.client.session();
      const known = load<string>("city") !== null || this.state.city;
      this.set({ cities: session.cities, city: known ? this.state.city : session.city });
      const { messages, state } = await this.client.history();
      this.receive(messages, state);
      this.online();
      void this.follow();
      void this.flush();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.retryLater(error);
    }
  }

  /** Follow the event stream until it breaks, then connect anew. */
  private async follow(): Promise<void> {
    if (this.streaming || (document.hidden && this.state.handOver === "bot")) return;
    const streaming = (this.streaming = new AbortController());
    const listener = {
      onMessage: (message: Message) => this.receive([message]),
      onState: (handOver: HandOver) => this.set({ handOver }),
    };
    try {
      await this.client.listen(lastId(this.state.entries), listener, streaming.signal);
    } catch (error) {
      if (streaming.signal.aborted) return;
      this.streaming = null;
      this.retryLater(error instanceof ApiError ? error : new ApiError(0, "network", String(error)));
      return;
    }
    this.streaming = null;
    this.retryLater(new ApiError(0, "ended", ""));
  }

  /** A hidden tab holds no connection, as a browser has few for each server; unless a person may answer. */
  private onVisibility(): void {
    if (!document.hidden) {
      if (!this.streaming) this.reconnect();
    } else if (this.state.handOver === "bot") {
      this.streaming?.abort();
      this.streaming = null;
    }
  }

  private reconnect(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = 0;
    if (this.streaming) void this.flush();
    else void this.connect();
  }

  private retryLater(error: ApiError): void {
    if (this.retryTimer) return;
    this.failures++;
    // One broken connection may be chance; the visitor is told of the second.
    if (this.failures > 1 || error.code === "network") this.set({ offline: error.status !== 429 });
    const backoff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failures - 1));
    this.retryTimer = setTimeout(() => {
      this.retryTimer = 0;
      this.reconnect();
    }, error.retryAfter || backoff) as unknown as number;
  }

  private online(): void {
    this.failures = 0;
    if (this.state.offline) this.set({ offline: false });
  }

  // --- sending

  /** Send the outbox in order, one message at a time. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    try {
      for (let next = outbox.all()[0]; next; next = outbox.all()[0]) {
        if (!(await this.deliver(next.id, next.text))) return;
      }
    } finally {
      this.flushing = false;
      this.set({ typing: false });
    }
  }

  /** False when it must be tried again later. */
  private async deliver(id: string, text: string): Promise<boolean> {
    this.setEntry(id, { delivery: "sending" });
    this.set({ typing: this.state.handOver === "bot" });
    try {
      const { messages, state } = await this.client.send(id, text, this.state.city);
      outbox.remove(id);
      this.set({ entries: merged(confirmed(this.state.entries, id, messages), messages), handOver: state });
      this.online();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.transient) {
        this.setEntry(id, { delivery: "waiting" });
        this.retryLater(error);
        return false;
      }
      outbox.remove(id);
      this.setEntry(id, { delivery: "failed", problem: error.message });
      return true;
    }
  }

  // --- state

  private receive(messages: Message[], handOver = this.state.handOver): void {
    this.set({ entries: merged(this.state.entries, messages), handOver });
  }

  private setEntry(key: string, changes: Partial<Entry>): void {
    this.set({ entries: changed(this.state.entries, key, changes) });
  }

  private set(changes: Partial<ChatState>): void {
    this.state = Object.assign({}, this.state, changes);
    this.listeners.forEach((listener) => listener());
  }
}
