import { defineConfig } from "@playwright/test";

// Debian's browser and the real program: nothing is downloaded and nothing is imitated.
export default defineConfig({
    testDir: "e2e",
    globalSetup: "./e2e/program.ts",
    outputDir: "../build/web-e2e",
    fullyParallel: true,
    workers: 2,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [["list"]],
    use: {
        browserName: "chromium",
        // A trace is a fifth of the time: --trace retain-on-failure where one is wanted.
        screenshot: "only-on-failure",
        launchOptions: {
            executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
            args: ["--no-sandbox"],
        },
    },
});
