import { useEffect, useRef } from "react";

import { api, take } from "../api/client";
import { useKeptText } from "./kept-text";

const save_after_ms = 1_500;

async function read(key: string): Promise<string> {
    const { data } = await api.GET("/api/v1/drafts/{key}/", { params: { path: { key } } });
    return data?.text ?? "";
}

function write(key: string, text: string): Promise<unknown> {
    const params = { path: { key } };
    return text === ""
        ? api.DELETE("/api/v1/drafts/{key}/", { params })
        : take(api.PUT("/api/v1/drafts/{key}/", { params, body: { text } }));
}

/// A text that its writer finds on every device: on this one at once, on the server a moment after
/// the last key. What this device has goes before what the server has. Set it to "" when it is sent.
/// `key`: lower-case letters, digits and dashes.
export function useKeptDraft(key: string): [string, (text: string) => void] {
    const [text, setText] = useKeptText(key);
    const newest = useRef({ key, text, isKnown: text });
    newest.current = { ...newest.current, key, text };
    useEffect(() => {
        let isThere = true;
        newest.current.isKnown = newest.current.text;
        void read(key).then((kept) => {
            if (!isThere) return;
            newest.current.isKnown = kept;
            if (kept !== "" && newest.current.text === "") setText(kept);
        });
        return () => {
            isThere = false;
        };
    }, [key, setText]);
    useEffect(() => {
        const saving = setInterval(() => {
            clearInterval(saving);
            if (newest.current.isKnown === text) return;
            // A draft that cannot be kept there is still here.
            write(key, text).then(
                () => {
                    newest.current.isKnown = text;
                },
                () => undefined,
            );
        }, save_after_ms);
        return () => clearInterval(saving);
    }, [key, text]);
    return [text, setText];
}
