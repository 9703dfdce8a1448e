import { Button, Group, Stack } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Schemas, Versioned } from "../api/client";
import type { ServiceRequest, Status } from "../service-request/request";
import { FormFailure } from "../ui/states";
import { useChange } from "./change";
import { CollisionDialog } from "./CollisionDialog";
import { StatusFields, useStatusFields } from "./StatusFields";

/// Where a request may go from where it is; the server's table is domain/service_request.cpp.
const onward: Record<Status, Status[]> = {
    pending: ["in_progress", "resolved", "cancelled"],
    in_progress: ["resolved", "pending", "cancelled"],
    resolved: ["in_progress", "pending"],
    cancelled: ["pending"],
};

/// Moves a request on. `opened` is the request as it was when the form was opened: whoever decided
/// on an older state is asked again.
export function StatusForm({ opened, close }: { opened: Versioned<ServiceRequest>; close: () => void }) {
    const { t } = useTranslation("desk");
    const { id, status } = opened.data;
    const fields = useStatusFields(`status.${id}`, onward[status][0] ?? "pending");
    const change = useChange(id, () => {
        fields.setNotes("");
        close();
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        const text = fields.check();
        if (text === null) return;
        const wish: Schemas["ServiceRequestChange"] = { status: fields.wanted };
        if (text !== "") wish.notes = text;
        if (fields.wanted === "resolved") wish.resolution = text;
        change.try({ change: wish, base: opened });
    }

    return (
        <form onSubmit={submit} className="panel">
            <Stack gap="sm">
                <StatusFields fields={fields} choices={onward[status]} />
                <FormFailure error={change.error} />
                <Group>
                    <Button type="submit" loading={change.isPending}>
                        {t("status.submit")}
                    </Button>
                    <Button variant="default" onClick={close}>
                        {t("action.back")}
                    </Button>
                </Group>
            </Stack>
            <CollisionDialog change={change} />
        </form>
    );
}
