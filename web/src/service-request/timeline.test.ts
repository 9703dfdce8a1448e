import { expect, test } from "vitest";

import type { RequestComment, RequestEvent } from "./request";
import { timelineOf } from "./timeline";

function event(id: number, kind: RequestEvent["kind"], created_at: string): RequestEvent {
    return {
        id,
        service_request: 1,
        actor: null,
        kind,
        from_value: "",
        to_value: "",
        note: "",
        visibility: "public",
        created_at,
        actor_name: "",
    };
}

function comment(id: number, created_at: string): RequestComment {
    return {
        id,
        service_request: 1,
        author: 2,
        text: "on our way",
        visibility: "public",
        created_at,
        updated_at: created_at,
        author_name: "Asha Pillai",
        author_role: "support",
    };
}

test("events and comments stand in the order of time, and no comment stands there twice", () => {
    const items = timelineOf({
        events: [
            event(1, "opened", "2026-01-01T10:00:00Z"),
            event(2, "commented", "2026-01-01T11:00:00Z"),
            event(3, "status_changed", "2026-01-01T12:00:00.500Z"),
        ],
        comments: [comment(9, "2026-01-01T11:00:00Z"), comment(10, "2026-01-01T12:00:00Z")],
    });
    expect(items.map((item) => item.key)).toEqual(["event-1", "comment-9", "comment-10", "event-3"]);
});
