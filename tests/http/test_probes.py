"""Malformed requests get a clean answer, never a dropped connection and never a second request
(stack.md §4.1, RFC 9112)."""

from __future__ import annotations

import re

import pytest
from probe import HOST, POST, SMUGGLED, assert_refused, statuses

PROBES = [
    ("a malformed chunk size", POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ("a huge chunk size", POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400),
    (
        "Content-Length and Transfer-Encoding",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
    (
        "two different Content-Length",
        POST + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + SMUGGLED,
        400,
    ),
    ("Content-Length with letters", POST + b"Content-Length: 59abc\r\n\r\n{}", 400),
    ("Content-Length with a sign", POST + b"Content-Length: +2\r\n\r\n{}", 400),
    ("a negative Content-Length", POST + b"Content-Length: -2\r\n\r\n{}", 400),
    ("a header line without a colon", b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", 400),
    (
        "a header line without a colon hides no request",
        b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n" + SMUGGLED,
        400,
    ),
    ("a blank before the colon", POST + b"Content-Length : 2\r\n\r\n{}", 400),
    ("NUL in a header value", b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\0b\r\n\r\n", 400),
    ("a control character in a header", b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\x01b\r\n\r\n", 400),
    ("no Host", b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    ("two Hosts", b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("a Host with a blank", b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    ("a folded header", b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\r\n b\r\n\r\n", 400),
    ("a bad escape in the path", b"GET /%zz HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    ("NUL in the path", b"GET /swagger/%00.html HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    ("a bad escape in the query", b"GET /healthz?a=%q HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    ("an unknown version", b"GET / HTTP/3.7\r\n" + HOST + b"\r\n", 505),
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    ("an unknown method", b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 501),
    ("an unknown coding", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    ("an unknown expectation", POST + b"Expect: tea\r\nContent-Length: 2\r\n\r\n{}", 417),
    ("a target too long", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    (
        "headers too long",
        b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 20_000 + b"\r\n\r\n",
        431,
    ),
    ("too many headers", b"GET / HTTP/1.1\r\n" + HOST + b"X-A: b\r\n" * 500 + b"\r\n", 431),
    (
        "a body too long by its own word",
        POST + b"Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
        413,
    ),
    (
        "a body too long in chunks",
        POST
        + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 4,
        413,
    ),
]


@pytest.mark.parametrize("payload, status", [p[1:] for p in PROBES], ids=[p[0] for p in PROBES])
def test_probe(demo, payload, status):
    assert_refused(demo, payload, status)


@pytest.mark.parametrize(
    "path, lacks",
    [
        ("/swagger/../../../../etc/passwd", b"root:"),
        ("/swagger/%2e%2e/%2e%2e/etc/passwd", b"root:"),
        ("/swagger/..%2f..%2fetc%2fpasswd", b"root:"),
        ("//etc/passwd", b"root:"),
    ],
)
def test_paths_lead_nowhere(demo, path, lacks):
    line = b"GET " + path.encode() + b" HTTP/1.1\r\n"
    answer = demo.raw(line + b"Host: x\r\nConnection: close\r\n\r\n")
    assert statuses(answer)[0] in (400, 404) and lacks not in answer


def test_pipelined_requests_are_answered_in_order(demo):
    burst = b"".join(
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: r%03d\r\n\r\n" % i for i in range(100)
    )
    answer = demo.raw(burst + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert statuses(answer) == [200] * 101
    assert re.findall(rb"X-Request-Id: r(\d{3})", answer) == [b"%03d" % i for i in range(100)]


def test_a_chunked_body_is_a_body(demo):
    body = b'{"username":"nobody","password":"whatever12"}'
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:7], body[7:])) + b"0\r\n\r\n"
    head = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    assert statuses(demo.raw(POST + head + b"\r\n" + chunks)) == [401]


def test_expect_continue(demo):
    body = b'{"username":"nobody","password":"whatever12"}'
    head = b"Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
    answer = demo.raw(POST + head + b"Content-Length: %d\r\n\r\n" % len(body), timeout_s=1)
    assert statuses(answer)[0] == 100


def test_http_1_0_closes(demo):
    answer = demo.raw(b"GET /healthz HTTP/1.0\r\n\r\n")
    assert statuses(answer) == [200] and answer.endswith(b"ok\n")


def test_head_has_the_length_and_no_body(demo):
    answer = demo.raw(b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b"Content-Length: 3" in answer and answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("identity, kept", [("abc-1.2_3", True), ("x" * 65, False), ("a b", False)])
def test_request_ids(demo, identity, kept):
    shown = demo.client().get("/healthz", headers={"X-Request-Id": identity}).header("X-Request-Id")
    assert (shown == identity) is kept and shown


@pytest.mark.parametrize(
    "accept, coding",
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
    ],
)
def test_large_answers_are_compressed_as_asked(demo, accept, coding):
    answer = demo.as_("support").get("/api/v1/requests/", headers={"Accept-Encoding": accept})
    assert answer.status == 200 and answer.header("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.header("Vary")
