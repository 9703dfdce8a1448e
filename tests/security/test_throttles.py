"""What bounds guessing and flooding, and that no header or spelling gets round it."""

from __future__ import annotations

import uuid

import pytest
from harness import credentials, logins
from harness.wait import until

V1 = "/api/v1"
CHIEF = logins.PRODUCTION_ADMIN
LOG_INS = {
    f"{V1}/login/": "username",
    f"{V1}/sessions/": "username",
    "/accounts/api/login/": "username",
    "/api/token/": "username",
    "/api/auth/login/": "email",
}
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP", "Via")


def guess(server, path=f"{V1}/login/", name=CHIEF.username, headers=None):
    field = LOG_INS[path]
    body = {field: f"{name}@example.com" if field == "email" else name, "password": "a guess"}
    return server.client().post(path, json=body, headers=headers)


def test_a_made_up_address_does_not_start_the_count_anew(start_server):
    server = start_server(login_failures_per_address_max=6, login_failures_per_account_max=1000)
    statuses = [
        guess(server, name=f"nobody{n}", headers={name: f"203.0.113.{n}" for name in FORWARDED})
        .status
        for n in range(9)
    ]
    assert statuses == [401] * 6 + [429] * 3


def test_behind_a_trusted_proxy_the_last_address_counts(start_server):
    server = start_server(login_failures_per_address_max=3, trusted_proxies="127.0.0.1")

    def from_address(text, n):
        return guess(server, name=f"nobody{n}", headers={"X-Forwarded-For": text}).status

    # What the proxy saw stands last; what the client wrote stands before it.
    statuses = [from_address(f"198.51.100.{n}, 203.0.113.7", n) for n in range(4)]
    assert statuses == [401] * 3 + [429]
    assert from_address("203.0.113.7, 203.0.113.8", 5) == 401
    # One subscriber has a whole network of IPv6.
    statuses = [from_address(f"2001:db8:1:2::{n}", n) for n in range(10, 14)]
    assert statuses == [401] * 3 + [429]


def test_all_doors_and_spellings_count_together(start_server):
    server = start_server(login_failures_per_account_max=len(LOG_INS))
    spellings = ["Chief_Admin", "CHIEF_ADMIN", " chief_admin", "chief_admin ", "chief_admiN"]
    for path, name in zip(LOG_INS, spellings):
        email = path == "/api/auth/login/"
        assert guess(server, path, CHIEF.username.upper() if email else name).status in (400, 401)
    for path in LOG_INS:
        refused = guess(server, path)
        assert refused.status == 429 and int(refused.header("Retry-After")) > 0, path
    right = server.client().post(f"{V1}/login/", json=CHIEF._asdict())
    assert right.status == 429, "the right password must wait as well, or guessing goes on"


def test_a_stolen_session_cannot_guess_the_password(start_server):
    server = start_server(login_failures_per_account_max=4)
    client = server.as_(CHIEF)
    change = {"old_password": "a guess", "password": "Other-Valve-1177!"}
    statuses = [client.post(f"{V1}/profile/password/", json=change).status for _ in range(6)]
    assert statuses == [400] * 4 + [429] * 2
    assert guess(server).status == 429


@pytest.fixture
def narrow(start_server):
    return start_server(changes_per_customer_max=4, files_per_customer_max=3)


def open_request(client, files=0):
    words = {"request_type": "repair", "details": "x"}
    if not files:
        return client.post(f"{V1}/requests/", json=words)
    parts = [(name, value) for name, value in words.items()]
    parts += [("attachments", (f"{n}.txt", uuid.uuid4().hex.encode())) for n in range(files)]
    return client.post(f"{V1}/requests/", multipart=parts)


def test_one_customer_cannot_fill_the_desk(narrow):
    (_, login), (_, other) = (credentials.newcomer(narrow, CHIEF) for _ in range(2))
    client = narrow.as_(login)
    doors = [
        lambda: open_request(client),
        lambda: client.post("/api/submit/", json={"type_of_request": "x", "details": "x"}),
        lambda: client.post("/api/newticket/", json={"subject": "x", "message": "x"}),
        lambda: client.patch(f"{V1}/profile/", json={"address": "x"}),
    ]
    assert [door().status for door in doors] == [201, 201, 201, 200]
    for door in doors:
        refused = door()
        assert refused.status == 429 and int(refused.header("Retry-After")) > 0
        assert "throttled" in refused.text
    # Whoever is at the limit still reads, keeps a draft, and ends sessions; others are not held up.
    client.get(f"{V1}/requests/").expect(200)
    client.put(f"{V1}/drafts/x/", json={"text": "x"}).expect(200)
    open_request(narrow.as_(other)).expect(201)
    client.delete(f"{V1}/sessions/").expect(204)
    client.post(f"{V1}/logout/").expect(204)


def test_one_customer_cannot_fill_the_disk(narrow):
    (_, login), (_, other) = (credentials.newcomer(narrow, CHIEF) for _ in range(2))
    client = narrow.as_(login)
    made = open_request(client, 2).expect(201).json
    assert open_request(client, 2).status == 429
    path = f"{V1}/requests/{made['id']}/attachments/"
    file = {"attachment": ("c.txt", b"third")}
    client.post(path, multipart=file).expect(201)
    refused = client.post(path, multipart=file)
    assert refused.status == 429 and int(refused.header("Retry-After")) > 0
    client.close()
    files = narrow.data / "attachments"
    until(lambda: sum(f.is_file() for f in files.rglob("*")) == 3, "what was refused is gone")
    assert open_request(narrow.as_(other), 3).status == 201


def test_staff_are_not_counted(narrow):
    _, login = credentials.newcomer(narrow, CHIEF)
    made = open_request(narrow.as_(login)).expect(201).json["id"]
    chief = narrow.as_(CHIEF)
    for n in range(8):
        chief.post(f"{V1}/requests/{made}/comments/", json={"text": f"{n}"}).expect(201)


def test_registering_elsewhere_is_counted_with_all_of_it(start_server):
    server = start_server(registrations_per_address_max=3)

    def register(path, **extra):
        name = f"reg{uuid.uuid4().hex[:8]}"
        person = {"username": name, "email": f"{name}@example.com", "first_name": "R"}
        person |= {"last_name": "G", "password": credentials.PASSWORD}
        headers = {"X-Forwarded-For": "203.0.113.77"}
        return server.client().post(path, json=person | extra, headers=headers).status

    again = {"password2": credentials.PASSWORD}
    assert register(f"{V1}/register/", user_type="customer", **again) == 201
    assert register("/api/signup/") == 201
    assert register("/api/auth/register/") == 201
    both = {"password1": credentials.PASSWORD, **again, "name": "R G"}
    for path, extra in (
        (f"{V1}/register/", {"user_type": "customer", **again}),
        ("/api/signup/", {}),
        ("/api/auth/register/", {}),
        ("/accounts/api/register/", both),
    ):
        assert register(path, **extra) == 429, path


def test_metrics_are_for_this_machine_and_not_for_whom_a_proxy_brings(start_server):
    server = start_server()
    server.client().get("/metrics").expect(200)
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        server.client().get("/metrics", headers={name: "203.0.113.9"}).expect(404)
        server.client().get("/metrics", headers={name: "127.0.0.1"}).expect(404)
