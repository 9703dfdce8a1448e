"""The same over TLS and over a Unix socket."""

from __future__ import annotations

import pathlib
import socket
import ssl
import stat
import subprocess
from typing import Iterator

import pytest
from echo import Answer, EchoServer, post, read_all, read_one, request

FILE = bytes(range(256)) * 4_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("tls")
    (folder / "file.bin").write_bytes(FILE)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj"]
        + ["/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def secure(folder) -> Iterator[EchoServer]:
    certificate = [
        "--certificate",
        str(folder / "certificate.pem"),
        "--key",
        str(folder / "key.pem"),
    ]
    server = EchoServer(
        folder, "--file", str(folder / "file.bin"), "--head-ms", "500", *certificate
    )
    yield server
    server.close()


@pytest.fixture
def context(folder) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def wrap(server: EchoServer, context: ssl.SSLContext) -> ssl.SSLSocket:
    return context.wrap_socket(server.connect(), server_hostname="localhost")


def test_tls_carries_everything(secure, context):
    with wrap(secure, context) as peer:
        assert peer.selected_alpn_protocol() == "http/1.1"
        peer.sendall(post("/echo", b"{}"))
        assert read_one(peer).json["secure"] is True
        peer.sendall(request("/thread") * 3)
        rest = b""
        for _ in range(3):
            answer = read_one(peer, rest)
            assert answer.body == b"from a thread"
            rest = answer.rest
        peer.sendall(request("/file", "Range: bytes=7-"))
        assert read_one(peer).body == FILE[7:]
        peer.sendall(request("/file", "Connection: close"))
        assert Answer(read_all(peer)).body == FILE


def test_tls_refusals_arrive_and_the_end_is_said(secure, context):
    with wrap(secure, context) as peer:
        peer.sendall(post("/small", b"x" * 500_000))
        assert Answer(read_all(peer)).status == 413
    with wrap(secure, context) as peer:
        peer.sendall(b"GET /hello HT")
        assert Answer(read_all(peer)).status == 408


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01"])
def test_what_is_no_tls_is_closed(secure, sent):
    with secure.connected(sent) as peer:
        try:
            assert b"HTTP/1.1" not in read_all(peer)
        except ConnectionResetError:
            return  # as good an end for a peer that does not speak TLS


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_not_spoken(secure, folder):
    context = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        wrap(secure, context)


def test_a_bad_certificate_is_named(folder):
    program = EchoServer(folder)
    try:
        path = pathlib.Path(f"/proc/{program.process.pid}/exe").resolve()
    finally:
        program.close()
    flags = [
        "--port",
        "0",
        "--certificate",
        str(folder / "key.pem"),
        "--key",
        str(folder / "key.pem"),
    ]
    done = subprocess.run([path, *flags], capture_output=True, text=True, timeout=10)
    assert done.returncode == 1 and "certificate" in done.stderr


def ask_unix(path: pathlib.Path, payload: bytes) -> Answer:
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(str(path))
        peer.sendall(payload)
        return Answer(read_all(peer))


def test_unix_sockets(tmp_path):
    path = tmp_path / "desk.socket"
    forwarded = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "Connection: close"]
    plain = EchoServer(tmp_path, "--unix", str(path))
    try:
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        seen = ask_unix(path, request("/echo", *forwarded)).json
        assert seen["remote"] == "unix" and seen["secure"] is False
    finally:
        plain.process.kill()
        plain.process.wait()
    assert path.exists(), "a killed server leaves its socket file"
    trusting = EchoServer(tmp_path, "--unix", str(path), "--proxy", "unix")
    try:
        seen = ask_unix(path, request("/echo", *forwarded)).json
        assert seen["remote"] == "203.0.113.9" and seen["secure"] is True
        second = subprocess.run(
            [f"/proc/{trusting.process.pid}/exe", "--port", "0", "--unix", str(path)],
            capture_output=True,
            timeout=10,
        )
        assert second.returncode == 1, "a socket that is in use is not taken over"
        assert ask_unix(path, request("/hello", "Connection: close")).status == 200
    finally:
        trusting.close()
    assert not path.exists()


def test_tls_carries_streams_to_their_end(secure, context):
    with wrap(secure, context) as peer:
        peer.sendall(request("/stream"))
        text = b""
        while b"beat\n" not in text:
            text += peer.recv(65536)
        assert secure_say(secure, context, "sealed") == b"said"
        while b"sealed\n" not in text:
            text += peer.recv(65536)
        assert secure_say(secure, context, "end") == b"said"
        text += read_all(peer)
        assert text.rstrip().endswith(b"end") and text.count(b"HTTP/1.1") == 1


def secure_say(server: EchoServer, context: ssl.SSLContext, line: str) -> bytes:
    with wrap(server, context) as peer:
        peer.sendall(request(f"/say?line={line}", "Connection: close"))
        return Answer(read_all(peer)).body
