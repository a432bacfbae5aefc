// Line icons, drawn here: no icon font, no image request.

const PATHS = {
  chat: "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5",
  close: "M6 6l12 12 M18 6L6 18",
  send: "M12 19V5 M5.5 11.5L12 5l6.5 6.5",
  phone: "M5 4h4l1.5 5-2.2 1.6a12 12 0 005.1 5.1L15 13.5l5 1.5v4a1.5 1.5 0 01-1.6 1.5A16.5 16.5 0 013.5 5.6 1.5 1.5 0 015 4z",
  copy: "M9 9h11v11H9z M5 15H4V4h11v1",
  print: "M7 9V4h10v5 M7 17H4v-7h16v7h-3 M7 14h10v6H7z",
  share: "M12 15V4 M8 7.5L12 4l4 3.5 M6 11H5v9h14v-9h-1",
  up: "M8 11l4-7c1.5 0 2.3 1 2 2.500L13.500 10H19a1.500 1.500 0 011.500 1.800l-1.200 6.500A2 2 0 0117.300 20H8z M4 11h4v9H4z",
  down: "M16 13l-4 7c-1.500 0-2.300-1-2-2.500L10.500 14H5a1.500 1.500 0 01-1.500-1.800l1.200-6.500A2 2 0 016.700 4H16z M20 13h-4V4h4z",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8z M4.500 20.500a7.500 7.500 0 0115 0",
  check: "M5 12.500l4.500 4.500L19 7.500",
};

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
