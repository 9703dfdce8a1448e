import type { RequestComment, RequestEvent, TimelineParts } from "./request";

export type TimelineItem =
    | { kind: "event"; at: string; key: string; event: RequestEvent }
    | { kind: "comment"; at: string; key: string; comment: RequestComment };

/// Both in the order in which they happened, oldest first. The event that says that somebody
/// commented goes: the comment itself stands there.
export function timelineOf({ events, comments }: TimelineParts): TimelineItem[] {
    const items: TimelineItem[] = [
        ...events
            .filter((event) => event.kind !== "commented")
            .map((event) => ({
                kind: "event" as const,
                at: event.created_at,
                key: `event-${event.id}`,
                event,
            })),
        ...comments.map((comment) => ({
            kind: "comment" as const,
            at: comment.created_at,
            key: `comment-${comment.id}`,
            comment,
        })),
    ];
    return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
