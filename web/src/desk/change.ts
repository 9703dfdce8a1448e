import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api, type Schemas, takeVersioned, type Versioned } from "../api/client";
import { isStatus } from "../api/problem";
import { queryClient } from "../api/query";
import { requestQuery, type ServiceRequest } from "../service-request/request";

/// Fields of the request, or (alone) who is to have it, with the name that a person knows them by.
export type Change = Schemas["ServiceRequestChange"] | Handover;

interface Handover {
    assigned_to: number | null;
    assigned_to_name: string;
}

/// Somebody changed the request after `base` was read; nothing of `change` has been written.
export interface Collision {
    change: Change;
    base: ServiceRequest;
    newest: Versioned<ServiceRequest>;
}

export async function refreshRequest(id: number): Promise<void> {
    const keys = [["request", id], ["timeline", id], ["requests"]];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

function send(id: number, change: Change, etag: string) {
    const params = { path: { id } };
    const headers = { "If-Match": etag };
    if ("assigned_to" in change) {
        const { assigned_to } = change;
        return api.POST("/api/v1/requests/{id}/assign/", { params, headers, body: { assigned_to } });
    }
    return api.PATCH("/api/v1/requests/{id}/", { params, headers, body: change });
}

interface Attempt {
    change: Change;
    base: Versioned<ServiceRequest>;
}

/// Changes a request only as it was when it was read. Otherwise the collision says what both want.
export function useChange(id: number, onDone: () => void = () => undefined) {
    const [collision, setCollision] = useState<Collision | null>(null);
    const attempt = useMutation({
        mutationFn: ({ change, base }: Attempt) => takeVersioned(send(id, change, base.etag)),
        onSuccess: async (changed) => {
            queryClient.setQueryData(requestQuery(id).queryKey, changed);
            setCollision(null);
            onDone();
            await refreshRequest(id);
        },
        onError: async (error, { change, base }) => {
            if (!isStatus(error, 412)) return;
            const newest = await queryClient.fetchQuery({ ...requestQuery(id), staleTime: 0 });
            setCollision({ change, base: base.data, newest });
        },
    });
    return {
        try: attempt.mutate,
        isPending: attempt.isPending,
        error: isStatus(attempt.error, 412) ? null : attempt.error,
        collision,
        dropMine: () => setCollision(null),
        applyMine: () => {
            if (collision === null) return;
            attempt.mutate({ change: collision.change, base: collision.newest });
        },
    };
}

const compared = [
    "status",
    "priority",
    "assigned_to_name",
    "title",
    "description",
    "address",
    "resolution",
] as const;
export type Compared = (typeof compared)[number];

export interface Difference {
    field: Compared;
    before: string;
    now: string;
    mine: string | null;
}

/// What differs between what was read and what stands there now, and what the change wants.
export function differencesOf({ change, base, newest }: Collision): Difference[] {
    const wishes: Partial<Record<Compared, unknown>> = change;
    return compared.flatMap((field) => {
        const wanted = wishes[field];
        const before = base[field];
        const now = newest.data[field];
        const mine = typeof wanted === "string" ? wanted : null;
        return before === now && mine === null ? [] : [{ field, before, now, mine }];
    });
}
