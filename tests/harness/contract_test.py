"""The judge of answers judges: contract.py."""

from __future__ import annotations

import http.client
import json

import pytest

from .client import Response
from .contract import Operation, operations

THING = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}},
    "required": ["id"],
}
ERROR = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}


def document(**success):
    responses = {
        "200": {"content": {"application/json": {"schema": THING}}} | success,
        "default": {"content": {"application/json": {"schema": ERROR}}},
    }
    return {
        "paths": {"/things/": {"get": {"parameters": [], "responses": responses}}},
        "components": {"schemas": {}},
    }


def judged(status, body, kind="application/json", **success):
    headers = http.client.HTTPMessage()
    headers["Content-Type"] = kind
    (operation,) = operations(document(**success), "canonical")
    assert isinstance(operation, Operation) and operation.key == "get /things/"
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return operation.faults(Response(status, headers, sent))


GOOD = {"id": 1, "at": "2026-11-21T10:00:00Z"}


@pytest.mark.parametrize("status, body", [(200, GOOD), (200, {"id": 1}), (404, {"detail": "x"})])
def test_what_is_declared_conforms(status, body):
    assert judged(status, body) == []


@pytest.mark.parametrize(
    "status, body, kind",
    [
        (500, {"detail": "x"}, "application/json"),
        (201, GOOD, "application/json"),
        (302, {}, "application/json"),
        (200, GOOD, "text/html"),
        (200, {"at": "2026-11-21T10:00:00Z"}, "application/json"),
        (200, {"id": "1"}, "application/json"),
        (200, GOOD | {"at": "yesterday"}, "application/json"),
        (200, GOOD | {"secret": 1}, "application/json"),
        (404, {"message": "x"}, "application/json"),
    ],
)
def test_what_is_not_declared_is_a_fault(status, body, kind):
    assert judged(status, body, kind)


def test_nothing_declared_is_nothing_sent():
    assert judged(200, b"x", content={}) and not judged(200, b"", content={})
