import { useNavigate } from "@tanstack/react-router";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ApiError } from "../api/problem";
import { queryClient } from "../api/query";
import { upload } from "../api/upload";
import { useRetries } from "../ui/retries";
import { type Draft, dropDraft } from "./draft";
import type { ServiceRequest } from "./request";

function formOf(draft: Draft, files: File[]): FormData {
    const form = new FormData();
    form.set("request_type", draft.type);
    form.set("description", draft.description);
    if (draft.title.trim() !== "") form.set("title", draft.title.trim());
    if (draft.address.trim() !== "") form.set("address", draft.address.trim());
    for (const file of files) form.append("attachments", file, file.name);
    return form;
}

interface Options {
    draft: Draft;
    files: File[];
    onRefused: (error: unknown) => void;
}

/// Sends a new request until it has arrived, once: every try carries the draft's key. A broken
/// connection makes it wait and try again; a refusal ends it.
export function useSending({ draft, files, onRefused }: Options) {
    const navigate = useNavigate();
    const [part, setPart] = useState(0);
    const sending = useMutation({
        mutationFn: () =>
            upload<ServiceRequest>({
                path: "/api/v1/requests/",
                form: formOf(draft, files),
                headers: { "Idempotency-Key": draft.key },
                onProgress: setPart,
            }),
        onMutate: () => setPart(0),
        onSuccess: async (request) => {
            dropDraft();
            await queryClient.invalidateQueries({ queryKey: ["requests"] });
            await navigate({ to: "/requests/$id", params: { id: String(request.id) } });
        },
        onError: (error) => {
            const isFinal = error instanceof ApiError && !error.isPassing && error.status !== 409;
            if (isFinal) onRefused(error);
        },
    });
    const { error, mutate, isPending } = sending;
    const fault = error instanceof ApiError ? error : null;
    // While a repeat is under way the error is gone: the screen must not flicker between the two.
    const [wasWaiting, setWasWaiting] = useState(false);
    const isWaiting = fault?.isPassing === true || (isPending && wasWaiting);
    useEffect(() => {
        if (fault !== null) setWasWaiting(fault.isPassing);
    }, [fault]);
    useRetries(fault?.isPassing === true, mutate);
    return {
        send: () => mutate(),
        isPending,
        isWaiting,
        /// The same key with another text: an earlier version has arrived.
        hasArrivedBefore: fault?.status === 409,
        error: isWaiting || fault?.status === 409 ? null : error,
        percent: Math.round(part * 100),
    };
}
