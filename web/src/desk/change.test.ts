import { expect, test } from "vitest";

import type { ServiceRequest } from "../service-request/request";
import { differencesOf } from "./change";

function request(part: Partial<ServiceRequest>): ServiceRequest {
    return {
        status: "pending",
        priority: "medium",
        assigned_to_name: "",
        title: "Weak flame",
        description: "since noon",
        address: "",
        resolution: "",
        ...part,
    } as ServiceRequest;
}

test("a collision shows what they changed and what I want, and nothing else", () => {
    const differences = differencesOf({
        change: { status: "resolved", notes: "done" },
        base: request({}),
        newest: { etag: '"2"', data: request({ status: "in_progress", assigned_to_name: "Dev" }) },
    });
    expect(differences).toEqual([
        { field: "status", before: "pending", now: "in_progress", mine: "resolved" },
        { field: "assigned_to_name", before: "", now: "Dev", mine: null },
    ]);
});
