import { Button, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useMoment } from "../language/moment";
import { requestsQuery, type ServiceRequest } from "../service-request/request";
import { PriorityBadge, StatusBadge } from "../service-request/words";
import { useTypeNames } from "../service-type/types";
import { Empty, Failure, Loading } from "../ui/states";
import { type DeskSearch, filterOf } from "./view";

function Row({ request, search }: { request: ServiceRequest; search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const moment = useMoment();
    const { nameOfSlug } = useTypeNames();
    return (
        <li>
            <Link
                to="/desk"
                search={{ ...search, id: request.id }}
                className="queue-row"
                aria-current={search.id === request.id}
            >
                <span className="queue-title">
                    <strong>{request.title}</strong>
                    <PriorityBadge priority={request.priority} />
                </span>
                <span className="queue-facts">
                    {request.number} · {request.customer_name} · {nameOfSlug(request.type)}
                </span>
                <span className="queue-facts">
                    <StatusBadge status={request.status} />
                    <span>{request.assigned_to_name || t("assign.nobody")}</span>
                    <time dateTime={request.updated_at} title={moment.full(request.updated_at)}>
                        {moment.relative(request.updated_at)}
                    </time>
                </span>
            </Link>
        </li>
    );
}

/// Asks for the next page when the end of the list comes into sight.
function useEnd(load: () => void) {
    const end = useRef<HTMLDivElement>(null);
    useEffect(() => {
        const element = end.current;
        if (element === null) return undefined;
        const watcher = new IntersectionObserver(
            (seen) => seen.some((one) => one.isIntersecting) && load(),
            { rootMargin: "400px" },
        );
        watcher.observe(element);
        return () => watcher.disconnect();
    }, [load]);
    return end;
}

export function Queue({ search }: { search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const list = useInfiniteQuery({
        ...requestsQuery(filterOf(search)),
        placeholderData: keepPreviousData,
    });
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
    const end = useEnd(() => {
        if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    });
    if (list.isPending) return <Loading rows={6} />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const rows = list.data.pages.flatMap((page) => page.rows);
    const total = list.data.pages[0]?.total ?? null;
    return (
        <>
            <Text size="sm" c="dimmed" role="status">
                {total === null ? t("queue.shown", { count: rows.length }) : t("queue.count", { count: total })}
            </Text>
            {rows.length === 0 ? (
                <Empty title={t(search.q === undefined ? "queue.empty" : "queue.no_match")} />
            ) : (
                <ul className="queue" aria-label={t("queue.title")}>
                    {rows.map((request) => (
                        <Row key={request.id} request={request} search={search} />
                    ))}
                </ul>
            )}
            <div ref={end}>
                {hasNextPage && (
                    <Button
                        fullWidth
                        variant="default"
                        loading={isFetchingNextPage}
                        onClick={() => void fetchNextPage()}
                    >
                        {t("queue.more")}
                    </Button>
                )}
            </div>
        </>
    );
}
