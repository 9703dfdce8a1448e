import { createTheme, type MantineColorsTuple } from "@mantine/core";

// The blue of a clean gas flame. Shade 6 on white and white on shade 6 are above 4.5:1.
const flame: MantineColorsTuple = [
    "#eaf3fb",
    "#d3e4f5",
    "#a9cbeb",
    "#7bb0e1",
    "#559ada",
    "#3a84cc",
    "#1f66b3",
    "#1a5796",
    "#164a80",
    "#0f3a66",
];

export const theme = createTheme({
    colors: { flame },
    primaryColor: "flame",
    primaryShade: { light: 6, dark: 6 },
    defaultRadius: "md",
    cursorType: "pointer",
    components: {
        // Rounder ones look like radio buttons.
        Checkbox: { defaultProps: { radius: "sm" } },
        // The colour alone does not tell a link from the text around it.
        Anchor: { defaultProps: { underline: "always" } },
    },
    respectReducedMotion: true,
    fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif",
    headings: {
        fontWeight: "650",
        sizes: {
            h1: { fontSize: "1.75rem", lineHeight: "1.25" },
            h2: { fontSize: "1.25rem", lineHeight: "1.35" },
            h3: { fontSize: "1.0625rem", lineHeight: "1.4" },
        },
    },
});
