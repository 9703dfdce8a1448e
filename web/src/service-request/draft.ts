import { useEffect, useState } from "react";

import { freshKey } from "../api/idempotency";

/// What a customer has typed of a new request, and the key under which it is sent: it stays on the
/// device until the server has it, so that a second try makes no second request.
export interface Draft {
    type: string;
    title: string;
    description: string;
    address: string;
    key: string;
    /// Photos do not fit here; whoever comes back is told that they have to be added again.
    hadFiles: boolean;
}

const kept_as = "pilotlight.new-request";

export function emptyDraft(address = ""): Draft {
    return {
        type: "",
        title: "",
        description: "",
        address,
        key: freshKey(),
        hadFiles: false,
    };
}

function isDraft(value: unknown): value is Draft {
    if (value === null || typeof value !== "object") return false;
    const empty = emptyDraft();
    return (Object.keys(empty) as (keyof Draft)[]).every(
        (name) => typeof (value as Draft)[name] === typeof empty[name],
    );
}

export function readDraft(address = ""): Draft {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(kept_as) ?? "null");
        return isDraft(kept) ? kept : emptyDraft(address);
    } catch {
        return emptyDraft(address);
    }
}

export function dropDraft(): void {
    localStorage.removeItem(kept_as);
}

/// Typing is worth keeping; a mere choice of type is not.
function isWorthKeeping(draft: Draft): boolean {
    return draft.title !== "" || draft.description !== "";
}

export function hasDraft(): boolean {
    return isWorthKeeping(readDraft());
}

/// `address`: where the customer lives, which is where most requests are about.
export function useDraft(type: string | undefined, address: string) {
    const [draft, setDraft] = useState(() => {
        const kept = readDraft(address);
        return type === undefined ? kept : { ...kept, type };
    });
    useEffect(() => {
        if (isWorthKeeping(draft)) localStorage.setItem(kept_as, JSON.stringify(draft));
        else dropDraft();
    }, [draft]);
    return {
        draft,
        isKept: isWorthKeeping(draft),
        change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
        /// After a refusal: what is corrected is another request.
        renewKey: () => setDraft((before) => ({ ...before, key: freshKey() })),
        discard: () => setDraft(emptyDraft(address)),
    };
}
