import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";
import { useRepresentatives } from "../representative/representatives";
import type { ServiceRequest } from "../service-request/request";
import { useAccount } from "../session/session";
import { FormFailure } from "../ui/states";
import { refreshRequest } from "./change";

const nobody = "";

interface Choice {
    value: string;
    label: string;
}

/// Every person once: oneself first, the present assignee even if no longer active.
function useChoices(request: ServiceRequest): Choice[] {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const colleagues = useRepresentatives();
    const choices = new Map<string, string>([[nobody, t("assign.nobody")]]);
    const own = `${account?.first_name} ${account?.last_name}`;
    if (account !== null) choices.set(String(account.id), t("assign.me", { name: own }));
    if (request.assigned_to !== null) {
        const present = String(request.assigned_to);
        if (!choices.has(present)) choices.set(present, request.assigned_to_name);
    }
    for (const colleague of colleagues) {
        const value = String(colleague.id);
        if (choices.has(value)) continue;
        const count = colleague.open_work;
        choices.set(value, t("assign.colleague", { name: colleague.name, count }));
    }
    return [...choices].map(([value, label]) => ({ value, label }));
}

export function Assignee({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const choices = useChoices(request);
    const assign = useMutation({
        mutationFn: (assigned_to: number | null) =>
            take(
                api.POST("/api/v1/requests/{id}/assign/", {
                    params: { path: { id: request.id } },
                    body: { assigned_to },
                }),
            ),
        onSettled: () => refreshRequest(request.id),
    });
    if (account?.role === "technician") {
        return (
            <Text size="sm">
                {t("assign.label")}: {request.assigned_to_name || t("assign.nobody")}
            </Text>
        );
    }
    return (
        <Stack gap="xs">
            <NativeSelect
                id="assignee"
                label={t("assign.label")}
                data={choices}
                disabled={assign.isPending}
                value={request.assigned_to === null ? nobody : String(request.assigned_to)}
                onChange={({ currentTarget: { value } }) =>
                    assign.mutate(value === nobody ? null : Number(value))
                }
            />
            {account !== null && request.assigned_to !== account.id && (
                <Button
                    variant="light"
                    size="xs"
                    loading={assign.isPending}
                    onClick={() => assign.mutate(account.id)}
                >
                    {t("assign.take")}
                </Button>
            )}
            <FormFailure error={assign.error} />
        </Stack>
    );
}
