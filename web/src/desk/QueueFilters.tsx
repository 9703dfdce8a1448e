import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Priority, Status } from "../service-request/request";
import { SavedViews } from "../saved-view/SavedViews";
import { typesQuery, useTypeNames } from "../service-type/types";
import { useAccount } from "../session/session";
import { SearchField } from "../ui/SearchField";
import {
    countsQuery,
    default_status,
    default_view,
    type DeskSearch,
    priorities,
    statuses,
    type View,
    views,
} from "./view";

function countOf(queue: Record<Status, number>, status: Status | "any"): number {
    if (status !== "any") return queue[status];
    return statuses.reduce((sum, each) => sum + queue[each], 0);
}

function Views({ search }: { search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const { data: counts } = useQuery(countsQuery);
    const status = search.status ?? default_status;
    // A technician sees what they were given and nothing else.
    const seen: readonly View[] = account?.role === "technician" ? ["mine"] : views;
    return (
        <nav className="tabs" aria-label={t("view.title")}>
            {seen.map((view) => (
                <Link
                    key={view}
                    to="/desk"
                    search={{ ...search, view, id: undefined }}
                    aria-current={(search.view ?? default_view) === view ? "page" : undefined}
                >
                    {t(`view.${view}`)}
                    {counts && <span className="count">{countOf(counts[view], status)}</span>}
                </Link>
            ))}
        </nav>
    );
}

function Statuses({ search }: { search: DeskSearch }) {
    const { t } = useTranslation(["desk", "portal"]);
    const { data: counts } = useQuery(countsQuery);
    const ofView = counts?.[search.view ?? default_view];
    const chosen = search.status ?? default_status;
    return (
        <nav className="chips" aria-label={t("status.title")}>
            {[...statuses, "any" as const].map((status) => {
                const count = ofView ? countOf(ofView, status) : null;
                return (
                    <Link
                        key={status}
                        to="/desk"
                        search={{ ...search, status, id: undefined }}
                        aria-current={chosen === status ? "page" : undefined}
                    >
                        {status === "any" ? t("status.any") : t(`portal:status.${status}`)}
                        {count !== null && <span className="count">{count}</span>}
                    </Link>
                );
            })}
        </nav>
    );
}

function Choices({ search }: { search: DeskSearch }) {
    const { t } = useTranslation(["desk", "portal"]);
    const navigate = useNavigate();
    const { data: types = [] } = useQuery(typesQuery);
    const { nameOf } = useTypeNames();
    const change = (part: DeskSearch) =>
        void navigate({ to: "/desk", search: { ...search, ...part, id: undefined } });
    return (
        <div className="two">
            <NativeSelect
                aria-label={t("filter.type")}
                value={search.type ?? ""}
                onChange={({ currentTarget: { value } }) => change({ type: value || undefined })}
                data={[
                    { value: "", label: t("filter.any_type") },
                    ...types.map((type) => ({ value: type.slug, label: nameOf(type) })),
                ]}
            />
            <NativeSelect
                aria-label={t("filter.priority")}
                value={search.priority ?? ""}
                onChange={({ currentTarget: { value } }) =>
                    change({ priority: (value || undefined) as Priority | undefined })
                }
                data={[
                    { value: "", label: t("filter.any_priority") },
                    ...priorities.map((value) => ({ value, label: t(`portal:priority.${value}`) })),
                ]}
            />
        </div>
    );
}

/// What the queue shows. All of it stands in the address, so a filter is saved as a bookmark.
export function QueueFilters({ search }: { search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const navigate = useNavigate();
    return (
        <div className="filters">
            <SavedViews search={search} />
            <Views search={search} />
            <SearchField
                id="queue-search"
                label={t("filter.search")}
                value={search.q ?? ""}
                onChange={(value) =>
                    void navigate({
                        to: "/desk",
                        replace: true,
                        search: { ...search, q: value === "" ? undefined : value },
                    })
                }
            />
            <Choices search={search} />
            <Statuses search={search} />
        </div>
    );
}
