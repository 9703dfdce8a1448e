import { Container, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { useTypeNames } from "../service-type/types";
import { PageTitle } from "../ui/PageTitle";
import { Failure, Loading } from "../ui/states";
import { BarTable } from "./BarTable";
import { durationText } from "./duration";
import { TimesByDay } from "./TimesByDay";

type Dashboard = Schemas["Dashboard"];
type Times = Dashboard["first_response"];

const ranges_days = [7, 30, 90] as const;
const refresh_ms = 60_000;
const day_ms = 86_400_000;

function dashboardQuery(days: number) {
    return {
        queryKey: ["dashboard", days],
        refetchInterval: refresh_ms,
        queryFn: () => {
            const from = new Date(Date.now() - (days - 1) * day_ms).toISOString().slice(0, 10);
            return take(api.GET("/api/v1/dashboard/", { params: { query: { from } } }));
        },
    };
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

function Figure({ times }: { times: Times }) {
    const { t, i18n } = useTranslation("dashboard");
    if (times.n === 0) return <Text c="dimmed">{t("none_measured")}</Text>;
    return (
        <p className="figure">
            <strong>{durationText(times.median_s, i18n.language)}</strong>
            <span>
                {t("figure", {
                    count: times.n,
                    p90: durationText(times.p90_s, i18n.language),
                })}
            </span>
        </p>
    );
}

function OpenWork({ dashboard }: { dashboard: Dashboard }) {
    const { t } = useTranslation(["dashboard", "portal"]);
    const { nameOfSlug } = useTypeNames();
    const columns: [string, string] = [t("what"), t("count")];
    const types = [...dashboard.open_by_type].sort((a, b) => b.n - a.n);
    return (
        <div className="board">
            <Part title={t("by_status")}>
                <BarTable
                    caption={t("by_status_hint")}
                    columns={columns}
                    rows={dashboard.by_status.map(({ name, n }) => ({
                        key: name,
                        name: t(`portal:status.${name}` as "portal:status.pending"),
                        n,
                    }))}
                />
            </Part>
            <Part title={t("by_age")}>
                <BarTable
                    caption={t("by_age_hint", { count: dashboard.open_unassigned })}
                    columns={columns}
                    rows={dashboard.open_by_age.map(({ name, n }) => ({
                        key: name,
                        name: t(`age.${name}` as "age.under_1h", { defaultValue: name }),
                        n,
                    }))}
                />
            </Part>
            <Part title={t("by_type")}>
                <BarTable
                    caption={t("by_type_hint")}
                    columns={columns}
                    rows={types.map(({ name, n }) => ({ key: name, name: nameOfSlug(name), n }))}
                />
            </Part>
        </div>
    );
}

function Workload({ people }: { people: Dashboard["workload"] }) {
    const { t } = useTranslation(["dashboard", "portal"]);
    return (
        <div className="scroll" role="group" aria-label={t("workload")} tabIndex={0}>
            <table className="table">
                <caption className="hidden">{t("workload")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("person")}</th>
                        <th scope="col">{t("portal:status.pending")}</th>
                        <th scope="col">{t("portal:status.in_progress")}</th>
                        <th scope="col">{t("portal:priority.urgent")}</th>
                        <th scope="col">{t("available")}</th>
                    </tr>
                </thead>
                <tbody>
                    {people.map((person) => (
                        <tr key={person.account}>
                            <th scope="row">{person.name}</th>
                            <td>{person.pending}</td>
                            <td>{person.in_progress}</td>
                            <td>{person.urgent}</td>
                            <td>{t(person.available ? "yes" : "no")}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Board({ dashboard }: { dashboard: Dashboard }) {
    const { t } = useTranslation("dashboard");
    return (
        <Stack gap="lg">
            <div className="board">
                <Part title={t("first_response")}>
                    <Figure times={dashboard.first_response} />
                    <TimesByDay
                        days={dashboard.first_response_by_day}
                        label={t("first_response_by_day")}
                    />
                </Part>
                <Part title={t("resolution")}>
                    <Figure times={dashboard.resolution} />
                    <TimesByDay days={dashboard.resolution_by_day} label={t("resolution_by_day")} />
                </Part>
            </div>
            <OpenWork dashboard={dashboard} />
            <Part title={t("workload")}>
                <Workload people={dashboard.workload} />
            </Part>
        </Stack>
    );
}

export function DashboardPage() {
    const { t } = useTranslation("dashboard");
    const [days, setDays] = useState(30);
    const dashboard = useQuery({ ...dashboardQuery(days), placeholderData: keepPreviousData });
    return (
        <Container size="xl">
            <Stack gap="lg">
                <div className="title-line">
                    <PageTitle>{t("title")}</PageTitle>
                    <NativeSelect
                        aria-label={t("range")}
                        value={String(days)}
                        onChange={(event) => setDays(Number(event.currentTarget.value))}
                        data={ranges_days.map((value) => ({
                            value: String(value),
                            label: t("days", { count: value }),
                        }))}
                    />
                </div>
                {dashboard.isPending && <Loading rows={4} />}
                {dashboard.isError && (
                    <Failure error={dashboard.error} retry={() => void dashboard.refetch()} />
                )}
                {dashboard.data && <Board dashboard={dashboard.data} />}
            </Stack>
        </Container>
    );
}
