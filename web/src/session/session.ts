import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, csrfToken, type Schemas, take } from "../api/client";
import { isStatus } from "../api/problem";
import { queryClient } from "../api/query";

export type Account = Schemas["Account"];
export type Role = Account["role"];

/// Who is signed in; null: nobody. The cookies hold the session, this page holds no secret.
export const accountQuery = queryOptions({
    queryKey: ["account"],
    staleTime: 60_000,
    queryFn: async (): Promise<Account | null> => {
        // Both cookies come and go together: who lacks the one that can be read is a stranger.
        if (csrfToken() === "") return null;
        try {
            return await take(api.GET("/api/v1/profile/"));
        } catch (error) {
            if (isStatus(error, 401)) return null;
            throw error;
        }
    },
});

export function useAccount(): Account | null {
    return useQuery(accountQuery).data ?? null;
}

/// The next reader may be somebody else.
function forgetEverythingRead(): void {
    const [own] = accountQuery.queryKey;
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== own });
}

export async function logIn(username: string, password: string): Promise<Account | null> {
    await take(api.POST("/api/v1/sessions/", { body: { username, password } }));
    forgetEverythingRead();
    return queryClient.fetchQuery({ ...accountQuery, staleTime: 0 });
}

export async function logOut(): Promise<void> {
    try {
        await take(api.POST("/api/v1/logout/"));
    } catch (error) {
        if (!isStatus(error, 401)) throw error;
    }
    forgetEverythingRead();
    queryClient.setQueryData(accountQuery.queryKey, null);
}

export function isStaff(role: Role): boolean {
    return role !== "customer";
}

/// Where a person starts.
export function homeOf(role: Role): "/desk" | "/requests" {
    return isStaff(role) ? "/desk" : "/requests";
}
