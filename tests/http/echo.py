"""Runs tests/http/echo_server.cpp, the connection layer with nothing behind it."""

from __future__ import annotations

import contextlib
import json
import pathlib
import re
import signal
import socket
import ssl
import subprocess
from typing import Iterator

from harness.peer import read_all
from harness.server import SANITIZER_REPORT, binary
from harness.wait import until

TIMEOUT_S = 10.0


class Answer:
    """One parsed answer; `rest` is what came after it."""

    def __init__(self, raw: bytes, method: str = "GET") -> None:
        head, _, rest = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        assert lines[0].startswith("HTTP/1.1 "), raw[:200]
        self.status = int(lines[0].split(" ")[1])
        self.headers = [tuple(line.split(": ", 1)) for line in lines[1:]]
        length = int(self.header("Content-Length") or 0) if method != "HEAD" else 0
        assert len(rest) >= length, f"{len(rest)} bytes of {length}: {raw[:200]!r}"
        self.body, self.rest = rest[:length], rest[length:]

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) <= 1, f"{name} twice"
        return found[0] if found else None

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class EchoServer:
    def __init__(self, folder: pathlib.Path, *flags: str) -> None:
        self.log_path = folder / "echo.log"
        program = binary().parent / "echo_server"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [str(program), "--port", "0", "--spool", str(folder / "spool"), *flags],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.port = int(until(lambda: re.search(r"^port (\d+)$", self.log(), re.M), "a port")[1])

    def log(self) -> str:
        return self.log_path.read_text()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT_S)

    @contextlib.contextmanager
    def connected(self, payload: bytes = b"") -> Iterator[socket.socket]:
        with self.connect() as peer:
            peer.sendall(payload)
            yield peer

    def ask(self, payload: bytes) -> Answer:
        """The first answer on a new connection, read until the server closes it."""
        with self.connected(payload) as peer:
            return Answer(read_all(peer), payload.split(b" ")[0].decode())

    def get(self, target: str, *lines: str, method: str = "GET") -> Answer:
        return self.ask(request(target, *lines, "Connection: close", method=method))

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        if self.process.poll() is None:
            self.terminate()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        assert code == 0 and not SANITIZER_REPORT.search(self.log()), self.log()[-4000:]


def request(target: str, *lines: str, method: str = "GET") -> bytes:
    head = [f"{method} {target} HTTP/1.1", "Host: x", *lines]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def post(target: str, body: bytes, *lines: str) -> bytes:
    return request(target, f"Content-Length: {len(body)}", *lines, method="POST") + body


def read_one(peer: socket.socket | ssl.SSLSocket, before: bytes = b"") -> Answer:
    """One answer of a connection that stays open."""
    answer = before
    while True:
        with contextlib.suppress(AssertionError):
            return Answer(answer)
        part = peer.recv(65536)
        assert part, f"closed after {answer[:200]!r}"
        answer += part
