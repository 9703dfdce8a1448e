"""Answers that become ready together, on one thread, and are sent in a row (ADR 16)."""

from __future__ import annotations

import contextlib
import json
import signal
from typing import Iterator, Sequence

import pytest
from echo import Answer, EchoServer, read_all, read_one, request
from harness.events import reset
from harness.wait import until

TOGETHER = 30
WORDS = range(TOGETHER)
CLOSE = "Connection: close"


@pytest.fixture
def echo(tmp_path) -> Iterator[EchoServer]:
    server = EchoServer(tmp_path, "--threads", "1")
    yield server
    server.close()


class Crowd:
    """Connections whose requests are all held by the application until release()."""

    def __init__(self, echo: EchoServer, peers: contextlib.ExitStack) -> None:
        self.control = peers.enter_context(echo.connect())
        self.peers = [peers.enter_context(echo.connect()) for _ in range(TOGETHER)]

    def _ask(self, target: str) -> bytes:
        self.control.sendall(request(target))
        return read_one(self.control).body

    def hold(
        self, *lines: str, method: str = "GET", behind: bytes = b"", words: Sequence = WORDS
    ) -> None:
        """Each has a word of its own, and `behind` sent after it."""
        for word, peer in zip(words, self.peers, strict=True):
            peer.sendall(request(f"/hold?word={word}", *lines, method=method) + behind)
        until(lambda: self._ask("/held") == b"%d" % TOGETHER, "all are held")

    def release(self) -> None:
        assert self._ask("/release") == b"ok"

    def connections(self) -> int:
        return int(self._ask("/connections"))


@pytest.fixture
def crowd(echo) -> Iterator[Crowd]:
    with contextlib.ExitStack() as peers:
        yield Crowd(echo, peers)


def test_each_gets_its_own_answer(crowd):
    crowd.hold()
    crowd.release()
    assert [read_one(peer).body for peer in crowd.peers] == [
        b"released%d" % n for n in range(TOGETHER)
    ]
    assert crowd.connections() == TOGETHER + 1


def test_what_comes_behind_is_answered_after_it(crowd):
    crowd.hold(behind=request("/hello") + request("/echo?after", CLOSE))
    crowd.release()
    for n, peer in enumerate(crowd.peers):
        first = Answer(read_all(peer))
        second = Answer(first.rest)
        assert first.body == b"released%d" % n and b"Gas smell" in second.body
        assert json.loads(Answer(second.rest).body)["query"] == [["after", ""]]


def test_the_last_answers_of_connections(crowd):
    crowd.hold(CLOSE)
    crowd.release()
    for n, peer in enumerate(crowd.peers):
        answer = Answer(read_all(peer))
        assert answer.body == b"released%d" % n and answer.header("Connection") == "close"
    until(lambda: crowd.connections() == 1, "all are closed")


def test_heads_alone(crowd):
    crowd.hold(CLOSE, method="HEAD")
    crowd.release()
    for n, peer in enumerate(crowd.peers):
        answer = Answer(read_all(peer), "HEAD")
        assert answer.header("Content-Length") == str(len(f"released{n}")) and answer.rest == b""


def test_clients_that_went_away_cost_the_others_nothing(crowd):
    crowd.hold()
    for peer in crowd.peers[::2]:
        reset(peer)
    crowd.release()
    for n, peer in list(enumerate(crowd.peers))[1::2]:
        assert read_one(peer).body == b"released%d" % n
    until(lambda: crowd.connections() == TOGETHER // 2 + 1, "what is left are those who stayed")


def test_readers_that_stop_do_not_hold_up_the_others(crowd):
    crowd.hold(words=["large" if n % 2 == 0 else n for n in WORDS])
    crowd.release()
    for n, peer in list(enumerate(crowd.peers))[1::2]:
        assert read_one(peer).body == b"released%d" % n
    assert crowd.connections() == TOGETHER + 1  # the others are still being sent theirs
    assert set(read_one(crowd.peers[0]).body) == {ord("x")}


def test_a_server_that_ends_gives_its_last_answers(echo, crowd):
    crowd.hold()
    head = request("/release", "Content-Length: 1", "Expect: 100-continue", method="POST")
    crowd.control.sendall(head)
    assert crowd.control.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    echo.process.send_signal(signal.SIGTERM)
    until(lambda: refuses_connections(echo), "the server has begun to end")
    crowd.control.sendall(b"x")
    for n, peer in enumerate(crowd.peers):
        answer = Answer(read_all(peer))
        assert answer.body == b"released%d" % n and answer.header("Connection") == "close"
    assert echo.process.wait(10) == 0


def refuses_connections(echo: EchoServer) -> bool:
    try:
        echo.connect().close()
    except ConnectionRefusedError:
        return True
    return False
