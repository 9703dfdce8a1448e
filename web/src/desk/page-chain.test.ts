import { expect, test } from "vitest";

import { first_page, grown, learned } from "./page-chain";

test("pages follow one another until there is none", () => {
    expect(grown(first_page)).toBe(first_page);
    const one = learned(first_page, 0, "b");
    const two = grown(one);
    expect(two).toEqual({ cursors: ["", "b"], next: undefined });
    const whole = learned(two, 1, null);
    expect(grown(whole)).toBe(whole);
});

test("a page that ends elsewhere now takes those behind it along", () => {
    const three = { cursors: ["", "b", "c"], next: "d" };
    expect(learned(three, 0, "b")).toBe(three);
    expect(learned(three, 2, "d")).toBe(three);
    expect(learned(three, 0, "x")).toEqual({ cursors: ["", "x"], next: undefined });
    expect(learned(three, 1, null)).toEqual({ cursors: ["", "b"], next: null });
});

test("an answer of a page that is gone changes nothing", () => {
    expect(learned(first_page, 3, "z")).toBe(first_page);
});
