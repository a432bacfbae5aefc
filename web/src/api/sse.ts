// Server-sent events over fetch: unlike EventSource it can send the token in a header, so that it gets into no log.

export interface ServerEvent { event: string; data: string }

/** Cuts a stream into events. Feed it text as it arrives. */
export class EventParser {
  private rest = "";

  feed(text: string): ServerEvent[] {
    const blocks = (this.rest + text.replace(/\r/g, "")).split("\n\n");
    this.rest = blocks.pop() || "";
    return blocks.map(parseBlock).filter((event) => event.data);
  }
}

function parseBlock(block: string): ServerEvent {
  const event: ServerEvent = { event: "message", data: "" };
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) || [];
    if (field === "event") event.event = value || "";
    else if (field === "data") data.push(value || "");
  }
  event.data = data.join("\n");
  return event;
}

/** Calls `onEvent` until the stream ends; throws when it breaks. */
export async function readEvents(response: Response, onEvent: (event: ServerEvent) => void): Promise<void> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true })).forEach(onEvent);
  }
}
