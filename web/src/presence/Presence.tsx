import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";

const say_every_ms = 20_000;

/// Who else has the request open. Saying that one has it oneself is how one learns of the others;
/// it holds for a minute.
function usePresence(id: number, isReplying: boolean) {
    const state = isReplying ? ("replying" as const) : ("viewing" as const);
    const { data } = useQuery({
        queryKey: ["presence", id, state],
        refetchInterval: say_every_ms,
        queryFn: () =>
            take(
                api.PUT("/api/v1/requests/{id}/presence/", {
                    params: { path: { id } },
                    body: { state },
                }),
            ),
    });
    useEffect(
        () => () => {
            const left = api.DELETE("/api/v1/requests/{id}/presence/", { params: { path: { id } } });
            // Nobody waits for it: what is not said again ends by itself.
            left.catch(() => undefined);
        },
        [id],
    );
    return (data ?? []).filter((person) => !person.is_me);
}

/// Tells that a colleague works on the same request, before both answer it.
export function Presence({ id, isReplying }: { id: number; isReplying: boolean }) {
    const { t } = useTranslation("desk");
    const others = usePresence(id, isReplying);
    return (
        <div role="status">
            {others.map((person) => (
                <Alert key={person.account} color="yellow" mb="xs">
                    {t(`presence.${person.state}`, { name: person.name })}
                </Alert>
            ))}
        </div>
    );
}
