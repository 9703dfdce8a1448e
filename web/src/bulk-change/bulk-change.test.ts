import { expect, test } from "vitest";

import type { ServiceRequest, Status } from "../service-request/request";
import { changeOf, reportOf, undoOf } from "./bulk-change";

function request(id: number, status: Status): ServiceRequest {
    return { id, version: 3, status, resolution: "", assigned_to: 7 } as ServiceRequest;
}

test("a change names the version that was chosen", () => {
    const one = request(5, "pending");
    expect(changeOf(one, { kind: "assign", to: null, name: "" })).toEqual({
        id: 5,
        version: 3,
        assigned_to: null,
    });
    expect(changeOf(one, { kind: "status", to: "in_progress", notes: "" })).toEqual({
        id: 5,
        version: 3,
        status: "in_progress",
    });
});

test("the way back starts from what the change made", () => {
    const changed = { before: request(5, "pending"), version: 4 };
    expect(undoOf(changed, { kind: "assign", to: 9, name: "Dev" })).toEqual([
        { id: 5, version: 4, assigned_to: 7 },
    ]);
    expect(undoOf(changed, { kind: "status", to: "resolved", notes: "x" })).toEqual([
        { id: 5, version: 4, status: "pending", resolution: "" },
    ]);
});

test("out of cancelled the way back leads through pending", () => {
    const changed = { before: request(5, "in_progress"), version: 4 };
    const steps = undoOf(changed, { kind: "status", to: "cancelled", notes: "" });
    expect(steps.map(({ version, status }) => [version, status])).toEqual([
        [4, "pending"],
        [5, "in_progress"],
    ]);
});

test("each request is told of: changed, refused, or never asked about", () => {
    const rows = [request(1, "pending"), request(2, "pending"), request(3, "pending")];
    const report = reportOf(rows, [
        { id: 1, version: 4, code: null, detail: "" },
        { id: 2, version: 9, code: "precondition_failed", detail: "" },
    ]);
    expect(report.changed).toEqual([{ before: rows[0], version: 4 }]);
    expect(report.left).toEqual([
        { request: rows[1], code: "precondition_failed" },
        { request: rows[2], code: "unreachable" },
    ]);
});
