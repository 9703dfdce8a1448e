import { fireEvent, render, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { moveFocus, useKeys } from "./keys";

test("a key acts outside of fields only, alone only, and only while keys are on", () => {
    const act = vi.fn();
    const { container } = render(<textarea />);
    const { rerender } = renderHook(({ isOn }) => useKeys({ r: act }, isOn), {
        initialProps: { isOn: true },
    });
    fireEvent.keyDown(document.body, { key: "r" });
    expect(act).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(container.querySelector("textarea") ?? container, { key: "r" });
    fireEvent.keyDown(document.body, { key: "r", ctrlKey: true });
    fireEvent.keyDown(document.body, { key: "x" });
    expect(act).toHaveBeenCalledTimes(1);
    rerender({ isOn: false });
    fireEvent.keyDown(document.body, { key: "r" });
    expect(act).toHaveBeenCalledTimes(1);
});

test("the focus goes along the rows and stops at their ends", () => {
    Element.prototype.scrollIntoView = vi.fn();
    const { getByText } = render(
        <>
            <button className="row">one</button>
            <button className="row">two</button>
        </>,
    );
    moveFocus(".row", 1);
    expect(document.activeElement).toBe(getByText("one"));
    moveFocus(".row", 1);
    moveFocus(".row", 1);
    expect(document.activeElement).toBe(getByText("two"));
    moveFocus(".row", -1);
    moveFocus(".row", -1);
    expect(document.activeElement).toBe(getByText("one"));
});
