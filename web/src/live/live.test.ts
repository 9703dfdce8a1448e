import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { queryClient } from "../api/query";
import { keysOf, pollingEvery, useLive } from "./live";

class Source {
    static CLOSED = 2;
    static all: Source[] = [];
    readyState = 1;
    onerror: () => void = () => undefined;
    private readonly listeners = new Map<string, (event: { data: string }) => void>();

    constructor(readonly url: string) {
        Source.all.push(this);
    }
    addEventListener(name: string, act: (event: { data: string }) => void) {
        this.listeners.set(name, act);
    }
    close() {
        this.readyState = Source.CLOSED;
    }
    says(name: string, data = "") {
        this.listeners.get(name)?.({ data });
    }
}

beforeEach(() => {
    Source.all = [];
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal(
        "BroadcastChannel",
        class {
            postMessage() {}
            close() {}
        },
    );
});
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
});

test("many notices of one request make its queries old once", () => {
    const asked = vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
    renderHook(() => useLive(7));
    const notice = JSON.stringify({ noun: "request", id: 12, kind: "commented" });
    for (let n = 0; n < 50; ++n) Source.all[0]?.says("request", notice);
    act(() => void vi.advanceTimersByTime(300));
    expect(asked.mock.calls.map(([filter]) => filter?.queryKey)).toEqual(keysOf({ noun: "request", id: 12 }));
});

test("nobody polls while changes are told, and everybody does once they are not", () => {
    vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
    renderHook(() => useLive(7));
    const every = pollingEvery(15_000);
    expect(every()).toBe(15_000);
    Source.all[0]?.says("ready", "{}");
    expect(every()).toBe(false);
    Source.all[0]?.onerror();
    expect(every()).toBe(15_000);
});

test("a stream that was refused is asked for again, and one of nobody is not", () => {
    vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
    const { rerender } = renderHook(({ account }) => useLive(account), {
        initialProps: { account: 7 as number | null },
    });
    Source.all[0]?.close();
    act(() => void vi.advanceTimersByTime(31_000));
    expect(Source.all).toHaveLength(2);
    rerender({ account: null });
    expect(Source.all[1]?.readyState).toBe(Source.CLOSED);
    act(() => void vi.advanceTimersByTime(61_000));
    expect(Source.all).toHaveLength(2);
});

test("a turn that comes after the account has left opens nothing", () => {
    vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
    const turns: (() => Promise<void>)[] = [];
    const request = (_name: string, _options: object, run: () => Promise<void>) => {
        turns.push(run);
        return Promise.resolve();
    };
    vi.stubGlobal("navigator", { locks: { request } });
    const { unmount } = renderHook(() => useLive(7));
    unmount();
    for (const turn of turns) void turn();
    expect(turns).toHaveLength(1);
    expect(Source.all).toHaveLength(0);
});

test("what cannot be read makes nothing old", () => {
    const asked = vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
    renderHook(() => useLive(7));
    for (const data of ["null", "7", '{"noun":"weather","id":1}', '{"noun":"request"}']) {
        Source.all[0]?.says("request", data);
    }
    act(() => void vi.advanceTimersByTime(300));
    expect(asked).not.toHaveBeenCalled();
});
