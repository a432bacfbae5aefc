// What the service sends: messages, and the cards of design §3. Fields that do not apply are absent.

export type Author = "visitor" | "bot" | "agent" | "system";
export type HandOver = "bot" | "waiting" | "person" | "closed";
export type Status = "in_force" | "expired" | "not_started" | "unstated";

export interface Button { title: string; payload: string }

export interface Message {
  id: number;
  author: Author;
  text: string;
  buttons: Button[];
  card: Card | null;
  at: number; // seconds since the epoch
  client_id?: string | null; // the sender's own id
  useful?: boolean; // the visitor's verdict
}

export interface Item { id: string; title: string; region?: string; level?: string; category?: string }
export interface Benefit { level?: string; region?: string; label?: string; text: string; matched?: boolean; source?: string }
export interface Condition { text: string; region?: string }
export interface Validity { from?: string | null; to?: string | null; stated?: string }
export interface Contact { agency?: string; office?: string; phone: string; tel?: string; for?: string }
export interface Source { document: string; number?: string; clause?: string; key?: string; text?: string; draft?: boolean }
export interface Step { text: string; figure?: string; source?: string }
export interface Row { id?: string; title: string; text?: string; status?: Status; payload?: string }

export interface Card {
  type: string;
  headline?: string;
  item?: Item;
  aspect?: string;
  status?: Status;
  status_text?: string;
  benefits?: Benefit[];
  conditions?: Condition[];
  validity?: Validity;
  contacts?: Contact[];
  sources?: Source[];
  notes?: string[];
  related?: { id?: string; title: string }[];
  question?: string;
  options?: Button[];
  title?: string;
  rows?: (Row | { label: string; cells: string[] })[];
  more?: number;
  columns?: string[];
  rule?: string;
  result?: string;
  steps?: Step[];
  verdict?: "yes" | "no" | "unknown";
  failed?: string[];
  unknown?: string[];
  key?: string;
  reason?: string;
  state?: HandOver;
  text?: string;
}
