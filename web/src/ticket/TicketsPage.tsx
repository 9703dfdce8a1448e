import { Button, Container, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { useMoment } from "../language/moment";
import { isStaff, useAccount } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { SearchField } from "../ui/SearchField";
import { Empty, Failure, Loading } from "../ui/states";
import { type Ticket, ticket_statuses, type TicketFilter, ticketsQuery, type TicketStatus } from "./ticket";
import { TicketBadge } from "./TicketBadge";

function TicketCard({ ticket }: { ticket: Ticket }) {
    const { t } = useTranslation("ticket");
    const moment = useMoment();
    const account = useAccount();
    const isForeign = ticket.customer !== account?.id;
    return (
        <li>
            <Link to="/tickets/$id" params={{ id: String(ticket.id) }} className="request-card">
                <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
                    <h2>{ticket.subject}</h2>
                    <TicketBadge status={ticket.status} />
                </Group>
                <Text size="sm" c="dimmed">
                    {isForeign && `${ticket.customer_name} · `}
                    {ticket.service_request_number !== null && `${ticket.service_request_number} · `}
                    {t("posts", { count: ticket.post_count })} ·{" "}
                    {t("active", { when: moment.relative(ticket.last_activity_at) })}
                </Text>
            </Link>
        </li>
    );
}

function Tickets({ filter }: { filter: TicketFilter }) {
    const { t } = useTranslation("ticket");
    const list = useInfiniteQuery({ ...ticketsQuery(filter), placeholderData: keepPreviousData });
    if (list.isPending) return <Loading />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const tickets = list.data.pages.flatMap((page) => page.rows);
    if (tickets.length === 0) {
        return (
            <Empty title={t(Object.keys(filter).length > 0 ? "no_match" : "none")}>
                <Text>{t("none_hint")}</Text>
            </Empty>
        );
    }
    return (
        <>
            <ul className="request-cards" aria-label={t("title")}>
                {tickets.map((ticket) => (
                    <TicketCard key={ticket.id} ticket={ticket} />
                ))}
            </ul>
            {list.hasNextPage && (
                <Button
                    variant="default"
                    loading={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                >
                    {t("more")}
                </Button>
            )}
        </>
    );
}

export function TicketsPage() {
    const { t } = useTranslation("ticket");
    const account = useAccount();
    const [search, setSearch] = useState("");
    const [status, setStatus] = useState<TicketStatus | "">("");
    const [assignee, setAssignee] = useState("");
    const q = useDeferredValue(search).trim();
    const filter: TicketFilter = {
        ...(status === "" ? {} : { status }),
        ...(assignee === "" ? {} : { assignee }),
        ...(q === "" ? {} : { q }),
    };
    return (
        <Container size="md">
            <Stack gap="lg">
                <Group justify="space-between">
                    <PageTitle>{t("title")}</PageTitle>
                    {account?.role === "customer" && (
                        <ButtonLink to="/tickets/new" leftSection={<Icon name="plus" size={18} />}>
                            {t("new")}
                        </ButtonLink>
                    )}
                </Group>
                <div className="admin-filters">
                    <SearchField label={t("search")} value={search} onChange={setSearch} />
                    <NativeSelect
                        aria-label={t("status.label")}
                        value={status}
                        onChange={(event) => setStatus(event.currentTarget.value as TicketStatus | "")}
                        data={[
                            { value: "", label: t("status.any") },
                            ...ticket_statuses.map((value) => ({ value, label: t(`status.${value}`) })),
                        ]}
                    />
                    {account !== null && isStaff(account.role) && (
                        <NativeSelect
                            aria-label={t("assignee.label")}
                            value={assignee}
                            onChange={(event) => setAssignee(event.currentTarget.value)}
                            data={[
                                { value: "", label: t("assignee.any") },
                                { value: "me", label: t("assignee.me") },
                                { value: "none", label: t("assignee.none") },
                            ]}
                        />
                    )}
                </div>
                <Tickets filter={filter} />
            </Stack>
        </Container>
    );
}
