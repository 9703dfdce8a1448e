"""Slow and many clients: what they cost is bounded, and the server says so before it hangs up."""

from __future__ import annotations

import pathlib
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.wait import until

V1 = "/api/v1"


def read_all(peer: socket.socket) -> bytes:
    peer.settimeout(10)
    answer = b""
    try:
        while part := peer.recv(65536):
            answer += part
    except ConnectionResetError:
        return answer
    return answer


def connect(server) -> socket.socket:
    host, port = server.origin.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


@pytest.fixture
def hasty(start_server):
    """A server that waits half a second for anything."""
    return start_server(
        "demo", head_timeout_ms=500, body_timeout_ms=500, idle_timeout_ms=500, connections_max=20
    )


def test_a_slow_head_is_timed_out(hasty):
    with connect(hasty) as peer:
        peer.sendall(b"GET /healthz HTTP/1.1\r\nHost:")
        assert b" 408 " in read_all(peer)


def test_a_slow_body_is_timed_out(hasty):
    with connect(hasty) as peer:
        peer.sendall(
            b"POST /api/v1/login/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 50\r\n\r\n{"
        )
        assert b" 408 " in read_all(peer)


def test_an_idle_connection_is_closed_without_a_word(hasty):
    with connect(hasty) as peer:
        assert read_all(peer) == b""


def test_too_many_connections_are_told_so(hasty):
    peers = [connect(hasty) for _ in range(20)]
    try:
        for peer in peers:
            peer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b" 200 " in peer.recv(4096)
        with connect(hasty) as late:
            late.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b" 503 " in read_all(late)
    finally:
        for peer in peers:
            peer.close()
    until(lambda: hasty.client().get("/healthz").status == 200, "there is room again")


def test_a_request_in_flight_ends_well_at_sigterm(start_server):
    server = start_server("demo")
    body = b'{"username":"nobody","password":"whatever12"}'
    with connect(server) as peer:
        peer.sendall(
            b"POST /api/v1/login/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(body)
        )
        assert b" 100 " in peer.recv(4096), "the head has not arrived"
        with ThreadPoolExecutor(1) as pool:
            stopping = pool.submit(server.stop)
            until(lambda: '"event":"draining"' in server.log(), "the server stops")
            peer.sendall(body)
            answer = read_all(peer)
            stopping.result()
    assert b" 401 " in answer and b"connection: close" in answer.lower()


def test_uploads_do_not_live_in_memory(start_server):
    server = start_server("demo", attachment_bytes_max=60_000_000)
    customer = server.as_("customer")
    made = customer.post(f"{V1}/requests/", json={"request_type": "repair", "details": "x"})
    path = f"{V1}/requests/{made.expect(201).json['id']}/attachments/"

    def resident_kib() -> int:
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])

    most = 16_000 * (8 if server.has_tsan else 1)
    before = resident_kib()
    big = {"f": ("big.bin", b"\x00\x01" * 25_000_000, "application/octet-stream")}
    added = customer.post(path, multipart=big).expect(201).json
    assert added[0]["size_bytes"] == 50_000_000
    assert resident_kib() - before < most
    download = customer.get(added[0]["url"].removeprefix(server.origin)).expect(200)
    assert len(download.body) == 50_000_000
    assert resident_kib() - before < most
    too_big = {"f": ("big.bin", b"x" * 60_000_001, "application/octet-stream")}
    assert customer.post(path, multipart=too_big).status == 413


@pytest.mark.parametrize(
    "asked, status, content",
    [
        ("bytes=0-4", 206, b"01234"),
        ("bytes=5-", 206, b"56789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=10-", 416, None),
        ("bytes=5-3", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)
def test_ranges(demo, asked, status, content):
    customer = demo.as_("customer")
    made = customer.post(
        f"{V1}/requests/",
        multipart={
            "request_type": "repair",
            "details": "x",
            "f": ("d.txt", b"0123456789", "text/plain"),
        },
    ).expect(201)
    url = made.json["attachment"].removeprefix(demo.origin)
    answer = customer.get(url, headers={"Range": asked})
    assert answer.status == status
    if content is not None:
        assert answer.body == content
    other = {"Range": asked, "If-Range": '"something else"'}
    assert customer.get(url, headers=other).body == b"0123456789"


def test_tls_and_unix_socket(start_server, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj"]
        + ["/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    path = tmp_path / "desk.socket"
    server = start_server("demo", unix_socket=path)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(path))
        peer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert read_all(peer).endswith(b"ok\n")
    server.stop()
    assert not path.exists()
    server.settings |= {"tls_certificate": certificate, "tls_key": key}
    process = subprocess.Popen(
        [str(server.program), "serve", "--data", str(server.data), "--listen", "127.0.0.1:0"]
        + ["--tls-certificate", str(certificate), "--tls-key", str(key)],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    address = server.data / "listen.address"
    try:
        (address).unlink(missing_ok=True)
        until(address.exists, "the server listens")
        host, port = address.read_text().strip().split(":")
        context = ssl.create_default_context(cafile=str(certificate))
        with socket.create_connection((host, int(port)), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as peer:
                peer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert read_all(peer).endswith(b"ok\n")
    finally:
        process.terminate()
        assert process.wait(10) == 0
