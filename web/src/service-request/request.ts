import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Page, type Schemas, takePage, takeVersioned } from "../api/client";
import { pollingEvery } from "../live/live";

export type ServiceRequest = Schemas["ServiceRequest"];
export type Status = ServiceRequest["status"];
export type Priority = ServiceRequest["priority"];
export type RequestEvent = Schemas["RequestEvent"];
export type RequestComment = Schemas["Comment"];
export type Attachment = Schemas["Attachment"];

export const files_max = 10;

/// Lists and timelines ask again this often while they are looked at.
export const refresh_ms = 15_000;

export interface RequestFilter {
    status?: Status;
    type?: string;
    priority?: Priority;
    assignee?: string;
    q?: string;
    sort?: string;
}

export const page_rows = 50;

/// One page of a list: for lists that hold only the pages in sight.
export function requestPageQuery(filter: RequestFilter, cursor: string) {
    return queryOptions({
        queryKey: ["requests", "page", filter, cursor],
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: () => requestPage(filter, cursor),
    });
}

function requestPage(filter: RequestFilter, cursor: string): Promise<Page<ServiceRequest>> {
    const query: RequestFilter & { limit: number; cursor?: string } = { limit: page_rows, ...filter };
    if (cursor !== "") query.cursor = cursor;
    return takePage(api.GET("/api/v1/requests/", { params: { query } }));
}

export function requestsQuery(filter: RequestFilter) {
    return infiniteQueryOptions({
        queryKey: ["requests", filter],
        initialPageParam: "",
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: ({ pageParam }) => requestPage(filter, pageParam),
        getNextPageParam: (page: Page<ServiceRequest>) => page.next,
    });
}

/// With the ETag that a change has to name.
export function requestQuery(id: number) {
    return queryOptions({
        queryKey: ["request", id],
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: () => takeVersioned(api.GET("/api/v1/requests/{id}/", { params: { path: { id } } })),
    });
}

const timeline_pages_max = 10;

/// Every page of a short list, so that the newest are never left out.
async function allRows<Row>(page: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | undefined;
    for (let n = 0; n < timeline_pages_max; ++n) {
        const one = await page(cursor);
        rows.push(...one.rows);
        if (one.next === null) break;
        cursor = one.next;
    }
    return rows;
}

function pageOf(cursor: string | undefined) {
    return cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
}

export interface TimelineParts {
    events: RequestEvent[];
    comments: RequestComment[];
}

/// What happened and what was said.
export function timelineQuery(id: number) {
    const path = { id };
    return queryOptions({
        queryKey: ["timeline", id],
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: async (): Promise<TimelineParts> => {
            const [events, comments] = await Promise.all([
                allRows((cursor) =>
                    takePage(
                        api.GET("/api/v1/requests/{id}/events/", {
                            params: { path, query: pageOf(cursor) },
                        }),
                    ),
                ),
                allRows((cursor) =>
                    takePage(
                        api.GET("/api/v1/requests/{id}/comments/", {
                            params: { path, query: pageOf(cursor) },
                        }),
                    ),
                ),
            ]);
            return { events, comments };
        },
    });
}

export function isOpen(request: ServiceRequest): boolean {
    return request.status === "pending" || request.status === "in_progress";
}
