// Many requests at once: chosen by keys or mouse, changed together, and taken back.
import { type Browser, type Page } from "@playwright/test";

import { changeAs, choose, enterAs, expect, expectAccessible, openRequest, test } from "./desk";

/// Fresh requests of their own word, newest first in the queue that the search shows.
async function openDesk(page: Page, browser: Browser, count: number): Promise<{ ids: number[]; word: string }> {
    const word = `bulk${Date.now()}`;
    const ids: number[] = [];
    for (let n = 0; n < count; ++n) ids.push(await openRequest(browser, `${word} number ${n}`));
    await choose(page, "en", "light");
    await enterAs(page, "asha_support");
    await page.goto(`/desk?view=all&status=any&q=${word}`);
    await expect(page.locator(".queue-row")).toHaveCount(count);
    return { ids, word };
}

test("keys choose, many are assigned at once, and undo gives them back", async ({ page, browser }) => {
    await openDesk(page, browser, 3);
    const first = page.locator(".queue-row").first();
    await first.focus();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    await expect(page.getByText("3 selected")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Assign 3 requests");
    await expectAccessible(page);
    const found = await page.request.get("/api/v1/representatives/?q=tarun");
    await dialog.getByLabel("Assigned to").selectOption(String((await found.json())[0].id));
    await dialog.getByRole("button", { name: "Assign" }).click();
    await expect(page.getByText("3 requests are with Tarun Yadav now.")).toBeVisible();
    await expect(page.locator(".queue-row", { hasText: "Tarun Yadav" })).toHaveCount(3);
    await page.keyboard.press("u");
    await expect(page.getByText("3 requests are as they were before.")).toBeVisible();
    await expect(page.locator(".queue-row", { hasText: "Tarun Yadav" })).toHaveCount(0);
});

test("what somebody changed meanwhile is left alone, at the change and at the undo", async ({ page, browser }) => {
    const { ids } = await openDesk(page, browser, 3);
    for (const box of await page.locator(".queue-check input").all()) await box.check();
    await changeAs(browser, "dev_support", ids[0] ?? 0, { notes: "I have called them." });
    await page.keyboard.press("s");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("New status").selectOption("resolved");
    await dialog.getByRole("button", { name: "Change status" }).click();
    await expect(dialog).toContainText("Say what was done");
    await dialog.getByLabel("What was done").fill("The mains are back.");
    await dialog.getByRole("button", { name: "Change status" }).click();
    await expect(page.getByText("2 requests are now: Resolved.")).toBeVisible();
    await expect(page.locator(".bulk-left")).toContainText("has changed since.");
    await expectAccessible(page);

    await changeAs(browser, "dev_support", ids[1] ?? 0, { notes: "They thanked us." });
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("1 request is as it was before.")).toBeVisible();
    await expect(page.locator(".queue-row", { hasText: "Resolved" })).toHaveCount(1);
    const kept = await (await page.request.get(`/api/v1/requests/${ids[1]}/`)).json();
    expect([kept.status, kept.resolution]).toEqual(["resolved", "The mains are back."]);
});

test("a range is chosen with the shift key, and nothing of another queue", async ({ page, browser }) => {
    const { word } = await openDesk(page, browser, 4);
    const boxes = page.locator(".queue-check input");
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ["Shift"] });
    await expect(page.getByText("3 selected")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.locator(".bulk-bar")).toHaveCount(0);
    await boxes.first().click();
    await page.locator("#queue-search").fill(`${word} number`);
    await expect(page.locator(".bulk-bar")).toHaveCount(0);
});
