import { existsSync, readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

const root = `${process.cwd()}/`;
const sheets = readFileSync(`${root}src/ui/styles.ts`, "utf8");

/// Sheets that a component needs beside its own.
const parts: Record<string, string[]> = {
    TextInput: ["Input"],
    Textarea: ["Input"],
    PasswordInput: ["Input", "ActionIcon"],
    NativeSelect: ["Input"],
    Checkbox: ["InlineInput"],
    Alert: ["CloseButton"],
};

function componentsOf(file: string): string[] {
    const text = readFileSync(file, "utf8");
    const lists = [...text.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)];
    return lists.flatMap((list) => (list[1] ?? "").match(/\b[A-Z]\w+/g) ?? []);
}

test("every component in use brings its style sheet", () => {
    const sources = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".tsx"))
        .map((name) => `${root}src/${name}`);
    const used = new Set(sources.flatMap(componentsOf));
    const needed = [...used].flatMap((name) => [name, ...(parts[name] ?? [])]);
    const missing = needed.filter(
        (name) =>
            existsSync(`${root}node_modules/@mantine/core/styles/${name}.css`) &&
            !sheets.includes(`styles/${name}.css`),
    );
    expect([...new Set(missing)]).toEqual([]);
});
