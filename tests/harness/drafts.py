"""Inputs for an operation, made from its schema: good ones, and ones that are wrong in one way.

    drafts = Drafts(random.Random(7), known={"customer_id": [3, 4]})
    for name, body in drafts.bodies(schema): ...

`known` gives values that exist for a property or parameter of that name, because a schema says
"integer" where the desk wants the number of a customer.
"""

from __future__ import annotations

import random
from typing import Any, Iterator, Mapping, Sequence

INT64_MAX = 2**63 - 1
HUGE_CHARACTERS = 40_000  # below the limit of a whole body, so that the field is what refuses
NOBODY = 999_999_999

NUMBERS = [0, -1, 1, 2**31, INT64_MAX, -(2**63), 2**63, 10**40, 1e308, -0.0, 1.5]
TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u202egnp.exe",
    "\ufeff",
    "e\u0301" * 20,
    "\U0001f525\U00010ffff",
    "'; DROP TABLE account; --",
    '"><script>alert(1)</script>',
    "%00%s%n{}{{7*7}}",
    "../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "null",
    "NaN",
    "-1",
    "1e9",
]
MOMENTS = [
    "2026-11-21",
    "2026-11-21T10:00:00+05:30",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "2026-02-30",
    "-1-01-01",
    "999999-01-01T00:00:00Z",
]
WRONG_TYPES = [None, True, 0, -1, 1.5, "", "x", [], {}, [[]], {"a": {"b": []}}, ["x"] * 2000]
STRANGE_KEYS = {"id": 1, "role": "admin", "is_staff": True, "__proto__": {}, "": 0, "\0": "\0"}
NO_OBJECTS = [[], "x", 7, None, True, [{}], [[[]]]]
BROKEN = [b"", b"{", b'{"a":}', b"\xff\xfe", b'{"a":"\\ud800"}', b"[" * 5000, b"\0", b"{}{}"]


class Drafts:
    def __init__(self, rng: random.Random, known: Mapping[str, Sequence[Any]]) -> None:
        self.rng = rng
        self.known = known

    # -- good ------------------------------------------------------------------------------------

    def value(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """A value that conforms; one that exists, where `known` has any."""
        if name in self.known:
            return self.rng.choice(self.known[name])
        if "anyOf" in schema:
            return self.value(schema["anyOf"][0], name)
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        kind = schema.get("type")
        if kind == "object":
            return self.object(schema)
        if kind == "array":
            return [self.value(schema["items"]) for _ in range(self.rng.randint(0, 3))]
        if kind == "integer":
            return self.rng.randint(1, 9)
        if kind == "boolean":
            return self.rng.random() < 0.5
        return self.text(schema, name)

    def text(self, schema: Mapping[str, Any], name: str) -> str:
        word = "".join(self.rng.choices("abcdefghijklmnopqrstuvwxyz", k=10))
        if schema.get("format") == "email" or name == "email":
            return f"{word}@example.com"
        if schema.get("format") == "date-time":
            return "2026-11-21T10:00:00Z"
        return word[: schema.get("maxLength", len(word))]

    def object(self, schema: Mapping[str, Any], required_only: bool = False) -> dict[str, Any]:
        properties = schema.get("properties", {})
        names = schema.get("required", []) if required_only else properties
        return {name: self.value(properties[name], name) for name in names}

    # -- wrong in one way ------------------------------------------------------------------------

    def boundary(self, schema: Mapping[str, Any], name: str) -> Any:
        """At, before or beyond an edge of its type."""
        schema = schema["anyOf"][0] if "anyOf" in schema else schema
        kind = schema.get("type")
        if kind == "integer":
            return self.rng.choice(NUMBERS)
        if kind == "array":
            return self.rng.choice([[], [self.boundary(schema["items"], name)] * 300])
        if schema.get("format") == "date-time":
            return self.rng.choice(MOMENTS)
        if kind == "string" and "enum" not in schema:
            length = schema.get("maxLength", 1000)
            return self.rng.choice(["x" * length, "x" * (length + 1), "\u00e4" * length, *TEXTS])
        return self.rng.choice(WRONG_TYPES)

    def bodies(self, schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """(what it is, body): a JSON value, or bytes to send as they are."""
        properties = schema.get("properties", {})
        good = self.object(schema)
        yield "good", good
        yield "least", self.object(schema, required_only=True)
        yield "extra", STRANGE_KEYS | {f"k{n}": n for n in range(100)} | good
        yield "nothing", {}
        yield "no object", self.rng.choice(NO_OBJECTS)
        yield "broken", self.rng.choice(BROKEN)
        if not properties:
            return
        name = self.rng.choice(list(properties))
        yield f"without {name}", {key: good[key] for key in good if key != name}
        yield f"wrong type of {name}", good | {name: self.rng.choice(WRONG_TYPES)}
        yield f"huge {name}", good | {name: "x" * HUGE_CHARACTERS}
        for name in self.rng.sample(list(properties), min(3, len(properties))):
            yield f"boundary of {name}", good | {name: self.boundary(properties[name], name)}

    def query(self, parameters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
        """(what it is, pairs of a query string)."""
        yield "no query", []
        if not parameters:
            return
        yield "good query", [(p["name"], self.value(p["schema"], p["name"])) for p in parameters]
        for parameter in parameters:
            odd = self.rng.choice([*NUMBERS, *TEXTS, *MOMENTS, "x" * 3000])
            yield f"odd {parameter['name']}", [(parameter["name"], odd)]
        yield "odd query", [
            (self.rng.choice(parameters)["name"], self.rng.choice(TEXTS)) for _ in range(20)
        ]

    def segment(self, parameter: Mapping[str, Any], known: Sequence[Any]) -> str:
        """What stands for a {…} of a path: mostly what exists."""
        if self.rng.random() < 0.75 and known:
            return str(self.rng.choice(known))
        if parameter["schema"]["type"] == "string":
            return self.rng.choice(["x", "x" * 100, "x" * 101, "\u00e4", "a.b", "~"])
        return str(self.rng.choice([NOBODY, 0, INT64_MAX, 2**63, "-1", "x", "1.0", "007"]))
