import { csrfHeaders } from "./client";
import { ApiError, unreachable } from "./problem";

interface Upload {
    path: string;
    form: FormData;
    headers?: Record<string, string>;
    /// 0 to 1, of what has left this device.
    onProgress?: (part: number) => void;
    signal?: AbortSignal;
}

function bodyOf(request: XMLHttpRequest): unknown {
    try {
        return JSON.parse(request.responseText);
    } catch {
        return null;
    }
}

/// POSTs a form and tells how far it is, which fetch cannot. Throws ApiError as the client does.
export function upload<Data>({ path, form, headers, onProgress, signal }: Upload): Promise<Data> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", path);
        for (const [name, value] of Object.entries({ ...csrfHeaders(), ...headers })) {
            request.setRequestHeader(name, value);
        }
        request.upload.onprogress = (event) => {
            if (event.lengthComputable) onProgress?.(event.loaded / event.total);
        };
        request.onload = () => {
            const body = bodyOf(request);
            if (request.status >= 200 && request.status < 300) return resolve(body as Data);
            const retry = request.getResponseHeader("Retry-After");
            const answer = new Headers(retry === null ? {} : { "Retry-After": retry });
            reject(ApiError.of({ status: request.status, headers: answer }, body));
        };
        request.onerror = () => reject(unreachable());
        request.ontimeout = () => reject(unreachable());
        request.onabort = () => reject(new DOMException("aborted", "AbortError"));
        signal?.addEventListener("abort", () => request.abort());
        request.send(form);
    });
}
