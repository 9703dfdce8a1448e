import i18next from "i18next";

import { ApiError, type FieldErrors } from "../api/problem";
import { faultSentencesHindi } from "./fault-sentences.hi";

type Say = (key: string, values?: Record<string, unknown>) => string;
const say: Say = (key, values) => i18next.t(key as "error.internal", values);

/// The sentence of the server in the reader's language, where we know it.
export function translated(sentence: string): string {
    return i18next.language === "hi" ? (faultSentencesHindi[sentence] ?? sentence) : sentence;
}

/// One sentence for each faulty field.
export function fieldFaults(error: unknown): Record<string, string> {
    const fields: FieldErrors = error instanceof ApiError ? error.fields : {};
    return Object.fromEntries(
        Object.entries(fields).map(([name, said]) => [name, said.map(translated).join(" ")]),
    );
}

const codes_known = new Set([
    "unreachable",
    "overloaded",
    "unauthenticated",
    "csrf_failed",
    "forbidden",
    "not_found",
    "conflict",
    "precondition_failed",
    "body_too_large",
    "unsupported_media_type",
]);

/// What went wrong and what to do, for a person.
export function sentenceOf(error: unknown): string {
    if (!(error instanceof ApiError)) return say("error.internal");
    if (error.status === 429) {
        return error.retryAfterSeconds === null
            ? say("error.throttled_some")
            : say("error.throttled", { seconds: error.retryAfterSeconds });
    }
    if (codes_known.has(error.code)) return say(`error.${error.code}`);
    if (error.isPassing) return say("error.overloaded");
    if (error.status === 401) return say("error.unauthenticated");
    if (error.status === 400) {
        const whole = error.fields.non_field_errors?.map(translated).join(" ");
        return whole ?? say("error.invalid_input");
    }
    return say("error.internal");
}
