// Writes the theme's CSS variables into a file at build time, because the content policy lets no
// script add a style element.
import { DEFAULT_THEME, convertCssVariables, mergeMantineTheme } from "@mantine/core";
import { defaultCssVariablesResolver } from "@mantine/core";
import type { Plugin } from "vite";

import { theme } from "./src/app/theme";

const name = "virtual:theme-variables.css";

export function themeVariables(): Plugin {
    return {
        name: "theme-variables",
        resolveId: (id) => (id === name ? `\0${name}` : undefined),
        load(id) {
            if (id !== `\0${name}`) return undefined;
            const merged = mergeMantineTheme(DEFAULT_THEME, theme);
            return convertCssVariables(defaultCssVariablesResolver(merged), ":root");
        },
    };
}
