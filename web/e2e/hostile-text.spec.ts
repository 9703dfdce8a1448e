// Markup in every text that the API lets somebody write, and every page that shows it to each role:
// nothing of it runs, nothing of it becomes an element, and the content policy has no cause to speak.
import { type APIRequestContext, type BrowserContext, type Page } from "@playwright/test";

import { choose, demo_password, expect, logIn, test } from "./desk";
import { type Program, startProgram } from "./program";

const short = '"><img src=x onerror=owned=1>';
const long = `${short}<script>owned=1</script><svg onload=owned=1></svg><a href="javascript:owned=1">a</a>{{owned=1}}\${owned=1}`;
/// As much of one as the shortest free text holds, a customer's number.
const shortest = '"><img src=x>';
const password = "Valve-Seat-9041!";

let program: Program;

// Not beforeAll: fixtures that serve every test want the address before it has run.
test.use({
    baseURL: async ({}, use) => {
        program ??= await startProgram();
        await use(program.url);
    },
});
test.afterAll(() => program.stop());

type Ask = (method: string, path: string, data?: object) => Promise<Record<string, unknown>>;

/// Asks as this person and takes no refusal: a text that did not arrive would prove nothing.
async function askAs(api: APIRequestContext, username: string, word = demo_password): Promise<Ask> {
    const login = await api.post("/api/v1/login/", { data: { username, password: word } });
    expect(login.ok(), username).toBe(true);
    const headers = { Authorization: `Bearer ${(await login.json()).access}` };
    return async (method, path, data) => {
        const answer = await api.fetch(`/api/v1/${path}`, { method, headers, data });
        expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
        return answer.status() === 204 ? {} : await answer.json();
    };
}

interface Planted {
    request: unknown;
    ticket: unknown;
    type: unknown;
    user: unknown;
    follow: string;
}

async function plantPeople(api: APIRequestContext, admin: Ask): Promise<{ customer: Ask; support: Ask; user: unknown }> {
    const names = { first_name: short, last_name: long.slice(0, 150) };
    const registered = await api.post("/api/accounts/customers/", {
        data: {
            user: { username: "mallory", email: "m@example.org", password, ...names },
            customer_id: shortest, phone_number: "+911234567891", address: long,
        },
    });
    expect(registered.ok(), await registered.text()).toBe(true);
    const made = await admin("POST", "users/", {
        username: "eve", email: "e@example.org", password, role: "support", ...names, address: long,
        employee_id: short, department: short, phone_number: "+911234567890",
    });
    return {
        customer: await askAs(api, "mallory", password),
        support: await askAs(api, "eve", password),
        user: made.id,
    };
}

async function plantRequest(api: APIRequestContext, customer: Ask, support: Ask, type: string): Promise<unknown> {
    const { id } = await customer("POST", "requests/", {
        request_type: type, title: long, description: long, address: long,
    });
    const { id: ended } = await customer("POST", "requests/", { request_type: type, description: long });
    await customer("POST", `requests/${ended}/cancel/`, { reason: long });
    const me = await support("GET", "profile/");
    await support("POST", `requests/${id}/assign/`, { assigned_to: me.id });
    await support("PATCH", `requests/${id}/`, { status: "in_progress", notes: long });
    await support("PATCH", `requests/${id}/`, { status: "resolved", notes: long, resolution: long });
    await customer("POST", `requests/${id}/comments/`, { text: long });
    await support("POST", `requests/${id}/comments/`, { text: long, visibility: "internal" });
    await support("PUT", `drafts/request-${id}-public/`, { text: long });
    const login = await api.post("/api/v1/login/", { data: { username: "eve", password } });
    const headers = { Authorization: `Bearer ${(await login.json()).access}` };
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="owned=1"/>';
    for (const [ending, mimeType, content] of [["svg", "image/svg+xml", svg], ["txt", "text/plain", long]] as const) {
        const file = { name: `'><img src=x onerror=owned=1>.${ending}`, mimeType, buffer: Buffer.from(content) };
        const kept = await api.post(`/api/v1/requests/${id}/attachments/`, { headers, multipart: { file } });
        expect(kept.ok(), await kept.text()).toBe(true);
    }
    return id;
}

async function plantTicket(customer: Ask, support: Ask, request: unknown): Promise<unknown> {
    const { id } = await customer("POST", "tickets/", { subject: long, message: long });
    await customer("POST", `tickets/${id}/posts/`, { message: long });
    await support("POST", `tickets/${id}/posts/`, { message: long });
    await support("PATCH", `tickets/${id}/`, { status: "resolved", resolution_notes: long });
    await support("POST", "interactions/", { ticket: id, type: "call", notes: long });
    await support("POST", "tickets/", { service_request: request, subject: long, description: long });
    return id;
}

async function plant(api: APIRequestContext): Promise<Planted> {
    const admin = await askAs(api, "admin");
    const { customer, support, user } = await plantPeople(api, admin);
    const type = await admin("POST", "service-types/", { slug: "hostile", name: long.slice(0, 100), description: long });
    const request = await plantRequest(api, customer, support, "hostile");
    const ticket = await plantTicket(customer, support, request);
    await support("POST", "views/", { name: short, filters: { q: long.slice(0, 200) } });
    await admin("POST", "invitations/", { role: "support" });
    const leak = await api.post("/api/v1/leak-reports/", {
        data: { name: long.slice(0, 150), phone: short, address: long, where: long, what: long },
    });
    expect(leak.ok(), await leak.text()).toBe(true);
    const { token } = await leak.json();
    return { request, ticket, type: type.id, user, follow: `/follow#${token}` };
}

/// Tells if any of it ran, whatever page it is.
async function watch(page: Page): Promise<string[]> {
    const ran: string[] = [];
    await page.exposeFunction("ran", (what: string) => void ran.push(what));
    await page.addInitScript(() => {
        const tell = (window as unknown as { ran: (what: string) => void }).ran;
        Object.defineProperty(window, "owned", { set: () => tell(`owned at ${window.location.href}`) });
        document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
            tell(`${violatedDirective} ${blockedURI} at ${window.location.href}`),
        );
    });
    return ran;
}

async function become(context: BrowserContext, username: string | null, word: string): Promise<void> {
    await context.clearCookies();
    if (username === null) return;
    const answer = await context.request.post(`${program.url}/api/v1/sessions/`, { data: { username, password: word } });
    expect(answer.status()).toBe(201);
}

async function visit(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await expect(page.locator("h1, [role=alert]").first()).toBeAttached();
    await expect(page.locator(".mantine-Skeleton-root")).toHaveCount(0);
    await expect(page.locator('img[src="x"], #content script:not(:empty), a[href^="javascript:"]'), path).toHaveCount(0);
}

test("markup stays text on every page, for everybody", async ({ page, context, request: api }) => {
    test.setTimeout(180_000);
    await choose(page, "en", "light");
    const planted = await plant(api);
    const ran = await watch(page);
    const desk = [
        "/desk?view=all&status=any", `/desk?view=all&status=any&id=${planted.request}`, `/desk?view=mine&status=any&q=${encodeURIComponent(short)}`,
        "/tickets", `/tickets/${planted.ticket}`, "/profile",
    ];
    const link = encodeURIComponent(long);
    const pages: [string | null, string, string[]][] = [
        [null, "", [
            "/", `/log-in?next=${encodeURIComponent("javascript:owned=1")}`, `/log-in?next=${link}`,
            `/sign-up?code=${link}&role=support`, `/follow#${link}`, planted.follow, "/emergency",
        ]],
        ["mallory", password, [
            "/requests", `/requests/${planted.request}`, "/requests/new", "/requests/new?type=hostile",
            `/requests/new?type=${link}`, "/tickets", `/tickets/${planted.ticket}`, "/profile", "/password",
        ]],
        ["eve", password, [...desk, "/dashboard"]],
        ["asha_support", demo_password, [...desk, "/dashboard"]],
        ["tarun_technician", demo_password, desk],
        ["admin", demo_password, [
            ...desk, "/dashboard", "/manage/users", `/manage/users/${planted.user}`, "/manage/users/new",
            "/manage/service-types", `/manage/service-types/${planted.type}`, "/manage/invitations",
            "/manage/audit", "/manage/system",
        ]],
    ];
    // That the texts were there at all.
    const shown: Record<string, string> = {
        "mallory /profile": shortest,
        [`mallory /requests/${planted.request}`]: long,
        [`mallory /tickets/${planted.ticket}`]: long,
        [`eve /tickets/${planted.ticket}`]: long,
        "admin /manage/service-types": long.slice(0, 100),
    };
    for (const [who, word, paths] of pages) {
        await become(context, who, word);
        for (const path of paths) {
            await visit(page, path);
            const text = shown[`${who} ${path}`];
            if (text !== undefined) await expect(page.locator("main")).toContainText(text);
            delete shown[`${who} ${path}`];
        }
    }
    expect(Object.keys(shown), "pages that were not visited").toEqual([]);
    await visit(page, `/desk?view=all&status=any&id=${planted.request}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(long);
    await expect(page.locator(".timeline")).toContainText(long);
    expect(ran).toEqual([]);
});

test("the log-in leads to pages of ours alone", async ({ page }) => {
    const elsewhere = ["//elsewhere.example/", "/\\elsewhere.example/", "/\t/elsewhere.example/", "https://elsewhere.example/", "javascript:owned=1"];
    for (const next of elsewhere) {
        await page.context().clearCookies();
        await logIn(page, "ravi_customer", next);
        await expect(page, next).toHaveURL(`${program.url}/requests`);
    }
    await page.context().clearCookies();
    await logIn(page, "ravi_customer", "/profile");
    await expect(page).toHaveURL(`${program.url}/profile`);
});

test("the watch sees what runs", async ({ page, complaints }) => {
    const ran = await watch(page);
    await page.goto("/emergency");
    await page.evaluate(() => Object.assign(window, { owned: 1 }));
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=owned=1>"));
    await expect.poll(() => ran.join(" ")).toMatch(/owned at .*script-src-attr/s);
    expect(complaints.splice(0).join(" ")).toContain("Content Security Policy");
});
