// What the shell keeps: who is here, the lists of chats, the present call; kept fresh by server-sent events.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, type Call, type ChatEvent, type ChatLists, type ChatRow, type Me, type Person } from "./api";

const HEARTBEAT_MS = 15_000;
/** Several events in a row cost one reading of the lists. */
const GATHER_MS = 150;

/** The waiting time counts on from what the server says, whatever this computer's clock shows. */
function byOurClock(lists: ChatLists): ChatLists {
  const now = Date.now() / 1000;
  const counted = (rows: ChatRow[]) => rows.map((row) => ({ ...row, since: now - row.waited }));
  return { waiting: counted(lists.waiting), mine: counted(lists.mine), others: counted(lists.others), bot: counted(lists.bot) };
}

export interface DeskState {
  me: Me | null;
  agents: Person[];
  lists: ChatLists;
  call: Call | null;
  online: boolean;
  refresh(): void;
  setCall(call: Call): void;
}

/** `onChat` hears every change in a chat; `onReady` every (re)connection, after which what is shown must be read anew. */
export function useDesk(onChat: (event: ChatEvent) => void, onReady: () => void, onCall: (call: Call) => void): DeskState {
  const [me, setMe] = useState<Me | null>(null);
  const [agents, setAgents] = useState<Person[]>([]);
  const [lists, setLists] = useState<ChatLists>({ waiting: [], mine: [], others: [], bot: [] });
  const [call, setCall] = useState<Call | null>(null);
  const [online, setOnline] = useState(true);
  const timer = useRef(0);
  const heard = useRef({ onChat, onReady, onCall });
  heard.current = { onChat, onReady, onCall };

  const refresh = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => api.chats().then((read) => setLists(byOurClock(read)), () => undefined), GATHER_MS);
  }, []);

  useEffect(() => {
    api.me().then(setMe, () => setOnline(false));
    const beat = () => api.heartbeat().then(({ agents: here }) => { setAgents(here); refresh(); }, () => undefined);
    beat();
    const pulse = setInterval(beat, HEARTBEAT_MS);
    const chats = new EventSource("/api/desk/events");
    chats.onopen = () => setOnline(true);
    chats.onerror = () => setOnline(false);
    chats.addEventListener("ready", () => { refresh(); heard.current.onReady(); });
    chats.addEventListener("chat", (event) => { refresh(); heard.current.onChat(JSON.parse((event as MessageEvent<string>).data) as ChatEvent); });
    const calls = new EventSource("/api/assist/events");
    let first = true;
    calls.addEventListener("call", (event) => {
      const shown = JSON.parse((event as MessageEvent<string>).data) as Call | null;
      if (shown) {
        setCall(shown);
        if (!first) heard.current.onCall(shown);
      }
      first = false;
    });
    return () => { clearInterval(pulse); chats.close(); calls.close(); };
  }, []);

  return { me, agents, lists, call, online, refresh, setCall };
}
