// What a customer does, from the first visit to the last word.
import {
    changeAs,
    choose,
    demo_password,
    expect,
    expectAccessible,
    logIn,
    openRequest,
    test,
} from "./desk";

const photo = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
);

test.use({ viewport: { width: 360, height: 740 } });

test("a stranger signs up, reports with a photo, and talks with the desk without reloading", async ({
    page,
    browser,
}) => {
    await choose(page, "en", "light");
    const name = `pia_${Date.now()}`;
    await page.goto("/");
    await page.getByRole("link", { name: "Sign up" }).first().click();
    await page.getByLabel("First name").fill("Pia");
    await page.getByLabel("Last name").fill("Sen");
    await page.getByLabel("Email").fill(`${name}@example.org`);
    await page.getByLabel("User name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill("Valve-Seat-9041!");
    await page.getByRole("button", { name: "Make my account" }).click();
    await expect(page.getByText("No requests yet")).toBeVisible();

    await page.getByRole("main").getByRole("link", { name: "New request" }).first().click();
    await page.getByRole("button", { name: /^Repair/ }).click();
    await page.getByLabel("What happened?").fill("The valve under the sink is stiff.");
    await page.locator('input[type="file"]:not([capture])').setInputFiles({
        name: "valve.png",
        mimeType: "image/png",
        buffer: photo,
    });
    await expect(page.getByText("valve.png")).toBeVisible();
    await page.getByRole("button", { name: "Send request" }).click();
    await page.waitForURL(/\/requests\/\d+$/);
    const id = page.url().split("/").at(-1);
    await expect(page.locator(".files img")).toHaveJSProperty("complete", true);
    expect(await page.locator(".files img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

    const desk = await (await browser.newContext()).newPage();
    const address = new URL(page.url()).origin;
    await choose(desk, "en", "light");
    await desk.goto(`${address}/log-in?next=${encodeURIComponent(`/desk?view=all&id=${id}`)}`);
    await desk.getByLabel("User name").fill("asha_support");
    await desk.getByLabel("Password", { exact: true }).fill(demo_password);
    await desk.getByRole("button", { name: "Log in" }).click();
    await desk.getByLabel("Internal note").last().fill("Second call this month.");
    await desk.getByRole("button", { name: "Save internal note" }).click();
    await desk.getByLabel("Reply to the customer").last().fill("A technician comes at four.");
    await desk.getByRole("button", { name: "Send to Pia Sen" }).click();
    await expect(desk.locator(".timeline").getByText("Second call this month.")).toBeVisible();

    await expect(page.getByText("A technician comes at four.")).toBeVisible({ timeout: 25_000 });
    await expect(page.getByText("Second call this month.")).toHaveCount(0);

    await desk.getByRole("button", { name: "Change status" }).click();
    await desk.getByLabel("New status").selectOption("resolved");
    await desk.getByRole("button", { name: "Change status" }).click();
    await expect(desk.getByText("Say what was done")).toBeVisible();
    await desk.getByLabel("What was done").fill("Valve greased and tested.");
    await desk.getByRole("button", { name: "Change status" }).click();
    await expect(page.locator(".next-step").getByText("Resolved")).toBeVisible({ timeout: 25_000 });

    await page.getByLabel("Write to us").fill("It turns easily, thank you.");
    await page.getByRole("button", { name: "Send message" }).click();
    await expect(page.locator(".timeline").getByText("It turns easily")).toBeVisible();
});

test("what was typed without a connection waits and arrives once", async ({ page, context }) => {
    await choose(page, "en", "light");
    await logIn(page, "ravi_customer", "/requests/new?type=maintenance");
    const text = `The fittings are due, ${Date.now()}.`;
    await page.getByLabel("What happened?").fill(text);

    // The first try reaches the server and its answer is lost: the worst that a weak signal does.
    let lost = 0;
    await page.route("**/api/v1/requests/", async (route) => {
        if (route.request().method() !== "POST" || lost > 0) return route.continue();
        lost += 1;
        await route.fetch();
        await route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByText("No connection", { exact: true })).toBeVisible();
    await expectAccessible(page);
    await context.setOffline(true);
    await expect(page.getByText("you see what was loaded last")).toBeVisible();
    await page.getByRole("button", { name: "Try now" }).click();
    await expect(page.getByText("No connection", { exact: true })).toBeVisible();
    await context.setOffline(false);
    await page.waitForURL(/\/requests\/\d+$/, { timeout: 20_000 });
    expect(lost).toBe(1);

    await page.getByRole("link", { name: "All my requests" }).click();
    await page.getByRole("link", { name: /Maintenance/ }).first().waitFor();
    const list = await page.request.get(`/api/v1/requests/?q=${encodeURIComponent(text.slice(22, -1))}`);
    expect(await list.json()).toHaveLength(1);
});

test("a draft is there after a reload, and gone once it is discarded", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "ravi_customer", "/requests/new?type=repair");
    await page.getByLabel("What happened?").fill("Half a sentence about the");
    await page.reload();
    await expect(page.getByLabel("What happened?")).toHaveValue("Half a sentence about the");
    await page.getByRole("button", { name: "Discard draft" }).click();
    await page.reload();
    await expect(page.getByLabel("What happened?")).toHaveValue("");
});

test("a pending request is cancelled after a question", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "ravi_customer", "/requests/new?type=feedback");
    await page.getByLabel("What happened?").fill("I changed my mind.");
    await page.getByRole("button", { name: "Send request" }).click();
    await page.getByRole("button", { name: "Cancel this request" }).click();
    await page.getByLabel("Why?").fill("No longer needed.");
    await page.getByRole("button", { name: "Yes, cancel it" }).click();
    await expect(page.locator(".next-step").getByText("Cancelled")).toBeVisible();
    await expect(page.getByRole("button", { name: "Cancel this request" })).toHaveCount(0);
});

test("a wrong password says what to do, and no secret is left where scripts read", async ({ page }) => {
    await choose(page, "en", "light");
    await page.goto("/log-in");
    await page.getByLabel("User name").fill("meera_customer");
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("alert")).toContainText("Check both and try again");
    await page.getByLabel("Password", { exact: true }).fill(demo_password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(/\/requests$/);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).not.toMatch(/eyJ|token|session/i);
    const cookies = await page.context().cookies();
    expect(cookies.find(({ name }) => name === "sessionid")?.httpOnly).toBe(true);
    await page.reload();
    await expect(page.getByRole("heading", { name: "My requests" })).toBeVisible();
});

test("what an edit takes away stands in the history, and is not read out", async ({ page, browser }) => {
    const id = await openRequest(browser, "It smells of gas.");
    const change = { description: "At the meter.", request_type: "maintenance" };
    await changeAs(browser, "asha_support", id, change);
    await choose(page, "en", "light");
    await logIn(page, "ravi_customer", `/requests/${id}`);
    const edits = page.locator(".timeline-event");
    const words = edits.filter({ hasText: "Description changed" }).locator(".said");
    await expect(words).toHaveText("Before: It smells of gas.");
    await expect(words).toHaveAttribute("aria-live", "off");
    await expect(edits.filter({ hasText: "Kind of request changed" })).toContainText("Before: Repair");
    await expectAccessible(page);
});

test("the language is chosen once and stays", async ({ page }) => {
    await page.goto("/");
    await page.locator("select.language").selectOption("hi");
    await expect(page.getByText("गैस की गंध आ रही है")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "hi");
    await page.reload();
    await expect(page.getByText("गैस की गंध आ रही है")).toBeVisible();
});

test("the keyboard reaches the emergency before everything but the skip link", async ({ page }) => {
    await choose(page, "en", "light");
    await page.goto("/");
    await page.locator(".smell-door").waitFor();
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveText("Skip to content");
    await page.keyboard.press("Tab");
    await expect(page.locator(":focus")).toHaveAttribute("href", "tel:1906");
});

test("whose session ended while writing logs in beside the form and loses nothing", async ({ page, context }) => {
    await choose(page, "en", "light");
    await logIn(page, "ravi_customer", "/profile");
    await page.getByLabel("Phone").fill("+911234567890");
    await context.clearCookies();
    await page.getByRole("button", { name: "Save" }).click();
    const beside = context.waitForEvent("page");
    await page.getByRole("link", { name: "Log in (in another tab)" }).click();
    const door = await beside;
    await door.getByLabel("User name").fill("ravi_customer");
    await door.getByLabel("Password", { exact: true }).fill(demo_password);
    await door.getByRole("button", { name: "Log in" }).click();
    await door.waitForURL(/\/requests$/);
    await expect(page.getByLabel("Phone")).toHaveValue("+911234567890");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
});
