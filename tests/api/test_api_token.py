"""`Authorization: Token`: one lasting token per account (contracts.md §1, Token authentication)."""

from __future__ import annotations

import concurrent.futures
import re
import sqlite3

import pytest
from harness import credentials, logins

TOKENS = "/api/v1/tokens/"
PROFILE = "/api/v1/profile/"
DAY_US = 86_400_000_000


@pytest.fixture
def login(demo):
    return credentials.newcomer(demo)[1]


def by(text, scheme="Token"):
    return {"Authorization": f"{scheme} {text}"}


def detail_of(server, headers):
    answer = server.client().get(PROFILE, headers=headers)
    return answer.expect(401).json["detail"] if answer.status != 200 else None


@pytest.mark.parametrize(
    "header, detail",
    [
        ("Token", "Invalid token header. No credentials provided."),
        ("Token ", "Invalid token header. No credentials provided."),
        ("Token a b", "Invalid token header. Token string should not contain spaces."),
        ("Token " + "0" * 40, "Invalid token."),
        ("token " + "0" * 40, "Invalid token."),
        ("TOKEN x", "Invalid token."),
        ("Token " + "f" * 400, "Invalid token."),
        ("Token ' OR 1=1 --", "Invalid token header. Token string should not contain spaces."),
        ("Tokens " + "0" * 40, "Authentication credentials were not provided."),
        ("Basic YTpi", "Authentication credentials were not provided."),
    ],
)
def test_bad_tokens(demo, header, detail):
    assert detail_of(demo, {"Authorization": header}) == detail


def test_the_scheme_is_read_in_any_case(demo, login):
    token = credentials.api_token(demo, login)
    for scheme in ("Token", "token", "TOKEN", "tOkEn"):
        assert detail_of(demo, by(token, scheme)) is None
    for text in (token.upper(), token[:-1], token + "0"):
        assert detail_of(demo, by(text)) == "Invalid token."


def test_one_token_an_account_the_same_each_time(demo, login):
    bearer = credentials.by_bearer(demo, login)
    client = demo.client()
    first = client.post(TOKENS, headers=bearer).expect(200).json
    assert re.fullmatch("[0-9a-f]{40}", first["token"]) and first["created"] is True
    again = client.post(TOKENS, headers=by(first["token"])).expect(200).json
    assert again == {"token": first["token"], "created": False}
    rows = client.get(TOKENS, headers=bearer).expect(200)
    assert len(rows.json) == 1 and first["token"] not in rows.text
    assert not {"nonce", "digest"} & rows.json[0].keys()
    other = credentials.api_token(demo, credentials.newcomer(demo)[1])
    assert other != first["token"]


def test_askers_at_once_are_told_the_same(demo, login):
    bearer = credentials.by_bearer(demo, login)

    def ask(_):
        return demo.client().post(TOKENS, headers=bearer).expect(200).json

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(24)))
    assert len({row["token"] for row in told}) == 1
    assert sum(row["created"] for row in told) == 1


def test_it_outlives_a_restart_and_a_newer_key(start_server):
    server = start_server("demo")
    token = credentials.api_token(server, logins.CUSTOMER)
    server.stop()
    key = (server.data / "secret.key").read_text().split()[0]
    server.settings["secret_key"] = "n" * 40 + "," + key
    server.start()
    assert detail_of(server, by(token)) is None
    assert credentials.api_token(server, logins.CUSTOMER) == token


@pytest.mark.parametrize("who", ["owner", "admin", "log-out"])
def test_what_ends_it_ends_it_at_once(demo, login, who):
    token = credentials.api_token(demo, login)
    bearer = credentials.by_bearer(demo, login)
    row = demo.client().get(TOKENS, headers=bearer).json[0]["id"]
    one = f"{TOKENS}{row}/"
    for other in ("other_customer", "support", "technician"):
        demo.as_(other).delete(one).expect(404)
    assert detail_of(demo, by(token)) is None
    method, path, headers = {
        "owner": ("DELETE", one, bearer),
        "admin": ("DELETE", one, credentials.by_bearer(demo, logins.ADMIN)),
        "log-out": ("POST", "/api/v1/logout/", by(token)),
    }[who]
    demo.client().request(method, path, headers=headers).expect(204)
    assert detail_of(demo, by(token)) == "Invalid token."
    assert demo.client().get(TOKENS, headers=bearer).json == []
    demo.client().delete(one, headers=bearer).expect(404)
    assert detail_of(demo, bearer) is None
    following = credentials.api_token(demo, login)
    assert following != token and detail_of(demo, by(token)) == "Invalid token."
    assert detail_of(demo, by(following)) is None


def test_an_administrator_sees_that_there_is_one_and_not_which(demo):
    account, login = credentials.newcomer(demo)
    token = credentials.api_token(demo, login)
    seen = demo.as_("admin").get(f"{TOKENS}?user={account}").expect(200)
    assert seen.json[0]["account"] == account and token not in seen.text
    assert seen.header("X-Total-Count") == "1"
    demo.as_("support").get(f"{TOKENS}?user={account}").expect(403)
    assert demo.as_("admin").get(f"{TOKENS}?user=999999999").expect(200).json == []


def test_its_role_is_that_of_the_moment(demo):
    account, login = credentials.newcomer(demo)
    held = credentials.by_token(demo, login)
    demo.client().get("/api/v1/users/", headers=held).expect(403)
    demo.as_("admin").patch(f"/api/v1/users/{account}/", json={"user_type": "admin"}).expect(200)
    demo.client().get("/api/v1/users/", headers=held).expect(200)


def age(server, days):
    """The token was last used that many days earlier than it was; the server is stopped."""
    with sqlite3.connect(server.data / "pilotlight.db") as database:
        changed = database.execute(
            "UPDATE api_token SET last_used_at = last_used_at - ?", (days * DAY_US,)
        )
        assert changed.rowcount == 1
    database.close()


def test_an_unused_token_ends_when_the_setting_says_so(start_server):
    server = start_server("production", api_token_idle_days=2)
    token = credentials.api_token(server, logins.PRODUCTION_ADMIN)
    for days, detail in ((1, None), (3, "Invalid token.")):
        server.stop()
        age(server, days)
        server.start()
        assert detail_of(server, by(token)) == detail
    assert credentials.api_token(server, logins.PRODUCTION_ADMIN) != token


def test_a_token_lasts_without_the_setting(start_server):
    server = start_server("production")
    token = credentials.api_token(server, logins.PRODUCTION_ADMIN)
    server.stop()
    age(server, 4000)
    server.start()
    assert detail_of(server, by(token)) is None
