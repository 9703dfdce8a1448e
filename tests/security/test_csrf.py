"""What a page of somebody else can make a visitor's browser send: the cookie goes along, so each
unsafe route of each surface asks for more. Plain refusals are in tests/api/test_credential.py."""

from __future__ import annotations

import pytest
from harness import cookies, credentials, logins
from harness.routes import UNSAFE, id_of, routes

PROFILE = "/api/v1/profile/"
EVIL = "https://evil.example"
CHANGES = [route for route in routes(*UNSAFE)]
# Where a cookie may be set without one: there the Origin decides (contracts.md S14).
LOG_INS = {
    "/api/v1/sessions/": logins.CUSTOMER._asdict(),
    "/accounts/api/login/": logins.CUSTOMER._asdict(),
}


@pytest.fixture(scope="module")
def held(demo):
    """Two sessions of one administrator, one of a customer: headers as the browser has them."""
    return {
        "admin": credentials.by_cookie(demo, logins.ADMIN),
        "admin again": credentials.by_cookie(demo, logins.ADMIN),
        "customer": credentials.by_cookie(demo, logins.CUSTOMER),
    }


def refused(demo, route, headers):
    """The answer, which must be a refusal for the reason of CSRF."""
    answer = demo.client().request(route.method.upper(), route.to_nobody, json={}, headers=headers)
    assert answer.status == 403 and "CSRF Failed" in answer.text, (route.key, answer.text[:300])


@pytest.mark.parametrize("route", CHANGES, ids=id_of)
def test_no_forgery_passes(demo, held, route):
    # Where a role is asked for, the forger's victim has it.
    own = held["customer" if route.permission == "customer" else "admin"]
    host = demo.origin.removeprefix("http://")
    other = held["admin again"]["X-CSRFToken"]
    cookie_alone = {"Cookie": own["Cookie"].partition(";")[0]}
    for forged in (
        own | {"X-CSRFToken": other},
        own | {"X-CSRFToken": own["X-CSRFToken"].swapcase()},
        own | {"X-CSRFToken": ""},
        cookie_alone | {"X-CSRFToken": own["X-CSRFToken"]},
        cookie_alone | {"Cookie": f"{cookie_alone['Cookie']}; csrftoken="},
        # A cookie planted from a sister name does not help a page of that name.
        cookie_alone
        | {"Cookie": f"{cookie_alone['Cookie']}; csrftoken={other}", "X-CSRFToken": other}
        | {"Origin": "http://sister.127.0.0.1.example"},
        own | {"Origin": "null"},
        own | {"Origin": f"http://{host}.evil.example"},
        own | {"Origin": f"http://evil.example/{host}"},
        own | {"Origin": "http://127.0.0.1:1"},
        own | {"Origin": f"http://{host}@evil.example"},
        own | {"Origin": EVIL, "X-HTTP-Method-Override": "GET"},
    ):
        refused(demo, route, forged)


def test_the_honest_page_passes_and_nothing_was_ended(demo, held):
    for own in held.values():
        for page in ({}, {"Origin": demo.origin}):
            demo.client().patch(PROFILE, json={}, headers=own | page).expect(200)


def test_over_tls_each_change_needs_our_own_page(start_server):
    server = start_server("demo", trusted_proxies="127.0.0.1")
    tls = {"X-Forwarded-Proto": "https"}
    own = {}
    for name, login in (("admin", logins.ADMIN), ("customer", logins.CUSTOMER)):
        opened = server.client().post("/api/v1/sessions/", json=login._asdict(), headers=tls)
        jar = {n: m.value for n, m in cookies.set_by(opened.expect(201)).items()}
        own[name] = cookies.headers_of(jar) | tls
    host = f"{server.host}:{server.port}"
    for route in CHANGES:
        headers = own["customer" if route.permission == "customer" else "admin"]
        for page in (
            {},
            {"Referer": f"http://{host}/"},
            {"Referer": f"https://{host}.evil.example/"},
            {"Referer": f"{EVIL}/?https://{host}/"},
            {"Origin": f"http://{host}"},
            {"Origin": EVIL, "Referer": f"https://{host}/"},
        ):
            refused(server, route, headers | page)
    for headers in own.values():
        page = {"Referer": f"https://{host}/profile"}
        server.client().patch(PROFILE, json={}, headers=headers | page).expect(200)


@pytest.mark.parametrize("path", LOG_INS)
@pytest.mark.parametrize("form", ["form", "multipart"])
def test_no_page_elsewhere_logs_its_visitor_in(demo, path, form):
    body = {form: LOG_INS[path]}
    for origin in (EVIL, "null", f"{demo.origin}.evil.example"):
        answer = demo.client().post(path, headers={"Origin": origin}, **body)
        assert answer.status == 403 and "sessionid" not in (answer.header("Set-Cookie") or "")
    demo.client().post(path, headers={"Origin": demo.origin}, **body).expect(200, 201)


@pytest.mark.parametrize("path", LOG_INS)
def test_a_session_id_that_the_client_chose_is_never_adopted(demo, path):
    """Fixation: what comes before a log-in is worth nothing after it, known or not."""
    chosen = {"Cookie": f"sessionid={'f' * 32}; csrftoken={'c' * 32}"}
    opened = demo.client().post(path, json=LOG_INS[path], headers=chosen).expect(200, 201)
    first = cookies.set_by(opened)
    assert first["sessionid"].value != "f" * 32 and first["csrftoken"].value != "c" * 32
    demo.client().get(PROFILE, headers=chosen).expect(401)
    # A session of the attacker's, planted in the victim's browser: the log-in is another session.
    planted = cookies.headers_of({n: m.value for n, m in first.items()})
    victim = logins.OTHER_CUSTOMER._asdict()
    again = demo.client().post(path, json=victim, headers=planted).expect(200, 201)
    second = {n: m.value for n, m in cookies.set_by(again).items()}
    assert second["sessionid"] != first["sessionid"].value
    assert second["csrftoken"] != first["csrftoken"].value
    demo.client().get(PROFILE, headers=planted).expect(401)
    seen = demo.client().get(PROFILE, headers=cookies.headers_of(second)).expect(200).json
    assert seen["username"] == logins.OTHER_CUSTOMER.username


def test_registering_over_a_session_rotates_it_as_well(demo):
    first = credentials.by_cookie(demo, credentials.newcomer(demo)[1])
    name = "fixed_registrant"
    person = {"username": name, "email": f"{name}@example.com", "name": "Fix Ation"}
    person |= {"password1": credentials.PASSWORD, "password2": credentials.PASSWORD}
    answer = demo.client().post("/accounts/api/register/", json=person, headers=first).expect(201)
    fresh = {n: m.value for n, m in cookies.set_by(answer).items()}
    assert fresh["sessionid"] not in first["Cookie"] and fresh["csrftoken"] not in first["Cookie"]
    demo.client().get(PROFILE, headers=first).expect(401)
    seen = demo.client().get(PROFILE, headers=cookies.headers_of(fresh)).expect(200).json
    assert seen["username"] == name
