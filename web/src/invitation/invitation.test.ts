import { expect, test } from "vitest";

import { stateOf } from "./InvitationsPage";

const now = new Date("2026-06-15T12:00:00Z");

function invitation(used_at: string | null, expires_at: string) {
    return {
        id: 1,
        role: "support" as const,
        created_by: 1,
        created_at: "2026-06-10T00:00:00Z",
        expires_at,
        used_by: used_at === null ? null : 7,
        used_at,
    };
}

test.each([
    [null, "2026-06-15T12:00:01Z", "open"],
    [null, "2026-06-15T12:00:00Z", "expired"],
    ["2026-06-11T00:00:00Z", "2026-06-12T00:00:00Z", "used"],
])("used %s, good until %s: %s", (used_at, expires_at, state) => {
    expect(stateOf(invitation(used_at, expires_at), now)).toBe(state);
});
