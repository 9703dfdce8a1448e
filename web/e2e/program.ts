import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const start_deadline_ms = 60_000;
const binary = process.env.PILOTLIGHT_BINARY ?? path.join(root, "build/release/pilotlight");

async function answers(url: string): Promise<boolean> {
    try {
        return (await fetch(`${url}/readyz`)).ok;
    } catch {
        return false;
    }
}

/// The address that the program wrote, once it answers there.
async function addressOf(program: ChildProcess, data: string): Promise<string> {
    const file = path.join(data, "listen.address");
    const deadline = Date.now() + start_deadline_ms;
    while (Date.now() < deadline) {
        if (program.exitCode !== null) throw new Error(`the program ended: see ${data}.log`);
        const url = existsSync(file) ? `http://${readFileSync(file, "utf8").trim()}` : "";
        if (url !== "" && (await answers(url))) return url;
        await new Promise(setImmediate);
    }
    throw new Error(`the program did not answer in time: see ${data}.log`);
}

export interface Program {
    url: string;
    stop: () => Promise<void>;
}

/// As many made-up requests as that, and bench_support_0 to see them, in a new folder.
export function fillFolder(folder: string, requests: number, password: string): void {
    const program = path.join(path.dirname(binary), "pilotlight_dataset");
    execFileSync(program, ["--data", folder, "--requests", String(requests), "--password", password]);
}

/// Starts a demo with a folder of its own, which goes with it, once `fill` has seen that.
export async function startProgram(fill?: (folder: string) => void): Promise<Program> {
    const data = mkdtempSync(path.join(tmpdir(), "pilotlight-web-"));
    fill?.(data);
    const log = openSync(`${data}.log`, "a");
    const program = spawn(
        binary,
        ["serve", "--profile", "demo", "--data", data, "--listen", "127.0.0.1:0"],
        { stdio: ["ignore", log, log], env: { ...process.env, PILOTLIGHT_LOGIN_FAILURES_MAX: "1000" } },
    );
    const url = await addressOf(program, data);
    const stop = async () => {
        const ended = new Promise((resolve) => program.once("exit", resolve));
        program.kill("SIGTERM");
        await ended;
        rmSync(data, { recursive: true, force: true });
        rmSync(`${data}.log`, { force: true });
    };
    return { url, stop };
}

/// One demo for all tests of the run, stopped at its end.
export default async function start(): Promise<() => Promise<void>> {
    const { url, stop } = await startProgram();
    process.env.PILOTLIGHT_URL = url;
    return stop;
}
