// Every screen, in both languages and colour schemes: accessible on a phone and a desktop, and on
// those and a tablet no wider than the window. PILOTLIGHT_SCREENS=folder keeps the pictures.
import path from "node:path";

import type { Page } from "@playwright/test";

import { choose, enterAs, expect, expectAccessible, test } from "./desk";

interface Screen {
    name: string;
    path: string;
    as?: string;
    /// What is there once the screen has come to rest.
    shows: string;
    /// What is clicked, or the key that is pressed, then.
    click?: string;
    press?: string;
}

const screens: Screen[] = [
    { name: "landing", path: "/", shows: ".smell-door" },
    { name: "emergency", path: "/emergency", shows: ".safety-steps li" },
    { name: "log-in", path: "/log-in", shows: "form" },
    { name: "sign-up", path: "/sign-up", shows: "form" },
    { name: "not-found", path: "/requests/nothing", as: "meera_customer", shows: "h1" },
    { name: "my-requests", path: "/requests", as: "meera_customer", shows: ".request-card" },
    { name: "new-request", path: "/requests/new", as: "meera_customer", shows: ".type-card" },
    { name: "new-leak", path: "/requests/new?type=leak", as: "meera_customer", shows: "textarea" },
    { name: "request", path: "first request", as: "meera_customer", shows: ".timeline li" },
    { name: "profile", path: "/profile", as: "meera_customer", shows: "form" },
    { name: "password", path: "/password", as: "meera_customer", shows: "form" },
    { name: "forbidden", path: "/desk", as: "meera_customer", shows: "h1" },
    { name: "desk", path: "/desk?view=all&status=any", as: "asha_support", shows: ".queue-row" },
    { name: "desk-request", path: "/desk?view=all&id=157", as: "asha_support", shows: ".timeline li" },
    { name: "desk-bulk", path: "/desk?view=all&status=any", as: "asha_support", shows: ".queue-row", click: ".queue-check input" },
    { name: "desk-keys", path: "/desk", as: "asha_support", shows: "h1", press: "?" },
    { name: "desk-status", path: "/desk?id=157", as: "asha_support", shows: ".timeline li", press: "s" },
    { name: "desk-technician", path: "/desk?status=any", as: "tarun_technician", shows: ".queue-row" },
    { name: "tickets", path: "/tickets", as: "meera_customer", shows: ".request-card" },
    { name: "ticket-new", path: "/tickets/new", as: "meera_customer", shows: "form" },
    { name: "tickets-staff", path: "/tickets", as: "asha_support", shows: ".request-card" },
    { name: "ticket-staff", path: "first ticket", as: "asha_support", shows: ".remark-internal" },
    { name: "follow-nothing", path: "/follow#nothing", shows: ".empty" },
    { name: "dashboard", path: "/dashboard", as: "asha_support", shows: ".plot" },
    { name: "audit", path: "/manage/audit", as: "admin", shows: "tbody tr" },
    { name: "system", path: "/manage/system", as: "admin", shows: "tbody tr" },
    { name: "users", path: "/manage/users", as: "admin", shows: "tbody tr" },
    { name: "user-new", path: "/manage/users/new", as: "admin", shows: "form .checks input" },
    { name: "user", path: "/manage/users/2", as: "admin", shows: "form .checks input" },
    { name: "service-types", path: "/manage/service-types", as: "admin", shows: "tbody tr" },
    { name: "service-type", path: "/manage/service-types/1", as: "admin", shows: "form" },
    { name: "invitations", path: "/manage/invitations", as: "admin", shows: "form" },
];

const sizes = {
    phone: { width: 360, height: 740 },
    tablet: { width: 820, height: 1180 },
    desktop: { width: 1280, height: 800 },
};
const schemes = ["light", "dark"] as const;

async function open(page: Page, screen: Screen): Promise<void> {
    if (screen.as !== undefined) await enterAs(page, screen.as);
    const list = { "first request": "/requests", "first ticket": "/tickets" }[screen.path];
    await page.goto(list ?? screen.path);
    if (list !== undefined) await page.locator(".request-card").first().click();
    await page.locator(screen.shows).first().waitFor();
    await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
    if (screen.click !== undefined) await page.locator(screen.click).first().click();
    if (screen.press !== undefined) await page.keyboard.press(screen.press);
}

async function expectNoWider(page: Page, width: number, what: string): Promise<void> {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, what).toBeLessThanOrEqual(width);
}

/// The attribute from which all colours follow; that the app sets it is a test of its own below.
async function paint(page: Page, scheme: string): Promise<void> {
    await page.evaluate(
        (scheme) => document.documentElement.setAttribute("data-mantine-color-scheme", scheme),
        scheme,
    );
}

async function keepPicture(page: Page, name: string): Promise<void> {
    const folder = process.env.PILOTLIGHT_SCREENS;
    if (folder === undefined) return;
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

// A screen is loaded once for each language: what differs by size and scheme are its styles alone.
for (const language of ["en", "hi"]) {
    test.describe(language, () => {
        test.use({ viewport: sizes.phone, contextOptions: { reducedMotion: "reduce" } });
        for (const screen of screens) {
            test(screen.name, async ({ page }) => {
                await choose(page, language, "light");
                await open(page, screen);
                for (const [size, viewport] of Object.entries(sizes)) {
                    await page.setViewportSize(viewport);
                    for (const scheme of schemes) {
                        const what = `${screen.name}-${size}-${language}-${scheme}`;
                        await paint(page, scheme);
                        if (size !== "tablet") await expectAccessible(page, scheme === "dark" ? "colours" : "all");
                        await expectNoWider(page, viewport.width, what);
                        await keepPicture(page, what);
                    }
                }
                await page.evaluate(() => {
                    document.documentElement.style.fontSize = "200%";
                });
                await expectNoWider(page, sizes.desktop.width, "text of twice the size");
            });
        }
    });
}

test("the chosen scheme is there from the first paint on", async ({ page }) => {
    for (const scheme of schemes) {
        await choose(page, "en", scheme);
        await page.goto("/");
        await page.locator(".smell-door").waitFor();
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    }
});
