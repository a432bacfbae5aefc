import { useEffect, useRef, useState } from "preact/hooks";
import { api, type Filters, type FilterChoices, type Found } from "./api";
import { Glyph } from "./parts";

const LEVELS: Record<string, string> = { city: "市级", province: "省级", national: "国家级" };
const STATES: Record<string, string> = { in_force: "有效期内", not_expired: "未到期（含未写明）" };
export const NO_FILTERS: Filters = { region: "", level: "", agency: "", audience: "", state: "" };

interface Props { choices: FilterChoices | null; onFound(found: Found, filters: Filters): void; onMove(step: number): void; onChoose(): void }

/** The search field: every change asks at once, but not while an input method composes; late answers to older texts are dropped. */
export function SearchBox({ choices, onFound, onMove, onChoose }: Props) {
  // the field keeps its own value: writing it back while an input method composes would lose what is being typed
  const [text, setText] = useState("");
  const [filters, setFilters] = useState(NO_FILTERS);
  const input = useRef<HTMLInputElement>(null);
  const pending = useRef<AbortController | null>(null);

  const ask = (q: string, by: Filters) => {
    pending.current?.abort();
    const controller = (pending.current = new AbortController());
    api.search(q, by, controller.signal).then((found) => controller.signal.aborted || onFound(found, by), () => undefined);
  };
  useEffect(() => () => pending.current?.abort(), []);

  const onInput = (event: Event) => {
    const typed = input.current!.value;
    setText(typed);
    if (!(event as InputEvent).isComposing) ask(typed, filters);
  };
  const typed = useRef(onInput);
  typed.current = onInput;
  useEffect(() => {
    // what the input method commits; Preact has no property for this event, since elements have none
    const onComposed = (event: Event) => typed.current(event);
    const field = input.current!;
    field.addEventListener("compositionend", onComposed);
    return () => field.removeEventListener("compositionend", onComposed);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as Record<string, number>)[event.key];
    if (step) { event.preventDefault(); onMove(step); }
    else if (event.key === "Enter") { event.preventDefault(); onChoose(); }
    else if (event.key === "Escape" && text) { input.current!.value = ""; setText(""); ask("", filters); }
  };
  const pick = (field: keyof Filters) => (event: Event) => {
    const changed = { ...filters, [field]: (event.currentTarget as HTMLSelectElement).value };
    setFilters(changed);
    ask(text, changed);
  };
  const select = (field: keyof Filters, label: string, options: string[], names: Record<string, string> = {}) => (
    <select aria-label={label} class={filters[field] ? "set" : ""} value={filters[field]} onChange={pick(field)}>
      <option value="">{label}</option>
      {options.filter(Boolean).map((option) => <option key={option} value={option}>{names[option] || option}</option>)}
    </select>
  );

  return (
    <search class="search">
      <label class="field">
        <Glyph name="search" />
        <input ref={input} id="search" type="search" aria-label="查政策" placeholder="事项、拼音首字母、电话、部门或文号，如 fzjm" autocomplete="off" spellcheck={false}
          onInput={onInput} onKeyDown={onKeyDown}
          onFocus={() => !text && ask("", filters)} />
        <kbd>/</kbd>
      </label>
      {choices && (
        <div class="filters" role="group" aria-label="筛选">
          {select("region", "适用地区", choices.regions)}
          {select("level", "层级", choices.levels, LEVELS)}
          {select("agency", "部门", choices.agencies)}
          {select("audience", "对象", choices.audiences)}
          {select("state", "期限", choices.states, STATES)}
        </div>
      )}
    </search>
  );
}
