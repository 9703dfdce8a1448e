// A queue of ten thousand: scrolled from end to end with few elements, filtered without a wait.
import { type Page } from "@playwright/test";

import { choose, demo_password, expect, expectAccessible, test } from "./desk";
import { fillFolder, type Program, startProgram } from "./program";

const requests = 10_000;
/// Two or three pages of 50 around what is seen, whatever the length of the list.
const rows_max = 250;
const filter_ms_max = 100;
/// Each another choice: what was asked before is at hand, and no request is sent.
const filter_tries = 4;
/// As many; each stands in some of the texts.
const words = ["hissing", "regulator", "caretaker", "contractors"];

let program: Program;

// Not beforeAll: fixtures that serve every test want the address before it has run.
test.use({
    baseURL: async ({}, use) => {
        program ??= await startProgram((folder) => fillFolder(folder, requests, demo_password));
        await use(program.url);
    },
});
test.afterAll(() => program.stop());

async function openQueue(page: Page): Promise<number> {
    await choose(page, "en", "light");
    await page.goto("/log-in?next=" + encodeURIComponent("/desk?view=all&status=any"));
    await page.locator('[name="username"]').fill("bench_support_0");
    await page.locator('[name="password"]').fill(demo_password);
    await page.locator('button[type="submit"]').click();
    await page.locator(".queue-row").first().waitFor();
    const told = /[\d,]+/.exec((await page.getByText(/^[\d,]+ requests$/).textContent()) ?? "")?.[0] ?? "";
    return Number(told.replaceAll(",", ""));
}

/// Scrolls to the last row, page after page; the most rows that were there at once.
function scrollThrough(page: Page, total: number): Promise<number> {
    return page.evaluate(async (total) => {
        const queue = document.querySelector(".desk-queue");
        if (queue === null) throw new Error("no queue");
        const frame = () => new Promise(requestAnimationFrame);
        let most = 0;
        for (;;) {
            const rows = [...queue.querySelectorAll(".queue-item")];
            most = Math.max(most, rows.length);
            if (rows.at(-1)?.getAttribute("aria-posinset") === String(total)) return most;
            queue.scrollTop = queue.scrollHeight;
            await frame();
        }
    }, total);
}

/// How long the server took for the newest list that the page has asked for.
function lastListTime(page: Page): Promise<number> {
    return page.evaluate(() => {
        const asked = performance
            .getEntriesByType("resource")
            .filter(({ name }) => name.includes("/api/v1/requests/?")) as PerformanceResourceTiming[];
        const last = asked.at(-1);
        return last === undefined ? Infinity : last.responseStart - last.requestStart;
    });
}

test("ten thousand rows scroll with few elements and filter at once", async ({ page }) => {
    test.setTimeout(180_000);
    const total = await openQueue(page);
    expect(total).toBe(requests);

    expect(await scrollThrough(page, total)).toBeLessThanOrEqual(rows_max);
    await page.locator(".desk-queue").evaluate((queue) => queue.scrollTo(0, 0));
    await expect(page.locator('[aria-posinset="1"]')).toBeVisible();
    expect(await page.locator(".queue-item").count()).toBeLessThanOrEqual(rows_max);

    const filters: Record<string, (n: number) => Promise<unknown>> = {
        priority: (n) => page.getByLabel("Priority", { exact: true }).selectOption({ index: n + 1 }),
        type: (n) => page.getByLabel("Type", { exact: true }).selectOption({ index: n + 1 }),
        search: (n) => page.locator("#queue-search").fill(words[n] ?? ""),
    };
    for (const [name, filter] of Object.entries(filters)) {
        const times: number[] = [];
        for (let n = 0; n < filter_tries; ++n) {
            await page.evaluate(() => performance.clearResourceTimings());
            const answered = page.waitForResponse((answer) => answer.url().includes("/api/v1/requests/?"));
            await filter(n);
            await (await answered).finished();
            await expect.poll(() => lastListTime(page)).toBeLessThan(Infinity);
            times.push(await lastListTime(page));
        }
        const median = times.sort((a, b) => a - b)[Math.floor(filter_tries / 2)] ?? Infinity;
        test.info().annotations.push({ type: `${name}, median ms`, description: median.toFixed(1) });
        expect(median, name).toBeLessThan(filter_ms_max);
    }
});

test("a further page of the queue is told of while it loads and when it fails", async ({ page }) => {
    let failNext: () => void = () => {};
    const failed = new Promise<void>((resolve) => {
        failNext = resolve;
    });
    const second = "**/api/v1/requests/?*cursor=*";
    await page.route(second, async (route) => {
        await failed;
        await route.abort();
    });
    await openQueue(page);
    const further = page.locator(".queue-page").nth(1);
    await page.locator(".desk-queue").evaluate((queue) => queue.scrollTo(0, queue.scrollHeight));
    await expect(further.getByRole("status", { name: "Loading" })).toBeVisible();
    await expectAccessible(page);
    failNext();
    await expect(further.getByRole("alert")).toBeVisible();
    await expectAccessible(page);
    await page.unroute(second);
    await further.getByRole("button", { name: "Try again" }).click();
    await expect(page.locator('[aria-posinset="51"]')).toBeVisible();
});
