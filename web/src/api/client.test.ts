import { afterEach, expect, test, vi } from "vitest";

import { api, take, takePage, takeVersioned } from "./client";
import { ApiError } from "./problem";

function answers(body: unknown, init: ResponseInit = {}) {
    const asked = vi.fn(async (_: Request) => new Response(JSON.stringify(body), init));
    vi.stubGlobal("fetch", asked);
    return asked;
}

afterEach(() => {
    vi.unstubAllGlobals();
    document.cookie = "csrftoken=; max-age=0";
});

test("a page says where the next one begins and how many rows there are", async () => {
    answers([{ id: 1 }], {
        headers: {
            "X-Total-Count": "41",
            Link: '<http://desk.example/api/v1/requests/?limit=1&cursor=abc>; rel="next"',
        },
    });
    const page = await takePage(api.GET("/api/v1/requests/"));
    expect(page).toMatchObject({ next: "abc", total: 41 });
    expect(page.rows).toHaveLength(1);
});

test("the last page of an uncounted list has neither", async () => {
    answers([]);
    expect(await takePage(api.GET("/api/v1/requests/"))).toEqual({ rows: [], next: null, total: null });
});

test("what is read keeps its version", async () => {
    answers({ id: 7 }, { headers: { ETag: '"3"' } });
    const read = api.GET("/api/v1/requests/{id}/", { params: { path: { id: 7 } } });
    expect((await takeVersioned(read)).etag).toBe('"3"');
});

test("a change proves that it is ours, a read need not", async () => {
    document.cookie = "csrftoken=proof";
    const asked = answers({});
    await take(api.GET("/api/v1/profile/"));
    await take(api.POST("/api/v1/logout/"));
    expect(asked.mock.calls[0]?.[0].headers.get("X-CSRFToken")).toBeNull();
    expect(asked.mock.calls[1]?.[0].headers.get("X-CSRFToken")).toBe("proof");
});

test("a broken connection and a refusal are both ApiErrors", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(take(api.GET("/api/v1/profile/"))).rejects.toMatchObject({ code: "unreachable" });
    answers({ code: "not_found" }, { status: 404 });
    await expect(take(api.GET("/api/v1/profile/"))).rejects.toBeInstanceOf(ApiError);
});
