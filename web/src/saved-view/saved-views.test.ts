import { expect, test } from "vitest";

import { deskSearchOf, type DeskSearch, filterOf } from "../desk/view";
import { isSameQueue, searchOf } from "./saved-views";

type Filters = Parameters<typeof searchOf>[0];

const nothing = Object.fromEntries(
    [
        "status", "type", "priority", "assignee", "customer", "created_from", "created_until",
        "updated_from", "updated_until", "q", "sort",
    ].map((name) => [name, null]),
) as Filters;

test.each<DeskSearch>([
    {},
    { view: "all", status: "any" },
    { view: "unassigned", status: "pending", type: "leak", priority: "urgent" },
    { view: "mine", q: "meter" },
])("%j is found again in what was saved of it", (search) => {
    const found = searchOf({ ...nothing, ...filterOf(deskSearchOf({ ...search })) });
    expect(found !== null && isSameQueue(found, search)).toBe(true);
});

test("what the desk cannot show is not taken for something else", () => {
    expect(searchOf({ ...nothing, assignee: "12" })).toBeNull();
    expect(searchOf({ ...nothing, created_from: "2026-01-01" })).toBeNull();
});

test("another filter is another queue, an open request is not", () => {
    expect(isSameQueue({ view: "all" }, { view: "all", id: 5 })).toBe(true);
    expect(isSameQueue({ view: "all" }, { view: "all", priority: "low" })).toBe(false);
});
