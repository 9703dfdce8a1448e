import { expect, test } from "vitest";

import type { ServiceRequest } from "../service-request/request";
import { type Chosen, toggled } from "./selection";

const rows = [1, 2, 3, 4, 5].map((id) => ({ id, version: 1 }) as ServiceRequest);
const none: Chosen = new Map();

function ids(chosen: Chosen): number[] {
    return [...chosen.keys()];
}

test("a row goes in and out", () => {
    const one = toggled(none, rows, { id: 3, from: null });
    expect(ids(one)).toEqual([3]);
    expect(ids(toggled(one, rows, { id: 3, from: null }))).toEqual([]);
});

test.each([
    [2, 4],
    [4, 2],
])("a range from %i to %i adds all between and takes none away", (from, id) => {
    const before = new Map(rows.slice(2, 3).map((row) => [row.id, row]));
    expect(ids(toggled(before, rows, { id, from })).sort()).toEqual([2, 3, 4]);
});

test("a range from a row that is gone is the row alone", () => {
    expect(ids(toggled(none, rows, { id: 2, from: 99 }))).toEqual([2]);
});

test("what was chosen stays as it was when it was chosen", () => {
    const one = toggled(none, rows, { id: 2, from: null });
    const newer = rows.map((row) => ({ ...row, version: 2 }));
    const both = toggled(one, newer, { id: 3, from: 2 });
    expect([...both.values()].map(({ version }) => version)).toEqual([1, 2]);
});
