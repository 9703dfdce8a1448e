import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";

import type { Selection } from "../bulk-change/selection";
import { page_rows, type RequestFilter, requestPageQuery } from "../service-request/request";
import { Failure, Loading } from "../ui/states";
import { QueueRow } from "./QueueRow";
import type { DeskSearch } from "./view";

const margin = "800px";

/// The element that scrolls the queue: itself on a wide screen, the window on a narrow one.
export function scrollRoot(element: Element): Element | null {
    const queue = element.closest(".desk-queue");
    return queue !== null && getComputedStyle(queue).overflowY === "auto" ? queue : null;
}

/// Whether the element is near what is seen. Who has the focus inside stays; out of sight the
/// element keeps the height that it had.
function useInSight(box: RefObject<HTMLDivElement | null>): boolean {
    const [isInSight, setInSight] = useState(true);
    useEffect(() => {
        const element = box.current;
        if (element === null) return undefined;
        const watcher = new IntersectionObserver(
            (entries) => {
                const entry = entries.at(-1);
                if (entry === undefined) return;
                const stays = entry.isIntersecting || element.contains(document.activeElement);
                if (!stays) element.style.minHeight = `${entry.boundingClientRect.height}px`;
                setInSight(stays);
            },
            { root: scrollRoot(element), rootMargin: margin },
        );
        watcher.observe(element);
        return () => watcher.disconnect();
    }, [box]);
    useEffect(() => {
        if (isInSight && box.current !== null) box.current.style.minHeight = "";
    }, [box, isInSight]);
    return isInSight;
}

interface Props {
    filter: RequestFilter;
    cursor: string;
    /// Its place among the pages, from 0.
    at: number;
    total: number;
    search: DeskSearch;
    selection: Selection;
    onRead: (at: number, next: string | null) => void;
}

/// One page of the queue. Out of sight it is an empty box: it costs no elements, and asks nothing.
export function QueuePage({ filter, cursor, at, total, search, selection, onRead }: Props) {
    const box = useRef<HTMLDivElement>(null);
    const isInSight = useInSight(box);
    const { data, isPlaceholderData, error, refetch } = useQuery({
        ...requestPageQuery(filter, cursor),
        enabled: isInSight,
        placeholderData: keepPreviousData,
    });
    const next = isPlaceholderData ? undefined : data?.next;
    useEffect(() => {
        if (isInSight && next !== undefined) onRead(at, next);
    }, [at, isInSight, next, onRead]);
    return (
        <div ref={box} role="none" className="queue-page">
            {isInSight && data === undefined && (
                <div role="listitem">
                    {error === null ? (
                        <Loading rows={6} />
                    ) : (
                        <Failure error={error} retry={() => void refetch()} />
                    )}
                </div>
            )}
            {isInSight &&
                data?.rows.map((request, row) => (
                    <QueueRow
                        key={request.id}
                        request={request}
                        search={search}
                        selection={selection}
                        place={at * page_rows + row + 1}
                        total={total}
                    />
                ))}
        </div>
    );
}
