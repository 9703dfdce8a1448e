import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Selection } from "../bulk-change/selection";
import { useMoment } from "../language/moment";
import type { ServiceRequest } from "../service-request/request";
import { PriorityBadge, StatusBadge } from "../service-request/words";
import { useTypeNames } from "../service-type/types";
import type { DeskSearch } from "./view";

interface Props {
    request: ServiceRequest;
    search: DeskSearch;
    selection: Selection;
    /// Its place in the whole list, from 1; and how many there are, -1 where nobody knows.
    place: number;
    total: number;
}

function Facts({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation("desk");
    const moment = useMoment();
    const { nameOfSlug } = useTypeNames();
    return (
        <>
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
        </>
    );
}

export function QueueRow({ request, search, selection, place, total }: Props) {
    const { t } = useTranslation("desk");
    const isSelected = selection.has(request.id);
    return (
        <div
            role="listitem"
            className="queue-item"
            data-selected={isSelected}
            aria-posinset={place}
            aria-setsize={total}
        >
            <label className="queue-check">
                <input
                    type="checkbox"
                    checked={isSelected}
                    aria-label={t("bulk.select", { number: request.number, title: request.title })}
                    onChange={({ nativeEvent }) => {
                        const isRange = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
                        selection.toggle(request.id, isRange);
                    }}
                />
            </label>
            <Link
                to="/desk"
                search={{ ...search, id: request.id }}
                className="queue-row"
                data-id={request.id}
                aria-current={search.id === request.id}
            >
                <span className="queue-title">
                    <strong>{request.title}</strong>
                    <PriorityBadge priority={request.priority} />
                </span>
                <Facts request={request} />
            </Link>
        </div>
    );
}
