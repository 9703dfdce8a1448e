import { Button, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { queryClient } from "../api/query";
import { BulkBar } from "../bulk-change/BulkBar";
import { useSelection } from "../bulk-change/selection";
import { requestPageQuery, type RequestFilter, type ServiceRequest } from "../service-request/request";
import { SaveView } from "../saved-view/SavedViews";
import { Empty, Failure, Loading } from "../ui/states";
import { useKeys } from "./keys";
import { first_page, grown, learned, type PageChain } from "./page-chain";
import { QueuePage, scrollRoot } from "./QueuePage";
import { type DeskSearch, filterOf } from "./view";

/// Asks for the page that starts at `next` when the end of the list comes near. Who holds the End key
/// never leaves it, so every page that was read looks again.
function useEnd(load: () => void, next: PageChain["next"]) {
    const [element, setElement] = useState<HTMLDivElement | null>(null);
    useEffect(() => {
        if (element === null || typeof next !== "string") return undefined;
        const watcher = new IntersectionObserver(
            (seen) => seen.some((one) => one.isIntersecting) && load(),
            { root: scrollRoot(element), rootMargin: "400px" },
        );
        watcher.observe(element);
        return () => watcher.disconnect();
    }, [element, load, next]);
    return setElement;
}

/// The pages that are known of what the filter yields; another filter starts anew.
function usePageChain(filter: RequestFilter) {
    const of = JSON.stringify(filter);
    const [known, setKnown] = useState({ of, chain: first_page });
    if (known.of !== of) setKnown({ of, chain: first_page });
    const chain = known.of === of ? known.chain : first_page;
    const change = useCallback(
        (step: (chain: PageChain) => PageChain) =>
            setKnown((before) => {
                const next = before.of === of ? step(before.chain) : before.chain;
                return next === before.chain ? before : { of, chain: next };
            }),
        [of],
    );
    const onRead = useCallback(
        (at: number, next: string | null) => change((chain) => learned(chain, at, next)),
        [change],
    );
    const more = useCallback(() => change(grown), [change]);
    return { chain, onRead, more };
}

function loadedRows(filter: RequestFilter, { cursors }: PageChain): ServiceRequest[] {
    return cursors.flatMap(
        (cursor) => queryClient.getQueryData(requestPageQuery(filter, cursor).queryKey)?.rows ?? [],
    );
}

function focusedId(): number | null {
    const row = document.activeElement?.closest(".queue-item")?.querySelector("[data-id]");
    return row instanceof HTMLElement ? Number(row.dataset.id) : null;
}

interface Props {
    search: DeskSearch;
    keysOn: boolean;
}

export function Queue({ search, keysOn }: Props) {
    const { t } = useTranslation("desk");
    const filter = filterOf(search);
    const { chain, onRead, more } = usePageChain(filter);
    const first = useQuery({ ...requestPageQuery(filter, ""), placeholderData: keepPreviousData });
    const selection = useSelection(JSON.stringify(filter), () => loadedRows(filter, chain));
    const toggle = (isRange: boolean) => {
        const id = focusedId() ?? search.id;
        if (id !== undefined) selection.toggle(id, isRange);
    };
    useKeys({ x: () => toggle(false), X: () => toggle(true) }, keysOn);
    const end = useEnd(more, chain.next);
    if (first.isPending) return <Loading rows={6} />;
    if (first.isError) return <Failure error={first.error} retry={() => void first.refetch()} />;
    const { rows, total } = first.data;
    return (
        <>
            <div className="queue-head">
                <Text size="sm" c="dimmed" role="status">
                    {total === null
                        ? t("queue.shown", { count: rows.length })
                        : t("queue.count", { count: total })}
                </Text>
                <SaveView search={search} />
            </div>
            <BulkBar selection={selection} keysOn={keysOn} />
            {rows.length === 0 ? (
                <Empty title={t(search.q === undefined ? "queue.empty" : "queue.no_match")} />
            ) : (
                <div
                    role="list"
                    className="queue"
                    aria-label={t("queue.title")}
                    aria-busy={first.isPlaceholderData}
                >
                    {chain.cursors.map((cursor, at) => (
                        <QueuePage
                            key={at}
                            {...{ filter, cursor, at, search, selection, onRead }}
                            total={total ?? -1}
                        />
                    ))}
                </div>
            )}
            <div ref={end}>
                {typeof chain.next === "string" && (
                    <Button fullWidth variant="default" onClick={more}>
                        {t("queue.more")}
                    </Button>
                )}
            </div>
        </>
    );
}
