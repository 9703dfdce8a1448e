// What every test of the app in a browser starts from.
import { type APIRequestContext, test as base, type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import axe from "axe-core";

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

/// Asks the program as this person, in a browser of their own.
export async function asPerson<Answer>(
    browser: Browser,
    username: string,
    ask: (api: APIRequestContext, headers: Record<string, string>) => Promise<Answer>,
): Promise<Answer> {
    const context = await browser.newContext({ baseURL: process.env.PILOTLIGHT_URL });
    try {
        await enterAs(await context.newPage(), username);
        const token = (await context.cookies()).find(({ name }) => name === "csrftoken")?.value ?? "";
        return await ask(context.request, { "X-CSRFToken": token });
    } finally {
        await context.close();
    }
}

/// A fresh request of a customer; its id.
export function openRequest(browser: Browser, description: string): Promise<number> {
    return asPerson(browser, "ravi_customer", async (api, headers) => {
        const data = { request_type: "repair", title: description, description };
        const answer = await api.post("/api/v1/requests/", { headers, data });
        expect(answer.status()).toBe(201);
        return (await answer.json()).id as number;
    });
}

/// A change of a request by somebody else.
export function changeAs(browser: Browser, username: string, id: number, data: object): Promise<void> {
    return asPerson(browser, username, async (api, headers) => {
        const answer = await api.patch(`/api/v1/requests/${id}/`, { headers, data });
        expect(answer.status()).toBe(200);
    });
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

/// The rules of axe that depend on colours: all that another scheme of the same page can break.
const colour_rules = ["color-contrast", "link-in-text-block"];

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// No violation of WCAG 2.2 AA; the page must have come to rest.
export async function expectAccessible(page: Page, rules: "all" | "colours" = "all"): Promise<void> {
    // Once for each page: to read it takes longer than most of its looks.
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
    const told = await page.evaluate(
        async (runOnly) => {
            const { axe: inPage } = window as unknown as { axe: typeof axe };
            const { violations } = await inPage.run({ runOnly, resultTypes: ["violations"] });
            return violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
            );
        },
        rules === "colours" ? colour_rules : standards,
    );
    expect.soft(told, rules).toEqual([]);
}
