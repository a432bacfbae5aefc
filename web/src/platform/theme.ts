// The webmaster's colour, darkened until white text on it is readable (WCAG AA, 4.5:1).

const READABLE = 4.5;

/** A colour `#rrggbb`, or null when `value` is none. */
export function readableColour(value: string | undefined): string | null {
  const match = /^#?([0-9a-f]{6})$/i.exec((value || "").trim());
  if (!match) return null;
  let channels = [0, 2, 4].map((at) => parseInt(match[1]!.substr(at, 2), 16));
  while (contrastWithWhite(channels) < READABLE) channels = channels.map((channel) => Math.floor(channel * 0.95));
  return "#" + channels.map((channel) => (channel + 256).toString(16).slice(1)).join("");
}

function contrastWithWhite(channels: number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
