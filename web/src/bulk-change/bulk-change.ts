import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api, type Schemas, take } from "../api/client";
import { queryClient } from "../api/query";
import type { ServiceRequest, Status } from "../service-request/request";

type Change = Partial<Schemas["BulkChange"]["changes"][number]> & { id: number; version: number };
type Outcome = Schemas["BulkOutcome"]["outcomes"][number];

/// What is to become of all that is chosen.
export type Wish =
    | { kind: "assign"; to: number | null; name: string }
    | { kind: "status"; to: Status; notes: string };

/// One request that was changed: as it was, and the version that the change made.
export interface Changed {
    before: ServiceRequest;
    version: number;
}

/// One request that was left as it is. `code` is of docs/errors.md, or "unreachable".
export interface Left {
    request: ServiceRequest;
    code: string;
}

export interface Report {
    wish: Wish;
    isUndo: boolean;
    changed: Changed[];
    left: Left[];
}

export function changeOf({ id, version }: ServiceRequest, wish: Wish): Change {
    if (wish.kind === "assign") return { id, version, assigned_to: wish.to };
    const notes = wish.notes === "" ? {} : { notes: wish.notes };
    return { id, version, status: wish.to, ...notes };
}

/// The way back to what it was, only from what the change made of it. Out of "cancelled" a request
/// comes through "pending" alone.
export function undoOf({ before, version }: Changed, wish: Wish): Change[] {
    const { id, status, resolution, assigned_to } = before;
    if (wish.kind === "assign") return [{ id, version, assigned_to }];
    if (wish.to !== "cancelled" || status === "pending" || status === "cancelled") {
        return [{ id, version, status, resolution }];
    }
    return [
        { id, version, status: "pending" },
        { id, version: version + 1, status, resolution },
    ];
}

/// As many as the server takes at once.
const changes_max = 100;

async function send(changes: Change[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let at = 0; at < changes.length; at += changes_max) {
        const part = changes.slice(at, at + changes_max) as Schemas["BulkChange"]["changes"];
        const answer = await take(api.POST("/api/v1/requests/bulk/", { body: { changes: part } })).catch(
            (error: unknown) => {
                if (outcomes.length === 0) throw error;
                return null;
            },
        );
        // What went before stands: the rest is told as left.
        if (answer === null) break;
        outcomes.push(...answer.outcomes);
    }
    return outcomes;
}

/// What became of each. A request is left when any step of it was refused, or never answered.
export function reportOf(
    requests: readonly ServiceRequest[],
    outcomes: readonly Outcome[],
): Pick<Report, "changed" | "left"> {
    const changed: Changed[] = [];
    const left: Left[] = [];
    for (const request of requests) {
        const own = outcomes.filter(({ id }) => id === request.id);
        const refused = own.find(({ code }) => code !== null);
        const version = own.at(-1)?.version;
        if (refused === undefined && typeof version === "number") {
            changed.push({ before: request, version });
        } else {
            left.push({ request, code: refused?.code ?? "unreachable" });
        }
    }
    return { changed, left };
}

async function refreshAll(ids: number[]): Promise<void> {
    const keys = [["requests"], ...ids.flatMap((id) => [["request", id], ["timeline", id]])];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/// Changes what is chosen, says what became of it, and takes it back.
export function useBulkChange() {
    const [report, setReport] = useState<Report | null>(null);
    const sending = useMutation({
        mutationFn: async ({ rows, wish }: { rows: ServiceRequest[]; wish: Wish }) => {
            const outcomes = await send(rows.map((row) => changeOf(row, wish)));
            return { wish, isUndo: false, ...reportOf(rows, outcomes) };
        },
        onSuccess: setReport,
        onSettled: (_report, _error, { rows }) => refreshAll(rows.map(({ id }) => id)),
    });
    const undoing = useMutation({
        mutationFn: async ({ wish, changed }: Report) => {
            const outcomes = await send(changed.flatMap((one) => undoOf(one, wish)));
            const rows = changed.map(({ before }) => before);
            return { wish, isUndo: true, ...reportOf(rows, outcomes) };
        },
        onSuccess: setReport,
        onSettled: (_report, _error, { changed }) => refreshAll(changed.map(({ before }) => before.id)),
    });
    return {
        report,
        apply: sending,
        undo: () => {
            if (report !== null && !report.isUndo && !undoing.isPending) undoing.mutate(report);
        },
        isUndoing: undoing.isPending,
        undoError: undoing.error,
        forget: () => setReport(null),
    };
}
