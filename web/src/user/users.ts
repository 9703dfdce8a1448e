import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Page, type Schemas, take, takePage } from "../api/client";
import type { Account, Role } from "../session/session";

export const roles: Role[] = ["customer", "support", "technician", "admin"];

export interface UserFilter {
    role?: Role;
    is_active?: "1" | "0";
    q?: string;
}

export function usersQuery(filter: UserFilter) {
    return infiniteQueryOptions({
        queryKey: ["users", filter],
        initialPageParam: "",
        queryFn: ({ pageParam }) => {
            const cursor = pageParam === "" ? {} : { cursor: pageParam };
            const query = { limit: 50, ...filter, ...cursor };
            return takePage(api.GET("/api/v1/users/", { params: { query } }));
        },
        getNextPageParam: (page: Page<Account>) => page.next,
    });
}

export function userQuery(id: number) {
    return queryOptions({
        queryKey: ["user", id],
        queryFn: () => take(api.GET("/api/v1/users/{id}/", { params: { path: { id } } })),
    });
}

export type NewUser = Schemas["NewUser"];
export type UserChange = Schemas["UserChange"];
