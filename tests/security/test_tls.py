"""The program over TLS of its own: what it speaks, and what it says there."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess

import pytest
from harness import logins
from harness.server import Server

V1 = "/api/v1"
WEAK = ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-SHA384", "NULL-SHA256", "AECDH-AES128-SHA"]  # fmt: skip


class TlsServer(Server):
    """Asks whether it is ready over TLS."""

    context = ssl.create_default_context()

    def _ready(self):
        return ask(self, "GET", "/readyz").status == 200


def connect(server):
    return http.client.HTTPSConnection(server.host, server.port, timeout=10, context=server.context)


def ask(server, method, path, body=None, headers=None):
    connection = connect(server)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        return answer
    finally:
        connection.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    settings = {"tls_certificate": certificate, "tls_key": key}
    server = TlsServer(folder / "data", "demo", settings)
    server.context = ssl.create_default_context(cafile=certificate)
    yield server.start()
    server.close()


def handshake(server, **options):
    """(version, cipher) that such a client gets; SSLError when none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(options.get("ciphers", "ALL") + ":@SECLEVEL=0")
    context.minimum_version = options.get("least", ssl.TLSVersion.TLSv1_2)
    context.maximum_version = options.get("most", ssl.TLSVersion.TLSv1_3)
    connection = http.client.HTTPSConnection(server.host, server.port, timeout=10, context=context)
    try:
        connection.connect()
        return connection.sock.version(), connection.sock.cipher()[0]
    finally:
        connection.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(server, version):
    with pytest.raises(ssl.SSLError):
        handshake(server, least=version, most=version)


@pytest.mark.parametrize("cipher", WEAK)
def test_weak_ciphers_are_refused(server, cipher):
    with pytest.raises(ssl.SSLError):
        handshake(server, ciphers=cipher, most=ssl.TLSVersion.TLSv1_2)


def test_strong_ones_are_spoken(server):
    assert handshake(server)[0] == "TLSv1.3"
    for name in ("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305"):
        assert handshake(server, ciphers=name, most=ssl.TLSVersion.TLSv1_2) == ("TLSv1.2", name)


def test_over_tls_cookies_are_secure_and_the_browser_stays_with_it(server):
    body = json.dumps(logins.CUSTOMER._asdict())
    answer = ask(server, "POST", f"{V1}/sessions/", body, {"Content-Type": "application/json"})
    assert answer.status == 201
    cookies = answer.headers.get_all("Set-Cookie")
    assert len(cookies) == 2 and all(text.endswith("; Secure") for text in cookies)
    for path in ("/", "/healthz", f"{V1}/profile/", "/nothing"):
        answer = ask(server, "GET", path)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", path


def test_a_client_cannot_say_that_it_came_over_plain_http(server):
    body = json.dumps(logins.CUSTOMER._asdict())
    forwarded = {"X-Forwarded-Proto": "http", "Content-Type": "application/json"}
    answer = ask(server, "POST", f"{V1}/sessions/", body, forwarded)
    assert all(text.endswith("; Secure") for text in answer.headers.get_all("Set-Cookie"))
    assert answer.headers["Strict-Transport-Security"]
