import { useEffect, useRef, useState } from "react";

const switched_off = "pilotlight.keys-off";
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

/// Single keys can be switched off: whoever speaks to the computer would press them by talking.
export function useKeySwitch(): [boolean, (on: boolean) => void] {
    const [isOn, setOn] = useState(() => localStorage.getItem(switched_off) === null);
    return [
        isOn,
        (on) => {
            if (on) localStorage.removeItem(switched_off);
            else localStorage.setItem(switched_off, "1");
            setOn(on);
        },
    ];
}

type Keys = Record<string, () => unknown>;

/// Calls the action of a key that is pressed outside of fields and dialogs.
export function useKeys(keys: Keys, isOn: boolean): void {
    const newest = useRef(keys);
    useEffect(() => {
        newest.current = keys;
    });
    useEffect(() => {
        if (!isOn) return undefined;
        const onKey = (event: KeyboardEvent) => {
            const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
            const target = event.target instanceof Element ? event.target : null;
            const isElsewhere = document.querySelector("dialog[open]") !== null;
            const act = newest.current[event.key];
            if (!isPlain || act === undefined || isElsewhere || target?.closest(typing)) return;
            event.preventDefault();
            act();
        };
        document.addEventListener("keydown", onKey);
        return () => document.removeEventListener("keydown", onKey);
    }, [isOn]);
}

/// Moves the focus along the rows that the selector finds; from nowhere to the first.
export function moveFocus(selector: string, by: 1 | -1): void {
    const rows = [...document.querySelectorAll<HTMLElement>(selector)];
    const at = rows.findIndex((row) => row === document.activeElement);
    const current = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    const from = at >= 0 ? at : current;
    const next = from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1);
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: "nearest" });
}

/// Presses the button that the selector finds; false where there is none.
export function press(selector: string): boolean {
    const button = document.querySelector<HTMLElement>(selector);
    button?.click();
    return button !== null;
}

export function focusOn(selector: string): void {
    const element = document.querySelector<HTMLElement>(selector);
    element?.scrollIntoView({ block: "nearest" });
    element?.focus();
}
