import { QueryCache, QueryClient } from "@tanstack/react-query";

import { ApiError, isStatus } from "./problem";

const retries_max = 2;

let signedOut: () => void = () => undefined;

/// What to do when a read learns that the session has ended.
export function whenSignedOut(act: () => void): void {
    signedOut = act;
}

/// Only what may pass by itself is tried again; a refusal is final.
export const queryClient = new QueryClient({
    queryCache: new QueryCache({
        onError: (error) => {
            if (isStatus(error, 401)) signedOut();
        },
    }),
    defaultOptions: {
        queries: {
            staleTime: 5_000,
            retry: (count, error) =>
                error instanceof ApiError && error.isPassing && count < retries_max,
            // A phone without signal says so at once instead of waiting for ever.
            networkMode: "always",
        },
        mutations: { networkMode: "always", retry: false },
    },
});
