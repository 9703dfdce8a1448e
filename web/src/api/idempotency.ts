/// A value of Idempotency-Key: what is sent twice under it happens once. (randomUUID() is there on
/// https pages only.)
export function freshKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
