"""Who asks: an access token, an API token or a cookie, each good on every route of every surface;
and what a cookie has to prove (contracts.md §1)."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from harness import credentials, logins, matrix, program

PROFILE = "/api/v1/profile/"
# They end the credential that asks; test_session.py and test_api_token.py are about them.
ENDING = {("post", "/api/v1/logout/"), ("delete", "/api/v1/sessions/")}
STRANGER = "Authentication credentials were not provided."


def routes(server):
    """(method, path with ids of nothing, permission) of every route of every surface."""
    for name in program.surfaces():
        document = "/api/openapi.json" if name == "canonical" else f"/api/compat/{name}.json"
        for (method, path), permission in matrix.permissions(server, document).items():
            path = re.sub(r"\{\w+\}", str(matrix.NOBODY), path)
            yield method, path, permission


def send(server, method, path, headers):
    body = {} if method in ("post", "put", "patch") else None
    return server.client().request(method.upper(), path, json=body, headers=headers)


def detail_of(server, headers, path=PROFILE):
    return server.client().get(path, headers=headers).json.get("detail")


# -- any credential, any route ---------------------------------------------------------------------


def test_each_credential_opens_each_route_alike(demo):
    held = {kind: make(demo, logins.ADMIN) for kind, make in credentials.KINDS.items()}
    seen = 0
    for method, path, permission in routes(demo):
        if (method, path) in ENDING:
            continue
        answers = {kind: send(demo, method, path, given) for kind, given in held.items()}
        statuses = {kind: answer.status for kind, answer in answers.items()}
        assert len(set(statuses.values())) == 1, (method, path, statuses)
        if permission != "anyone":
            assert statuses["bearer"] != 401, (method, path)
        if permission not in ("anyone", "customer"):
            assert send(demo, method, path, {}).status in (401, 403), (method, path)
            assert statuses["bearer"] != 403, (method, path, answers["bearer"].text)
        seen += 1
    assert seen > 50


@pytest.mark.parametrize("kind", credentials.KINDS)
def test_an_upload_and_its_download(demo, kind):
    _, login = credentials.newcomer(demo)
    held = credentials.KINDS[kind](demo, login)
    fields = {"request_type": "repair", "details": "x", "f": ("a.txt", b"hello", "text/plain")}
    client = demo.client()
    made = client.post("/api/v1/requests/", multipart=fields, headers=held).expect(201)
    url = made.json["attachment"].removeprefix(demo.origin)
    assert client.get(url, headers=held).expect(200).body == b"hello"
    client.get(url).expect(401)


@pytest.mark.parametrize("kind", credentials.KINDS)
def test_deactivation_ends_each_at_once_and_for_good(demo, kind):
    account, login = credentials.newcomer(demo)
    held = credentials.KINDS[kind](demo, login)
    assert detail_of(demo, held) is None
    admin = demo.as_("admin")
    admin.patch(f"/api/v1/users/{account}/", json={"is_active": False}).expect(200)
    words = {"bearer": "User is inactive", "token": "User inactive or deleted.", "cookie": STRANGER}
    assert detail_of(demo, held) == words[kind]
    admin.patch(f"/api/v1/users/{account}/", json={"is_active": True}).expect(200)
    demo.client().get(PROFILE, headers=held).expect(401)


@pytest.mark.parametrize("kind", credentials.KINDS)
def test_a_new_password_ends_all_but_the_session_that_gave_it(demo, kind):
    _, login = credentials.newcomer(demo)
    held = {name: make(demo, login) for name, make in credentials.KINDS.items()}
    change = {"old_password": login.password, "password": "Another-Valve-77!"}
    client = demo.client()
    client.post(f"{PROFILE}password/", json=change, headers=held[kind]).expect(200, 204)
    good = {name: detail_of(demo, headers) is None for name, headers in held.items()}
    assert good == {name: name == kind and name != "token" for name in held}


# -- two at once -----------------------------------------------------------------------------------


def test_a_header_is_never_passed_over_for_the_cookie(demo):
    cookie = credentials.by_cookie(demo, logins.CUSTOMER)
    client = demo.client()

    def name_by(authorization):
        answer = client.get(PROFILE, headers=cookie | {"Authorization": authorization})
        return answer.json.get("username") if answer.status == 200 else answer.status

    bearer = credentials.by_bearer(demo, logins.SUPPORT)["Authorization"]
    token = credentials.by_token(demo, logins.TECHNICIAN)["Authorization"]
    assert name_by(bearer) == logins.SUPPORT.username
    assert name_by(token) == logins.TECHNICIAN.username
    for bad in ("Bearer", "Bearer x", "Bearer a b", "Token", "Token x", "token a b", f"{token}0"):
        assert name_by(bad) == 401, bad
    for other_scheme in ("Basic YTpi", "bearer x", "Digest x", "Tokens x"):
        assert name_by(other_scheme) == logins.CUSTOMER.username, other_scheme


def test_a_header_beside_a_cookie_needs_no_csrf_token(demo):
    cookie = {"Cookie": credentials.by_cookie(demo, logins.CUSTOMER)["Cookie"]}
    client = demo.client()
    client.patch(PROFILE, json={}, headers=cookie).expect(403)
    bearer = credentials.by_bearer(demo, logins.CUSTOMER)
    client.patch(PROFILE, json={}, headers=cookie | bearer).expect(200)


# -- CSRF ------------------------------------------------------------------------------------------


def test_each_unsafe_route_asks_a_cookie_for_its_token(demo):
    admin, customer = (credentials.by_cookie(demo, who) for who in (logins.ADMIN, logins.CUSTOMER))
    cases = {
        "CSRF token missing.": {"X-CSRFToken": None},
        "CSRF token from the 'X-Csrftoken' HTTP header incorrect.": {"X-CSRFToken": "x" * 32},
        "CSRF token from the 'X-Csrftoken' HTTP header has incorrect length.": {"X-CSRFToken": "x"},
        "Origin checking failed - https://evil.example does not match any trusted origins.": {
            "Origin": "https://evil.example"
        },
    }
    seen = 0
    for method, path, permission in routes(demo):
        if method == "get":
            continue
        # An upload is refused to whoever may not send it before all else.
        held = customer if permission == "customer" else admin
        for text, changes in cases.items():
            answer = send(demo, method, path, held | changes)
            assert answer.status == 403, (method, path, text, answer.text)
            assert f"CSRF Failed: {text}" in answer.text, (method, path)
        seen += 1
    assert seen > 30
    for held in (admin, customer):
        demo.client().get(PROFILE, headers=held).expect(200)


def test_a_change_without_the_csrf_cookie(demo):
    held = credentials.by_cookie(demo, logins.CUSTOMER)
    held["Cookie"] = held["Cookie"].partition(";")[0]
    answer = demo.client().patch(PROFILE, json={}, headers=held).expect(403)
    assert answer.json["detail"] == "CSRF Failed: CSRF cookie not set."


def test_the_canonical_refusal_is_a_problem(demo):
    held = credentials.by_cookie(demo, logins.CUSTOMER)
    answer = demo.client().post("/api/v1/logout/", headers=held | {"X-CSRFToken": None}).expect(403)
    assert answer.header("Content-Type") == "application/problem+json"
    assert (answer.json["code"], answer.json["detail"]) == (
        "csrf_failed",
        "CSRF Failed: CSRF token missing.",
    )
    assert answer.header("WWW-Authenticate") is None


def test_safe_methods_ask_for_nothing(demo):
    cookie = {"Cookie": credentials.by_cookie(demo, logins.CUSTOMER)["Cookie"]}
    for method in ("GET", "HEAD", "OPTIONS"):
        headers = cookie | {"Origin": "https://evil.example"}
        assert demo.client().request(method, PROFILE, headers=headers).status == 200, method


def test_a_form_may_carry_the_token(demo):
    held = credentials.by_cookie(demo, logins.CUSTOMER)
    cookie = {"Cookie": held["Cookie"]}
    fields = {"request_type": "repair", "details": "by form"}
    client = demo.client()
    for form in ("form", "multipart"):
        with_token = fields | {"csrfmiddlewaretoken": held["X-CSRFToken"]}
        client.post("/api/v1/requests/", headers=cookie, **{form: with_token}).expect(201)
        with_other = fields | {"csrfmiddlewaretoken": "y" * 32}
        refused = client.post("/api/v1/requests/", headers=cookie, **{form: with_other})
        assert refused.expect(403).json["detail"] == "CSRF Failed: CSRF token from POST incorrect."


def test_a_listed_origin_with_cookies_is_trusted(demo):
    held = credentials.by_cookie(demo, logins.CUSTOMER)
    for origin, status in {
        "http://localhost:3000": 200,
        demo.origin: 200,
        "http://localhost:3001": 403,
        "null": 403,
    }.items():
        answer = demo.client().patch(PROFILE, json={}, headers=held | {"Origin": origin})
        assert answer.status == status, origin


def test_over_tls_cookies_are_secure_and_a_change_needs_its_page(start_server):
    server = start_server("demo", trusted_proxies="127.0.0.1")
    host = f"{server.host}:{server.port}"
    tls = {"X-Forwarded-Proto": "https"}
    client = server.client()
    opened = client.post("/api/v1/sessions/", json=logins.CUSTOMER._asdict(), headers=tls)
    set_cookies = opened.expect(201).headers.get_all("Set-Cookie")
    assert len(set_cookies) == 2 and all(text.endswith("; Secure") for text in set_cookies)
    pairs = [text.split(";")[0] for text in set_cookies]
    held = tls | {"Cookie": "; ".join(pairs), "X-CSRFToken": pairs[1].partition("=")[2]}
    start = "CSRF Failed: Referer checking failed - "
    rows = [
        ({"Referer": f"https://{host}/page"}, None),
        ({"Origin": f"https://{host}"}, None),
        ({}, f"{start}no Referer."),
        ({"Referer": "here"}, f"{start}Referer is malformed."),
        ({"Referer": f"http://{host}/"}, f"{start}Referer is insecure while host is secure."),
        (
            {"Referer": "https://evil.example/"},
            f"{start}https://evil.example/ does not match any trusted origins.",
        ),
    ]
    for page, expected in rows:
        answer = client.patch(PROFILE, json={}, headers=held | page)
        assert answer.status == (403 if expected else 200), page
        assert answer.json.get("detail") == expected


# -- caches, logs, disk ----------------------------------------------------------------------------


def test_vary_names_the_cookie_where_the_answer_depends_on_it(demo):
    client = demo.client()
    rows = {
        PROFILE: "Accept, Cookie, Origin",
        "/api/v1/login/": "Accept, Origin",
        "/healthz": "Origin",
    }
    for path, vary in rows.items():
        assert client.get(path).header("Vary") == vary, path
    page = client.get("/swagger/", headers={"Accept-Encoding": "identity"}).header("Vary")
    assert page == "Accept-Encoding, Origin"


def secrets_of(server):
    """One of each, used once, with the digest the database may hold."""
    login = logins.PRODUCTION_ADMIN
    client = server.client()
    pair = client.post("/api/v1/login/", json=login._asdict()).expect(200).json
    claims = pair["refresh"].split(".")[1]
    jti = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["jti"]
    token = credentials.api_token(server, login)
    cookie = credentials.by_cookie(server, login)
    key = cookie["Cookie"].partition("=")[2].partition(";")[0]
    for headers in (
        {"Authorization": f"Bearer {pair['access']}"},
        {"Authorization": f"Token {token}"},
        cookie,
    ):
        client.get(PROFILE, headers=headers).expect(200)
        client.get("/api/v1/nothing/", headers=headers).expect(404)
    client.get(PROFILE, headers={"Authorization": f"Token {token} {token}"}).expect(401)
    texts = [pair["access"], pair["refresh"], login.password, cookie["X-CSRFToken"]]
    return [*texts, token, key, jti], [token, key, jti]


def test_secrets_are_in_no_log_and_only_as_digests_on_disk(production):
    secrets, kept = secrets_of(production)
    production.stop()
    log = production.log()
    assert '"path":"/api/v1/profile/"' in log.replace(": ", ":")
    disk = b"".join(path.read_bytes() for path in production.data.rglob("*") if path.is_file())
    for secret in secrets:
        assert secret not in log
        assert secret.encode() not in disk
    for secret in kept:
        assert hashlib.sha256(secret.encode()).hexdigest().encode() in disk
