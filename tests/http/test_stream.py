"""Answers without an end, at the level of the connection: tests/http/echo_stream.hpp speaks."""

from __future__ import annotations

import socket
import time
from typing import Iterator

import pytest
from echo import EchoServer, read_one, request
from harness.peer import read_all
from harness.wait import until

IDLE_MS = 300
WRITE_MS = 500


@pytest.fixture
def echo(tmp_path) -> Iterator[EchoServer]:
    flags = ["--idle-ms", str(IDLE_MS), "--write-ms", str(WRITE_MS), "--threads", "2"]
    server = EchoServer(tmp_path, *flags)
    yield server
    server.close()


def say(echo: EchoServer, line: str) -> None:
    assert echo.get(f"/say?line={line}").body == b"said"


def state(echo: EchoServer) -> str:
    return echo.get("/streams").body.decode()


def read_until(peer: socket.socket, wanted: bytes, before: bytes = b"") -> bytes:
    text = before
    while wanted not in text:
        part = peer.recv(65536)
        assert part, f"ended after {text[-200:]!r}"
        text += part
    return text


def said(text: bytes) -> list[str]:
    body = text.partition(b"\r\n\r\n")[2].decode()
    return [line for line in body.split("\n") if line and line != "beat"]


def opened(echo: EchoServer, *lines: str, target: str = "/stream") -> socket.socket:
    peer = echo.connect()
    peer.sendall(request(target, *lines))
    return peer


def test_lines_reach_all_streams_in_order(echo):
    say(echo, "before")
    peers = [opened(echo) for _ in range(6)]
    texts = [read_until(peer, b"before\n") for peer in peers]
    for n in range(20):
        say(echo, f"line{n}")
    expected = ["before", *(f"line{n}" for n in range(20))]
    for peer, text in zip(peers, texts):
        whole = read_until(peer, b"line19\n", text)
        assert said(whole) == expected
        head = whole.partition(b"\r\n\r\n")[0]
        assert b"\r\nConnection: close" in head and b"Content-Length" not in head
        assert b"Transfer-Encoding" not in head
        peer.close()


def test_http_1_0_is_served_alike(echo):
    peer = echo.connect()
    peer.sendall(b"GET /stream HTTP/1.0\r\n\r\n")
    head = read_until(peer, b"\r\n\r\n")
    say(echo, "old")
    assert said(read_until(peer, b"old\n", head)) == ["old"]
    peer.close()


def test_head_tells_of_the_stream_and_ends(echo):
    answer = echo.get("/stream", method="HEAD")
    assert answer.header("Content-Type") == "text/event-stream" and answer.rest == b""
    assert state(echo).startswith("0 open")


def test_a_silent_stream_outlives_the_idle_timeout(echo):
    peer = opened(echo)
    began = time.monotonic()
    text = b""
    while text.count(b"beat\n") < 10:
        text += peer.recv(65536)
    assert time.monotonic() - began > 2 * IDLE_MS / 1000
    say(echo, "still")
    read_until(peer, b"still\n")
    peer.close()


def test_the_source_ends_the_stream(echo):
    peer = opened(echo)
    say(echo, "last")
    say(echo, "end")
    assert said(read_all(peer))[-2:] == ["last", "end"]
    until(lambda: state(echo).startswith("0 open"), "the source goes")
    peer.close()


def test_a_source_that_throws_ends_its_stream_alone(echo):
    peer = opened(echo)
    read_until(peer, b"\r\n\r\n")
    say(echo, "throw")
    read_all(peer)
    until(lambda: "a stream threw" in echo.log(), "a line in the log")
    assert echo.get("/hello").status == 200
    peer.close()


def test_a_client_that_goes_is_noticed_without_news(echo):
    peers = [opened(echo) for _ in range(3)]
    for peer in peers:
        read_until(peer, b"\r\n\r\n")
    until(lambda: state(echo).startswith("3 open"), "three streams")
    for peer in peers:
        peer.close()
    until(lambda: state(echo).startswith("0 open"), "none", deadline_s=2)


def test_what_a_client_sends_after_its_request_is_for_nobody(echo):
    peer = opened(echo)
    head = read_until(peer, b"\r\n\r\n")
    peer.sendall(request("/hello") * 20)
    say(echo, "calm")
    text = read_until(peer, b"calm\n", head)
    assert text.count(b"HTTP/1.1") == 1
    peer.close()


def test_a_request_before_it_on_the_connection_is_answered_first(echo):
    peer = echo.connect()
    peer.sendall(request("/hello") + request("/stream"))
    first = read_one(peer)
    assert first.json["id"] == 7
    text = read_until(peer, b"beat\n", first.rest)
    assert text.startswith(b"HTTP/1.1 200 OK")
    peer.close()


def test_who_takes_nothing_is_dropped_and_costs_nobody_else(echo):
    stuck = [opened(echo, target="/stream?flood=1") for _ in range(4)]
    until(lambda: state(echo).startswith("4 open"), "four floods")
    began = time.monotonic()
    until(lambda: "0 open, 4 stalled" == state(echo), "four dropped")
    assert time.monotonic() - began > WRITE_MS / 1000 / 2
    for peer in stuck:
        peer.close()


def test_a_flood_that_is_taken_does_not_starve_the_rest(echo):
    with opened(echo, target="/stream?flood=1") as flood:
        taken = 0
        for _ in range(20):
            while taken < 2_000_000:
                taken += len(flood.recv(1 << 20))
            taken = 0
            assert echo.get("/hello").status == 200


def test_a_stop_ends_streams_without_waiting(tmp_path):
    server = EchoServer(tmp_path)
    peers = [opened(server) for _ in range(5)]
    for peer in peers:
        read_until(peer, b"\r\n\r\n")
    began = time.monotonic()
    server.close()
    assert time.monotonic() - began < 3
    for peer in peers:
        assert set(said(b"\r\n\r\n" + read_all(peer))) == set()
        peer.close()
