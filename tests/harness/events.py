"""A client of server-sent events: reads the stream as a browser's EventSource does."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, Callable, Mapping, NamedTuple

from .server import Server

STREAM = "/api/v1/events/stream"
DEADLINE_S = 20.0


class Event(NamedTuple):
    id: str
    name: str
    data: Any


class Silence(AssertionError):
    """Nothing came within the deadline."""


class EventStream:
    """One open stream. `last_id` is what an EventSource would send when it comes again."""

    def __init__(
        self,
        server: Server,
        headers: Mapping[str, str] | None = None,
        after: str | int | None = None,
        receive_buffer: int = 0,
    ) -> None:
        self.peer = socket.socket()
        if receive_buffer:
            self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.peer.settimeout(DEADLINE_S)
        self.peer.connect((server.host, server.port))
        lines = [f"GET {STREAM} HTTP/1.1", f"Host: {server.host}", "Accept: text/event-stream"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if after is not None:
            lines.append(f"Last-Event-ID: {after}")
        self.peer.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.last_id = "" if after is None else str(after)
        self.comments = 0
        self.retry_ms = 0
        self._rest = b""
        self._head: str | None = None
        self._pending: list[Event] = []

    @property
    def head(self) -> str:
        """Status line and headers."""
        while self._head is None:
            if not self._receive(DEADLINE_S):
                raise AssertionError(f"no answer: {self._rest!r}")
            if b"\r\n\r\n" in self._rest:
                head, self._rest = self._rest.split(b"\r\n\r\n", 1)
                self._head = head.decode()
        return self._head

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def next(self, deadline_s: float = DEADLINE_S) -> Event | None:
        """The next event; None when the stream has ended; Silence when none comes."""
        assert self.status == 200, self.head
        ends_at = time.monotonic() + deadline_s
        while not self._pending:
            while b"\n\n" in self._rest:
                block, self._rest = self._rest.split(b"\n\n", 1)
                self._take(block.decode())
            if self._pending:
                break
            if not self._receive(ends_at - time.monotonic()):
                return None
        return self._pending.pop(0)

    def until(self, wanted: Callable[[Event], bool]) -> list[Event]:
        """The events up to and with the first wanted one."""
        events = []
        while True:
            event = self.next()
            assert event is not None, f"the stream ended after {events[-3:]}"
            events.append(event)
            if wanted(event):
                return events

    def some(self, name: str, count: int, deadline_s: float = 0.5) -> list[Event]:
        """Up to so many events of that name; fewer when there is silence first."""
        events: list[Event] = []
        try:
            while len(events) < count and (event := self.next(deadline_s)) is not None:
                events += [event] if event.name == name else []
        except Silence:
            return events
        return events

    def ready(self) -> "EventStream":
        """Itself, once news comes live."""
        self.until(lambda event: event.name == "ready")
        return self

    def rest(self) -> list[Event]:
        """All that comes until the server ends the stream."""
        events = []
        while (event := self.next()) is not None:
            events.append(event)
        return events

    def until_comments(self, count: int) -> None:
        """Reads on until so many comments (heartbeats) have come."""
        ends_at = time.monotonic() + DEADLINE_S
        while self.comments < count:
            assert self._receive(ends_at - time.monotonic()), "the stream ended"
            while b"\n\n" in self._rest:
                block, self._rest = self._rest.split(b"\n\n", 1)
                self._take(block.decode())

    def reset(self) -> None:
        """Goes without a farewell, whatever is on its way."""
        reset(self.peer)

    def close(self) -> None:
        self.peer.close()

    def _take(self, block: str) -> None:
        name, data = "message", []
        for line in block.split("\n"):
            field, _, value = line.partition(": ")
            if line.startswith(":"):
                self.comments += 1
            elif field == "id":
                self.last_id = value
            elif field == "event":
                name = value
            elif field == "retry":
                self.retry_ms = int(value)
            elif field == "data":
                data.append(value)
        if data:
            self._pending.append(Event(self.last_id, name, json.loads("\n".join(data))))

    def _receive(self, deadline_s: float) -> bool:
        self.peer.settimeout(max(deadline_s, 0.001))
        try:
            part = self.peer.recv(65536)
        except TimeoutError:
            raise Silence(f"nothing came within the deadline; {self._rest[-200:]!r}") from None
        except ConnectionResetError:
            return False
        self._rest += part
        return bool(part)


def reset(peer: socket.socket) -> None:
    """Closes a connection so that its server is told at once, and of what is on its way nothing."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def bearer(server: Server, who: str) -> dict[str, str]:
    """The header of a role word or a demo user name."""
    return {"Authorization": f"Bearer {server.as_(who).access}"}


def watch(server: Server, who: str | Mapping[str, str], **options: Any) -> EventStream:
    """The stream of a role word or demo user name, or of who has these headers."""
    return EventStream(server, bearer(server, who) if isinstance(who, str) else who, **options)
