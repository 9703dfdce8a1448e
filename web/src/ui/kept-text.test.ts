import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { useKeptText } from "./kept-text";

test("a text stays until it is sent, and belongs to one request only", () => {
    const { result, rerender } = renderHook(({ name }) => useKeptText(name), {
        initialProps: { name: "message.1" },
    });
    act(() => result.current[1]("half a sentence"));
    rerender({ name: "message.2" });
    expect(result.current[0]).toBe("");
    rerender({ name: "message.1" });
    expect(result.current[0]).toBe("half a sentence");
    act(() => result.current[1](""));
    expect(localStorage.length).toBe(0);
});
