// What an administrator does to people and to the catalogue.
import { choose, expect, logIn, test } from "./desk";

test("an invited technician signs up with the code, once", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await logIn(page, "admin", "/manage/invitations");
    await page.getByLabel("Invite as").selectOption("technician");
    await page.getByRole("button", { name: "Make an invitation" }).click();
    const link = (await page.locator(".invitation-link").textContent()) ?? "";

    const name = `tara_${Date.now()}`;
    const guest = await (await browser.newContext({ baseURL })).newPage();
    await choose(guest, "en", "light");
    await guest.goto(link);
    await guest.getByLabel("First name").fill("Tara");
    await guest.getByLabel("Last name").fill("Roy");
    await guest.getByLabel("Email").fill(`${name}@example.org`);
    await guest.getByLabel("User name").fill(name);
    await guest.getByLabel("Password", { exact: true }).fill("Valve-Seat-9041!");
    await guest.getByRole("button", { name: "Make my account" }).click();
    await guest.waitForURL(/\/desk/);
    await expect(guest.getByRole("navigation", { name: "Whose work" }).getByRole("link")).toHaveCount(1);

    await page.reload();
    await expect(page.locator("tbody tr").filter({ hasText: "Used" }).first()).toBeVisible();
    await expect(page.getByText(link)).toHaveCount(0);
});

test("a role and its skills are changed, and the faults of a form stand at their fields", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "admin", "/manage/users");
    await page.getByRole("link", { name: "New user" }).click();
    await page.getByRole("button", { name: "Make the account" }).click();
    await expect(page.getByLabel("First name")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("First name")).toBeFocused();

    const name = `omar_${Date.now()}`;
    await page.getByLabel("First name").fill("Omar");
    await page.getByLabel("Last name").fill("Jha");
    await page.getByLabel("Email").fill(`${name}@example.org`);
    await page.getByLabel("User name").fill(name);
    await page.getByLabel("Bill or refund").check();
    await page.getByLabel("Password", { exact: true }).fill("Valve-Seat-9041!");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.waitForURL(/\/manage\/users\/\d+$/);
    await expect(page.getByLabel("Bill or refund")).toBeChecked();

    await page.getByLabel("Role").selectOption("technician");
    await page.getByLabel("May log in").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Role")).toHaveValue("technician");
    await expect(page.getByLabel("May log in")).not.toBeChecked();
});

test("a retired type is no longer offered to customers", async ({ page, browser, baseURL }) => {
    await choose(page, "en", "light");
    await logIn(page, "admin", "/manage/service-types/new");
    const name = `Chimney sweep ${Date.now()}`;
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Short name").fill(`sweep_${Date.now()}`);
    await page.getByRole("button", { name: "Add the type" }).click();
    await page.getByRole("link", { name }).click();

    const customer = await (await browser.newContext({ baseURL })).newPage();
    await choose(customer, "en", "light");
    await logIn(customer, "sunita_rao", "/requests/new");
    await expect(customer.getByRole("button", { name: new RegExp(name) })).toBeVisible();

    await page.getByLabel("Customers can choose it").uncheck();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await customer.reload();
    await customer.locator(".type-card").first().waitFor();
    await expect(customer.getByRole("button", { name: new RegExp(name) })).toHaveCount(0);
});

test("others than administrators find the doors closed", async ({ page }) => {
    await choose(page, "en", "light");
    await logIn(page, "asha_support", "/manage/users");
    await expect(page.getByRole("heading", { name: "Not for you to see" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Users" })).toHaveCount(0);
});
