"""What many do at once: log-ins while others read, connections that only wait, event streams."""

from __future__ import annotations

import json
import pathlib
import resource
import select
import socket
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass, replace

import dataset
import processes
from dataset import Dataset, Server
from load import Place, Sample, Target, fire

LOGIN_CLIENTS = 64
READERS = 4
STREAMS_MAX = 1_000
CHANGES = 20
DESCRIPTORS = 20_000
CONNECT_TIMEOUT_S = 10.0
TOLD_DEADLINE_S = 30.0
SUPPORT = "bench_support_0"
STREAM_PATH = "/api/v1/events/stream"
# Nobody is turned away: what is measured is what those cost who were let in.
SETTINGS = {"streams_per_account_max": STREAMS_MAX, "password_queue_max": LOGIN_CLIENTS}


@dataclass(frozen=True)
class Sizes:
    idle: int = 10_000
    streams: int = STREAMS_MAX
    watched_s: float = 5.0


@dataclass(frozen=True)
class Storm:
    """Reads alone and reads beside 64 clients that log in without pause."""

    calm: Sample
    stormy: Sample
    logins_per_s: float


@dataclass(frozen=True)
class Crowd:
    """What `count` open connections cost: each, and all of them in rest."""

    count: int
    kib_each: float
    descriptors: int
    cpu_percent: float  # of one core, while nothing happens
    reads: Sample | None = None  # of others, meanwhile
    told_ms: float = 0.0  # median time from a change to the last stream told


def raise_descriptor_limit() -> bool:
    """Of this process, and so of the servers that it starts. False when it may not be raised."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard == resource.RLIM_INFINITY else max(hard, DESCRIPTORS)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, most))
    except (ValueError, OSError):
        return False
    return True


def close_all(peers: list[socket.socket]) -> None:
    for peer in peers:
        peer.close()


def wait_until_told(peers: list[socket.socket]) -> None:
    """Until each stream has had an event; heartbeats do not count."""
    poll = select.epoll()
    waiting = {peer.fileno(): peer for peer in peers}
    for number in waiting:
        poll.register(number, select.EPOLLIN)
    ends_at = time.monotonic() + TOLD_DEADLINE_S
    while waiting:
        assert time.monotonic() < ends_at, f"{len(waiting)} streams were not told"
        for number, _ in poll.poll(1.0, len(peers)):
            if b"event: " in waiting[number].recv(65536):
                poll.unregister(number)
                del waiting[number]
    poll.close()


class Field:
    """One server with a small data set, and what is done to it."""

    def __init__(self, folder: pathlib.Path, requests: int, sizes: Sizes) -> None:
        self.sizes = sizes
        self.data: Dataset = dataset.kept(requests)
        self.server: Server = self.data.server_on_copy(folder / "storms")
        self.server.settings |= SETTINGS
        self.server.start()
        self.runs = 0

    @property
    def place(self) -> Place:
        return Place(self.server.origin, [self.server.pid])

    def close(self) -> None:
        self.server.close()

    def _begin_anew(self) -> float:
        """MiB of a fresh start: what was freed before would hide what is taken next."""
        self.server.stop()
        self.server.start()
        self.read(1)
        processes.settle([self.server.pid])
        return processes.memory_mib([self.server.pid])[0]

    def token(self) -> str:
        return self.server.as_(self.data.login(SUPPORT)).access or ""

    def read(self, seconds: int) -> Sample:
        token = self.token()
        rows = range(1, self.data.requests, max(self.data.requests // 200, 1))
        targets = [Target("GET", f"/api/v1/requests/{row}/", token) for row in rows]
        self.runs += 1
        return fire(self.place, targets, READERS, seconds, self.runs)

    def storm(self, seconds: int) -> Storm:
        calm = self.read(seconds)
        body = json.dumps(self.data.login(SUPPORT)._asdict())
        login = Target("POST", "/api/v1/login/", "", body)
        samples: list[Sample] = []
        run = self.runs = self.runs + 1

        def log_in() -> None:
            samples.append(fire(self.place, [login], LOGIN_CLIENTS, seconds + 2, run))

        hammer = threading.Thread(target=log_in)
        hammer.start()
        stormy = self.read(seconds)
        hammer.join()
        assert samples, "the log-ins failed"
        return Storm(calm, stormy, samples[0].per_s)

    def idle(self) -> Crowd:
        count = self.sizes.idle
        before = self._begin_anew()
        request = f"GET /healthz HTTP/1.1\r\nHost: {self.server.host}\r\n\r\n".encode()
        peers = [self._open(request, b"HTTP/1.1 200") for _ in range(count)]
        try:
            return self._watch(count, before, self.read(2))
        finally:
            close_all(peers)

    def streams(self) -> Crowd:
        count = self.sizes.streams
        before = self._begin_anew()
        head = f"GET {STREAM_PATH} HTTP/1.1\r\nHost: {self.server.host}\r\n"
        head += f"Authorization: Bearer {self.token()}\r\nAccept: text/event-stream\r\n\r\n"
        peers = [self._open(head.encode(), b"HTTP/1.1 200") for _ in range(count)]
        try:
            return replace(self._watch(count, before, None), told_ms=self._tell(peers))
        finally:
            close_all(peers)

    def _tell(self, peers: list[socket.socket]) -> float:
        """Milliseconds from sending a change to the last stream told of it; the median of some."""
        desk = self.server.as_(self.data.login(SUPPORT))
        row = desk.get("/api/v1/requests/?status=in_progress&limit=1").expect(200).json[0]
        times = []
        for number in range(CHANGES):
            began = time.monotonic()
            note = {"service_request": row["id"], "notes": f"Seen, {number}"}
            desk.post("/api/v1/request-updates/", json=note).expect(201)
            wait_until_told(peers)
            times.append((time.monotonic() - began) * 1000)
        return statistics.median(times)

    def _open(self, request: bytes, answer: bytes) -> socket.socket:
        peer = socket.create_connection((self.server.host, self.server.port), CONNECT_TIMEOUT_S)
        peer.sendall(request)
        got = peer.recv(4096)
        assert got.startswith(answer), got[:200]
        return peer

    def _watch(self, count: int, before_mib: float, reads: Sample | None) -> Crowd:
        after, _ = processes.memory_mib([self.server.pid])
        began, spent = time.monotonic(), processes.cpu_us([self.server.pid])
        threading.Event().wait(self.sizes.watched_s)
        spent = processes.cpu_us([self.server.pid]) - spent
        watched_us = (time.monotonic() - began) * 1e6
        return Crowd(
            count=count,
            kib_each=(after - before_mib) * processes.KIB_PER_MIB / count,
            descriptors=len(list(pathlib.Path(f"/proc/{self.server.pid}/fd").iterdir())),
            cpu_percent=100 * spent / watched_us,
            reads=reads,
        )
