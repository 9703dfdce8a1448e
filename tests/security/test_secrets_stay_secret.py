"""Every secret through every door, with a debug log: afterwards none of them is in the log, in an
answer that did not have to tell it, in the metrics, in the audit list, or on disk."""

from __future__ import annotations

import hashlib
import itertools
import json
import urllib.parse

import pytest
from harness import cookies, credentials, jwt, logins
from harness.routes import routes
from harness.server import Server
from harness.wait import until

V1 = "/api/v1"
MIDDLE = 12  # of a secret: a part of this length in the wrong place tells enough


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    settings = {"log_level": "debug", "login_failures_per_address_max": 9999}
    settings |= {"registrations_per_address_max": 9999}
    server = Server(tmp_path_factory.mktemp("secrets") / "data", "production", settings)
    server.create_superuser()
    yield server.start()
    if server.process is not None:
        server.close()


def secrets_of(server):
    """One of each kind by name, all of them good."""
    admin = server.as_(logins.PRODUCTION_ADMIN)
    login = logins.Login("keeper", "Unlikely-Secret-4711!")
    person = {"email": "keeper@example.com", "first_name": "Kee", "last_name": "Per"}
    admin.post(f"{V1}/users/", json={**login._asdict(), **person}).expect(201)
    pair = server.client().log_in(login)
    code = admin.post(f"{V1}/invitations/", json={"role": "support"}).expect(201).json["code"]
    report = {"address": "12, Green Valley", "what": "It hisses", "phone": "+4912345"}
    follow = server.client().post(f"{V1}/leak-reports/", json=report).expect(201).json["token"]
    opened = server.client().post(f"{V1}/sessions/", json=login._asdict()).expect(201)
    jar = {name: morsel.value for name, morsel in cookies.set_by(opened).items()}
    return {
        "password": login.password,
        "access": pair.access,
        "refresh": pair.refresh,
        "jti": jwt.claims_of(pair.refresh)["jti"],
        "api token": credentials.api_token(server, login),
        "invitation code": code,
        "follow token": follow,
        "session cookie": jar["sessionid"],
        "csrf token": jar["csrftoken"],
        "signing key": jwt.own_key(server).decode(),
    }


def parts(secret):
    """The secret, and its middle: the ends of tokens are alike."""
    at = len(secret) // 2 - MIDDLE // 2
    return {secret, secret[at : at + MIDDLE]}


def held_in(text, secrets):
    return {name for name, secret in secrets.items() if any(part in text for part in parts(secret))}


FIELDS = ("username", "password", "password2", "old_password", "refresh", "invitation_code")
FIELDS += ("token", "code", "email", "user_type", "role", "status", "type", "request_type")


def requests_with(secret):
    """Ways to send it, right and wrong: header, query, path, JSON, form, broken JSON."""
    cookie = f"sessionid={secret}; csrftoken={secret}"
    yield {"headers": {"Authorization": f"Bearer {secret}"}}
    yield {"headers": {"Authorization": f"Token {secret}"}}
    yield {"headers": {"Authorization": f"Basic {secret}"}}
    yield {"headers": {"Cookie": cookie, "X-CSRFToken": secret}}
    yield {"json": {name: secret for name in FIELDS}}
    yield {"form": {name: secret for name in FIELDS}}
    is_json = {"Content-Type": "application/json"}
    yield {"body": f'{{"password": "{secret}", "x":', "headers": is_json}


def takes(route, way):
    return route.method != "get" or list(way) == ["headers"]


@pytest.fixture(scope="module")
def aired(server):
    """The secrets, after each was sent through every door, in every way by turns; the answers."""
    secrets = secrets_of(server)
    answers = []
    client = server.client()
    doors = [r for r in routes() if "stream" not in r.path and r.key not in ENDING]
    for turn, ((name, secret), route) in enumerate(itertools.product(secrets.items(), doors)):
        ways = [way for way in requests_with(secret) if takes(route, way)]
        for at in (turn, turn + len(ways) // 2):
            way = ways[at % len(ways)]
            answer = client.request(route.method.upper(), route.to_nobody, **way)
            answers.append((route.key, name, answer))
    return secrets, answers


# They would end what the others are tried with.
ENDING = {
    ("post", f"{V1}/logout/"),
    ("delete", f"{V1}/sessions/"),
    ("post", f"{V1}/tokens/"),
    ("post", "/api/accounts/customers/get_token/"),
}


def test_no_answer_repeats_a_secret(aired):
    """A field's fault may say the value back ("… is not a valid choice."): to whom who sent it, in
    fields that are no secret's."""
    secrets, answers = aired
    assert len(answers) > 2500
    for key, name, answer in answers:
        told = held_in(answer.text, secrets) - ({name} if says_choice_back(answer) else set())
        assert not told, (key, name, told, answer.text[:300])
        for header, value in answer.headers.items():
            if header.lower() != "set-cookie":
                assert not held_in(value, secrets), (key, name, header)


def says_choice_back(answer):
    return answer.status == 400 and "is not a valid choice." in answer.text


def test_no_secret_is_in_a_path_or_query_of_the_log(server, aired):
    secrets, _ = aired
    client = server.client()
    for secret in secrets.values():
        quoted = urllib.parse.quote(secret, safe="")
        client.get(f"{V1}/profile/?token={quoted}&password={quoted}&access={quoted}")
        client.get(f"{V1}/leak-reports/{quoted}/")
        client.request("DELETE", f"{V1}/leak-reports/{quoted}/")
        client.get(f"{V1}/leak-reports/{quoted}/%zz")
    last = client.get(f"{V1}/leak-reports/{secrets['follow token']}/").expect(200)
    line_of(server, last)
    assert not held_in(server.log(), secrets)
    assert server.log().count('"event":"request"') > len(aired[1])


def line_of(server, answer):
    start = f'"event":"request","request_id":"{answer.header("X-Request-Id")}"'
    hits = until(
        lambda: [line for line in server.log().splitlines() if start in line], "its line in the log"
    )
    assert len(hits) == 1
    return json.loads(hits[0])


def test_a_refusal_is_in_the_log_with_status_address_and_id(server):
    """So that who tries doors is seen, and a client's complaint leads to its line."""
    _, login = credentials.newcomer(server, logins.PRODUCTION_ADMIN)
    for client, status in ((server.client(), 401), (server.as_(login), 403)):
        line = line_of(server, client.get(f"{V1}/users/").expect(status))
        assert (line["status"], line["address"]) == (status, server.host)
        assert (line["method"], line["path"]) == ("GET", f"{V1}/users/")


def test_no_secret_is_in_metrics_audit_or_system(server, aired):
    secrets, _ = aired
    admin = server.as_(logins.PRODUCTION_ADMIN)
    for path in ("/metrics", f"{V1}/system/", f"{V1}/invitations/", f"{V1}/users/?limit=100"):
        assert not held_in(admin.get(path).expect(200).text, secrets), path
    path = f"{V1}/audit/export/"
    assert not held_in(admin.get(path).expect(200).text, secrets)
    account = admin.get(f"{V1}/users/?q=keeper").expect(200).json[0]["id"]
    for path in (f"{V1}/sessions/?user={account}", f"{V1}/tokens/?user={account}"):
        answer = admin.get(path).expect(200)
        assert len(answer.json) >= 1 and not held_in(answer.text, secrets)


def test_the_disk_holds_digests_alone(server, aired):
    """Last in the file: it stops the server, so that all is written."""
    secrets, _ = aired
    server.stop()
    assert not held_in(server.log(), secrets)
    files = [path for path in server.data.rglob("*") if path.is_file()]
    disk = {path.name: path.read_bytes() for path in files if path.name != "secret.key"}
    assert any(name.startswith("pilotlight.db") for name in disk)
    for name, secret in secrets.items():
        for part in parts(secret):
            where = [file for file, content in disk.items() if part.encode() in content]
            assert not where, (name, where)
    whole = b"".join(disk.values())
    for name in ("jti", "api token", "invitation code", "follow token", "session cookie"):
        assert hashlib.sha256(secrets[name].encode()).hexdigest().encode() in whole, name
    assert (server.data / "secret.key").stat().st_mode & 0o077 == 0
    assert b"$argon2id$" in whole
