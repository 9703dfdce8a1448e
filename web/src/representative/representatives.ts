import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, type Schemas, takePage } from "../api/client";
import { isStaff, useAccount } from "../session/session";

export type Representative = Schemas["Representative"];

/// Who can be given work. A utility has some dozens; customers may not ask.
export const representativesQuery = queryOptions({
    queryKey: ["representatives"],
    staleTime: 30_000,
    queryFn: async () => {
        const page = await takePage(
            api.GET("/api/v1/representatives/", {
                params: { query: { is_active: "1", limit: 100 } },
            }),
        );
        return page.rows;
    },
});

export function useRepresentatives(): Representative[] {
    const account = useAccount();
    const { data } = useQuery({
        ...representativesQuery,
        enabled: account !== null && isStaff(account.role),
    });
    return data ?? [];
}
