import { expect, test } from "vitest";

import { ApiError, isStatus, unreachable } from "./problem";

function answer(status: number, headers: Record<string, string> = {}) {
    return { status, headers: new Headers(headers) };
}

test("a problem keeps its code and the sentences of its fields", () => {
    const error = ApiError.of(answer(400), {
        code: "invalid_input",
        errors: { email: ["Enter a valid email address."] },
    });
    expect(error.code).toBe("invalid_input");
    expect(error.fields.email).toEqual(["Enter a valid email address."]);
    expect(isStatus(error, 400)).toBe(true);
    expect(error.isPassing).toBe(false);
});

test.each([null, "<html>", 7, []])("an answer that is no problem is a fault of ours: %s", (body) => {
    expect(ApiError.of(answer(500), body).code).toBe("internal");
});

test("how long to wait is known only if the server said so", () => {
    expect(ApiError.of(answer(429, { "Retry-After": "17" }), null).retryAfterSeconds).toBe(17);
    expect(ApiError.of(answer(429), null).retryAfterSeconds).toBeNull();
});

test("only what may pass by itself is passing", () => {
    expect(unreachable().isPassing).toBe(true);
    expect(ApiError.of(answer(503), null).isPassing).toBe(true);
    expect(ApiError.of(answer(409), null).isPassing).toBe(false);
});
