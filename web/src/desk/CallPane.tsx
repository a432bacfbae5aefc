import { useEffect, useRef, useState } from "preact/hooks";
import type { Call } from "./api";
import { Facts } from "./parts";

interface Props { call: Call | null; shownItem: string; onPick(item: string): void; onHear(text: string): void; onNew(): void; onOrder(): void }

/** A call as speech recognition hears it, the items it may be about, what is known and what to ask. */
export function CallPane({ call, shownItem, onPick, onHear, onNew, onOrder }: Props) {
  const [text, setText] = useState("");
  const heard = useRef<HTMLOListElement>(null);
  const count = call?.segments.length || 0;
  useEffect(() => { if (heard.current) heard.current.scrollTop = heard.current.scrollHeight; }, [count]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !text.trim()) return;
    event.preventDefault();
    onHear(text.trim());
    setText("");
  };
  return (
    <section class="call" aria-label="通话">
      <header class="talk-head">
        <div class="line">
          <strong>{call ? `通话 ${call.call}` : "暂无通话"}</strong>
          {call?.city && <span class="region">{call.city}</span>}
          <span class="space" />
          <button type="button" class="quiet" onClick={onNew}>新通话<kbd>Alt N</kbd></button>
          {call && <button type="button" class="quiet" onClick={onOrder}>工单<kbd>Alt W</kbd></button>}
        </div>
        {call && !!call.known.length && <div class="line"><Facts facts={call.known} /></div>}
      </header>
      <ol class="heard" ref={heard} aria-label="通话文字" aria-live="polite">
        {!count && <li class="empty">语音识别的文字会显示在这里；没有语音识别时，在下面输入来电人说的话。</li>}
        {call?.segments.map((segment) => (
          <li key={`${segment.speaker}${segment.start}`} class={segment.speaker}><span>{segment.speaker === "caller" ? "来电人" : "坐席"}</span>{segment.text}</li>
        ))}
      </ol>
      {call && (
        <div class="hints">
          {!!call.failed.length && <p class="warn">可能不符合：{call.failed.join("；")}</p>}
          {!!call.questions.length && <div><h3>还可以问</h3><ul class="points">{call.questions.map((question) => <li key={question}>{question}</li>)}</ul></div>}
          <div>
            <h3>可能是<kbd>Alt ↑ ↓</kbd></h3>
            {!call.suggestions.length && <p class="fine">还没有听出具体事项</p>}
            <ul class="likely" aria-label="建议事项">
              {call.suggestions.map((one) => (
                <li key={one.id}>
                  <button type="button" class={one.id === shownItem ? "chat at" : "chat"} onClick={() => onPick(one.id)}>
                    <span class="line"><strong>{one.title}</strong></span>
                    <span class="fine">{one.headline}</span>
                    <progress max={1} value={one.share} aria-label="把握" />
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <input class="hear" aria-label="来电人说的话" placeholder="手动输入来电人说的话，Enter 提交" value={text} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} />
    </section>
  );
}
