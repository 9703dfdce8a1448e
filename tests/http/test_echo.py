"""The connection layer by itself: answers, failures of the application, order, ends."""

from __future__ import annotations

import hashlib
import pathlib
import re
import socket
import subprocess
from typing import Iterator

import pytest
from echo import Answer, EchoServer, post, read_all, read_one, request
from harness.wait import until

FILE = bytes(range(256)) * 12_000  # more than a socket buffer holds


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("echo")
    (folder / "file.bin").write_bytes(FILE)
    return folder


@pytest.fixture(scope="module")
def echo(folder) -> Iterator[EchoServer]:
    server = EchoServer(folder, "--file", str(folder / "file.bin"), "--proxy", "127.0.0.1")
    yield server
    server.close()


@pytest.fixture
def start(tmp_path) -> Iterator:
    started: list[EchoServer] = []

    def start_one(*flags: str) -> EchoServer:
        started.append(EchoServer(tmp_path, *flags))
        return started[-1]

    yield start_one
    for server in started:
        server.close()


def test_what_the_application_sees(echo):
    seen = echo.ask(
        post("/a%20b/?q=x+y&q=%26", b"{}", "X-Forwarded-For: 203.0.113.9", "Connection: close")
    ).json
    assert seen["path"] == "/a b/" and seen["query"] == [["q", "x y"], ["q", "&"]]
    assert seen["remote"] == "203.0.113.9" and seen["host"] == "x" and seen["body"] == "{}"


@pytest.mark.parametrize(
    "value", ["a%0D%0ASet-Cookie:%20b", "a%0Ab", "a%0D", "a%7f", "a%01", "%C3%A9%1B"]
)
def test_no_header_value_becomes_another_header(echo, value):
    answer = echo.get(f"/inject?value={value}")
    assert answer.status == 500 and b"never seen" not in answer.body
    assert answer.header("Set-Cookie") is None and answer.header("X-Injected") is None


@pytest.mark.parametrize("name", ["a:b", "a%20b", "", "a%0D%0Ab"])
def test_no_header_name_either(echo, name):
    assert echo.get(f"/inject?name={name}&value=x").status == 500


@pytest.mark.parametrize("path", ["/throws", "/dropped", "/plan-throws", "/resumed-dropped"])
def test_failures_of_the_application_are_500_and_the_connection_lives(echo, path):
    with echo.connected(request(path)) as peer:
        assert read_one(peer).status == 500
        peer.sendall(request("/hello"))
        assert read_one(peer).status == 200


def test_the_first_answer_counts(echo):
    with echo.connected(request("/twice") + request("/hello", "Connection: close")) as peer:
        first = Answer(read_all(peer))
    assert first.body == b"first" and b"Gas smell" in Answer(first.rest).body


def test_pipelined_requests_of_all_kinds_keep_their_order(echo):
    kinds = [
        (request("/thread"), b"from a thread"),
        (request("/resumed"), b"from the loop"),
        (post("/echo", b"[1]"), b'"body":"[1]"'),
        (request("/hello"), b"Gas smell"),
        (post("/refused", b"skipped"), b"refused"),
        (
            request("/echo", "Transfer-Encoding: chunked", method="PUT") + b"2\r\nhi\r\n0\r\n\r\n",
            b"hi",
        ),
        (request("/empty"), b""),
    ]
    burst = [kinds[i % len(kinds)] for i in range(102)]
    with echo.connected(
        b"".join(sent for sent, _ in burst) + request("/", "Connection: close")
    ) as peer:
        rest = read_all(peer)
    for _, expected in burst:
        answer = Answer(rest)
        assert expected in answer.body
        rest = answer.rest
    assert Answer(rest).rest == b""


def test_blank_lines_between_requests_are_skipped(echo):
    with echo.connected(b"\r\n" + request("/hello") + b"\r\n\r\n" + request("/hello")) as peer:
        first = read_one(peer)
        assert read_one(peer, first.rest).status == 200


def test_continue_then_the_answer(echo):
    head = request("/echo", "Expect: 100-continue", "Content-Length: 2", method="POST")
    with echo.connected(head) as peer:
        assert peer.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        peer.sendall(b"hi")
        assert read_one(peer).json["body"] == "hi"


def test_no_continue_for_what_is_refused(echo):
    answer = echo.ask(
        request("/small", "Expect: 100-continue", "Content-Length: 17", method="POST")
    )
    assert answer.status == 413


@pytest.mark.parametrize("framing", ["Content-Length: 30000000", "Transfer-Encoding: chunked"])
def test_a_client_that_sends_all_first_still_reads_its_413(echo, framing):
    body = b"x" * 30_000_000
    if "chunked" in framing:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert echo.ask(request("/small", framing, method="POST") + body).status == 413


def test_a_client_that_closes_its_half_gets_its_answer(echo):
    with echo.connected(request("/thread")) as peer:
        peer.shutdown(socket.SHUT_WR)
        assert Answer(read_all(peer)).body == b"from a thread"


@pytest.mark.parametrize(
    "sent", [b"GET / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"]
)
def test_half_a_request_is_said_to_be_half(echo, sent):
    with echo.connected(sent) as peer:
        peer.shutdown(socket.SHUT_WR)
        assert Answer(read_all(peer)).status == 400


def test_http_1_0_stays_open_when_asked(echo):
    with echo.connected(b"GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") as peer:
        answer = read_one(peer)
        assert answer.header("Connection") == "keep-alive"
        peer.sendall(b"GET /hello HTTP/1.0\r\n\r\n")
        assert Answer(read_all(peer)).header("Connection") == "close"


@pytest.mark.parametrize(
    "asked, status, sent, shown",
    [
        ("bytes=0-9", 206, FILE[:10], f"bytes 0-9/{len(FILE)}"),
        ("bytes=1000-", 206, FILE[1000:], f"bytes 1000-{len(FILE) - 1}/{len(FILE)}"),
        ("bytes=-5", 206, FILE[-5:], f"bytes {len(FILE) - 5}-{len(FILE) - 1}/{len(FILE)}"),
        (f"bytes={len(FILE)}-", 416, None, f"bytes */{len(FILE)}"),
        ("bytes=0-1,5-6", 200, FILE, None),
    ],
)
def test_ranges_of_a_file(echo, asked, status, sent, shown):
    answer = echo.get("/file", f"Range: {asked}")
    assert answer.status == status and answer.header("Content-Range") == shown
    assert sent is None or answer.body == sent


def test_files_whole_unchanged_and_asked_about(echo):
    assert echo.get("/file").body == FILE
    assert echo.get("/file", 'If-None-Match: "v0", W/"v1"').status == 304
    asked = echo.get("/file", method="HEAD")
    assert asked.header("Content-Length") == str(len(FILE)) and asked.rest == b""


def test_a_slow_reader_gets_the_whole_file(echo):
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.settimeout(10)
        peer.connect(("127.0.0.1", echo.port))
        peer.sendall(request("/file", "Connection: close"))
        assert Answer(read_all(peer)).body == FILE


def test_compression_and_what_it_is_not_for(echo):
    packed = echo.get("/large", "Accept-Encoding: br")
    assert packed.header("Content-Encoding") == "br" and len(packed.body) < 5_000
    assert packed.header("Vary") == "Authorization, Accept-Encoding"
    head = echo.get("/large", "Accept-Encoding: br", method="HEAD")
    assert head.header("Content-Length") == str(len(packed.body)) and head.rest == b""
    assert echo.get("/large?bytes=1399", "Accept-Encoding: br").header("Content-Encoding") is None
    assert echo.get("/large?encoded", "Accept-Encoding: br").header("Content-Encoding") == "x-own"


def multipart(*files: bytes) -> bytes:
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="f%d.bin"\r\n\r\n%s\r\n' % item
        for item in enumerate(files)
    ]
    text = b'--b\r\nContent-Disposition: form-data; name="t"\r\n\r\nsmell\r\n'
    return b"".join(parts) + text + b"--b--\r\n"


UPLOAD = "Content-Type: multipart/form-data; boundary=b"


@pytest.mark.parametrize("chunk_bytes", [None, 1000, 70_000])
def test_uploads_are_spooled_hashed_and_cleared_away(echo, folder, chunk_bytes):
    body = multipart(FILE, b"")
    if chunk_bytes is None:
        seen = echo.ask(post("/upload", body, UPLOAD, "Connection: close")).json
    else:
        pieces = [body[i : i + chunk_bytes] for i in range(0, len(body), chunk_bytes)]
        chunked = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        head = request(
            "/upload", UPLOAD, "Transfer-Encoding: chunked", "Connection: close", method="POST"
        )
        seen = echo.ask(head + chunked + b"0\r\n\r\n").json
    assert seen["form"] == [["t", "smell"]]
    assert [(f["filename"], f["size"]) for f in seen["files"]] == [
        ("f0.bin", len(FILE)),
        ("f1.bin", 0),
    ]
    assert seen["files"][0]["sha256"] == hashlib.sha256(FILE).hexdigest()
    until(lambda: not list((folder / "spool").iterdir()), "the spool is empty")


def test_an_upload_that_breaks_off_leaves_nothing(echo, folder):
    with echo.connected(post("/upload", multipart(FILE), UPLOAD)[:-100_000]):
        until(lambda: list((folder / "spool").iterdir()), "the upload is under way")
    until(lambda: not list((folder / "spool").iterdir()), "the spool is empty")


@pytest.mark.parametrize(
    "target, body, line, status",
    [
        ("/upload", multipart(b"1", b"2", b"3", b"4"), UPLOAD, 413),
        ("/upload", multipart(b"1")[:-10], UPLOAD, 400),
        ("/upload", b"x", "Content-Type: multipart/form-data", 400),
        ("/echo", multipart(b"1"), UPLOAD, 415),
    ],
)
def test_uploads_that_are_refused(echo, target, body, line, status):
    assert echo.ask(post(target, body, line)).status == status


def test_the_full_server_says_so(start):
    echo = start("--connections", "2")
    with echo.connected(request("/hello")) as one, echo.connected(request("/hello")) as two:
        assert read_one(one).status == 200 and read_one(two).status == 200
        assert echo.ask(b"").status == 503
        assert echo.ask(request("/hello")).header("Retry-After") == "1"


def test_drain_finishes_what_is_under_way_and_nothing_else(start):
    echo = start()
    # The idle one has been answered before, the half one is still being sent, three are handled.
    with echo.connected(request("/hello")) as idle, echo.connected(b"GET /hello HT") as half:
        assert read_one(idle).status == 200
        held = [echo.connect() for _ in range(3)]
        for peer in held:
            peer.sendall(request("/hold"))
        with echo.connected() as control:

            def count() -> bytes:
                control.sendall(request("/held"))
                return read_one(control).body

            until(lambda: count() == b"3", "three are held")
            # Its head has been read, or the drain would take this one for idle too.
            head = request("/release", "Expect: 100-continue", "Content-Length: 1", method="POST")
            control.sendall(head)
            assert control.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            echo.terminate()
            assert read_all(idle) == b""
            control.sendall(b"x")
            last = Answer(read_all(control))
            assert last.status == 200 and last.header("Connection") == "close"
        for peer in held:
            with peer:
                answer = Answer(read_all(peer))
                assert answer.body == b"released" and answer.header("Connection") == "close"
        half.sendall(b"TP/1.1\r\nHost: x\r\n\r\n")
        assert Answer(read_all(half)).status == 200
    assert echo.process.wait(10) == 0


def test_drain_does_not_wait_for_ever(start):
    echo = start("--drain-ms", "200")
    with echo.connected(request("/hold")) as peer:
        with echo.connected() as control:

            def count() -> bytes:
                control.sendall(request("/held"))
                return read_one(control).body

            until(lambda: count() == b"1", "one is held")
        echo.terminate()
        assert echo.process.wait(10) == 0
        assert read_all(peer) == b""


def test_slow_clients_are_told(start):
    echo = start("--head-ms", "300", "--body-ms", "300", "--idle-ms", "300")
    assert echo.ask(b"GET / HTTP/1.1\r\nHost").status == 408
    assert echo.ask(post("/echo", b"12345")[:-1]).status == 408
    with echo.connected() as silent:
        assert read_all(silent) == b""
    with echo.connected(request("/hello")) as idle:
        assert read_one(idle).status == 200
        assert read_all(idle) == b""


def test_a_reader_that_stops_loses_its_connection(start, folder):
    echo = start("--write-ms", "300", "--file", str(folder / "file.bin"))
    with echo.connected(request("/file") * 20) as peer:
        peer.recv(1)
        until(lambda: echo.get("/connections").body == b"1", "the stalled one is closed")


def test_a_taken_port_is_said_to_be_taken(echo, folder):
    program = pathlib.Path(f"/proc/{echo.process.pid}/exe").resolve()
    second = subprocess.run(
        [program, "--port", str(echo.port)], capture_output=True, text=True, timeout=10
    )
    assert second.returncode == 1 and re.search(
        "Cannot listen on .*address is in use", second.stderr
    )
