import { useEffect, useState } from "react";

import { useKeptText } from "../ui/kept-text";

const minute_ms = 60_000;
const tick_ms = 1_000;

/// A begun minute counts.
export function minutesOf(ms: number): number {
    return Math.ceil(ms / minute_ms);
}

/// "3:07"
export function shownTime(ms: number): string {
    const seconds = Math.floor(ms / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/// Measures a contact while it lasts, also over a reload: its begin is kept under the name.
export function useTimer(name: string) {
    const [kept, keep] = useKeptText(name);
    const begun = kept === "" ? null : Number(kept);
    const [now, setNow] = useState(Date.now);
    useEffect(() => {
        if (begun === null) return undefined;
        const ticking = setInterval(() => setNow(Date.now()), tick_ms);
        return () => clearInterval(ticking);
    }, [begun]);
    const passed = begun === null ? 0 : Math.max(0, now - begun);
    return {
        isRunning: begun !== null,
        shown: shownTime(passed),
        start: () => {
            setNow(Date.now());
            keep(String(Date.now()));
        },
        /// How long it took, in milliseconds.
        stop: (): number => {
            const took = begun === null ? 0 : Date.now() - begun;
            keep("");
            return took;
        },
    };
}
