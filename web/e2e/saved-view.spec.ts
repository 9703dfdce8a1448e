// Filters under a name: kept on the server, counted, renamed and deleted.
import { choose, enterAs, expect, expectAccessible, test } from "./desk";

test("a view is saved, counted, found again, renamed and deleted", async ({ page }) => {
    await choose(page, "en", "light");
    await enterAs(page, "nina_support");
    await page.goto("/desk?view=all&status=resolved&priority=urgent");
    await page.locator(".queue-row").first().waitFor();
    const total = /^\d+/.exec((await page.getByText(/^\d+ requests?$/).textContent()) ?? "")?.[0];
    await page.getByRole("button", { name: "Save these filters" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toContainText("Give the view a name.");
    await expectAccessible(page);
    await dialog.getByLabel("Name of the view").fill("Emergencies that are done");
    await dialog.getByRole("button", { name: "Save" }).click();

    const views = page.getByRole("navigation", { name: "Saved views" });
    const link = views.getByRole("link", { name: /Emergencies that are done/ });
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(link.locator(".count")).toHaveText(total ?? "");

    await page.goto("/desk");
    await expect(link).not.toHaveAttribute("aria-current", "page");
    await link.click();
    await expect(page).toHaveURL(/status=resolved/);
    await expect(page).toHaveURL(/priority=urgent/);

    await page.getByRole("button", { name: "Rename or delete" }).click();
    await dialog.getByLabel("Name of the view").fill("Done");
    await dialog.getByRole("button", { name: "Save" }).click();
    await views.getByRole("link", { name: /^Done/ }).waitFor();
    await page.getByRole("button", { name: "Rename or delete" }).click();
    await dialog.getByRole("button", { name: "Delete this view" }).click();
    await expect(views).toHaveCount(0);
});

test("the queues say how many wait in each, and one answer tells all", async ({ page }) => {
    await choose(page, "en", "light");
    await enterAs(page, "asha_support");
    const asked: string[] = [];
    page.on("request", (request) => {
        if (request.url().includes("/api/v1/")) asked.push(new URL(request.url()).pathname);
    });
    await page.goto("/desk?view=all&status=pending");
    await page.locator(".queue-row").first().waitFor();
    const stats = await (await page.request.get("/api/v1/stats/")).json();
    const tabs = page.getByRole("navigation", { name: "Whose work" });
    await expect(tabs.getByRole("link", { name: /^Unassigned/ })).toContainText(
        String(stats.queues.unassigned.pending),
    );
    expect(asked.filter((path) => path.endsWith("/stats/"))).toHaveLength(1);
});
