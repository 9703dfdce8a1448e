import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

const hasBrowser = "document" in globalThis;

afterEach(() => {
    if (!hasBrowser) return;
    cleanup();
    localStorage.clear();
});
