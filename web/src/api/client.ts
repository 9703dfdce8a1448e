import createClient, { type Middleware } from "openapi-fetch";

import { ApiError, unreachable } from "./problem";
import type { components, paths } from "./types.gen";

export type Schemas = components["schemas"];

const csrf_header = "X-CSRFToken";

/// The session's second cookie: a page of another site cannot read it, so it proves that we ask.
export function csrfToken(): string {
    return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export function csrfHeaders(): Record<string, string> {
    const token = csrfToken();
    return token === "" ? {} : { [csrf_header]: token };
}

const proof: Middleware = {
    onRequest({ request }) {
        const token = csrfToken();
        if (request.method !== "GET" && token !== "") request.headers.set(csrf_header, token);
        return request;
    },
    onError({ error }) {
        return error instanceof DOMException && error.name === "AbortError" ? error : unreachable();
    },
};

// fetch is looked up at each call, so that a test can answer in its place.
export const api = createClient<paths>({
    baseUrl: window.location.origin,
    fetch: (request) => fetch(request),
});
api.use(proof);

interface Outcome<Data> {
    data?: Data;
    error?: unknown;
    response: Response;
}

/// The body of a good answer; throws ApiError for any other.
export async function take<Data>(outcome: Promise<Outcome<Data>>): Promise<NonNullable<Data>> {
    const { data, error, response } = await outcome;
    if (!response.ok) throw ApiError.of(response, error);
    return data as NonNullable<Data>;
}

export interface Page<Row> {
    rows: Row[];
    /// null: this was the last page.
    next: string | null;
    /// null: the server does not count this list.
    total: number | null;
}

/// The "cursor" parameter of Link: <...>; rel="next".
function nextCursor(link: string | null): string | null {
    const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
    return url === undefined ? null : new URL(url, window.location.origin).searchParams.get("cursor");
}

/// One page of a list with what its headers say.
export async function takePage<Row>(outcome: Promise<Outcome<Row[]>>): Promise<Page<Row>> {
    const { data, error, response } = await outcome;
    if (!response.ok) throw ApiError.of(response, error);
    const total = response.headers.get("X-Total-Count");
    return {
        rows: data ?? [],
        next: nextCursor(response.headers.get("Link")),
        total: total === null ? null : Number(total),
    };
}

export interface Versioned<Data> {
    data: Data;
    /// For If-Match.
    etag: string;
}

export async function takeVersioned<Data>(
    outcome: Promise<Outcome<Data>>,
): Promise<Versioned<NonNullable<Data>>> {
    const { data, error, response } = await outcome;
    if (!response.ok) throw ApiError.of(response, error);
    return { data: data as NonNullable<Data>, etag: response.headers.get("ETag") ?? "" };
}
