"""Cookie sessions: log-in, what the browser keeps, listing and ending them, log-out."""

from __future__ import annotations

import re

import pytest
from harness import cookies, credentials, logins

SESSIONS = "/api/v1/sessions/"
PROFILE = "/api/v1/profile/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def login(demo):
    return credentials.newcomer(demo)[1]


def is_good(demo, headers):
    return demo.client().get(PROFILE, headers=headers).expect(200, 401).status == 200


def log_in(demo, login, headers=None):
    return demo.client().post(SESSIONS, json=login._asdict(), headers=headers)


def rows_of(demo, headers, query=""):
    return demo.client().get(SESSIONS + query, headers=headers).expect(200).json


def test_what_the_browser_is_told_to_keep(demo, login):
    answer = log_in(demo, login).expect(201)
    session, csrf = answer.headers.get_all("Set-Cookie")
    assert re.fullmatch(
        r"sessionid=[a-z0-9]{32}; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax", session
    )
    assert re.fullmatch(r"csrftoken=[A-Za-z0-9]{32}; Max-Age=31449600; Path=/; SameSite=Lax", csrf)
    key = session[len("sessionid=") :].partition(";")[0]
    assert key not in answer.text and "digest" not in answer.text
    assert answer.json["kind"] == "web" and answer.json["is_current"] is True
    assert answer.header("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    "body, status",
    [
        ({}, 400),
        ({"username": "", "password": ""}, 400),
        ({"username": "nobody_at_all", "password": "x"}, 401),
        ({"username": logins.DEACTIVATED.username, "password": logins.PASSWORD}, 401),
    ],
)
def test_a_refused_log_in_sets_no_cookie(demo, body, status):
    answer = demo.client().post(SESSIONS, json=body).expect(status)
    assert answer.header("Set-Cookie") is None


def test_a_chosen_session_id_is_worth_nothing(demo, login):
    chosen = "f" * 32
    planted = {"Cookie": f"sessionid={chosen}; csrftoken={'c' * 32}"}
    answer = log_in(demo, login, planted).expect(201)
    given = cookies.set_by(answer)
    assert given["sessionid"].value != chosen and given["csrftoken"].value != "c" * 32
    assert not is_good(demo, planted)


def test_a_log_in_over_a_session_needs_its_token_and_ends_it(demo, login):
    first = credentials.by_cookie(demo, login)
    assert log_in(demo, login, {"Cookie": first["Cookie"]}).status == 403
    assert is_good(demo, first)
    answer = log_in(demo, login, first).expect(201)
    given = {name: morsel.value for name, morsel in cookies.set_by(answer).items()}
    second = cookies.headers_of(given)
    assert given["sessionid"] not in first["Cookie"] and given["csrftoken"] not in first["Cookie"]
    assert is_good(demo, second) and not is_good(demo, first)
    assert [row["is_current"] for row in rows_of(demo, second)] == [True]


def test_a_page_elsewhere_cannot_log_its_visitor_in(demo, login):
    evil = {"Origin": "https://evil.example"}
    client = demo.client()
    refused = client.post(SESSIONS, form=login._asdict(), headers=evil).expect(403)
    assert refused.json["code"] == "csrf_failed" and refused.header("Set-Cookie") is None
    client.post(SESSIONS, body="{}", headers=evil | {"Content-Type": "text/plain"}).expect(403)
    client.post(SESSIONS, form=login._asdict(), headers={"Origin": demo.origin}).expect(201)
    client.post(SESSIONS, form=login._asdict(), headers=FORM).expect(201)


def test_the_list_is_of_live_sessions_newest_first(demo, login):
    bearer = credentials.by_bearer(demo, login)
    web = credentials.by_cookie(demo, login)
    credentials.by_token(demo, login)  # opens a bearer session to ask; the token itself is none
    rows = rows_of(demo, web)
    assert [(row["kind"], row["is_current"]) for row in rows] == [
        ("token", False),
        ("web", True),
        ("token", False),
    ]
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert "refresh_digest" not in rows[0]
    first = demo.client().get(f"{SESSIONS}?limit=2", headers=bearer).expect(200)
    rest = demo.client().get(first.next_page(demo.origin), headers=bearer).expect(200).json
    assert [row["id"] for row in first.json + rest] == [row["id"] for row in rows]


def test_others_are_for_administrators(demo, login):
    account = demo.client().get(PROFILE, headers=credentials.by_cookie(demo, login)).json["id"]
    assert len(demo.as_("admin").get(f"{SESSIONS}?user={account}").expect(200).json) == 1
    for who in ("customer", "support", "technician"):
        demo.as_(who).get(f"{SESSIONS}?user={account}").expect(403)
    demo.as_("admin").get(f"{SESSIONS}?user=x").expect(400)


@pytest.mark.parametrize("kind", ["bearer", "cookie"])
def test_ending_one_is_immediate_and_for_its_owner(demo, login, kind):
    here, there = credentials.by_cookie(demo, login), credentials.KINDS[kind](demo, login)
    ended = next(row["id"] for row in rows_of(demo, there) if row["is_current"])
    for who in ("other_customer", "support", "technician"):
        demo.as_(who).delete(f"{SESSIONS}{ended}/").expect(404)
    assert is_good(demo, there)
    demo.client().delete(f"{SESSIONS}{ended}/", headers=here).expect(204)
    assert not is_good(demo, there) and is_good(demo, here)
    demo.client().delete(f"{SESSIONS}{ended}/", headers=here).expect(404)


def test_an_administrator_ends_anybodys(demo, login):
    held = credentials.by_cookie(demo, login)
    ended = rows_of(demo, held)[0]["id"]
    demo.as_("admin").delete(f"{SESSIONS}{ended}/").expect(204)
    assert not is_good(demo, held)


def test_ending_all_others_keeps_the_one_that_asks(demo, login):
    here = credentials.by_cookie(demo, login)
    others = [make(demo, login) for make in (credentials.by_bearer, credentials.by_cookie)]
    stranger = credentials.by_cookie(demo, credentials.newcomer(demo)[1])
    demo.client().delete(SESSIONS, headers=here).expect(204)
    assert is_good(demo, here) and is_good(demo, stranger)
    assert [is_good(demo, headers) for headers in others] == [False, False]
    assert len(rows_of(demo, here)) == 1


def test_an_api_token_ends_all_sessions_and_stays(demo, login):
    web, token = credentials.by_cookie(demo, login), credentials.by_token(demo, login)
    demo.client().delete(SESSIONS, headers=token).expect(204)
    assert is_good(demo, token) and not is_good(demo, web)
    assert rows_of(demo, token) == []


def test_log_out_by_cookie_clears_both_cookies(demo, login):
    held, other = credentials.by_cookie(demo, login), credentials.by_cookie(demo, login)
    answer = demo.client().post("/api/v1/logout/", headers=held).expect(204)
    cleared = cookies.set_by(answer)
    assert {name: morsel["max-age"] for name, morsel in cleared.items()} == {
        "sessionid": "0",
        "csrftoken": "0",
    }
    assert not is_good(demo, held) and is_good(demo, other)


def test_ending_ones_own_cookie_session_clears_the_cookies(demo, login):
    held = credentials.by_cookie(demo, login)
    own = rows_of(demo, held)[0]["id"]
    answer = demo.client().delete(f"{SESSIONS}{own}/", headers=held).expect(204)
    assert set(cookies.set_by(answer)) == {"sessionid", "csrftoken"}


def test_log_out_by_bearer_ends_its_session_alone(demo, login):
    pair = demo.client().log_in(login)
    web, token = credentials.by_cookie(demo, login), credentials.by_token(demo, login)
    bearer = {"Authorization": f"Bearer {pair.access}"}
    answer = demo.client().post("/api/v1/logout/", headers=bearer).expect(204)
    assert answer.header("Set-Cookie") is None and not is_good(demo, bearer)
    demo.client().post("/api/v1/login/refresh/", json={"refresh": pair.refresh}).expect(401)
    assert is_good(demo, web) and is_good(demo, token)


def test_a_session_outlives_a_restart_and_not_its_lifetime(start_server):
    server = start_server("demo")
    held = credentials.by_cookie(server, logins.CUSTOMER)
    server.stop()
    server.start()
    assert is_good(server, held)
    brief = start_server("demo", web_session_lifetime_s=60)
    answer = log_in(brief, logins.CUSTOMER).expect(201)
    assert cookies.set_by(answer)["sessionid"]["max-age"] == "60"


def test_hostile_cookie_headers_are_nobodys(demo, login):
    held = credentials.by_cookie(demo, login)["Cookie"]
    key = held.partition("=")[2].partition(";")[0]
    for text in (
        f"SESSIONID={key}",
        f"xsessionid={key}",
        f"sessionid={key.upper()}",
        f"sessionid={key}x",
        f"sessionid={key[:-1]}",
        f"sessionid={key}, sessionid={key}",
        f"sessionid=x; sessionid={key}",
        "sessionid=' OR 1=1 --",
        "sessionid=%00",
        "sessionid",
        "=;=;=;",
        ";" * 4000,
        "sessionid=" + "a" * 4000,
    ):
        assert not is_good(demo, {"Cookie": text}), text[:60]
    for text in (held, f"a=b; {held}", f'sessionid="{key}"', f";;;sessionid={key};;"):
        assert is_good(demo, {"Cookie": text}), text[:60]
