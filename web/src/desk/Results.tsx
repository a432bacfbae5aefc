import { useEffect, useRef } from "preact/hooks";
import { StatusBadge } from "../components/cards/Head";
import type { ResultRow } from "./api";

interface Props { rows: ResultRow[]; total: number; at: number; typed: string; onPick(index: number): void }

/** Items found, the marked one being shown beside. */
export function Results({ rows, total, at, typed, onPick }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: "nearest" }), [at]);
  if (!rows.length) {
    return (
      <div class="empty">
        <p class="big">{typed ? "没有找到符合的事项" : "输入即搜"}</p>
        <p>{typed ? "换个说法，或放宽筛选。确实没有的，可按 Alt+G 登记“缺政策”。" : "支持汉字、全拼、首字母（fzjm）、电话、部门、文号"}</p>
      </div>
    );
  }
  return (
    <>
      <p class="count" role="status">{`共 ${total} 项`}{total > rows.length && `，显示前 ${rows.length} 项`}</p>
      <ul class="results" ref={list} role="listbox" aria-label="查询结果">
        {rows.map((row, index) => (
          <li key={row.id} role="option" aria-selected={index === at} class={index === at ? "hit at" : "hit"} onClick={() => onPick(index)}>
            <p class="line">
              <strong>{row.title}</strong>
              {row.regions.map((region) => <span class="region">{region}</span>)}
              <span class="space" />
              <StatusBadge status={row.status} text={row.status_text} />
            </p>
            <p class="grant">{row.headline}</p>
            <p class="line fine">
              <span>{row.agency || row.category}</span>
              {row.tel && <span class="tel">{row.tel}</span>}
              <span class="space" />
              {row.why && <span class="why">{row.why}</span>}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
