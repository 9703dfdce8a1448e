import { Alert, Button, NativeSelect, Paper, Stack, Textarea, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take, type Versioned } from "../api/client";
import { isStatus } from "../api/problem";
import { useRepresentatives } from "../representative/representatives";
import { useAccount } from "../session/session";
import { useKeptText } from "../ui/kept-text";
import { FormFailure } from "../ui/states";
import { refreshTicket, type Ticket, ticket_statuses, type TicketStatus } from "./ticket";

const nobody = "";

function TicketAssignee({ ticket }: { ticket: Ticket }) {
    const { t } = useTranslation("ticket");
    const colleagues = useRepresentatives();
    const assign = useMutation({
        mutationFn: (assigned_to: number | null) =>
            take(
                api.POST("/api/v1/tickets/{id}/assign/", {
                    params: { path: { id: ticket.id } },
                    body: { assigned_to },
                }),
            ),
        onSettled: () => refreshTicket(ticket.id),
    });
    const present = ticket.assigned_to === null ? nobody : String(ticket.assigned_to);
    const isListed = colleagues.some((colleague) => String(colleague.id) === present);
    return (
        <>
            <NativeSelect
                label={t("assignee.label")}
                value={present}
                disabled={assign.isPending}
                onChange={({ currentTarget: { value } }) =>
                    assign.mutate(value === nobody ? null : Number(value))
                }
                data={[
                    { value: nobody, label: t("assignee.none") },
                    ...(present !== nobody && !isListed
                        ? [{ value: present, label: ticket.assigned_to_name }]
                        : []),
                    ...colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
            />
            <FormFailure error={assign.error} />
        </>
    );
}

/// The state is written under the version that was read: somebody else's change is never lost.
function TicketState({ opened }: { opened: Versioned<Ticket> }) {
    const { t } = useTranslation(["ticket", "portal"]);
    const { id, status } = opened.data;
    const [wanted, setWanted] = useState<TicketStatus>(status);
    const [notes, setNotes] = useKeptText(`ticket-resolution.${id}`);
    const [base, setBase] = useState(opened);
    const save = useMutation({
        mutationFn: () => {
            const change: Schemas["TicketChange"] = { status: wanted };
            if (notes.trim() !== "") change.resolution_notes = notes.trim();
            return take(
                api.PATCH("/api/v1/tickets/{id}/", {
                    params: { path: { id } },
                    headers: { "If-Match": base.etag },
                    body: change,
                }),
            );
        },
        onSuccess: () => setNotes(""),
        onSettled: () => refreshTicket(id),
    });
    const hasCollided = isStatus(save.error, 412);

    function submit(event: FormEvent) {
        event.preventDefault();
        save.mutate();
    }

    return (
        <form onSubmit={submit}>
            <Stack gap="sm">
                <NativeSelect
                    label={t("status.label")}
                    value={wanted}
                    onChange={(event) => {
                        setWanted(event.currentTarget.value as TicketStatus);
                        setBase(opened);
                    }}
                    data={ticket_statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
                />
                {(wanted === "resolved" || wanted === "closed") && (
                    <Textarea
                        label={t("resolution")}
                        rows={3}
                        maxLength={10_000}
                        value={notes}
                        onChange={(event) => setNotes(event.currentTarget.value)}
                    />
                )}
                {hasCollided ? (
                    <Alert color="yellow" role="alert">
                        {t("collided", { status: t(`status.${status}`) })}{" "}
                        <Button
                            size="compact-sm"
                            variant="default"
                            onClick={() => {
                                setBase(opened);
                                save.reset();
                            }}
                        >
                            {t("look_again")}
                        </Button>
                    </Alert>
                ) : (
                    <FormFailure error={save.error} />
                )}
                <Button type="submit" variant="light" loading={save.isPending} disabled={wanted === status}>
                    {t("change_status")}
                </Button>
            </Stack>
        </form>
    );
}

/// What staff does with a ticket beside answering.
export function TicketWork({ opened }: { opened: Versioned<Ticket> }) {
    const { t } = useTranslation("ticket");
    const account = useAccount();
    return (
        <Paper withBorder p="lg" component="section" aria-label={t("work")}>
            <Title order={2} mb="sm">
                {t("work")}
            </Title>
            <Stack>
                {account?.role !== "technician" && <TicketAssignee ticket={opened.data} />}
                <TicketState key={opened.data.status} opened={opened} />
            </Stack>
        </Paper>
    );
}
