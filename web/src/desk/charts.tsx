// Charts that are read at a glance: few marks, the figures written beside them, and a text for screen readers.

interface Bar { label: string; value: number; part?: number }

const WIDTH = 720, HEIGHT = 180, BASE = 152, TOP = 18;

/** Columns, with a part of each in another colour (unanswered). Only the highest carries its figure. */
export function Columns({ bars, title, whole, part }: { bars: Bar[]; title: string; whole: string; part: string }) {
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  const step = WIDTH / bars.length;
  const height = (value: number) => ((BASE - TOP) * value) / highest;
  return (
    <figure class="chart">
      <figcaption>{title}<span class="key whole">{whole}</span><span class="key part">{part}</span></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}：${bars.filter((bar) => bar.value).map((bar) => `${bar.label} ${bar.value}`).join("，") || "没有数据"}`}>
        <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} class="axis" />
        {bars.map((bar, index) => {
          const x = index * step + step * 0.16, width = step * 0.68;
          return (
            <g key={bar.label}>
              <title>{`${bar.label}：${bar.value}${bar.part ? `（${part} ${bar.part}）` : ""}`}</title>
              <rect x={x} width={width} y={BASE - height(bar.value)} height={height(bar.value)} rx="2" class="whole" />
              {!!bar.part && <rect x={x} width={width} y={BASE - height(bar.part)} height={height(bar.part)} rx="2" class="part" />}
              {bar.value === highest && <text x={x + width / 2} y={BASE - height(bar.value) - 5} class="value">{bar.value}</text>}
              {index % 3 === 0 && <text x={x + width / 2} y={BASE + 18} class="label">{bar.label}</text>}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** Rows with a bar each, for ranking. */
export function Ranking({ bars, title, empty }: { bars: Bar[]; title: string; empty: string }) {
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {!bars.length && <p class="fine">{empty}</p>}
      <ol class="ranking">
        {bars.map((bar) => (
          <li key={bar.label}>
            <span class="name" title={bar.label}>{bar.label}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * bar.value) / highest} height="8" rx="1" class="whole" /></svg>
            <b>{bar.value}</b>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** A share as a ring with its figure inside. */
export function Ring({ share, title }: { share: number | null; title: string }) {
  const around = 2 * Math.PI * 42;
  return (
    <figure class="ring">
      <svg viewBox="0 0 100 100" role="img" aria-label={`${title} ${share === null ? "没有数据" : `${(share * 100).toFixed(1)}%`}`}>
        <circle cx="50" cy="50" r="42" class="track" />
        {share !== null && <circle cx="50" cy="50" r="42" class="arc" stroke-dasharray={`${around * share} ${around}`} transform="rotate(-90 50 50)" />}
        <text x="50" y="57">{share === null ? "—" : `${Math.round(share * 100)}%`}</text>
      </svg>
      <figcaption>{title}</figcaption>
    </figure>
  );
}
