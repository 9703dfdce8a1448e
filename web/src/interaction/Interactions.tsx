import { Button, Group, NativeSelect, Paper, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take, takePage } from "../api/client";
import { queryClient } from "../api/query";
import { useMoment } from "../language/moment";
import { Icon } from "../ui/Icon";
import { useKeptDraft } from "../ui/kept-draft";
import { useKeptText } from "../ui/kept-text";
import { Failure, FormFailure, Loading } from "../ui/states";
import { minutesOf, useTimer } from "./timer";

type Interaction = Schemas["Interaction"];
type InteractionType = Interaction["type"];

const types: InteractionType[] = ["call", "email", "chat", "visit", "other"];

function interactionsQuery(ticket: number) {
    return {
        queryKey: ["interactions", ticket],
        queryFn: () =>
            takePage(
                api.GET("/api/v1/interactions/", {
                    params: { query: { ticket: String(ticket), limit: 100 } },
                }),
            ),
    };
}

function Contact({ interaction }: { interaction: Interaction }) {
    const { t } = useTranslation("ticket");
    const moment = useMoment();
    const { duration_minutes: minutes } = interaction;
    return (
        <li className="timeline-event">
            <span className="timeline-mark">
                <Icon name={interaction.type === "call" ? "phone" : "reply"} size={16} />
            </span>
            <div>
                <Text size="sm" fw={600}>
                    {t(`contact.${interaction.type}`)}
                    {minutes !== null && ` · ${t("contact.minutes", { count: minutes })}`}
                </Text>
                <p className="said">{interaction.notes}</p>
                <Text size="xs" c="dimmed">
                    {interaction.representative_name} · {moment.full(interaction.created_at)}
                </Text>
            </div>
        </li>
    );
}

interface TimerProps {
    ticket: number;
    setMinutes: (minutes: string) => void;
}

function Timer({ ticket, setMinutes }: TimerProps) {
    const { t } = useTranslation("ticket");
    const timer = useTimer(`contact-begun.${ticket}`);
    if (!timer.isRunning) {
        return (
            <Button variant="default" leftSection={<Icon name="clock" size={18} />} onClick={timer.start}>
                {t("contact.start")}
            </Button>
        );
    }
    return (
        <Button
            variant="light"
            leftSection={<Icon name="clock" size={18} />}
            onClick={() => setMinutes(String(minutesOf(timer.stop())))}
        >
            {t("contact.stop", { time: timer.shown })}
        </Button>
    );
}

function ContactForm({ ticket }: { ticket: number }) {
    const { t } = useTranslation("ticket");
    const [type, setType] = useState<InteractionType>("call");
    const [notes, setNotes] = useKeptDraft(`ticket-${ticket}-contact`);
    const [minutes, setMinutes] = useKeptText(`contact-minutes.${ticket}`);
    const save = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/interactions/", {
                    body: {
                        ticket,
                        type,
                        notes: notes.trim(),
                        duration_minutes: minutes.trim() === "" ? null : Number(minutes),
                    },
                }),
            ),
        onSuccess: async () => {
            setNotes("");
            setMinutes("");
            await queryClient.invalidateQueries({ queryKey: ["interactions", ticket] });
        },
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        if (notes.trim() !== "") save.mutate();
    }

    return (
        <form onSubmit={submit} className="remark remark-internal">
            <Text fw={650}>
                <Icon name="lock" size={16} /> {t("contact.new")}
            </Text>
            <div className="two">
                <NativeSelect
                    label={t("contact.type")}
                    value={type}
                    onChange={(event) => setType(event.currentTarget.value as InteractionType)}
                    data={types.map((value) => ({ value, label: t(`contact.${value}`) }))}
                />
                <TextInput
                    label={t("contact.duration")}
                    inputMode="numeric"
                    value={minutes}
                    onChange={(event) => setMinutes(event.currentTarget.value)}
                />
            </div>
            <Timer ticket={ticket} setMinutes={setMinutes} />
            <Textarea
                label={t("contact.notes")}
                rows={3}
                maxLength={10_000}
                value={notes}
                onChange={(event) => setNotes(event.currentTarget.value)}
            />
            <FormFailure error={save.error} />
            <Button
                type="submit"
                className="note-button"
                loading={save.isPending}
                disabled={notes.trim() === ""}
            >
                {t("contact.save")}
            </Button>
        </form>
    );
}

/// The calls, visits and letters around a ticket, as staff wrote them down.
export function Interactions({ ticket }: { ticket: number }) {
    const { t } = useTranslation("ticket");
    const list = useQuery(interactionsQuery(ticket));
    return (
        <Paper withBorder p="lg" component="section" aria-label={t("contact.title")}>
            <Group mb="sm">
                <Title order={2}>{t("contact.title")}</Title>
            </Group>
            <Stack>
                {list.isPending && <Loading rows={1} />}
                {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
                {list.data && list.data.rows.length === 0 && (
                    <Text c="dimmed">{t("contact.none")}</Text>
                )}
                {list.data && list.data.rows.length > 0 && (
                    <ol className="timeline">
                        {list.data.rows.map((interaction) => (
                            <Contact key={interaction.id} interaction={interaction} />
                        ))}
                    </ol>
                )}
                <ContactForm ticket={ticket} />
            </Stack>
        </Paper>
    );
}
