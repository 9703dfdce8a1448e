#!/usr/bin/env python3
"""Writes the seeds and the dictionary of desk_fuzz.cpp and body_fuzz.cpp, from the committed API
documents, so that they name every route, field and word there is:  desk_seeds.py FOLDER

FOLDER/desk holds a file for each operation, with a good body or query, FOLDER/body one for each
that takes a body; FOLDER/desk.dict the words.
"""

from __future__ import annotations

import json
import pathlib
import random
import re
import sys
import urllib.parse
from typing import Any, Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from harness.contract import Operation, operations  # noqa: E402
from harness.drafts import Drafts  # noqa: E402

ROLES = {"customer": "customer", "desk": "support", "staff": "technician"}
# What the demo has by these names.
KNOWN: dict[str, Any] = {
    "request_type": ["repair"],
    "type_of_request": ["repair"],
    "status": ["pending", "resolved"],
    "priority": ["high"],
    "kind": ["case"],
    "type": ["call"],
    "interaction_type": ["call"],
    "limit": [2],
    "page": [1],
    "page_size": [2],
}


def documents() -> Iterator[tuple[str, Any]]:
    yield "canonical", json.loads((ROOT / "api" / "openapi.json").read_text())
    for path in sorted((ROOT / "api" / "compat").glob("*.json")):
        yield path.stem, json.loads(path.read_text())


def path_of(operation: Operation) -> str:
    return re.sub(r"{(\w+)}", "1", operation.path)


def body_of(operation: Operation, drafts: Drafts) -> str:
    return json.dumps(drafts.object(operation.body))


def desk_seed(operation: Operation, drafts: Drafts) -> str:
    """As desk_fuzz.cpp reads it."""
    asked = operation.parameters("query")
    pairs = [(one["name"], drafts.value(one["schema"], one["name"])) for one in asked]
    target = path_of(operation) + ("?" + urllib.parse.urlencode(pairs) if pairs else "")
    role = ROLES.get(operation.declared["x-permission"], "admin")
    head = f"{role} {operation.method.upper()} {target}\n"
    if operation.body is None:
        return head + "\n"
    return f"{head}Content-Type: application/json\n\n{body_of(operation, drafts)}"


def body_seed(operation: Operation, drafts: Drafts) -> str:
    """As body_fuzz.cpp reads it."""
    return f"{operation.method.upper()} {path_of(operation)}\n{body_of(operation, drafts)}"


def words(node: Any) -> Iterator[str]:
    """The names of properties and parameters, and the words of enumerations."""
    if isinstance(node, list):
        for one in node:
            yield from words(one)
    elif isinstance(node, dict):
        yield from node.get("properties", {})
        yield from (word for word in node.get("enum", []) if isinstance(word, str))
        if "in" in node:
            yield str(node.get("name"))
        for one in node.values():
            yield from words(one)


def main(folder: pathlib.Path) -> None:
    for target in ("desk", "body"):
        (folder / target).mkdir(parents=True, exist_ok=True)
    dictionary = {"multipart/form-data; boundary=XX", "If-Match: ", "Idempotency-Key: ", "--XX"}
    for surface, document in documents():
        dictionary |= set(words(document))
        for operation in operations(document, surface):
            drafts = Drafts(random.Random(operation.key), KNOWN)
            name = re.sub(r"\W+", "_", f"{surface} {operation.key}").strip("_")
            (folder / "desk" / name).write_text(desk_seed(operation, drafts))
            if operation.body is not None:
                (folder / "body" / name).write_text(body_seed(operation, drafts))
    lines = sorted(json.dumps(word) for word in dictionary if word.isascii())
    (folder / "desk.dict").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
