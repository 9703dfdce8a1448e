import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useMoment } from "../language/moment";
import { useRepresentatives } from "../representative/representatives";
import { useAccount } from "../session/session";
import { useTypeNames } from "../service-type/types";
import { Icon, type IconName } from "../ui/Icon";
import { Failure, Loading } from "../ui/states";
import {
    type RequestComment,
    type RequestEvent,
    type ServiceRequest,
    timelineQuery,
} from "./request";
import { type TimelineItem, timelineOf } from "./timeline";

const icons: Record<RequestEvent["kind"], IconName> = {
    opened: "inbox",
    edited: "paper",
    status_changed: "check",
    priority_changed: "alert",
    assigned: "person",
    noted: "paper",
    commented: "reply",
    attached: "camera",
    deleted: "cross",
};

/// The event names the new assignee by number. Staff can look it up; a customer knows who it is
/// now, not who it was.
function useAssigneeText(request: ServiceRequest): (id: string) => string {
    const { t } = useTranslation();
    const colleagues = useRepresentatives();
    return (id) => {
        const colleague = colleagues.find((each) => String(each.id) === id);
        if (colleague !== undefined) return t("event.assigned", { name: colleague.name });
        if (id === "") return t("event.unassigned");
        return id === String(request.assigned_to)
            ? t("event.assigned", { name: request.assigned_to_name })
            : t("event.assigned_colleague");
    };
}

function useEventText(request: ServiceRequest): (event: RequestEvent) => string {
    const { t } = useTranslation();
    const assigneeText = useAssigneeText(request);
    const word = (group: "status" | "priority", value: string) =>
        t(`${group}.${value}` as "status.pending", { defaultValue: value });
    return ({ kind, from_value, to_value, note }) => {
        switch (kind) {
            case "status_changed":
                return t("event.status_changed", {
                    from: word("status", from_value),
                    to: word("status", to_value),
                });
            case "priority_changed":
                return t("event.priority_changed", {
                    from: word("priority", from_value),
                    to: word("priority", to_value),
                });
            case "assigned":
                return assigneeText(to_value);
            case "attached":
                return note === "" && to_value === ""
                    ? t("event.attached_some")
                    : t("event.attached", { name: to_value || note });
            case "commented":
                return t("event.noted");
            case "edited":
                return t(`event.edited_${to_value}` as "event.edited_title", {
                    defaultValue: t("event.edited"),
                });
            default:
                return t(`event.${kind}`);
        }
    };
}

function EventItem({ event, request }: { event: RequestEvent; request: ServiceRequest }) {
    const { t } = useTranslation();
    const moment = useMoment();
    const textOf = useEventText(request);
    const { nameOfSlug } = useTypeNames();
    const showsNote = event.note !== "" && event.kind !== "attached";
    const isEdit = event.kind === "edited";
    const former = event.to_value === "request_type" ? nameOfSlug(event.note) : event.note;
    return (
        <li className="timeline-event">
            <span className="timeline-mark">
                <Icon name={icons[event.kind]} size={16} />
            </span>
            <div>
                <Text size="sm" fw={600}>
                    {textOf(event)}
                </Text>
                {showsNote && (
                    // What no longer holds is not read out by itself.
                    <Text className="said" aria-live={isEdit ? "off" : undefined}>
                        {isEdit ? t("event.before", { words: former }) : event.note}
                    </Text>
                )}
                <Text size="xs" c="dimmed">
                    {event.actor_name || t("request.system")} ·{" "}
                    <time dateTime={event.created_at} title={moment.full(event.created_at)}>
                        {moment.relative(event.created_at)}
                    </time>
                </Text>
            </div>
        </li>
    );
}

function CommentItem({ comment }: { comment: RequestComment }) {
    const { t } = useTranslation();
    const moment = useMoment();
    const account = useAccount();
    const isOwn = comment.author === account?.id;
    return (
        <li className="timeline-comment" data-visibility={comment.visibility} data-own={isOwn}>
            <div className="timeline-head">
                <strong>{isOwn ? t("request.you") : comment.author_name}</strong>
                {comment.visibility === "internal" && (
                    <Badge
                        className="tone tone-internal"
                        variant="default"
                        tt="none"
                        leftSection={<Icon name="lock" size={12} />}
                    >
                        {t("event.internal")}
                    </Badge>
                )}
                <time dateTime={comment.created_at} title={moment.full(comment.created_at)}>
                    {moment.relative(comment.created_at)}
                </time>
            </div>
            <p className="said">{comment.text}</p>
        </li>
    );
}

function Item({ item, request }: { item: TimelineItem; request: ServiceRequest }) {
    return item.kind === "event" ? (
        <EventItem event={item.event} request={request} />
    ) : (
        <CommentItem comment={item.comment} />
    );
}

/// What happened and what was said, oldest first. Additions are read out as they come.
export function Timeline({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation();
    const timeline = useQuery(timelineQuery(request.id));
    if (timeline.isPending) return <Loading rows={2} />;
    if (timeline.isError) {
        return <Failure error={timeline.error} retry={() => void timeline.refetch()} />;
    }
    const items = timelineOf(timeline.data);
    if (items.length === 0) return <Text c="dimmed">{t("request.timeline_empty")}</Text>;
    return (
        <ol className="timeline" aria-live="polite" aria-relevant="additions">
            {items.map((item) => (
                <Item key={item.key} item={item} request={request} />
            ))}
        </ol>
    );
}
