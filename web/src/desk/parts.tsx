// Small parts that every view of the desk uses.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../components/Icon";
import { copy } from "../platform/copy";
import type { Fact } from "./api";

const SHOWN_MS = 1600;
const GLYPHS = {
  search: "M10.500 4a6.500 6.500 0 100 13 6.500 6.500 0 000-13z M15.300 15.300L20 20",
  flag: "M6 21V4h11l-2 4 2 4H6",
  keys: "M3 6h18v12H3z M7 10h0 M11 10h0 M15 10h0 M8 14h8",
  leave: "M14 4h5v16h-5 M11 8l-4 4 4 4 M7 12h9",
};

/** Line icons that only the desk has. */
export function Glyph({ name }: { name: keyof typeof GLYPHS }) {
  return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={GLYPHS[name]} /></svg>;
}

/** Copies `text`; also on plain http. `hotkey` is shown, the shell listens for it. */
export function CopyButton({ text, label, hotkey, id }: { text: string; label: string; hotkey?: string; id?: string }) {
  const [done, setDone] = useState<boolean | null>(null);
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(() => setDone(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button type="button" class="quiet" id={id} disabled={!text} onClick={async () => setDone(await copy(text))}>
      <Icon name={done ? "check" : "copy"} />
      <span aria-live="polite">{done === null ? label : done ? "已复制" : "复制失败"}</span>
      {hotkey && <kbd>{hotkey}</kbd>}
    </button>
  );
}

/** A modal dialog; Escape and the button close it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current!.showModal();
    return () => before?.focus();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-label={title} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="quiet" aria-label="关闭" onClick={onClose}><Icon name="close" /></button>
      </header>
      {children}
    </dialog>
  );
}

export function Facts({ facts }: { facts: Fact[] }) {
  if (!facts.length) return null;
  return (
    <ul class="facts" aria-label="已说的情况">
      {facts.map((fact) => <li key={fact.key}><span>{fact.name}</span>{fact.value}</li>)}
    </ul>
  );
}

const CHANNELS: Record<string, string> = { web: "网站", wechat: "微信", rest: "接口", phone: "电话" };
export const channelName = (channel: string): string => CHANNELS[channel] || channel;

/** 45秒, 3分20秒, 2小时5分 */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}秒`;
  if (whole < 3600) return `${Math.floor(whole / 60)}分${whole % 60}秒`;
  return `${Math.floor(whole / 3600)}小时${Math.floor((whole % 3600) / 60)}分`;
}

export function clock(at: number): string {
  return new Date(at * 1000).toLocaleTimeString("zh-CN", { hour12: false, hour: "2-digit", minute: "2-digit" });
}

export function dayAndClock(at: number): string {
  return new Date(at * 1000).toLocaleString("zh-CN", { hour12: false, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
