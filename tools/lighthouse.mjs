// lighthouse.mjs FOLDER BINARY: a table of Lighthouse's scores for the portal's pages, as a phone on a
// slow network sees them. FOLDER holds the package; BINARY serves a demo for the run.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const wanted = { performance: 95, accessibility: 100, "best-practices": 100 };
const start_deadline_ms = 60_000;
const password = "PilotlightDemo@2026";
const pages = [
    { name: "landing", path: "/" },
    { name: "log-in", path: "/log-in" },
    { name: "my requests", path: "/requests", as: "meera_customer" },
    { name: "new request", path: "/requests/new", as: "meera_customer" },
    { name: "request", path: "/requests/157", as: "meera_customer" },
];

const [folder, binary] = process.argv.slice(2);
const moduleOf = (file) => import(pathToFileURL(path.resolve(folder, "node_modules", file)).href);
const { default: lighthouse } = await moduleOf("lighthouse/core/index.js");
const { launch } = await moduleOf("chrome-launcher/dist/index.js");

async function addressOf(program, data) {
    const file = path.join(data, "listen.address");
    const deadline = Date.now() + start_deadline_ms;
    while (Date.now() < deadline && program.exitCode === null) {
        const url = existsSync(file) ? `http://${readFileSync(file, "utf8").trim()}` : "";
        if (url !== "" && (await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false))) return url;
        await new Promise(setImmediate);
    }
    throw new Error("the program did not answer in time");
}

async function cookieOf(url, username) {
    const answer = await fetch(`${url}/api/v1/sessions/`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ username, password }),
    });
    if (answer.status !== 201) throw new Error(`${username} may not log in: ${answer.status}`);
    return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

async function audit(url, port, page) {
    const extraHeaders = page.as === undefined ? {} : { Cookie: await cookieOf(url, page.as) };
    const { lhr } = await lighthouse(url + page.path, {
        port,
        extraHeaders,
        onlyCategories: Object.keys(wanted),
        logLevel: "error",
    });
    const scores = Object.keys(wanted).map((name) => Math.round(100 * lhr.categories[name].score));
    const faults = Object.values(lhr.categories)
        .filter(({ id }) => id !== "performance")
        .flatMap(({ auditRefs }) => auditRefs)
        .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
        .map(({ id }) => `${id}: ${lhr.audits[id].title}`);
    const shown = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"];
    return { scores, faults, times: shown.map((id) => lhr.audits[id].displayValue) };
}

const data = mkdtempSync(path.join(tmpdir(), "pilotlight-lighthouse-"));
const program = spawn(binary, ["serve", "--profile", "demo", "--data", data, "--listen", "127.0.0.1:0"], {
    stdio: "ignore",
});
let isGood = true;
try {
    const url = await addressOf(program, data);
    const chrome = await launch({
        chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
        chromeFlags: ["--no-sandbox"],
    });
    console.log(["page", ...Object.keys(wanted), "FCP", "LCP", "TBT"].join(" | "));
    for (const page of pages) {
        const { scores, faults, times } = await audit(url, chrome.port, page);
        console.log([page.name, ...scores, ...times].join(" | "));
        for (const fault of faults) console.log(`    ${fault}`);
        isGood &&= Object.values(wanted).every((least, at) => scores[at] >= least);
    }
    await chrome.kill();
} finally {
    program.kill("SIGTERM");
    await new Promise((resolve) => program.once("exit", resolve));
    rmSync(data, { recursive: true, force: true });
}
process.exit(isGood ? 0 : 1);
