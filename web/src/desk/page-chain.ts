// The pages of a list that is read by cursors: each page says where the next one starts.

export interface PageChain {
    /// Where each page starts; the first at "".
    cursors: readonly string[];
    /// Where the page behind the last starts; null: there is none; undefined: not known yet.
    next: string | null | undefined;
}

export const first_page: PageChain = { cursors: [""], next: undefined };

/// The chain after page `at` was read. Where rows have moved, the pages behind it start elsewhere:
/// they are read anew.
export function learned(chain: PageChain, at: number, next: string | null): PageChain {
    const { cursors } = chain;
    if (at >= cursors.length) return chain;
    if (at === cursors.length - 1) return chain.next === next ? chain : { cursors, next };
    if (cursors[at + 1] === next) return chain;
    const kept = cursors.slice(0, at + 1);
    return next === null ? { cursors: kept, next } : { cursors: [...kept, next], next: undefined };
}

/// With one page more, where there is one.
export function grown(chain: PageChain): PageChain {
    if (typeof chain.next !== "string") return chain;
    return { cursors: [...chain.cursors, chain.next], next: undefined };
}
