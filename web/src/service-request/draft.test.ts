import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { hasDraft, readDraft, useDraft } from "./draft";

test("what was typed is there after a reload, under the same key", () => {
    const first = renderHook(() => useDraft("repair", "14, Lake View Road"));
    act(() => first.result.current.change({ description: "The pipe is rusted." }));
    const { key } = first.result.current.draft;
    first.unmount();

    const again = renderHook(() => useDraft(undefined, "elsewhere"));
    expect(again.result.current.draft).toMatchObject({
        type: "repair",
        description: "The pipe is rusted.",
        address: "14, Lake View Road",
        key,
    });
});

test("a choice alone is not kept, and a discarded text is gone", () => {
    const { result } = renderHook(() => useDraft("repair", ""));
    expect(hasDraft()).toBe(false);
    act(() => result.current.change({ title: "Pipe" }));
    expect(hasDraft()).toBe(true);
    act(() => result.current.discard());
    expect(hasDraft()).toBe(false);
});

test("after a refusal the corrected text is sent under a new key", () => {
    const { result } = renderHook(() => useDraft("repair", ""));
    const { key } = result.current.draft;
    act(() => result.current.renewKey());
    expect(result.current.draft.key).not.toBe(key);
});

test.each(["", "{", "[]", '{"type":7}'])("a kept text that cannot be read is no draft: %s", (text) => {
    localStorage.setItem("pilotlight.new-request", text);
    expect(readDraft("home")).toMatchObject({ description: "", address: "home" });
});
