"""Drafts: kept to the letter, for their writer alone, in bounded number."""

from __future__ import annotations

import sqlite3

from harness import credentials
from harness.scenario import Scenario, each, run, run_flow

V1 = "/api/v1"
PATH = f"{V1}/drafts/request-42-reply/"
TYPED = "  Dear Meera,\n\n\twe are \u201con our way\u201d \U0001f692 "

STORY = [
    Scenario("none yet", "support", "GET", PATH, 404),
    Scenario(
        "kept to the letter",
        "support",
        "PUT",
        PATH,
        200,
        json={"text": TYPED},
        has=['$.key == "request-42-reply"', "$.created_at", "on our way"],
        lacks=["account", "slug"],
        after=lambda server, answer, known: check(answer.json["text"] == TYPED),
    ),
    Scenario("read again", "support", "GET", PATH, 200, has=["on our way"]),
    Scenario("without the slash", "support", "GET", PATH.rstrip("/"), 200, has=["on our way"]),
    Scenario("not another's", "admin", "GET", PATH, 404),
    Scenario("nor the customer's", "customer", "GET", PATH, 404),
    Scenario("nobody deletes another's", "admin", "DELETE", PATH, 404),
    Scenario("a customer has the same key", "customer", "PUT", PATH, 200, json={"text": "mine"}),
    Scenario("replaced", "support", "PUT", PATH, 200, json={"text": ""}, has=['$.text == ""']),
    Scenario("the other is untouched", "customer", "GET", PATH, 200, has=['$.text == "mine"']),
    Scenario("thrown away", "support", "DELETE", PATH, 204),
    Scenario("once", "support", "DELETE", PATH, 404),
    Scenario("and gone", "support", "GET", PATH, 404),
    Scenario("the customer's too", "customer", "DELETE", PATH, 204),
]


def check(holds):
    assert holds


def test_the_life_of_a_draft(demo):
    run_flow(demo, STORY)


@each(
    [
        Scenario(f"no key: {key}", "support", "PUT", f"{V1}/drafts/{key}/", 400,
                 json={"text": "x"}, has=["$.errors.key[0]"])
        for key in ("A", "a_b", "-a", "a-", "x" * 65, "a%20b", "%C3%A9", "..a")
    ]
    + [
        Scenario("a key as long as may be", "support", "PUT", f"{V1}/drafts/{'k' * 64}/", 200,
                 json={"text": "x"}),
        Scenario("a path too long", "support", "PUT", f"{V1}/drafts/{'k' * 101}/", 404,
                 json={"text": "x"}),
        Scenario("no text", "support", "PUT", PATH, 400, json={}, has=["$.errors.text[0]"]),
        Scenario("null", "support", "PUT", PATH, 400, json={"text": None}),
        Scenario("a list", "support", "PUT", PATH, 400, json={"text": ["x"]}),
        Scenario("too long", "support", "PUT", PATH, 400, json={"text": "x" * 20_001},
                 has=["$.errors.text[0]"]),
        Scenario("too long by its blanks", "support", "PUT", PATH, 400, json={"text": " " * 20_001},
                 has=["$.errors.text[0]"]),
        Scenario("as long as may be", "support", "PUT", PATH, 200, json={"text": "x" * 20_000}),
        Scenario("a stranger", None, "PUT", PATH, 401, json={"text": "x"}),
        Scenario("what nobody offered", "support", "PUT", PATH, 200,
                 json={"text": "x", "account": 1, "key": "other", "created_at": "2001-01-01"},
                 has=['$.key == "request-42-reply"'], lacks=["2001"]),
        Scenario("there is no list", "support", "GET", f"{V1}/drafts/", 404),
    ]
)  # fmt: skip
def test_what_is_kept_and_what_is_not(demo, scenario):
    run(demo, scenario)


def test_their_number_is_bounded(demo):
    headers = credentials.by_bearer(demo, credentials.newcomer(demo)[1])
    client = demo.client()

    def put(key):
        return client.put(f"{V1}/drafts/{key}/", json={"text": key}, headers=headers).status

    assert {put(f"d{n}") for n in range(100)} == {200}
    assert put("one-more") == 409 and put("d7") == 200
    client.delete(f"{V1}/drafts/d7/", headers=headers).expect(204)
    assert put("one-more") == 200 and put("d7") == 409


def test_an_account_goes_with_its_drafts(demo):
    account, login = credentials.newcomer(demo)
    headers = credentials.by_bearer(demo, login)
    demo.client().put(PATH, json={"text": "x"}, headers=headers).expect(200)
    demo.as_("admin").delete(f"{V1}/users/{account}/").expect(204)
    demo.client().get(PATH, headers=headers).expect(401)


def test_a_draft_outlives_a_restart_and_not_its_time(start_server):
    server = start_server("demo")
    server.as_("support").put(PATH, json={"text": "x"}).expect(200)
    server.stop()
    server.start()
    server.as_("support").get(PATH).expect(200)
    server.stop()
    with sqlite3.connect(server.data / "pilotlight.db") as database:
        database.execute("UPDATE draft SET updated_at = updated_at - 31 * 86400000000")
        assert database.total_changes == 1
    server.start()
    server.as_("support").get(PATH).expect(404)
