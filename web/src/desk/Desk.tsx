// The desk's page: search on top, conversations on the left, the work in the middle, the answer on the right.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, freshId, reasonOf, type ChatEvent, type ChatMessage, type ChatRow, type Filters, type Found, type ItemCard, type Suggested } from "./api";
import { CallPane } from "./CallPane";
import { ChatList } from "./ChatList";
import { ChatPane } from "./ChatPane";
import { FlagDialog, KeysDialog, OrderDialog } from "./dialogs";
import { ItemPane } from "./ItemPane";
import { Glyph } from "./parts";
import { Results } from "./Results";
import { NO_FILTERS, SearchBox } from "./SearchBox";
import { Supervisor } from "./Supervisor";
import { isTyping, keyOf } from "./keys";
import { useDesk } from "./useDesk";

type View = "search" | "chat" | "call" | "report";
type Open = "order" | "flag" | "keys" | null;
const TITLES: Record<View, string> = { search: "查政策", chat: "会话", call: "通话", report: "报表" };
const CITIES = ["洛阳", "焦作"];

export function Desk() {
  const [view, setView] = useState<View>("search");
  const [open, setOpen] = useState<Open>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [at, setAt] = useState(0);
  const [item, setItem] = useState<ItemCard | null>(null);
  const [chat, setChat] = useState<ChatRow | null>(null);
  const [messages, setMessages] = useState<ChatMessage[]>([]);
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const [suggested, setSuggested] = useState<Suggested | null>(null);
  const [refusal, setRefusal] = useState("");
  const [sending, setSending] = useState(false);
  const [unread, setUnread] = useState<Record<string, number>>({});
  const chatId = useRef("");
  const wanted = useRef("");

  const append = (message: ChatMessage) =>
    setMessages((known) => known.some((one) => one.id === message.id) ? known : [...known, message].sort((a, b) => a.id - b.id));

  const readChat = useCallback(async (id: string) => {
    try {
      const read = await api.chat(id);
      if (chatId.current !== id) return;
      setChat(read.chat);
      setMessages(read.messages);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  }, []);

  const onChat = (event: ChatEvent) => {
    if (event.id === chatId.current) {
      setChat((known) => known && { ...known, state: event.state, agent: event.agent });
      if (event.message) append(event.message);
      if (event.message?.author === "visitor") setSuggested(null);
    } else if (event.message?.author === "visitor") {
      setUnread((known) => ({ ...known, [event.id]: (known[event.id] || 0) + 1 }));
    }
  };
  const desk = useDesk(onChat, () => { if (chatId.current) void readChat(chatId.current); }, (call) => { setView("call"); if (call.card) setItem(call as ItemCard); });
  const { me, lists, call } = desk;
  const mine = !!chat && !!me && chat.state === "person" && chat.agent === me.name;
  const draft = chat ? drafts[chat.id] || "" : "";
  const city = chat?.city || call?.city || (CITIES.includes(filters.region) ? filters.region : "") || me?.city || "";

  useEffect(() => {
    document.title = `${lists.waiting.length ? `(${lists.waiting.length}) ` : ""}坐席台 · 惠企通`;
  }, [lists.waiting.length]);

  // --- search and items

  const onFound = (result: Found, by: Filters) => {
    setFound(result);
    setFilters(by);
    setAt(0);
    if (view !== "search") setView("search");
    if (result.first) setItem(result.first);
  };
  const showItem = async (id: string, of: string, question = "") => {
    wanted.current = id;
    try {
      const read = await api.item(id, of, question);
      if (wanted.current === id) setItem(read);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  const pick = (index: number) => {
    const row = found?.results[index];
    if (!row) return;
    setAt(index);
    void showItem(row.id, CITIES.includes(filters.region) ? filters.region : "", found!.q);
  };
  const byTitle = async (title: string) => {
    const result = await api.search(title, NO_FILTERS, new AbortController().signal);
    if (result.first) setItem(result.first);
  };

  // --- chats

  const openChat = (id: string) => {
    chatId.current = id;
    setChat(null);
    setMessages([]);
    setSuggested(null);
    setRefusal("");
    setUnread((known) => ({ ...known, [id]: 0 }));
    setView("chat");
    void readChat(id).then(focusReply);
  };
  const doing = async (step: () => Promise<{ chat: ChatRow }>) => {
    setRefusal("");
    try {
      const done = await step();
      if (chatId.current === done.chat.id) setChat(done.chat);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
    desk.refresh();
  };
  const step = (what: "take" | "release" | "close") => chat && void doing(() => api.step(what, chat.id)).then(focusReply);
  const setDraft = (text: string) => chat && setDrafts((known) => ({ ...known, [chat.id]: text }));
  const send = async () => {
    if (!chat || !draft.trim() || sending) return;
    const { id } = chat;
    const messageId = freshId();
    setSending(true);
    setRefusal("");
    try {
      append((await api.say(id, draft, messageId).catch(() => api.say(id, draft, messageId))).message);
      setDrafts((known) => ({ ...known, [id]: "" }));
    } catch (error) {
      setRefusal(`未发送：${reasonOf(error)}`);
    } finally {
      setSending(false);
    }
  };
  const insert = (text: string) => {
    setDraft(draft ? `${draft}\n${text}` : text);
    setView("chat");
    focusReply();
  };
  const suggest = async () => {
    if (!chat) return;
    if (suggested?.text) { insert(suggested.text); return; }
    try {
      const answer = await api.suggest(chat.id);
      setSuggested(answer);
      if (answer.card?.item) void showItem(answer.card.item.id, chat.city, answer.question);
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  const takeNext = () => {
    if (chat && view === "chat" && (chat.state === "waiting" || chat.state === "bot")) return step("take");
    const next = lists.waiting[0];
    if (!next) return;
    openChat(next.id);
    void doing(() => api.step("take", next.id)).then(() => readChat(next.id)).then(focusReply);
  };
  const nextChat = () => {
    const all = [...lists.mine, ...lists.waiting, ...lists.others, ...lists.bot];
    const place = all.findIndex((row) => row.id === chatId.current);
    const next = all[(place + 1) % Math.max(1, all.length)];
    if (next) openChat(next.id);
  };

  // --- calls

  const hear = async (text: string, fresh = false) => {
    const now = Date.now() / 1000;
    const id = fresh || !call ? `手动-${freshId().slice(0, 6)}` : call.call;
    const heard = await api.hear(id, text, fresh || !call ? 0 : Math.max(0.1, now - call.started_at), city);
    desk.setCall(heard);
    if (heard.card) setItem(heard as ItemCard);
  };
  const moveSuggestion = (by: number) => {
    const all = call?.suggestions || [];
    const place = all.findIndex((one) => one.id === item?.card.item?.id);
    const next = all[(place + by + all.length) % Math.max(1, all.length)];
    if (next) void showItem(next.id, call!.city);
  };

  // --- keys

  const press: Record<string, () => void> = {
    "Alt+KeyQ": () => { setView("search"); focus("search"); },
    "Alt+KeyH": () => setView("chat"), "Alt+KeyL": () => setView("call"), "Alt+KeyB": () => me?.role === "supervisor" && setView("report"),
    "Alt+KeyT": takeNext, "Alt+KeyJ": nextChat, "Alt+KeyA": () => mine && void suggest(), "Alt+KeyI": () => mine && item && insert(item.text),
    "Alt+KeyR": () => mine && step("release"), "Alt+KeyX": () => mine && step("close"), "Alt+KeyM": () => focus("transfer"),
    "Alt+KeyC": () => document.getElementById("copy-script")?.click(), "Alt+KeyP": () => document.getElementById("copy-phone")?.click(),
    "Alt+KeyW": () => setOpen("order"), "Alt+KeyG": () => setOpen("flag"), "Alt+KeyN": () => { setView("call"); void hear("", true); },
    "Alt+ArrowDown": () => moveSuggestion(1), "Alt+ArrowUp": () => moveSuggestion(-1),
    "/": () => { setView("search"); focus("search"); }, "?": () => setOpen("keys"),
  };
  const pressed = useRef(press);
  pressed.current = press;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (!key || document.querySelector("dialog[open]") || (!key.startsWith("Alt") && isTyping(event.target))) return;
      const act = pressed.current[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const views: View[] = me?.role === "supervisor" ? ["search", "chat", "call", "report"] : ["search", "chat", "call"];
  const shownItem = item?.card.item || null;
  const lastAsked = chat?.summary.question || call?.segments.filter((one) => one.speaker === "caller").pop()?.text || found?.q || "";
  return (
    <>
      <header class="shell">
        <h1 class="brand"><span class="mark" aria-hidden="true">惠</span>坐席台</h1>
        <SearchBox choices={me?.filters || null} onFound={onFound} onMove={(by) => pick(Math.max(0, Math.min((found?.results.length || 1) - 1, at + by)))} onChoose={() => pick(at)} />
        <span class="space" />
        {!desk.online && <p class="offline" role="status">连接中断，正在重连…</p>}
        {me && <p class="who-am-i">{me.display}<small>{me.role === "supervisor" ? "班长" : "坐席"}</small></p>}
        <button type="button" class="quiet" aria-label="快捷键" onClick={() => setOpen("keys")}><Glyph name="keys" /><kbd>?</kbd></button>
        <button type="button" class="quiet" aria-label="退出登录" onClick={() => void api.logout().then(() => location.assign("/desk/login"))}><Glyph name="leave" /></button>
      </header>
      <ChatList lists={lists} open={chat?.id || ""} unread={unread} onOpen={openChat} />
      <main class={view === "report" ? "work wide" : "work"}>
        <div class="tabs" role="tablist">
          {views.map((one) => (
            <button key={one} type="button" role="tab" aria-selected={one === view} class={one === view ? "tab at" : "tab"} onClick={() => setView(one)}>
              {TITLES[one]}{one === "call" && !!call && <i class="dot" />}
            </button>
          ))}
        </div>
        {view === "search" && <Results rows={found?.results || []} total={found?.total || 0} at={at} typed={found?.q || ""} onPick={pick} />}
        {view === "chat" && (chat && me
          ? <ChatPane chat={chat} messages={messages} me={me} agents={desk.agents} draft={draft} suggested={suggested} refusal={refusal} sending={sending}
              onDraft={setDraft} onSend={() => void send()} onStep={step} onTransfer={(to) => void doing(() => api.transfer(chat.id, to))}
              onSuggest={() => void suggest()} onOrder={() => setOpen("order")} />
          : <div class="empty"><p class="big">选择左侧会话</p><p>Alt T 接入等待最久的会话</p>{refusal && <p class="refusal" role="alert">{refusal}</p>}</div>)}
        {view === "call" && (
          <CallPane call={call} shownItem={shownItem?.id || ""} onPick={(id) => void showItem(id, call?.city || "")} onHear={(text) => void hear(text)}
            onNew={() => void hear("", true)} onOrder={() => setOpen("order")} />
        )}
        {view === "report" && <Supervisor />}
      </main>
      {view !== "report" && (
        <aside class="side" aria-label="答复">
          <ItemPane shown={item} canInsert={mine} onInsert={insert} onFlag={() => setOpen("flag")} onAsk={(title) => void byTitle(title)} />
        </aside>
      )}
      {open === "keys" && <KeysDialog onClose={() => setOpen(null)} />}
      {open === "flag" && <FlagDialog item={shownItem} question={lastAsked} origin={view === "call" ? call?.call || "" : chat?.id || ""} onClose={() => setOpen(null)} />}
      {open === "order" && (view === "call" ? call : chat) && (
        <OrderDialog of={view === "call" ? { call: call!.call } : { chat: chat!.id }} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

function focus(id: string): void {
  // after the view that holds it was drawn
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

function focusReply(): void {
  focus("reply");
}
