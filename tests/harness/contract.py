"""The operations of the OpenAPI documents, and whether an answer is what its operation declares.

    for operation in contract.operations(document, "canonical"):
        faults = operation.faults(answer)        # empty when the answer conforms

Conforming is: a declared status (an error may be any 4xx), the
declared media type, and for JSON the declared schema, where an object has no keys but those named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Iterator, Mapping

import jsonschema

from .client import Response

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|[+-]\d\d:\d\d)")
FAULTS_SHOWN_MAX = 5
# A path that is none after all ("/things/x/"), and what the connection layer refuses: a problem on
# every surface, and no operation's answer.
STATUSES_BEFORE_THE_ROW = (400, 404, 413, 414, 431)

formats = jsonschema.FormatChecker(formats=())


@formats.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or MOMENT.fullmatch(value) is not None


@formats.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or not value or "@" in value


def closed(schema: Any) -> Any:
    """The same schema, where an object that names its properties has no others."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        tight.setdefault("additionalProperties", False)
    return tight


@dataclass(frozen=True)
class Operation:
    surface: str
    method: str
    path: str
    declared: Mapping[str, Any]
    components: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def success(self) -> int:
        return min(int(code) for code in self.declared["responses"] if code != "default")

    @property
    def body(self) -> Mapping[str, Any] | None:
        """The schema of its JSON body; None when it takes none."""
        content = self.declared.get("requestBody", {}).get("content", {})
        return self.resolved(content["application/json"]["schema"]) if content else None

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        return [one for one in self.declared["parameters"] if one["in"] == place]

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        name = schema.get("$ref", "").rpartition("/")[2]
        return self.components["schemas"][name] if name else schema

    def faults(self, answer: Response) -> list[str]:
        """What of the answer its document does not declare."""
        declared = self.declared["responses"].get(str(answer.status))
        if declared is None:
            if not 400 <= answer.status < 500:
                return [f"status {answer.status} is not declared"]
            declared = self.declared["responses"]["default"]
        content = declared.get("content", {})
        if not content:
            return ["there is a body, and none is declared"] if answer.body else []
        kind = (answer.header("Content-Type") or "").partition(";")[0]
        if "application/octet-stream" in content:
            return []  # a file has the media type that it has
        is_problem = kind == "application/problem+json"
        if is_problem and kind not in content and answer.status in STATUSES_BEFORE_THE_ROW:
            return []
        if kind not in content:
            return [f"media type {kind!r} is not declared; {' '.join(content)} is"]
        schema = content[kind].get("schema")
        return self._schema_faults(answer, schema) if schema and kind.endswith("json") else []

    def _schema_faults(self, answer: Response, schema: Mapping[str, Any]) -> list[str]:
        checker = jsonschema.Draft202012Validator(
            closed(schema) | {"components": closed(self.components)}, format_checker=formats
        )
        found = checker.iter_errors(json.loads(answer.body))
        return [
            f"{error.json_path}: {error.message[:300]}"
            for error, _ in zip(found, range(FAULTS_SHOWN_MAX))
        ]


def operations(document: Mapping[str, Any], surface: str) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method, declared in item.items():
            yield Operation(surface, method, path, declared, document["components"])
