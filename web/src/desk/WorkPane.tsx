import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Versioned } from "../api/client";
import { useMoment } from "../language/moment";
import { Presence } from "../presence/Presence";
import { Attachments } from "../service-request/Attachments";
import { type Priority, requestQuery, type ServiceRequest } from "../service-request/request";
import { Timeline } from "../service-request/Timeline";
import { PriorityBadge, StatusBadge } from "../service-request/words";
import { useTypeNames } from "../service-type/types";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { Failure, FormFailure, Loading } from "../ui/states";
import { Assignee } from "./Assignee";
import { useChange } from "./change";
import { CollisionDialog } from "./CollisionDialog";
import { NoteForm, ReplyForm } from "./Remark";
import { StatusForm } from "./StatusForm";
import { type DeskSearch, priorities } from "./view";

type Opened = Versioned<ServiceRequest>;

function Facts({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation(["desk", "portal"]);
    const moment = useMoment();
    const { nameOfSlug } = useTypeNames();
    return (
        <dl className="facts">
            <dt>{t("field.customer")}</dt>
            <dd>{request.customer_name}</dd>
            <dt>{t("portal:request.where")}</dt>
            <dd>{request.address || "–"}</dd>
            <dt>{t("portal:request.what")}</dt>
            <dd>{nameOfSlug(request.type)}</dd>
            <dt>{t("field.opened")}</dt>
            <dd>{moment.full(request.created_at)}</dd>
        </dl>
    );
}

function PriorityChoice({ opened }: { opened: Opened }) {
    const { t } = useTranslation(["desk", "portal"]);
    const change = useChange(opened.data.id);
    return (
        <>
            <NativeSelect
                label={t("field.priority")}
                value={opened.data.priority}
                disabled={change.isPending}
                data={priorities.map((value) => ({ value, label: t(`portal:priority.${value}`) }))}
                onChange={({ currentTarget: { value } }) =>
                    change.try({ change: { priority: value as Priority }, base: opened })
                }
            />
            <FormFailure error={change.error} />
            <CollisionDialog change={change} />
        </>
    );
}

/// The form keeps the request as it was when it was opened, however often the page reads it again.
function StatusPart({ opened }: { opened: Opened }) {
    const { t } = useTranslation("desk");
    const [base, setBase] = useState<Opened | null>(null);
    if (base !== null) return <StatusForm opened={base} close={() => setBase(null)} />;
    return (
        <Button id="change-status" variant="default" onClick={() => setBase(opened)}>
            {t("status.change")}
        </Button>
    );
}

function Conversation({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation(["desk", "portal"]);
    const [isReplying, setReplying] = useState(false);
    return (
        <Stack gap="md" className="work-main">
            <Presence id={request.id} isReplying={isReplying} />
            <Paper withBorder p="md">
                <p className="said">{request.description}</p>
                {request.resolution !== "" && (
                    <>
                        <Title order={2}>{t("portal:request.resolution")}</Title>
                        <p className="said">{request.resolution}</p>
                    </>
                )}
            </Paper>
            <Paper withBorder p="md" component="section" aria-label={t("portal:request.timeline")}>
                <Title order={2} mb="sm">
                    {t("portal:request.timeline")}
                </Title>
                <Timeline request={request} />
            </Paper>
            <ReplyForm request={request} onReplying={setReplying} />
        </Stack>
    );
}

function Work({ opened, search }: { opened: Opened; search: DeskSearch }) {
    const { t } = useTranslation(["desk", "portal"]);
    const request = opened.data;
    return (
        <article className="work">
            <header>
                <Link to="/desk" search={{ ...search, id: undefined }} className="back work-back">
                    <Icon name="back" size={18} />
                    {t("queue.back")}
                </Link>
                <PageTitle>{request.title}</PageTitle>
                <Group gap="xs">
                    <Text size="sm" c="dimmed">
                        {request.number}
                    </Text>
                    <StatusBadge status={request.status} />
                    <PriorityBadge priority={request.priority} />
                </Group>
            </header>
            <div className="work-parts">
                <Conversation request={request} />
                <Stack gap="md" className="work-side">
                    <Paper withBorder p="md">
                        <Stack gap="sm">
                            <StatusPart opened={opened} />
                            <Assignee opened={opened} />
                            <PriorityChoice opened={opened} />
                            <Facts request={request} />
                        </Stack>
                    </Paper>
                    <NoteForm request={request} />
                    <Paper withBorder p="md" component="section" aria-label={t("portal:request.files")}>
                        <Title order={2} mb="sm">
                            {t("portal:request.files")}
                        </Title>
                        <Attachments id={request.id} mayAdd={request.status !== "cancelled"} />
                    </Paper>
                </Stack>
            </div>
        </article>
    );
}

/// The open request beside the queue; on a phone in its place.
export function WorkPane({ id, search }: { id: number; search: DeskSearch }) {
    const request = useQuery(requestQuery(id));
    if (request.isPending) return <Loading rows={5} />;
    if (request.isError) {
        return <Failure error={request.error} retry={() => void request.refetch()} />;
    }
    return <Work key={id} opened={request.data} search={search} />;
}
