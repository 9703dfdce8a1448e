import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { minutesOf, shownTime, useTimer } from "./timer";

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

test.each([
    [0, 0, "0:00"],
    [1, 1, "0:00"],
    [60_000, 1, "1:00"],
    [61_000, 2, "1:01"],
    [3_599_999, 60, "59:59"],
])("%i ms are %i minutes and shown as %s", (ms, minutes, shown) => {
    expect(minutesOf(ms)).toBe(minutes);
    expect(shownTime(ms)).toBe(shown);
});

test("it runs while the contact lasts and says how long that was", () => {
    const { result } = renderHook(() => useTimer("contact-begun.1"));
    act(() => result.current.start());
    act(() => void vi.advanceTimersByTime(65_000));
    expect(result.current.shown).toBe("1:05");
    let took = 0;
    act(() => {
        took = result.current.stop();
    });
    expect(took).toBe(65_000);
    expect(result.current.isRunning).toBe(false);
});

test("it runs on over a reload", () => {
    const first = renderHook(() => useTimer("contact-begun.2"));
    act(() => first.result.current.start());
    first.unmount();
    vi.advanceTimersByTime(180_000);
    const second = renderHook(() => useTimer("contact-begun.2"));
    expect(second.result.current.shown).toBe("3:00");
    act(() => void second.result.current.stop());
    expect(renderHook(() => useTimer("contact-begun.2")).result.current.isRunning).toBe(false);
});
