import { expect, test } from "vitest";

import { deskSearchOf, filterOf } from "./view";

test.each([
    [{}, { assignee: "me", status: "pending", sort: "-updated_at" }],
    [{ view: "all", status: "any" }, { sort: "-updated_at" }],
    [{ view: "unassigned", priority: "urgent" }, { assignee: "none", status: "pending", priority: "urgent", sort: "-updated_at" }],
    [{ view: "all", status: "any", q: "meter" }, { q: "meter" }],
])("%j asks the server for %j", (search, filter) => {
    expect(filterOf(deskSearchOf(search))).toEqual(filter);
});

test("an address that was typed or mangled shows what can be understood of it", () => {
    const refused = { view: undefined, status: undefined, type: undefined, priority: undefined, id: undefined };
    const mangled = { view: "everything", status: "lost", type: ["leak"], priority: 7, id: "x", q: 157 };
    // Strictly: what is left out and not refused by its name comes through from the address.
    expect(deskSearchOf(mangled)).toStrictEqual({ ...refused, q: "157" });
    expect(deskSearchOf({ id: "-3", type: "", q: "" })).toEqual({});
    expect(deskSearchOf({ id: 12, view: "all" })).toEqual({ id: 12, view: "all" });
});
