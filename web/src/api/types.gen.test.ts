// @vitest-environment node
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

test("the generated types are those of api/openapi.json; else: npm run generate", async () => {
    const document = pathToFileURL(`${process.cwd()}/../api/openapi.json`);
    const fresh = COMMENT_HEADER + astToString(await openapiTS(document));
    const committed = readFileSync(`${process.cwd()}/src/api/types.gen.ts`, "utf8");
    expect(committed).toBe(fresh);
}, 30_000);
