// Messages between a customer and the desk.
import { choose, expect, logIn, test } from "./desk";

test("a customer asks, the desk answers and closes, and the customer's answer opens it again", async ({
    page,
    browser,
    baseURL,
}) => {
    await choose(page, "en", "light");
    const subject = `Due date of my bill ${Date.now()}`;
    await logIn(page, "ravi_customer", "/tickets/new");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByLabel("Subject")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Subject").fill(subject);
    await page.getByLabel("Message").fill("When is it due?");
    await page.reload();
    await expect(page.getByLabel("Message")).toHaveValue("When is it due?");
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL(/\/tickets\/\d+$/);

    const desk = await (await browser.newContext({ baseURL })).newPage();
    await choose(desk, "en", "light");
    await logIn(desk, "asha_support", "/tickets");
    await desk.getByLabel("Search messages").fill(subject.split(" ").at(-1) ?? "");
    await desk.getByRole("link", { name: new RegExp(subject) }).click();
    await desk.getByLabel("Reply to the customer").fill("On the fifth of the month.");
    await desk.getByRole("button", { name: "Send answer" }).click();
    await expect(page.getByText("On the fifth of the month.")).toBeVisible({ timeout: 25_000 });

    await desk.getByLabel("Kind").selectOption("call");
    await desk.getByLabel("Minutes").fill("7");
    await desk.getByLabel("What was said").fill("Called back, explained the bill.");
    await desk.getByRole("button", { name: "Save contact" }).click();
    await expect(desk.getByText("Call · 7 minutes")).toBeVisible();

    await desk.getByLabel("Status", { exact: true }).selectOption("resolved");
    await desk.getByLabel("What was done").fill("Told the date.");
    await desk.getByRole("button", { name: "Change status" }).click();
    await expect(desk.locator(".tone-done")).toHaveText("Resolved");
    await expect(page.locator(".tone-done")).toHaveText("Resolved", { timeout: 25_000 });
    await expect(page.getByText("Called back")).toHaveCount(0);

    await page.getByLabel("Your answer").fill("And the next one?");
    await page.getByRole("button", { name: "Send answer" }).click();
    await expect(page.locator(".tone-received")).toHaveText("Open");
});
