"""A small keep-alive HTTP client over http.client, with log-in and the three body forms."""

from __future__ import annotations

import functools
import http.client
import json as json_codec
import time
import urllib.parse
import uuid
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, NamedTuple

from . import logins

TIMEOUT_S = 30.0
# Access tokens live 300 s; a cached one is renewed well before that.
TOKEN_REUSE_S = 200.0
# Past this a kept connection may meet the server's own idle timeout, so it is not reused.
IDLE_REUSE_S = 5.0

Fields = Mapping[str, Any] | Iterable[tuple[str, Any]]


class Token(NamedTuple):
    access: str
    refresh: str
    taken_at: float


@dataclass(frozen=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def header(self, name: str) -> str | None:
        """The value whatever the name's case; several headers of that name joined by ", "."""
        values = self.headers.get_all(name)
        return None if values is None else ", ".join(values)

    def next_page(self, origin: str) -> str | None:
        """Where `Link` leads on the server of that origin; None on the last page."""
        link = self.header("Link")
        return link and link.split(">")[0].lstrip("<").removeprefix(origin)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @functools.cached_property
    def json(self) -> Any:
        try:
            return json_codec.loads(self.body)
        except ValueError as cause:
            raise AssertionError(f"not JSON ({self.status}): {self.text[:500]}") from cause

    def expect(self, *statuses: int) -> "Response":
        """Itself when the status is one of those; AssertionError with the body otherwise."""
        assert self.status in statuses, f"{self.status}, not {statuses}: {self.text[:1000]}"
        return self


def multipart_body(fields: Fields) -> tuple[bytes, str]:
    """(body, content type). A value is text, or a file as (name, bytes[, media type])."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in _pairs(fields):
        disposition = f'Content-Disposition: form-data; name="{name}"'
        content = value
        if isinstance(value, tuple):
            disposition += f'; filename="{value[0]}"'
            if len(value) > 2:
                disposition += f"\r\nContent-Type: {value[2]}"
            content = value[1]
        data = content if isinstance(content, bytes) else str(content).encode()
        parts.append(f"--{boundary}\r\n{disposition}\r\n\r\n".encode() + data + b"\r\n")
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


class Client:
    """One keep-alive connection, optionally signed in. Not for sharing between threads."""

    def __init__(self, host: str, port: int, tokens: dict[str, Token] | None = None) -> None:
        self.host = host
        self.port = port
        self.access: str | None = None
        self._tokens = {} if tokens is None else tokens
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0

    def as_(self, who: str | logins.Login, fresh: bool = False) -> "Client":
        """A second client signed in as `who`; its token is shared by the server's clients.

        `fresh` logs in again: for tests that revoke, so that they spoil nobody else's token.
        """
        login = logins.find(who)
        token = self._tokens.get(login.username)
        if fresh or token is None or time.monotonic() - token.taken_at > TOKEN_REUSE_S:
            token = self.log_in(login)
            if not fresh:
                self._tokens[login.username] = token
        return self.with_token(token.access)

    def with_token(self, access: str | None) -> "Client":
        """A second client that sends this access token (None: anonymous)."""
        other = Client(self.host, self.port, self._tokens)
        other.access = access
        return other

    def log_in(self, login: logins.Login) -> Token:
        anonymous = self.with_token(None)
        try:
            pair = anonymous.post("/api/v1/login/", json=login._asdict()).expect(200).json
        finally:
            anonymous.close()
        return Token(pair["access"], pair["refresh"], time.monotonic())

    def get(self, path: str, **options: Any) -> Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Response:
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Response:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Response:
        return self.request("DELETE", path, **options)

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any
    ) -> Response:
        """`content` is at most one of json=, form=, multipart=, body= (bytes or str as they are).

        A header given as None is not sent at all, e.g. {"Content-Type": None}.
        """
        body, content_type = _encode(**content)
        sent: dict[str, str | None] = {"Accept": "application/json"}
        if content_type:
            sent["Content-Type"] = content_type
        if self.access:
            sent["Authorization"] = f"Bearer {self.access}"
        for name, value in (headers or {}).items():
            for same in [known for known in sent if known.lower() == name.lower()]:
                del sent[same]
            sent[name] = value
        return self._exchange(method, path, body, {k: v for k, v in sent.items() if v is not None})

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Response:
        if time.monotonic() - self._used_at > IDLE_REUSE_S:
            self.close()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            # A stream of events has no end to wait for: see events.py.
            is_endless = answer.headers.get_content_type() == "text/event-stream"
            body = b"" if is_endless else answer.read()
            response = Response(answer.status, answer.headers, body)
            if is_endless:
                self.close()
        except BaseException:
            self.close()
            raise
        self._used_at = time.monotonic()
        return response


def _encode(
    json: Any = None,
    form: Fields | None = None,
    multipart: Fields | None = None,
    body: bytes | str | None = None,
) -> tuple[bytes | None, str | None]:
    given = [part for part in (json, form, multipart, body) if part is not None]
    assert len(given) <= 1, "one body form at a time"
    if json is not None:
        return json_codec.dumps(json, ensure_ascii=False).encode(), "application/json"
    if form is not None:
        encoded = urllib.parse.urlencode(list(_pairs(form)))
        return encoded.encode(), "application/x-www-form-urlencoded"
    if multipart is not None:
        return multipart_body(multipart)
    if isinstance(body, str):
        return body.encode(), "application/json"
    return body, "application/json" if body is not None else None


def _pairs(fields: Fields) -> Iterable[tuple[str, Any]]:
    return fields.items() if isinstance(fields, Mapping) else fields
