// The few pictures of the app, drawn with one stroke in the colour of the text.
const paths = {
    flame: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2.500 1.300-4 2-6 .700 1.300 1.300 2 2 2 .700-2.700 1-4.700 2-7z",
    list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
    plus: "M12 5v14M5 12h14",
    person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
    people: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20a7 7 0 0 1 14 0M16 4a4 4 0 0 1 0 7M22 20a7 7 0 0 0-4-6",
    inbox: "M4 13V5h16v8M4 13v6h16v-6M4 13h5l1 3h4l1-3h5",
    tag: "M3 12V4h8l10 10-8 8zM7.500 8h.01",
    mail: "M3 6h18v12H3zM3 7l9 7 9-7",
    phone: "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 3 5a2 2 0 0 1 2-2z",
    sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M4.900 4.900l1.400 1.400M17.700 17.700l1.400 1.400M2 12h2M20 12h2M4.900 19.100l1.400-1.400M17.700 6.300l1.400-1.400",
    moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
    leave: "M14 8V5H4v14h10v-3M9 12h12M18 9l3 3-3 3",
    enter: "M10 8V5h10v14H10v-3M3 12h12M12 9l3 3-3 3",
    search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
    camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    check: "M5 13l4 4L19 7",
    clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
    alert: "M12 3l10 18H2zM12 10v5M12 18h.01",
    cross: "M6 6l12 12M18 6L6 18",
    back: "M19 12H5M11 6l-6 6 6 6",
    lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    reply: "M9 8L4 12l5 4M4 12h9a6 6 0 0 1 6 6",
    paper: "M7 3h7l5 5v13H7zM14 3v5h5",
    signal: "M4 20v-3M9 20v-7M14 20v-11M19 20V4",
    pin: "M12 21s7-6.500 7-11.500a7 7 0 0 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
    bars: "M5 20V11M12 20V4M19 20v-6",
    gear: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
    bookmark: "M6 3h12v18l-6-5-6 5z",
    keys: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
    return (
        <svg
            width={size}
            height={size}
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            strokeWidth={2}
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d={paths[name]} />
        </svg>
    );
}
