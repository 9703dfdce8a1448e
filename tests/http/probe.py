"""Raw requests as no client library would send them, and what their answers have in common."""

from __future__ import annotations

import re

HOST = b"Host: localhost\r\n"
SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /api/v1/login/ HTTP/1.1\r\n" + HOST


def statuses(answer: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.[01] (\d{3})", answer)]


def assert_refused(server, payload: bytes, status: int) -> None:
    """One clean problem, then the end: nothing behind the payload is taken for a request."""
    answer = server.raw(payload)
    assert statuses(answer) == [status], answer[:300]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head and b'"status":%d' % status in body
    assert b"connection: close" in head.lower()
    assert server.client().get("/healthz").status == 200
