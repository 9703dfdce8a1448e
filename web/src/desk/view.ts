import { queryOptions } from "@tanstack/react-query";

import { api, take } from "../api/client";
import { pollingEvery } from "../live/live";
import { refresh_ms, type Priority, type RequestFilter, type Status } from "../service-request/request";

export const views = ["mine", "unassigned", "all"] as const;
export type View = (typeof views)[number];
export const statuses: Status[] = ["pending", "in_progress", "resolved", "cancelled"];
export const priorities: Priority[] = ["urgent", "high", "medium", "low"];

/// What the address of the desk says: a link to it shows the same queue.
export interface DeskSearch {
    view?: View;
    /// "any": whatever their status.
    status?: Status | "any";
    type?: string;
    priority?: Priority;
    q?: string;
    id?: number;
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
    return words.find((word) => word === value);
}

function wordOf(value: unknown): string | undefined {
    return value === undefined || value === "" ? undefined : String(value);
}

/// Takes what it knows and names the rest as undefined (see nextOf in app/router.tsx).
export function deskSearchOf(search: Record<string, unknown>): DeskSearch {
    const id = Number(search.id);
    return {
        view: oneOf(views, search.view),
        status: oneOf([...statuses, "any" as const], search.status),
        type: typeof search.type === "string" ? wordOf(search.type) : undefined,
        priority: oneOf(priorities, search.priority),
        q: wordOf(search.q),
        id: Number.isSafeInteger(id) && id > 0 ? id : undefined,
    };
}

const assignee_of: Record<View, string | undefined> = {
    mine: "me",
    unassigned: "none",
    all: undefined,
};

export const default_view: View = "mine";
export const default_status: Status = "pending";

export function filterOf({ view, status, type, priority, q }: DeskSearch): RequestFilter {
    const filter: RequestFilter = {};
    const assignee = assignee_of[view ?? default_view];
    if (assignee !== undefined) filter.assignee = assignee;
    const wanted = status ?? default_status;
    if (wanted !== "any") filter.status = wanted;
    if (type !== undefined) filter.type = type;
    if (priority !== undefined) filter.priority = priority;
    // A search is ranked by how well it fits.
    if (q !== undefined) filter.q = q;
    else filter.sort = "-updated_at";
    return filter;
}

/// How many requests of each status each view holds, kept by the server.
export const countsQuery = queryOptions({
    queryKey: ["requests", "counts"],
    refetchInterval: pollingEvery(refresh_ms),
    queryFn: async () => (await take(api.GET("/api/v1/stats/"))).queues,
});
