"""Reads for which an IO thread has no time begin anew on another: the same answers, whatever the
door."""

from __future__ import annotations

import socket

import pytest
from harness import logins
from harness.peer import read_all
from harness.server import Server

V1 = "/api/v1"
CROWD = 300  # several times what is read and what waits at once
LISTS = [
    f"{V1}/requests/?limit=100",
    f"{V1}/requests/?q=gas",
    f"{V1}/requests/?limit=100&sort=-updated_at&created_from=2020-01-01",
    f"{V1}/tickets/?limit=100",
    f"{V1}/audit/?limit=100",
    "/api/services/requests/",
    "/api/services/requests/?page=1&page_size=100",
    "/api/admin/requests/?page=1&page_size=100",
]


@pytest.fixture(name="hurried", scope="module")
def hurried_server(tmp_path_factory):
    """Its IO threads have no time at all."""
    server = Server(tmp_path_factory.mktemp("hurried") / "data", "demo", {"brief_read_ms": 0})
    yield server.start()
    server.close()


@pytest.mark.parametrize("path", LISTS)
def test_a_long_list_is_answered_by_another_thread(hurried, path):
    admin = hurried.as_("admin")
    before = hurried.figure("long_reads_taken")
    answer = admin.get(path).expect(200)
    assert answer.json
    assert hurried.figure("long_reads_taken") > before
    assert answer.json == admin.get(path).expect(200).json


def test_it_says_what_an_unhurried_server_says(hurried, start_server):
    calm = start_server("demo", brief_read_ms=60_000)
    for path in LISTS:
        answers = [server.as_("admin").get(path).expect(200) for server in (hurried, calm)]
        shapes = [shape_of(answer.json) for answer in answers]
        assert shapes[0] == shapes[1], path
        assert answers[0].header("X-Total-Count") == answers[1].header("X-Total-Count")
    assert calm.figure("long_reads_taken") == 0


def shape_of(document):
    """Names, ids and numbers: each demo has moments of its own, and links lead to the server."""
    if isinstance(document, dict):
        return {key: shape_of(part) for key, part in document.items()}
    if isinstance(document, list):
        return [shape_of(part) for part in document]
    return type(document) if isinstance(document, str) else document


def test_one_request_is_read_at_once(hurried):
    customer = hurried.as_("customer")
    request = customer.get(f"{V1}/requests/?limit=1").expect(200).json[0]["id"]
    before = hurried.figure("long_reads_taken")
    customer.get(f"{V1}/requests/{request}/").expect(200)
    assert hurried.figure("long_reads_taken") == before


def test_a_refusal_is_the_same(hurried):
    hurried.client().get(LISTS[0]).expect(401)
    hurried.as_(logins.CUSTOMER).get(f"{V1}/audit/").expect(403)
    hurried.as_("admin").get(f"{V1}/requests/?cursor=none").expect(400)


def test_what_a_full_pool_leaves_over_may_come_again(hurried):
    admin = hurried.as_("admin")
    head = f"GET {LISTS[0]} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += f"Authorization: Bearer {admin.access}\r\n\r\n"
    place = (hurried.host, hurried.port)
    peers = [socket.create_connection(place, timeout=30) for _ in range(CROWD)]
    for peer in peers:
        peer.sendall(head.encode())
    answers = []
    for peer in peers:
        with peer:
            answers.append(read_all(peer))
    assert {answer.split(b" ", 2)[1] for answer in answers} == {b"200", b"503"}
    refused = [answer for answer in answers if answer.startswith(b"HTTP/1.1 503")]
    assert all(b"Retry-After: " in answer for answer in refused)
    # One that waited longer than a read may is refused as well, and not counted here.
    assert 0 < hurried.figure("long_reads_refused") <= len(refused)
    admin.get(LISTS[0]).expect(200)
