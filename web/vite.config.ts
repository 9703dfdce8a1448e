/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { themeVariables } from "./theme-variables";

// During development the program answers the API beside Vite: PILOTLIGHT_URL says where.
const program = process.env.PILOTLIGHT_URL ?? "http://127.0.0.1:8080";

// What changes with a new version of a library only stays in the browser's cache over our own.
function manualChunks(id: string): string | undefined {
    const library = /node_modules\/(react-dom|scheduler|react|@tanstack|i18next|react-i18next)\//.exec(id);
    return library === null ? undefined : "libraries";
}

export default defineConfig({
    plugins: [react(), themeVariables()],
    build: {
        target: "es2022",
        assetsDir: "assets",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        // Small pieces travel with a neighbour: one bar of signal pays for each request.
        rollupOptions: { output: { experimentalMinChunkSize: 1_000, manualChunks } },
        manifest: "assets/manifest.json",
    },
    // With the page's own Host: a write from what looks like another site is refused.
    server: { proxy: { "/api": { target: program, changeOrigin: false } } },
    test: {
        environment: "jsdom",
        include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
        setupFiles: ["src/ui/test-setup.ts"],
    },
});
