import { useState } from "react";

import type { ServiceRequest } from "../service-request/request";

/// The chosen requests as they stood when they were chosen: whoever changes them decides on that.
export type Chosen = ReadonlyMap<number, ServiceRequest>;

export interface Toggle {
    id: number;
    /// Where a range starts that ends at `id`; null: `id` alone.
    from: number | null;
}

/// What is chosen after the toggle, among the rows that the list has loaded. A range adds all of its
/// rows; a single row goes in or out.
export function toggled(chosen: Chosen, rows: readonly ServiceRequest[], { id, from }: Toggle): Chosen {
    const at = rows.findIndex((row) => row.id === id);
    const start = from === null ? at : rows.findIndex((row) => row.id === from);
    const next = new Map(chosen);
    if (from === null || start < 0) {
        const row = rows[at];
        if (!next.delete(id) && row !== undefined) next.set(id, row);
        return next;
    }
    for (const row of rows.slice(Math.min(start, at), Math.max(start, at) + 1)) {
        if (!next.has(row.id)) next.set(row.id, row);
    }
    return next;
}

export interface Selection {
    rows: ServiceRequest[];
    has: (id: number) => boolean;
    toggle: (id: number, isRange: boolean) => void;
    clear: () => void;
}

interface Kept {
    of: string;
    chosen: Chosen;
    anchor: number | null;
}

/// What is chosen of the list named by `of`: in another list nothing is, so that nobody changes what
/// they no longer see.
export function useSelection(of: string, loaded: () => ServiceRequest[]): Selection {
    const none: Kept = { of, chosen: new Map(), anchor: null };
    const [kept, setKept] = useState(none);
    const { chosen, anchor } = kept.of === of ? kept : none;
    return {
        rows: [...chosen.values()],
        has: (id) => chosen.has(id),
        toggle: (id, isRange) => {
            const from = isRange ? anchor : null;
            setKept({ of, chosen: toggled(chosen, loaded(), { id, from }), anchor: id });
        },
        clear: () => setKept(none),
    };
}
