// What others do is seen without a reload and without asking.
import { choose, enterAs, expect, test } from "./desk";

/// Well below the time after which a page asks by itself.
const told_within_ms = 5_000;

async function pageOf(browser: import("@playwright/test").Browser, baseURL: string | undefined, user: string) {
    const page = await (await browser.newContext({ baseURL })).newPage();
    await choose(page, "en", "light");
    await enterAs(page, user);
    return page;
}

test("a customer sees the answer and the new state as they are made", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await enterAs(page, "meera_customer");
    const streaming = page.waitForResponse((answer) => answer.url().includes("/events/stream"));
    await page.goto("/requests/157");
    expect((await streaming).status()).toBe(200);

    const desk = await pageOf(browser, baseURL, "asha_support");
    await desk.goto("/desk?view=all&id=157");
    const text = `We come at four (${Date.now()}).`;
    await desk.locator("#reply").fill(text);
    await desk.getByRole("button", { name: /^Send to/ }).click();
    await expect(page.getByText(text)).toBeVisible({ timeout: told_within_ms });
});

test("two tabs of one browser share one connection, and both are told", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await enterAs(page, "ravi_customer");
    let streams = 0;
    page.context().on("request", (request) => {
        if (request.url().includes("/events/stream")) streams += 1;
    });
    await page.goto("/requests");
    await page.locator(".request-card").first().waitFor();
    const second = await page.context().newPage();
    await second.goto("/requests");
    await second.locator(".request-card").first().waitFor();
    expect(streams).toBe(1);

    const other = await pageOf(browser, baseURL, "ravi_customer");
    await other.goto("/requests/new?type=feedback");
    const title = `Shared ${Date.now()}`;
    await other.getByLabel("What happened?").fill("A good visit.");
    await other.getByLabel("In a few words").fill(title);
    await other.getByRole("button", { name: "Send request" }).click();
    for (const tab of [page, second]) {
        await expect(tab.getByText(title)).toBeVisible({ timeout: told_within_ms });
    }
});

test("colleagues see who has a request open and who answers it", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await enterAs(page, "asha_support");
    await page.goto("/desk?view=all&id=140");
    await page.locator("#reply").waitFor();
    const dev = await pageOf(browser, baseURL, "dev_support");
    await dev.goto("/desk?view=all&id=140");
    await expect(dev.getByText("Asha Pillai has this request open too.")).toBeVisible();
    await dev.locator("#reply").fill("Dear");
    await page.reload();
    await expect(page.getByText("Dev Malhotra is answering this request just now.")).toBeVisible();
    await dev.locator("#reply").fill("");
});

test("a reply that was begun on one device is there on another", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await enterAs(page, "nina_support");
    await page.goto("/desk?view=all&id=141");
    const kept = page.waitForResponse((answer) => /drafts\/request-141-public/.test(answer.url())
        && answer.request().method() === "PUT");
    await page.locator("#reply").fill("Dear customer, your meter");
    expect((await kept).status()).toBe(200);
    const other = await pageOf(browser, baseURL, "nina_support");
    await other.goto("/desk?view=all&id=141");
    await expect(other.locator("#reply")).toHaveValue("Dear customer, your meter");
});
