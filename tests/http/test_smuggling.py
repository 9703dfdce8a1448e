"""Requests that two servers in a row might read differently, and clients that ask for too much.

Whatever is doubtful is refused and ends the connection: what stands behind it is never answered.
"""

from __future__ import annotations

import gzip
import socket

import pytest
from harness.server import Server, binary
from probe import HOST, POST, SMUGGLED, assert_refused, statuses

V1 = "/api/v1"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST
CHUNKED = b"Transfer-Encoding: chunked\r\n"
JSON = b"Content-Type: application/json\r\n"


def coded(value: bytes) -> bytes:
    """A body of two framings: a server that ignores the coding sees no body at all."""
    return POST + JSON + b"Transfer-Encoding: " + value + b"\r\n\r\n0\r\n\r\n" + SMUGGLED


def chunks(raw: bytes) -> bytes:
    return POST + JSON + CHUNKED + b"\r\n" + raw + b"\r\n0\r\n\r\n" + SMUGGLED


def length(value: bytes) -> bytes:
    return POST + JSON + b"Content-Length:" + value + b"\r\n\r\n{}" + SMUGGLED


FRAMINGS = {
    "a coding, then a length": (
        POST + JSON + CHUNKED + b"Content-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
    "the same length twice": (
        POST + JSON + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + SMUGGLED,
        400,
    ),
    "a list of lengths": (length(b" 2, 2"), 400),
    "a length of two words": (length(b" 2 2"), 400),
    "a length in hex": (length(b" 0x2"), 400),
    "a length with a point": (length(b" 2.0"), 400),
    "an empty length": (length(b""), 400),
    "a length beyond 64 bits": (length(b" 18446744073709551618"), 400),
    "a length with a vertical tab": (length(b" \x0b2"), 400),
    "xchunked": (coded(b"xchunked"), 501),
    "chunked, identity": (coded(b"chunked, identity"), 501),
    "chunked twice in a line": (coded(b"chunked, chunked"), 501),
    "chunked in quotes": (coded(b'"chunked"'), 501),
    "chunked with a parameter": (coded(b"chunked;q=1"), 501),
    "chunked after a vertical tab": (coded(b"\x0bchunked"), 400),
    "identity": (coded(b"identity"), 501),
    "no coding": (coded(b""), 501),
    "two codings in two lines": (
        POST + JSON + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
    "a coding of HTTP/1.0": (
        b"POST /api/v1/login/ HTTP/1.0\r\n" + HOST + CHUNKED + b"\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
    "a folded coding": (
        POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
    "a coding with a blank in its name": (
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        400,
    ),
}
CHUNKS = {
    "a signed size": (chunks(b"+2\r\n{}"), 400),
    "a negative size": (chunks(b"-2\r\n{}"), 400),
    "a size with 0x": (chunks(b"0x2\r\n{}"), 400),
    "a blank before the size": (chunks(b" 2\r\n{}"), 400),
    "an empty size": (chunks(b"\r\n{}"), 400),
    "a size with an underline": (chunks(b"0_2\r\n{}"), 400),
    "a size of 17 digits": (chunks(b"10000000000000002\r\n{}"), 400),
    "a size beyond the limit": (chunks(b"fffffffffffffff0\r\n{}"), 413),
    "a chunk that is longer than it says": (chunks(b"2\r\n{}x"), 400),
    "a chunk without its end": (chunks(b"2\r\n{}2\r\n{}"), 400),
    "a size ended by a line feed": (chunks(b"2\n{}"), 400),
    "an extension without a name": (chunks(b"2;\r\n{}"), 400),
    "an extension that never ends": (chunks(b"2;a=" + b"x" * 40_000), 400),
    "an extension with a line feed": (chunks(b"2;a=\nb\r\n{}"), 400),
    "too many trailers": (
        POST + JSON + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n" + b"X-A: b\r\n" * 500 + b"\r\n",
        431,
    ),
    "a trailer too long": (
        POST + JSON + CHUNKED + b"\r\n2\r\n{}\r\n0\r\nX-A: " + b"b" * 40_000 + b"\r\n\r\n",
        431,
    ),
}
LINES = {
    "a line feed ends the request line": (b"GET /healthz HTTP/1.1\n" + HOST + b"\r\n", 400),
    "line feeds end all lines": (b"GET /healthz HTTP/1.1\nHost: x\n\n", 400),
    "a line feed ends a header": (GET + b"X-A: b\nX-C: d\r\n\r\n" + SMUGGLED, 400),
    "a carriage return ends a header": (GET + b"X-A: b\rX-C: d\r\n\r\n" + SMUGGLED, 400),
    "a carriage return in a name": (GET + b"X\r-A: b\r\n\r\n" + SMUGGLED, 400),
    "a blank in a name": (GET + b"X A: b\r\n\r\n" + SMUGGLED, 400),
    "a tab before the colon": (GET + b"X-A\t: b\r\n\r\n" + SMUGGLED, 400),
    "no name": (GET + b": b\r\n\r\n" + SMUGGLED, 400),
    "NUL in a name": (GET + b"X\0A: b\r\n\r\n" + SMUGGLED, 400),
    "bytes beyond ASCII in a name": (GET + b"X-\xc3\xa9: b\r\n\r\n" + SMUGGLED, 400),
    "a blank before the first header": (
        b"GET /healthz HTTP/1.1\r\n Content-Length: 5\r\n" + HOST + b"\r\n" + SMUGGLED,
        400,
    ),
    "an empty Host": (b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n" + SMUGGLED, 400),
    "a Host with a name and a word": (b"GET / HTTP/1.1\r\nHost: u@x\r\n\r\n" + SMUGGLED, 400),
    "the same Host twice": (GET + HOST + b"\r\n" + SMUGGLED, 400),
    "two blanks in the request line": (b"GET  /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a tab in the request line": (b"GET\t/healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a blank after the version": (b"GET /healthz HTTP/1.1 \r\n" + HOST + b"\r\n", 400),
    "a version in small letters": (b"GET /healthz http/1.1\r\n" + HOST + b"\r\n", 400),
    "a version of three digits": (b"GET /healthz HTTP/1.10\r\n" + HOST + b"\r\n", 400),
    "a version cut short": (b"GET /healthz HT\r\n\r\n", 400),
    "a line feed and nothing after it": (b"GET /healthz HTTP/1.1\n", 400),
    "HTTP/0.9": (b"GET /healthz\r\n\r\n", 400),
    "HTTP/2 by prior knowledge": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "a tunnel": (b"CONNECT x:443 HTTP/1.1\r\n" + HOST + b"\r\n" + SMUGGLED, 501),
    "a trace": (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", 501),
    "the authority form": (b"GET localhost:80 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "the asterisk form of GET": (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a target without a slash": (b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a target of another scheme": (b"GET file:///etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a fragment": (b"GET /healthz#a HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a cookie too long": (GET + b"Cookie: a=" + b"b" * 20_000 + b"\r\n\r\n" + SMUGGLED, 431),
    "a name too long": (GET + b"X" * 20_000 + b": b\r\n\r\n" + SMUGGLED, 431),
    "no line at all": (b"a" * 40_000, 414),
}
ROWS = {**FRAMINGS, **CHUNKS, **LINES}


@pytest.mark.parametrize("payload, status", ROWS.values(), ids=ROWS)
def test_what_is_doubtful_is_refused(demo, payload, status):
    assert_refused(demo, payload, status)


ALLOWED = {
    "the absolute form": (b"GET http://localhost/healthz HTTP/1.1\r\n" + HOST, 200),
    "the asterisk form of OPTIONS": (b"OPTIONS * HTTP/1.1\r\n" + HOST, 404),
    "bytes beyond ASCII in the target": (b"GET /\xc3\xa9 HTTP/1.1\r\n" + HOST, 404),
    "CHUNKED": (POST + JSON + b"Transfer-Encoding: CHUNKED\r\n", 400),
    "blanks around a coding": (POST + JSON + b"Transfer-Encoding: \t chunked \t\r\n", 400),
    "bytes beyond ASCII in a value": (GET + b"X-A: \xc3\xa9\xff\r\n", 200),
    "a cookie of 8 kB": (GET + b"Cookie: a=" + b"b" * 8_000 + b"\r\n", 200),
}


@pytest.mark.parametrize("head, status", ALLOWED.values(), ids=ALLOWED)
def test_what_is_only_unusual_is_served(demo, head, status):
    body = b"3;name=value\r\n[1]\r\n0\r\nX-Trailer: a\r\n\r\n" if b"ncoding" in head else b""
    last = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    assert statuses(demo.raw(head + b"\r\n" + body + last)) == [status, 200]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x-gzip", "gzip, gzip", "zstd"])
def test_packed_bodies_are_not_unpacked(demo, coding):
    """A few kilobytes that would be a gigabyte."""
    bomb = gzip.compress(b" " * 50_000_000)
    answer = demo.as_("customer").post(
        f"{V1}/requests/", body=bomb, headers={"Content-Encoding": coding}
    )
    assert answer.status == 415 and "content coding" in answer.json["detail"]


DEEP = 100_000
JSONS = {
    "lists": b"[" * DEEP,
    "closed lists": b"[" * DEEP + b"]" * DEEP,
    "objects": b'{"a":' * DEEP,
    "closed objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "lists in a field": b'{"username":' + b"[" * DEEP + b"]" * DEEP + b"}",
}


@pytest.fixture(name="roomy", scope="module")
def roomy_server(tmp_path_factory):
    """Takes bodies so long that it is the parser that refuses them, not their length."""
    settings = {"body_bytes_max": 1_000_000}
    server = Server(tmp_path_factory.mktemp("roomy") / "data", "demo", settings).start()
    yield server
    server.close()


@pytest.mark.parametrize("body", JSONS.values(), ids=JSONS)
def test_json_deeper_than_any_stack(roomy, body):
    answer = roomy.client().post(f"{V1}/login/", body=body)
    assert answer.status == 400
    assert answer.json["detail"].startswith("JSON parse error - Too many levels: ")
    assert roomy.client().get("/healthz").status == 200


def test_json_longer_than_any_body(demo):
    answer = demo.client().post(f"{V1}/login/", body=JSONS["lists"])
    assert answer.status == 413 and "detail" in answer.json


PARTS = "multipart/form-data; boundary=XX"
PART_HEADS = {
    "many lines": b"X-A: b\r\n" * 2_000,
    "a long line": b"X-A: " + b"b" * 20_000 + b"\r\n",
    "a long name": b"X" * 20_000 + b": b\r\n",
}


@pytest.mark.parametrize("lines", PART_HEADS.values(), ids=PART_HEADS)
def test_part_heads_are_bounded(demo, lines):
    head = b'--XX\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n' + lines
    body = head + b"\r\nx\r\n--XX--\r\n"
    headers = {"Content-Type": PARTS}
    answer = demo.as_("customer").post(f"{V1}/requests/", body=body, headers=headers)
    assert answer.status == 413 and "detail" in answer.json


# The address sanitizer keeps 256 MiB of what was freed.
PEAK_KIB_MAX = 400_000 + (262_144 if "asan" in str(binary()) else 0)


@pytest.mark.parametrize("kind", ["pipelined", "one by one"])
def test_a_burst_that_nobody_reads_costs_little(start_server, kind):
    """Requests without end and no reader: the server stops reading, then hangs up."""
    server = start_server("demo", write_timeout_ms=500)
    one = b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    burst = one * (200 if kind == "pipelined" else 1)
    with socket.create_connection((server.host, server.port), timeout=10) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        cut = False
        while not cut:
            try:
                peer.sendall(burst)
            except TimeoutError as failure:
                raise AssertionError("a client that reads nothing is still connected") from failure
            except OSError:
                cut = True
    with open(f"/proc/{server.pid}/status", encoding="ascii") as status:
        peak_kib = int(status.read().split("VmHWM:")[1].split()[0])
    assert cut and peak_kib < PEAK_KIB_MAX
    assert server.client().get("/healthz").status == 200


@pytest.mark.parametrize(
    "payload, piece",
    [
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 5_000, 1),
        (POST + JSON + b"Content-Length: 9000\r\n\r\n" + b" " * 5_000, 1),
        (POST + JSON + CHUNKED + b"\r\n" + b"1\r\n \r\n" * 5_000, 6),
    ],
    ids=["head", "body", "chunks"],
)
def test_a_drop_now_and_then_does_not_hold_a_connection(start_server, payload, piece):
    """Each byte comes in time, the request never does."""
    server = start_server("demo", head_timeout_ms=600, body_timeout_ms=600)
    with socket.create_connection((server.host, server.port), timeout=10) as peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.settimeout(0.05)
        answer, sent = b"", 0
        while not answer and sent < len(payload):
            peer.sendall(payload[sent : sent + piece])
            sent += piece
            try:
                answer = peer.recv(4096)
            except TimeoutError:
                continue
    assert statuses(answer) == [408], f"{sent} bytes in drops"
