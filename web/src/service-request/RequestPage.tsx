import { Button, Container, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";
import { queryClient } from "../api/query";
import { useMoment } from "../language/moment";
import { useTypeNames } from "../service-type/types";
import { Icon } from "../ui/Icon";
import { useKeptText } from "../ui/kept-text";
import { PageTitle } from "../ui/PageTitle";
import { Failure, FormFailure, Loading, Unfit } from "../ui/states";
import { Attachments } from "./Attachments";
import { requestQuery, type ServiceRequest } from "./request";
import { Timeline } from "./Timeline";
import { PriorityBadge, StatusBadge, useNextStep } from "./words";

async function refresh(id: number) {
    await Promise.all(
        [["request", id], ["timeline", id], ["requests"]].map((queryKey) =>
            queryClient.invalidateQueries({ queryKey }),
        ),
    );
}

function Composer({ id }: { id: number }) {
    const { t } = useTranslation();
    const [text, setText] = useKeptText(`message.${id}`);
    const send = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/requests/{id}/comments/", {
                    params: { path: { id } },
                    body: { text: text.trim() },
                }),
            ),
        onSuccess: async () => {
            setText("");
            await refresh(id);
        },
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        if (text.trim() !== "") send.mutate();
    }

    return (
        <form onSubmit={submit}>
            <Stack gap="sm" align="stretch">
                <Textarea
                    label={t("request.write")}
                    description={t("request.write_hint")}
                    rows={3}
                    maxLength={10_000}
                    value={text}
                    onChange={(event) => setText(event.currentTarget.value)}
                />
                <FormFailure error={send.error} />
                <Group>
                    <Button type="submit" loading={send.isPending} disabled={text.trim() === ""}>
                        {t("request.send")}
                    </Button>
                    {send.isSuccess && text === "" && (
                        <Text size="sm" role="status">
                            {t("request.sent")}
                        </Text>
                    )}
                </Group>
            </Stack>
        </form>
    );
}

function Cancellation({ id }: { id: number }) {
    const { t } = useTranslation();
    const [isAsking, setAsking] = useState(false);
    const [reason, setReason] = useState("");
    const cancel = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/requests/{id}/cancel/", {
                    params: { path: { id } },
                    body: { reason },
                }),
            ),
        onSettled: () => refresh(id),
    });
    if (!isAsking) {
        return (
            <Button variant="default" onClick={() => setAsking(true)}>
                {t("request.cancel")}
            </Button>
        );
    }
    return (
        <Paper withBorder p="md" role="group" aria-label={t("request.cancel")}>
            <Stack gap="sm">
                <Text fw={600}>{t("request.cancel_ask")}</Text>
                <Textarea
                    autoFocus
                    label={t("request.cancel_reason")}
                    maxLength={2_000}
                    value={reason}
                    onChange={(event) => setReason(event.currentTarget.value)}
                />
                <FormFailure error={cancel.error} />
                <Group>
                    <Button color="red.8" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                        {t("request.cancel_yes")}
                    </Button>
                    <Button variant="default" onClick={() => setAsking(false)}>
                        {t("request.cancel_no")}
                    </Button>
                </Group>
            </Stack>
        </Paper>
    );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
    return (
        <Paper withBorder p="lg" component="section" aria-label={title}>
            <Title order={2} mb="sm">
                {title}
            </Title>
            {children}
        </Paper>
    );
}

function Facts({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation();
    const { nameOfSlug } = useTypeNames();
    return (
        <dl className="facts">
            <dt>{t("request.what")}</dt>
            <dd>{nameOfSlug(request.type)}</dd>
            {request.address !== "" && (
                <>
                    <dt>{t("request.where")}</dt>
                    <dd>{request.address}</dd>
                </>
            )}
            <dt>{t("request.who")}</dt>
            <dd>{request.assigned_to_name || t("request.nobody")}</dd>
        </dl>
    );
}

function Request({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation();
    const moment = useMoment();
    const nextStep = useNextStep();
    return (
        <Stack gap="lg">
            <div>
                <PageTitle>{request.title}</PageTitle>
                <Text c="dimmed" size="sm">
                    {t("request.number", { number: request.number })} ·{" "}
                    {t("request.opened", { when: moment.full(request.created_at) })}
                </Text>
            </div>
            <div className="next-step">
                <Group gap="xs">
                    <StatusBadge status={request.status} />
                    <PriorityBadge priority={request.priority} />
                </Group>
                <Text fw={600}>{nextStep(request)}</Text>
            </div>
            {request.resolution !== "" && (
                <Part title={t("request.resolution")}>
                    <p className="said">{request.resolution}</p>
                </Part>
            )}
            <Part title={t("request.details")}>
                <p className="said">{request.description}</p>
                <Facts request={request} />
            </Part>
            <Part title={t("request.files")}>
                <Attachments id={request.id} mayAdd={request.status !== "cancelled"} />
            </Part>
            <Part title={t("request.timeline")}>
                <Timeline request={request} />
            </Part>
            <Paper withBorder p="lg">
                <Composer id={request.id} />
            </Paper>
            {request.status === "pending" && <Cancellation id={request.id} />}
        </Stack>
    );
}

export function RequestPage() {
    const { t } = useTranslation();
    const params = useParams({ from: "/requests/$id" });
    const id = Number(params.id);
    const isNumber = Number.isSafeInteger(id) && id > 0;
    const request = useQuery({ ...requestQuery(id), enabled: isNumber });
    if (!isNumber) return <Unfit kind="not_found" />;
    return (
        <Container size="md">
            <Stack gap="md">
                <Link to="/requests" className="back">
                    <Icon name="back" size={18} />
                    {t("request.back")}
                </Link>
                {request.isPending && <Loading />}
                {request.isError && (
                    <Failure error={request.error} retry={() => void request.refetch()} />
                )}
                {request.data && <Request request={request.data.data} />}
            </Stack>
        </Container>
    );
}
