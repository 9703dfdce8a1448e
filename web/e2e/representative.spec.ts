// What a representative does with the keyboard and beside colleagues.
import { changeAs, choose, expect, expectAccessible, logIn, test } from "./desk";

test("the keys go through the queue and into every form", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk?view=all&status=any");
    await page.locator(".queue-row").nth(3).waitFor();
    await page.keyboard.press("j");
    await expect(page.locator(".queue-row").first()).toBeFocused();
    await page.keyboard.press("j");
    await expect(page.locator(".queue-row").nth(1)).toBeFocused();
    await page.keyboard.press("k");
    await expect(page.locator(".queue-row").first()).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator(".work h1")).toBeFocused();
    for (const [key, id] of [["r", "reply"], ["n", "note"], ["a", "assignee"]] as const) {
        await page.locator(".work h1").focus();
        await page.keyboard.press(key);
        await expect(page.locator(`#${id}`)).toBeFocused();
    }
    await page.locator(".work h1").focus();
    await page.keyboard.press("/");
    await expect(page.locator("#queue-search")).toBeFocused();
    await page.keyboard.type("jn");
    await expect(page.locator("#queue-search")).toHaveValue("jn");
});

test("keys can be switched off", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk");
    await page.locator("#queue-search").waitFor();
    await page.keyboard.press("?");
    await page.getByLabel("Single keys work").uncheck();
    await page.keyboard.press("Escape");
    await expect(page.locator("dialog")).toHaveCount(0);
    await page.keyboard.press("?");
    await expect(page.locator("dialog")).toHaveCount(0);
});

test("search finds while one types", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk?view=all&status=any");
    await page.locator("#queue-search").pressSequentially("SR-000157");
    await expect(page.locator(".queue-row")).toHaveCount(1);
    await expect(page.locator(".queue-row")).toContainText("Rusted pipe on the balcony");
    await page.locator("#queue-search").fill("zzzqqq");
    await expect(page.getByText("No request matches this search.")).toBeVisible();
});

test("two who change one request are told, and nothing is overwritten", async ({ page, browser }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk?view=all&status=pending");
    await page.locator(".queue-row").first().click();
    await page.waitForURL(/id=\d+/);
    const id = new URL(page.url()).searchParams.get("id");
    await page.getByRole("button", { name: "Change status" }).click();
    await page.getByLabel("New status").selectOption("resolved");
    await page.getByLabel("What was done").fill("Asha's words.");

    await changeAs(browser, "dev_support", Number(id), { status: "in_progress", notes: "Dev's words." });

    await page.getByRole("button", { name: "Change status" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Somebody else was faster");
    await expectAccessible(page);
    await expect(dialog.getByRole("row", { name: /^Status/ })).toContainText("ReceivedIn progressResolved");
    const untouched = await page.request.get(`/api/v1/requests/${id}/`);
    expect((await untouched.json()).status).toBe("in_progress");

    await dialog.getByRole("button", { name: "Leave it as it is now" }).click();
    await expect(page.getByLabel("What was done")).toHaveValue("Asha's words.");
    await page.getByRole("button", { name: "Change status" }).click();
    await dialog.getByRole("button", { name: "Apply mine to the newest" }).click();
    await expect(page.locator(".work header").getByText("Resolved")).toBeVisible();
    const merged = await (await page.request.get(`/api/v1/requests/${id}/`)).json();
    expect([merged.status, merged.resolution]).toEqual(["resolved", "Asha's words."]);
    await expect(page.locator(".timeline")).toContainText("Dev's words.");
});

test("a reply that was not sent is there after a reload, and with no other request", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk?view=all&id=150");
    await page.locator("#reply").fill("Dear customer, we");
    await page.reload();
    await expect(page.locator("#reply")).toHaveValue("Dear customer, we");
    await page.goto("/desk?view=all&id=151");
    await expect(page.locator("#reply")).toHaveValue("");
});

test("one takes over a request and gives it back", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/desk?view=all&status=pending&q=SR-000189&id=189");
    await page.getByRole("button", { name: "Assign to me" }).click();
    await expect(page.locator(".queue-row")).toContainText("Asha Pillai");
    await page.getByLabel("Assigned to").selectOption({ label: "Nobody" });
    await expect(page.locator(".queue-row")).toContainText("Nobody");
});
