"""API tests as data: a Scenario is one request and all that must be true of its answer.

    TABLE = [
        Scenario("owner reads", "customer", "GET", "/api/v1/requests/{id}/", status=200,
                 has=['$.status == "pending"', "kitchen"], lacks=["password"]),
        Scenario("another customer does not", "other_customer", "GET", "/api/v1/requests/{id}/",
                 status=404, has=['$.detail == "Not found."']),
    ]

    @each(TABLE)
    def test_requests(demo, scenario, captures):
        run(demo, scenario, captures)

`{name}` in path, bodies, headers, has and lacks is filled from `captures`, which earlier rows of
the same module fill with capture={"id": "$.id"}. `{origin}` is always the server's address.

A `has` or `lacks` row is a substring of the body, or, when it starts with `$`, a JSON path:
`$.a.b[0]` (is there), `$.a == <json>`, `$.a != <json>`; a last `.length` counts a list, an object
or a text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Iterable, Mapping, Sequence

import pytest

from .client import Client, Response
from .server import Server

Captures = dict[str, Any]
After = Callable[[Server, Response, Captures], None]

# Words of our insides; an error answer with one of them tells a stranger too much (design.md §1).
INSIDE = re.compile(
    r"sqlite|constraint failed|no such (table|column)|syntax error|boost::|std::|/src/|Traceback",
    re.IGNORECASE,
)
MISSING = object()


@dataclass(frozen=True)
class Scenario:
    """name: row title · who: role word, demo user name or None (anonymous) · at most one of json,
    form, multipart, body · headers: sent (None removes one) · has_headers: name to substring of
    its value ("" is: present; None: absent) · after: side-effect check, called with the server,
    the answer and the captures."""

    name: str
    who: str | None
    method: str
    path: str
    status: int
    json: Any = None
    form: Any = None
    multipart: Any = None
    body: bytes | str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    has: Sequence[str] = ()
    lacks: Sequence[str] = ()
    has_headers: Mapping[str, str | None] = field(default_factory=dict)
    capture: Mapping[str, str] = field(default_factory=dict)
    after: After | None = None


def each(table: Iterable[Scenario]) -> Any:
    """Decorator: the test runs once per row as `scenario`. Two rows of one name are refused."""
    rows = list(table)
    names = [row.name for row in rows]
    doubles = {name for name in names if names.count(name) > 1}
    assert not doubles, f"scenario names used twice: {sorted(doubles)}"
    return pytest.mark.parametrize("scenario", rows, ids=names)


def run(server: Server, scenario: Scenario, captures: Captures | None = None) -> Response:
    """Sends the scenario's request, checks the answer, fills `captures`; returns the answer."""
    known: Captures = {} if captures is None else captures
    known["origin"] = server.origin
    filled = fill_scenario(scenario, known)
    client = server.client() if filled.who is None else server.as_(filled.who)
    try:
        response = _send(client, filled)
    finally:
        client.close()
    faults = check(filled, response)
    if not server.running():
        faults.append("the server died\n" + server.log_tail())
    assert not faults, describe(filled, response, faults)
    for name, path in filled.capture.items():
        value = look_up(response.json, path)
        assert value is not MISSING, f"{filled.name}: nothing to capture at {path}"
        known[name] = value
    if filled.after is not None:
        filled.after(server, response, known)
    return response


def run_flow(
    server: Server, table: Iterable[Scenario], captures: Captures | None = None
) -> Captures:
    """Runs the rows in order with common captures: for a story whose steps need one another."""
    known: Captures = {} if captures is None else captures
    for scenario in table:
        run(server, scenario, known)
    return known


def check(scenario: Scenario, response: Response) -> list[str]:
    """Everything that is wrong with the answer; empty when all holds."""
    faults = []
    if response.status != scenario.status:
        faults.append(f"status {response.status}, expected {scenario.status}")
    faults += [f"lacks {row}" for row in scenario.has if not holds(row, response)]
    faults += [f"has {row}" for row in scenario.lacks if holds(row, response)]
    for name, part in scenario.has_headers.items():
        value = response.header(name)
        if (part is None) != (value is None) or (part and part not in (value or "")):
            faults.append(f"header {name} is {value!r}, expected {part!r}")
    return faults + invariant_faults(scenario, response)


def invariant_faults(scenario: Scenario, response: Response) -> list[str]:
    """What no answer of ours may ever do, whatever the scenario says."""
    faults = []
    content_type = response.header("Content-Type") or ""
    if response.status in (204, 304) and response.body:
        faults.append(f"{response.status} with a body")
    if response.status >= 400 and (leak := INSIDE.search(response.text)):
        faults.append(f"tells of the inside: {leak.group(0)!r}")
    if "json" in content_type and response.body and scenario.method != "HEAD":
        try:
            json.loads(response.body)
        except ValueError as cause:
            faults.append(f"{content_type} that is not JSON: {cause}")
    return faults


def describe(scenario: Scenario, response: Response, faults: Sequence[str]) -> str:
    who = scenario.who or "anonymous"
    head = f"{scenario.name}: {who} {scenario.method} {scenario.path} -> {response.status}"
    return "\n".join([head, *(f"  - {fault}" for fault in faults), response.text[:2000]])


def holds(row: str, response: Response) -> bool:
    if not row.startswith("$"):
        return row in response.text
    path, operator, wanted = _split(row)
    try:
        document = json.loads(response.body)
    except ValueError:
        return False
    value = look_up(document, path)
    if value is MISSING or operator is None:
        return value is not MISSING
    return (value == json.loads(wanted)) is (operator == "==")


def look_up(document: Any, path: str) -> Any:
    """The value at `$.a.b[0].length`, or MISSING."""
    steps = re.findall(r"\.([^.\[\]]+)|\[(-?\d+)\]", path)
    spelled = "$" + "".join(f".{key}" if key else f"[{index}]" for key, index in steps)
    assert spelled == path, f"not a JSON path: {path}"
    value = document
    for key, index in steps:
        value = _member(value, key) if key else _element(value, int(index))
        if value is MISSING:
            return MISSING
    return value


def fill(template: Any, captures: Mapping[str, Any]) -> Any:
    """A template with its captures put in: "{id}" alone keeps the capture's own type, inside a
    longer text it is spelled out. Unknown names stay, for JSON is full of braces."""
    if isinstance(template, str):
        whole = re.fullmatch(r"\{(\w+)\}", template)
        if whole and whole.group(1) in captures:
            return captures[whole.group(1)]
        return fill_text(template, captures)
    if isinstance(template, Mapping):
        return {key: fill(value, captures) for key, value in template.items()}
    if isinstance(template, (list, tuple)):
        return type(template)(fill(value, captures) for value in template)
    return template


def fill_text(text: str, captures: Mapping[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda hit: str(captures.get(hit.group(1), hit.group(0))), text)


def fill_scenario(row: Scenario, captures: Mapping[str, Any]) -> Scenario:
    names = ("json", "form", "multipart", "body")
    return replace(
        row,
        path=re.sub(r"\{(\w+)\}", lambda hit: str(_require(captures, hit.group(1))), row.path),
        headers={k: v if v is None else fill_text(v, captures) for k, v in row.headers.items()},
        has=[fill_text(text, captures) for text in row.has],
        lacks=[fill_text(text, captures) for text in row.lacks],
        **{name: fill(getattr(row, name), captures) for name in names},
    )


def _send(client: Client, scenario: Scenario) -> Response:
    names = ("json", "form", "multipart", "body")
    content = {name: getattr(scenario, name) for name in names}
    given = {name: value for name, value in content.items() if value is not None}
    return client.request(scenario.method, scenario.path, headers=scenario.headers, **given)


def _split(row: str) -> tuple[str, str | None, str]:
    parts = re.fullmatch(r"(\$\S*)(?: (==|!=) (.+))?", row, re.DOTALL)
    assert parts, f"not a JSON path row: {row}"
    return parts.group(1), parts.group(2), parts.group(3) or ""


def _member(value: Any, key: str) -> Any:
    if isinstance(value, dict) and key in value:
        return value[key]
    if key == "length" and isinstance(value, (dict, list, str)):
        return len(value)
    return MISSING


def _element(value: Any, index: int) -> Any:
    if isinstance(value, list) and -len(value) <= index < len(value):
        return value[index]
    return MISSING


def _require(captures: Mapping[str, Any], name: str) -> Any:
    assert name in captures, f"no capture named {name}; an earlier row of this module fills it"
    return captures[name]
