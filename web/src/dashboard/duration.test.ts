import { expect, test } from "vitest";

import { durationText } from "./duration";

test.each([
    [0, "0 min"],
    [90, "1.5 min"],
    [3_599, "60 min"],
    [6_554, "1.8 hr"],
    [172_799, "48 hr"],
    [172_800, "2 days"],
])("%i s are %s", (seconds, text) => {
    expect(durationText(seconds, "en")).toBe(text);
});

test("another language has its own unit", () => {
    expect(durationText(6_554, "hi")).not.toContain("hr");
});
