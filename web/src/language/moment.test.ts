import { expect, test } from "vitest";

import { relativeTime } from "./moment";

const now = new Date("2026-06-15T12:00:00Z");

test.each([
    ["2026-06-15T11:59:40Z", "this minute"],
    ["2026-06-15T11:58:00Z", "2 minutes ago"],
    ["2026-06-15T09:30:00Z", "2 hours ago"],
    ["2026-06-14T11:00:00Z", "yesterday"],
    ["2026-06-09T11:00:00Z", "6 days ago"],
    ["2026-06-01T11:00:00Z", "Jun 1, 2026"],
])("%s is %s", (iso, text) => {
    expect(relativeTime(iso, now, "en")).toBe(text);
});

test("another language says it in its own words", () => {
    expect(relativeTime("2026-06-15T09:30:00Z", now, "hi")).toContain("घंटे");
});
