import { Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { useMoment } from "../language/moment";
import { useTypeNames } from "../service-type/types";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { SearchField } from "../ui/SearchField";
import { Empty, Failure, Loading } from "../ui/states";
import { hasDraft } from "./draft";
import { isOpen, requestsQuery, type ServiceRequest } from "./request";
import { PriorityBadge, StatusBadge, useNextStep } from "./words";

function RequestCard({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation();
    const moment = useMoment();
    const { nameOfSlug } = useTypeNames();
    const nextStep = useNextStep();
    return (
        <li>
            <Link to="/requests/$id" params={{ id: String(request.id) }} className="request-card">
                <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
                    <h3>{request.title}</h3>
                    <StatusBadge status={request.status} />
                </Group>
                <Text size="sm">{nextStep(request)}</Text>
                <Text size="sm" c="dimmed">
                    {request.number} · {nameOfSlug(request.type)} ·{" "}
                    {t("requests.updated", { when: moment.relative(request.updated_at) })}
                </Text>
                <PriorityBadge priority={request.priority} />
            </Link>
        </li>
    );
}

function Section({ title, requests }: { title: string; requests: ServiceRequest[] }) {
    if (requests.length === 0) return null;
    return (
        <section aria-label={title}>
            <Title order={2} mb="sm">
                {title}
            </Title>
            <ul className="request-cards">
                {requests.map((request) => (
                    <RequestCard key={request.id} request={request} />
                ))}
            </ul>
        </section>
    );
}

function Requests({ search }: { search: string }) {
    const { t } = useTranslation();
    const q = search.trim();
    const filter = q === "" ? { sort: "-updated_at" } : { q };
    const list = useInfiniteQuery(requestsQuery(filter));
    if (list.isPending) return <Loading />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const requests = list.data.pages.flatMap((page) => page.rows);
    if (requests.length === 0 && q !== "") return <Empty title={t("requests.none_match")} />;
    if (requests.length === 0) {
        return (
            <Empty title={t("requests.none_title")}>
                <Text>{t("requests.none_text")}</Text>
                <ButtonLink to="/requests/new">{t("nav.new_request")}</ButtonLink>
            </Empty>
        );
    }
    return (
        <>
            <Section title={t("requests.open")} requests={requests.filter(isOpen)} />
            <Section
                title={t("requests.closed")}
                requests={requests.filter((request) => !isOpen(request))}
            />
            {list.hasNextPage && (
                <Button
                    variant="default"
                    loading={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                >
                    {t("requests.more")}
                </Button>
            )}
        </>
    );
}

export function MyRequestsPage() {
    const { t } = useTranslation();
    const [search, setSearch] = useState("");
    return (
        <Container size="md">
            <Stack gap="lg">
                <Group justify="space-between">
                    <PageTitle>{t("requests.title")}</PageTitle>
                    <ButtonLink to="/requests/new" leftSection={<Icon name="plus" size={18} />}>
                        {t(hasDraft() ? "new_request.offline_draft" : "nav.new_request")}
                    </ButtonLink>
                </Group>
                <SearchField label={t("requests.search")} value={search} onChange={setSearch} />
                <Requests search={useDeferredValue(search)} />
            </Stack>
        </Container>
    );
}
