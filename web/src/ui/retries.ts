import { useEffect } from "react";

const retry_every_ms = 5_000;

/// Calls `act` when the connection may be back, while `isWaiting`.
export function useRetries(isWaiting: boolean, act: () => void): void {
    useEffect(() => {
        if (!isWaiting) return undefined;
        const timer = setInterval(act, retry_every_ms);
        window.addEventListener("online", act);
        return () => {
            clearInterval(timer);
            window.removeEventListener("online", act);
        };
    }, [isWaiting, act]);
}
