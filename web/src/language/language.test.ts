import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { languages } from "./language";

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ""): Record<string, string> {
    return Object.fromEntries(
        Object.entries(texts).flatMap(([key, text]) =>
            typeof text === "string"
                ? [[prefix + key, text]]
                : Object.entries(flat(text, `${prefix}${key}.`)),
        ),
    );
}

const folder = `${process.cwd()}/src/language`;

function textsOf(language: string, file: string): Record<string, string> {
    return flat(JSON.parse(readFileSync(`${folder}/${language}/${file}`, "utf8")) as Texts);
}

function variablesOf(text: string): string[] {
    return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();
}

describe.each(Object.keys(languages).filter((code) => code !== "en"))("%s", (code) => {
    test.each(readdirSync(`${folder}/en`))("%s says all that English says", (file) => {
        const english = textsOf("en", file);
        const other = textsOf(code, file);
        expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
        for (const [key, text] of Object.entries(english)) {
            expect(variablesOf(other[key] ?? ""), key).toEqual(variablesOf(text));
            expect(other[key]?.trim(), key).not.toBe("");
        }
    });

    test("is written in its own letters", () => {
        const copied = Object.entries(textsOf(code, "portal.json")).filter(
            ([key, text]) => /^[\x20-\x7e]*[a-z]{3}[\x20-\x7e]*$/i.test(text.replace(/\{\{\w+\}\}/g, ""))
                && key !== "app.name",
        );
        expect(copied).toEqual([]);
    });
});
