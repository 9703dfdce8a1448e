import { Button, Container, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Page, type Schemas, takePage } from "../api/client";
import { useMoment } from "../language/moment";
import { useRepresentatives } from "../representative/representatives";
import { PageTitle } from "../ui/PageTitle";
import { Empty, Failure, Loading } from "../ui/states";
import { useAuditWords } from "./audit-words";

type Line = Schemas["AuditLine"];

interface AuditFilter {
    actor?: string;
    object_kind?: string;
    from?: string;
    until?: string;
}

const object_kinds = ["service_request", "account", "ticket", "service_type", "invitation"] as const;

function auditQuery(filter: AuditFilter) {
    return {
        queryKey: ["audit", filter],
        initialPageParam: "",
        queryFn: ({ pageParam }: { pageParam: string }) => {
            const cursor = pageParam === "" ? {} : { cursor: pageParam };
            const query = { limit: 50, ...filter, ...cursor };
            return takePage(api.GET("/api/v1/audit/", { params: { query } }));
        },
        getNextPageParam: (page: Page<Line>) => page.next,
    };
}

function Thing({ line }: { line: Line }) {
    const { t } = useTranslation("system");
    const kind = t(`object.${line.object_kind}` as "object.account", { defaultValue: line.object_kind });
    const name = `${kind} ${line.object === 0 ? "" : line.object}`;
    if (line.object_kind === "service_request") {
        return (
            <Link to="/desk" search={{ view: "all", status: "any", id: line.object }}>
                {name}
            </Link>
        );
    }
    return name;
}

function Row({ line }: { line: Line }) {
    const { t } = useTranslation(["system", "portal"]);
    const moment = useMoment();
    const { whatOf, noteOf } = useAuditWords();
    return (
        <tr>
            <th scope="row">
                <time dateTime={line.created_at}>{moment.full(line.created_at)}</time>
            </th>
            <td data-label={t("audit.who")}>{line.actor_name || t("portal:request.system")}</td>
            <td data-label={t("audit.object")}>
                <Thing line={line} />
            </td>
            <td data-label={t("audit.what")}>
                <div className="audit-what">
                    {whatOf(line)}
                    {line.note !== "" && (
                        <Text size="sm" c="dimmed">
                            {noteOf(line)}
                        </Text>
                    )}
                </div>
            </td>
        </tr>
    );
}

function Lines({ filter }: { filter: AuditFilter }) {
    const { t } = useTranslation("system");
    const list = useInfiniteQuery({ ...auditQuery(filter), placeholderData: keepPreviousData });
    if (list.isPending) return <Loading rows={6} />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const lines = list.data.pages.flatMap((page) => page.rows);
    if (lines.length === 0) return <Empty title={t("audit.none")} />;
    return (
        <>
            <table className="table table-cards">
                <caption className="hidden">{t("audit.title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("audit.when")}</th>
                        <th scope="col">{t("audit.who")}</th>
                        <th scope="col">{t("audit.object")}</th>
                        <th scope="col">{t("audit.what")}</th>
                    </tr>
                </thead>
                <tbody>
                    {lines.map((line) => (
                        <Row key={`${line.object_kind}-${line.id}`} line={line} />
                    ))}
                </tbody>
            </table>
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

/// What was done, by whom, to what; the export holds the same lines.
export function AuditPage() {
    const { t } = useTranslation("system");
    const colleagues = useRepresentatives();
    const [filter, setFilter] = useState<AuditFilter>({});
    const set = (name: keyof AuditFilter, value: string) =>
        setFilter((before) => {
            const { [name]: _, ...others } = before;
            return value === "" ? others : { ...others, [name]: value };
        });
    const exported = `/api/v1/audit/export/?${new URLSearchParams({ ...filter })}`;
    return (
        <Container size="lg">
            <Stack gap="lg">
                <div className="title-line">
                    <PageTitle>{t("audit.title")}</PageTitle>
                    <Button component="a" href={exported} download="audit.csv" variant="default">
                        {t("audit.export")}
                    </Button>
                </div>
                <div className="audit-filters">
                    <NativeSelect
                        label={t("audit.who")}
                        value={filter.actor ?? ""}
                        onChange={(event) => set("actor", event.currentTarget.value)}
                        data={[
                            { value: "", label: t("audit.anybody") },
                            ...colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
                        ]}
                    />
                    <NativeSelect
                        label={t("audit.object")}
                        value={filter.object_kind ?? ""}
                        onChange={(event) => set("object_kind", event.currentTarget.value)}
                        data={[
                            { value: "", label: t("audit.anything") },
                            ...object_kinds.map((value) => ({ value, label: t(`object.${value}`) })),
                        ]}
                    />
                    <TextInput
                        type="date"
                        label={t("audit.from")}
                        value={filter.from ?? ""}
                        onChange={(event) => set("from", event.currentTarget.value)}
                    />
                    <TextInput
                        type="date"
                        label={t("audit.until")}
                        value={filter.until ?? ""}
                        onChange={(event) => set("until", event.currentTarget.value)}
                    />
                </div>
                <Lines filter={filter} />
            </Stack>
        </Container>
    );
}
