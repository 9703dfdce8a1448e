// A leak, reported by a stranger.
import { choose, enterAs, expect, expectAccessible, test } from "./desk";

test.use({ viewport: { width: 360, height: 740 } });

test("a stranger reports a leak without an account and follows it", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await page.goto("/");
    await page.getByRole("link", { name: /I smell gas/ }).click();
    // Nothing to fill in stands before the last safety step.
    const firstField = page.locator("main input").first();
    const lastStep = page.locator(".safety-steps li").last();
    expect((await lastStep.boundingBox())?.y).toBeLessThan((await firstField.boundingBox())?.y ?? 0);

    await page.getByRole("button", { name: "Send the report" }).click();
    await expect(page.getByLabel("Phone where")).toBeFocused();
    await page.getByLabel("Phone where").fill("+91 98100 12345");
    await page.getByLabel("Address").fill("7, Canal Road");
    await page.getByLabel("What do you smell").fill("Strong smell and hissing.");
    await page.reload();
    await expect(page.getByLabel("Address")).toHaveValue("7, Canal Road");
    await page.getByRole("button", { name: "Send the report" }).click();
    const number = (await page.locator(".report-number").textContent()) ?? "";
    expect(number).toMatch(/^SR-\d{6}$/);
    await expectAccessible(page);

    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator(".invitation-link").click();
    await expect(page.getByRole("heading", { name: `Your report ${number}` })).toBeVisible();
    await expect(page.getByText("Stay outside.")).toBeVisible();
    await expectAccessible(page);
    const link = page.url();
    expect(new URL(link).hash.length).toBeGreaterThan(20);

    const desk = await (await browser.newContext({ baseURL })).newPage();
    await choose(desk, "en", "light");
    await enterAs(desk, "asha_support");
    await desk.goto(`/desk?view=all&status=any&q=${number}`);
    await expect(desk.locator(".queue-row").first()).toContainText("Urgent");
    await desk.locator(".queue-row").first().click();
    await expect(desk.locator(".work-main")).toContainText("+91 98100 12345");

    const stranger = await (await browser.newContext({ baseURL })).newPage();
    await choose(stranger, "en", "light");
    await stranger.goto(link);
    await expect(stranger.getByRole("heading", { name: `Your report ${number}` })).toBeVisible();
    await stranger.goto("/follow#wrong");
    await expect(stranger.getByText("Nothing behind this link")).toBeVisible();
});
