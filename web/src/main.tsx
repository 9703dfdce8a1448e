import "./ui/styles";

import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";

import { whenSignedOut, queryClient } from "./api/query";
import { router } from "./app/router";
import { theme } from "./app/theme";
import { startLanguage } from "./language/language";
import { accountQuery } from "./session/session";

whenSignedOut(() => {
    queryClient.setQueryData(accountQuery.queryKey, null);
    const { href, pathname } = router.state.location;
    if (pathname !== "/log-in") void router.navigate({ to: "/log-in", search: { next: href } });
});

function App() {
    // The variables and classes come as files (theme-variables.ts): the content policy takes no
    // style element from a script.
    return (
        <MantineProvider
            theme={theme}
            defaultColorScheme="auto"
            withCssVariables={false}
            withGlobalClasses={false}
            deduplicateCssVariables={false}
        >
            <QueryClientProvider client={queryClient}>
                <Suspense>
                    <RouterProvider router={router} />
                </Suspense>
            </QueryClientProvider>
        </MantineProvider>
    );
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

await startLanguage();
createRoot(root).render(
    <StrictMode>
        <App />
    </StrictMode>,
);
