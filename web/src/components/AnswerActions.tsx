import { useEffect, useRef, useState } from "preact/hooks";
import { useWords } from "../i18n";
import { copy } from "../platform/copy";
import { Icon, type IconName } from "./Icon";

interface Props { text: string; useful?: boolean; onPrint(): void; onRate(useful: boolean, reason?: string): void }

/** Copy, print, share; and the visitor's verdict with a reason. */
export function AnswerActions({ text, useful, onPrint, onRate }: Props) {
  const t = useWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const reasons = useRef<HTMLDivElement>(null);

  useEffect(() => reasons.current?.scrollIntoView({ block: "nearest" }), [asking]);

  const onCopy = async () => setCopied(await copy(text));
  const onShare = () => navigator.share({ title: t.title, text }).catch(() => undefined); // the visitor may cancel
  const onUseless = () => {
    setAsking(true);
    onRate(false);
  };
  const onReason = (reason: string) => {
    setAsking(false);
    onRate(false, reason);
  };

  return (
    <div class="actions">
      <div class="tools">
        <Tool icon={copied ? "check" : "copy"} label={copied === null ? t.copy : copied ? t.copied : t.copyFailed} onClick={onCopy} />
        <Tool icon="print" label={t.print} onClick={onPrint} />
        {"share" in navigator && <Tool icon="share" label={t.share} onClick={onShare} />}
        <span class="space" />
        <Tool icon="up" label={t.useful} pressed={useful === true} onClick={() => { setAsking(false); onRate(true); }} />
        <Tool icon="down" label={t.useless} pressed={useful === false} onClick={onUseless} />
      </div>
      {asking && (
        <div class="reasons" ref={reasons} role="group" aria-label={t.why}>
          <span>{t.why}</span>
          {Object.entries(t.reasons).map(([reason, label]) => (
            <button type="button" class="chip" onClick={() => onReason(reason)}>{label}</button>
          ))}
        </div>
      )}
      <span class="hint" role="status">
        {copied !== null && <span class="unseen">{copied ? t.copied : t.copyFailed}</span>}
        {useful !== undefined && !asking && t.thanks}
      </span>
    </div>
  );
}

interface ToolProps { icon: IconName; label: string; pressed?: boolean; onClick(): void }

function Tool({ icon, label, pressed, onClick }: ToolProps) {
  return (
    <button type="button" class="tool" aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />{label}
    </button>
  );
}
