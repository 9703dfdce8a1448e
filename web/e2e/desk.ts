// What every test of the app in a browser starts from.
import AxeBuilder from "@axe-core/playwright";
import { test as base, type BrowserContext, expect, type Page } from "@playwright/test";

export const demo_password = "PilotlightDemo@2026";

export const test = base.extend<{ complaints: string[] }>({
    // eslint wants a pattern here; Playwright reads it to learn what the fixture needs.
    baseURL: async ({}, use) => use(process.env.PILOTLIGHT_URL),
    /// What the browser complained of; any test fails on a breach of the content policy.
    complaints: [
        async ({ page }, use) => {
            const complaints: string[] = [];
            page.on("console", (message) => {
                if (message.type() === "error") complaints.push(message.text());
            });
            page.on("pageerror", (error) => complaints.push(String(error)));
            await use(complaints);
            expect(complaints.filter((text) => /Content Security Policy|(Type|Reference|Syntax)Error|React error/.test(text))).toEqual([]);
        },
        { auto: true },
    ],
});

export { expect };

export async function logIn(page: Page, username: string, next = ""): Promise<void> {
    await page.goto(next === "" ? "/log-in" : `/log-in?next=${encodeURIComponent(next)}`);
    await page.locator('[name="username"]').fill(username);
    await page.locator('[name="password"]').fill(demo_password);
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((url) => url.pathname !== "/log-in");
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
const known = new Map<string, Cookies>();

/// As logIn() without its screen, and once for each run: a password costs the server its time.
export async function enterAs(page: Page, username: string): Promise<void> {
    const cookies = known.get(username);
    if (cookies !== undefined) return page.context().addCookies(cookies);
    const answer = await page.request.post("/api/v1/sessions/", {
        data: { username, password: demo_password },
    });
    expect(answer.status()).toBe(201);
    known.set(username, await page.context().cookies());
}

export async function choose(page: Page, language: string, scheme: string): Promise<void> {
    await page.addInitScript(
        ([language, scheme]) => {
            localStorage.setItem("pilotlight.language", language ?? "");
            localStorage.setItem("mantine-color-scheme-value", scheme ?? "");
        },
        [language, scheme],
    );
}

/// No violation of WCAG 2.2 AA; the page must have come to rest.
export async function expectAccessible(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
    const told = violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    );
    expect(told).toEqual([]);
}
