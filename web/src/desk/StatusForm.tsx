import { Button, Group, NativeSelect, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Versioned } from "../api/client";
import type { ServiceRequest, Status } from "../service-request/request";
import { useKeptText } from "../ui/kept-text";
import { FormFailure } from "../ui/states";
import { type Change, useChange } from "./change";
import { CollisionDialog } from "./CollisionDialog";

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
    const { t } = useTranslation(["desk", "portal"]);
    const { id, status } = opened.data;
    const [wanted, setWanted] = useState<Status>(onward[status][0] ?? "pending");
    const [notes, setNotes] = useKeptText(`status.${id}`);
    const [isMissing, setMissing] = useState(false);
    const change = useChange(id, () => {
        setNotes("");
        close();
    });
    const isResolving = wanted === "resolved";

    function submit(event: FormEvent) {
        event.preventDefault();
        const text = notes.trim();
        if (isResolving && text === "") return setMissing(true);
        const wish: Change = { status: wanted };
        if (text !== "") wish.notes = text;
        if (isResolving) wish.resolution = text;
        change.try({ change: wish, base: opened });
    }

    return (
        <form onSubmit={submit} className="panel">
            <Stack gap="sm">
                <NativeSelect
                    autoFocus
                    label={t("status.to")}
                    value={wanted}
                    onChange={(event) => setWanted(event.currentTarget.value as Status)}
                    data={onward[status].map((value) => ({ value, label: t(`portal:status.${value}`) }))}
                />
                <Textarea
                    label={t(isResolving ? "status.resolution" : "status.notes")}
                    description={t("status.seen")}
                    rows={3}
                    value={notes}
                    error={isMissing && isResolving ? t("status.resolution_missing") : undefined}
                    onChange={(event) => {
                        setMissing(false);
                        setNotes(event.currentTarget.value);
                    }}
                />
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
