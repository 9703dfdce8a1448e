/// Sentences by field name; "non_field_errors" is about the whole.
export type FieldErrors = Record<string, string[]>;

interface Problem {
    status?: unknown;
    code?: unknown;
    detail?: unknown;
    errors?: FieldErrors;
}

/// Any answer that is no success, or that none came. `code` is of docs/errors.md, or "unreachable".
export class ApiError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly fields: FieldErrors,
        readonly retryAfterSeconds: number | null,
    ) {
        super(`${code} (${status})`);
        this.name = "ApiError";
    }

    static of(response: { status: number; headers: Headers }, body: unknown): ApiError {
        const problem: Problem = body !== null && typeof body === "object" ? body : {};
        const retry = Number(response.headers.get("Retry-After"));
        return new ApiError(
            response.status,
            typeof problem.code === "string" ? problem.code : "internal",
            typeof problem.detail === "string" ? problem.detail : "",
            problem.errors ?? {},
            Number.isFinite(retry) && retry > 0 ? retry : null,
        );
    }

    /// Nothing came back, or the server asked to come again: the same request may succeed later.
    get isPassing(): boolean {
        return this.code === "unreachable" || this.status === 503 || this.status === 502;
    }
}

export function unreachable(): ApiError {
    return new ApiError(0, "unreachable", "", {}, null);
}

export function isStatus(error: unknown, status: number): boolean {
    return error instanceof ApiError && error.status === status;
}
