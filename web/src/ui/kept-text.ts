import { useCallback, useState } from "react";

const prefix = "pilotlight.text.";

/// A text that survives a reload, a crash and a log-out, until it is sent: then set it to "".
export function useKeptText(name: string): [string, (text: string) => void] {
    const key = prefix + name;
    const [state, setState] = useState(() => ({ key, text: localStorage.getItem(key) ?? "" }));
    // Another name is another text: what belongs to one must never be sent to the other.
    const text = state.key === key ? state.text : (localStorage.getItem(key) ?? "");
    const set = useCallback(
        (next: string) => {
            if (next === "") localStorage.removeItem(key);
            else localStorage.setItem(key, next);
            setState({ key, text: next });
        },
        [key],
    );
    return [text, set];
}
