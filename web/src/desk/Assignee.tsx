import { Button, NativeSelect, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Versioned } from "../api/client";
import type { ServiceRequest } from "../service-request/request";
import { useAccount } from "../session/session";
import { FormFailure } from "../ui/states";
import { nobody, useAssigneeChoices } from "./assignee-choices";
import { useChange } from "./change";
import { CollisionDialog } from "./CollisionDialog";

function presentOf({ assigned_to: id, assigned_to_name: name }: ServiceRequest) {
    return id === null ? null : { id, name };
}

export function Assignee({ opened }: { opened: Versioned<ServiceRequest> }) {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const request = opened.data;
    const choices = useAssigneeChoices(presentOf(request));
    const change = useChange(request.id);
    if (account?.role === "technician") {
        return (
            <Text size="sm">
                {t("assign.label")}: {request.assigned_to_name || t("assign.nobody")}
            </Text>
        );
    }
    const assign = (value: string) => {
        const name = choices.find((choice) => choice.value === value)?.name ?? "";
        const assigned_to = value === nobody ? null : Number(value);
        change.try({ change: { assigned_to, assigned_to_name: name }, base: opened });
    };
    return (
        <Stack gap="xs">
            <NativeSelect
                id="assignee"
                label={t("assign.label")}
                data={choices.map(({ value, label }) => ({ value, label }))}
                disabled={change.isPending}
                value={request.assigned_to === null ? nobody : String(request.assigned_to)}
                onChange={(event) => assign(event.currentTarget.value)}
            />
            {account !== null && request.assigned_to !== account.id && (
                <Button
                    variant="light"
                    size="xs"
                    loading={change.isPending}
                    onClick={() => assign(String(account.id))}
                >
                    {t("assign.take")}
                </Button>
            )}
            <FormFailure error={change.error} />
            <CollisionDialog change={change} />
        </Stack>
    );
}
