import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Page, type Schemas, take, takePage, takeVersioned } from "../api/client";
import { queryClient } from "../api/query";
import { pollingEvery } from "../live/live";
import { refresh_ms } from "../service-request/request";

export type Ticket = Schemas["Ticket"];
export type TicketStatus = Ticket["status"];
export type Post = Schemas["Post"];

export const ticket_statuses: TicketStatus[] = ["open", "in_progress", "resolved", "closed"];

export interface TicketFilter {
    status?: TicketStatus;
    assignee?: string;
    q?: string;
}

export function ticketsQuery(filter: TicketFilter) {
    return infiniteQueryOptions({
        queryKey: ["tickets", filter],
        initialPageParam: "",
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: ({ pageParam }) => {
            const cursor = pageParam === "" ? {} : { cursor: pageParam };
            const query = { limit: 50, ...filter, ...cursor };
            return takePage(api.GET("/api/v1/tickets/", { params: { query } }));
        },
        getNextPageParam: (page: Page<Ticket>) => page.next,
    });
}

export function ticketQuery(id: number) {
    return queryOptions({
        queryKey: ["ticket", id],
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: () => takeVersioned(api.GET("/api/v1/tickets/{id}/", { params: { path: { id } } })),
    });
}

export function postsQuery(id: number) {
    return infiniteQueryOptions({
        queryKey: ["posts", id],
        initialPageParam: "",
        refetchInterval: pollingEvery(refresh_ms),
        queryFn: ({ pageParam }) => {
            const query = pageParam === "" ? { limit: 100 } : { limit: 100, cursor: pageParam };
            return takePage(
                api.GET("/api/v1/tickets/{id}/posts/", { params: { path: { id }, query } }),
            );
        },
        getNextPageParam: (page: Page<Post>) => page.next,
    });
}

export async function refreshTicket(id: number): Promise<void> {
    const keys = [["ticket", id], ["posts", id], ["tickets"]];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function reply(id: number, message: string): Promise<Post> {
    return take(
        api.POST("/api/v1/tickets/{id}/posts/", { params: { path: { id } }, body: { message } }),
    );
}
