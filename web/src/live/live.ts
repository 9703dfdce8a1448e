import { useEffect } from "react";

import { queryClient } from "../api/query";

/// What the server tells of a change: whose, not what. That is read by its own route.
interface Notice {
    noun: "request" | "ticket";
    id: number;
}

/// What the tab with the connection tells the others.
type Message = { kind: "notice"; notice: Notice } | { kind: "resync" } | { kind: "live"; isLive: boolean };

const name = "pilotlight.live";
const flush_every_ms = 250;
const reopen_every_ms = 30_000;

const subjects = {
    request: { lists: ["requests"], parts: ["request", "timeline", "attachments"] },
    ticket: { lists: ["tickets"], parts: ["ticket", "posts", "interactions"] },
} as const;

let isLive = false;

/// How often to ask again without being told: not at all while changes are told.
export function pollingEvery(ms: number): () => number | false {
    return () => (isLive ? false : ms);
}

/// Which queries a change makes old.
export function keysOf({ noun, id }: Notice): unknown[][] {
    const { lists, parts } = subjects[noun];
    return [...parts.map((part) => [part, id]), ...lists.map((list) => [list])];
}

/// Takes many notices at once: a busy desk must not ask for its list with each of them.
class Refresh {
    private readonly waiting = new Map<string, unknown[]>();
    private timer: ReturnType<typeof setInterval> | null = null;

    add(notice: Notice): void {
        for (const key of keysOf(notice)) this.waiting.set(JSON.stringify(key), key);
        this.timer ??= setInterval(() => this.flush(), flush_every_ms);
    }

    stop(): void {
        if (this.timer !== null) clearInterval(this.timer);
        this.timer = null;
    }

    private flush(): void {
        this.stop();
        for (const queryKey of this.waiting.values()) {
            void queryClient.invalidateQueries({ queryKey });
        }
        this.waiting.clear();
    }
}

function everything(): void {
    void queryClient.invalidateQueries();
}

function noticeOf(text: unknown): Notice | null {
    const value: unknown = typeof text === "string" ? JSON.parse(text) : null;
    if (value === null || typeof value !== "object") return null;
    const { noun, id } = value as Partial<Notice>;
    return (noun === "request" || noun === "ticket") && typeof id === "number" ? { noun, id } : null;
}

/// Opens the stream and opens it again after it was refused; the browser itself does so after it
/// broke, and is told what it missed.
function stream(tell: (message: Message) => void): () => void {
    let source: EventSource | null = null;
    const open = () => {
        source?.close();
        source = new EventSource("/api/v1/events/stream");
        source.addEventListener("ready", () => tell({ kind: "live", isLive: true }));
        source.addEventListener("resync", () => tell({ kind: "resync" }));
        for (const noun of ["request", "ticket"]) {
            source.addEventListener(noun, ({ data }) => {
                const notice = noticeOf(data);
                if (notice !== null) tell({ kind: "notice", notice });
            });
        }
        source.onerror = () => tell({ kind: "live", isLive: false });
    };
    const reopening = setInterval(() => {
        if (source?.readyState === EventSource.CLOSED) open();
    }, reopen_every_ms);
    open();
    return () => {
        clearInterval(reopening);
        source?.close();
    };
}

/// Runs `act` in one tab of the browser until it is closed, then in the next; at once where the
/// browser cannot choose one (it can on https and on this machine).
function inOneTab(act: () => () => void, ended: AbortSignal): void {
    const run = () =>
        new Promise<void>((resolve) => {
            // The turn may come in the moment in which it is given up.
            if (ended.aborted) return resolve();
            const stop = act();
            ended.addEventListener("abort", () => {
                stop();
                resolve();
            });
        });
    const locks: LockManager | undefined = navigator.locks;
    if (locks === undefined) void run();
    else locks.request(name, { signal: ended }, run).catch(() => undefined);
}

function watch(): () => void {
    const ended = new AbortController();
    const refresh = new Refresh();
    const others = new BroadcastChannel(name);
    const take = (message: Message) => {
        if (message.kind === "notice") refresh.add(message.notice);
        if (message.kind === "resync") everything();
        if (message.kind !== "live" || message.isLive === isLive) return;
        isLive = message.isLive;
        // Asks once, and so decides anew whether to ask again.
        everything();
    };
    others.onmessage = ({ data }: MessageEvent<Message>) => take(data);
    inOneTab(
        () =>
            stream((message) => {
                others.postMessage(message);
                take(message);
            }),
        ended.signal,
    );
    return () => {
        ended.abort();
        refresh.stop();
        others.close();
        isLive = false;
    };
}

/// Keeps what is on the screen as it is on the server, while somebody is signed in.
export function useLive(account: number | null): void {
    useEffect(() => (account === null || !("EventSource" in window) ? undefined : watch()), [account]);
}
