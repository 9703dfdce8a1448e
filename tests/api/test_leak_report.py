"""Leaks reported without an account: opened as urgent, followed by a link, seen by staff alone."""

from __future__ import annotations

import itertools
import sqlite3

import pytest
from harness import logins, matrix
from harness.scenario import Scenario, each, run, run_flow

V1 = "/api/v1"
PATH = f"{V1}/leak-reports/"
REPORT = {
    "name": "Farida Khan",
    "phone": "+91 98100 (12345)",
    "address": "7, Canal Road",
    "what": "Strong smell and a hissing at the meter",
    "where": "cellar, left of the stairs",
}
LONGEST = {"name": 150, "phone": 40, "address": 500, "what": 2_000, "where": 500}
numbers = itertools.count(1)


def report(server, headers=None, **change):
    return server.client().post(PATH, json=REPORT | change, headers=headers)


def request_id(answer):
    return int(answer.json["number"].removeprefix("SR-"))


STORY = [
    Scenario(
        "a stranger reports",
        None,
        "POST",
        PATH,
        201,
        json=REPORT,
        has=["$.number", "$.token.length == 64", "{origin}/api/v1/leak-reports/", "$.expires_at"],
        lacks=["digest", "Farida", "98100", '"id"'],
        has_headers={"Cache-Control": "no-store", "Idempotency-Replayed": None},
        capture={"token": "$.token", "number": "$.number"},
    ),
    Scenario(
        "the desk finds it urgent, with all that the crew needs",
        "support",
        "GET",
        f"{V1}/requests/?type=leak&sort=-created_at&limit=1",
        200,
        has=[
            '$[0].number == "{number}"',
            '$[0].priority == "urgent"',
            '$[0].status == "pending"',
            '$[0].type == "leak"',
            '$[0].address == "7, Canal Road"',
            '$[0].customer_name == "Public report"',
            "Where: cellar, left of the stairs",
            "Reported by: Farida Khan",
            "Telephone: +91 98100 (12345)",
        ],
        capture={"id": "$[0].id"},
    ),
    Scenario("no customer sees it", "customer", "GET", f"{V1}/requests/{{id}}/", 404),
    Scenario(
        "nor finds it", "customer", "GET", f"{V1}/requests/?q=Farida", 200, has=["$.length == 0"]
    ),
    Scenario("nor a technician elsewhere", "technician", "GET", f"{V1}/requests/{{id}}/", 404),
    Scenario(
        "the link tells of its opening and names nobody",
        None,
        "GET",
        PATH + "{token}/",
        200,
        has=[
            '$.number == "{number}"',
            '$.status == "pending"',
            '$.events[0].kind == "opened"',
            "$.resolved_at == null",
        ],
        lacks=["Farida", "98100", "Canal Road", "hissing", "actor", "{token}"],
    ),
    Scenario(
        "staff note something internally",
        "support",
        "POST",
        f"{V1}/requests/{{id}}/comments/",
        201,
        json={"text": "the neighbour called too", "visibility": "internal"},
    ),
    Scenario(
        "and say something publicly",
        "support",
        "POST",
        f"{V1}/request-updates/",
        201,
        json={"service_request": "{id}", "notes": "A crew is on its way", "status": "in_progress"},
    ),
    Scenario(
        "the link tells the public part",
        None,
        "GET",
        PATH + "{token}/",
        200,
        has=['$.status == "in_progress"', "A crew is on its way", '"status":"in_progress"'],
        lacks=["neighbour", "commented", "Asha", "actor"],
    ),
    Scenario(
        "a link is read whoever is logged in",
        "other_customer",
        "GET",
        PATH + "{token}/",
        200,
        has=['$.number == "{number}"'],
    ),
    Scenario("it cannot be changed", None, "DELETE", PATH + "{token}/", 405),
    Scenario("an administrator removes it", "admin", "DELETE", f"{V1}/requests/{{id}}/", 204),
    Scenario("and the link leads nowhere", None, "GET", PATH + "{token}/", 404),
]


def test_the_story_of_a_report(demo):
    run_flow(demo, STORY)


@each(
    [
        Scenario(f"{name} too long", None, "POST", PATH, 400, json=REPORT | {name: "x" * (n + 1)},
                 has=[f"$.errors.{name}[0]"])
        for name, n in LONGEST.items()
    ]
    + [
        Scenario(f"{name} blank", None, "POST", PATH, 400, json=REPORT | {name: " "},
                 has=[f"$.errors.{name}[0]"], lacks=["$.token"])
        for name in ("phone", "address", "what")
    ]
    + [
        Scenario("nothing at all tells all that is missing", None, "POST", PATH, 400, json={},
                 has=["$.errors.phone[0]", "$.errors.address[0]", "$.errors.what[0]"],
                 lacks=["$.errors.name", "$.errors.where"]),
        Scenario("a key too long", None, "POST", PATH, 400, json=REPORT,
                 headers={"Idempotency-Key": "k" * 101}, has=["$.errors.Idempotency-Key[0]"]),
        Scenario("a form does as well", None, "POST", PATH, 201, form=REPORT, has=["$.token"]),
        Scenario("without a name and a place", None, "POST", PATH, 201,
                 json={name: REPORT[name] for name in ("phone", "address", "what")}),
        Scenario("all at their longest", None, "POST", PATH, 201,
                 json={name: "é" * n for name, n in LONGEST.items()}),
        Scenario("a customer who is logged in", "customer", "POST", PATH, 201, json=REPORT),
        Scenario("an unknown token", None, "GET", PATH + "0" * 64 + "/", 404, lacks=["digest"]),
        Scenario("a short one", None, "GET", PATH + "7/", 404),
        Scenario("a long one", None, "GET", PATH + "x" * 101 + "/", 404),
        Scenario("a hostile one", None, "GET", PATH + "'%20OR%201=1--/", 404),
        Scenario("there is no list", None, "GET", PATH, 405),
    ]
)  # fmt: skip
def test_what_is_taken_and_what_is_not(demo, scenario):
    run(demo, scenario)


def test_fields_nobody_offered_change_nothing(demo):
    forced = {"id": 987654321, "customer": 1, "status": "resolved", "priority": "low"}
    forced |= {"type": "billing", "request_type": "billing", "description": "forged", "title": "x"}
    forced |= {"assigned_to": 1, "token": "0" * 64, "token_digest": "0" * 64, "expires_at": "2099"}
    answer = report(demo, **forced).expect(201)
    row = demo.as_("admin").get(f"{V1}/requests/{request_id(answer)}/").expect(200).json
    assert (row["status"], row["priority"], row["type"]) == ("pending", "urgent", "leak")
    assert row["customer_name"] == "Public report" and "forged" not in row["description"]
    assert row["title"] != "x" and "2099" not in answer.json["expires_at"]
    assert demo.client().get(f"{PATH}{'0' * 64}/").status == 404


def test_no_administrator_closes_the_door_by_mistake(start_server):
    server = start_server("demo")
    admin = server.as_("admin")
    types = admin.get(f"{V1}/service-types/").expect(200).json
    leak = f"{V1}/service-types/{next(row['id'] for row in types if row['slug'] == 'leak')}/"
    off = {"is_active": False, "hazard": "none", "default_priority": "low", "slug": "smell"}
    admin.patch(leak, json=off).expect(200)
    answer = report(server).expect(201)
    row = admin.get(f"{V1}/requests/{request_id(answer)}/").expect(200).json
    assert (row["type"], row["priority"]) == ("leak", "urgent")


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": True},
        {"password": "Valve-Seat-9041!"},
        {"role": "admin"},
        {"username": "somebody"},
        {"first_name": "Some"},
    ],
    ids=str,
)
def test_nobody_becomes_the_account_of_reports(demo, change):
    report(demo).expect(201)
    admin = demo.as_("admin")
    rows = admin.get(f"{V1}/users/?q=public").expect(200).json
    owner = f"{V1}/users/{next(row['id'] for row in rows if row['username'] == 'public report')}/"
    before = admin.get(owner).expect(200).json
    admin.patch(owner, json=change).expect(409)
    assert admin.get(owner).expect(200).json == before


def test_who_follows_is_told_once_of_an_edit(demo):
    made = report(demo).expect(201)
    path = f"{V1}/requests/{request_id(made)}/"
    change = {"title": "Leak in a cellar", "description": "At the meter.", "address": "7 Canal Rd"}
    demo.as_("support").patch(path, json=change).expect(200)
    followed = demo.client().get(f"{PATH}{made.json['token']}/").expect(200)
    kinds = [event["kind"] for event in followed.json["events"]]
    assert kinds.count("edited") == 1
    assert "hissing" not in followed.text


def test_a_broken_token_does_not_stop_a_report(demo):
    headers = {"Authorization": "Bearer nothing"}
    assert report(demo, headers=headers).status == 201


def test_a_key_opens_one_request(demo):
    headers = {"Idempotency-Key": f"leak-{next(numbers)}"}
    first, again = report(demo, headers).expect(201), report(demo, headers).expect(201)
    assert first.header("Idempotency-Replayed") is None
    assert again.header("Idempotency-Replayed") == "true"
    assert first.json["number"] == again.json["number"]
    for token in (first.json["token"], again.json["token"]):
        assert (
            demo.client().get(f"{PATH}{token}/").expect(200).json["number"] == first.json["number"]
        )
    other = report(demo, headers, what="another smell").expect(201)
    assert other.json["number"] != first.json["number"], "strangers share no keys"


def test_a_key_of_a_customer_is_another(demo):
    headers = {"Idempotency-Key": f"leak-{next(numbers)}"}
    own = demo.as_("customer").post(
        f"{V1}/requests/", json={"request_type": "leak", "details": "x"}, headers=headers
    )
    assert request_id(report(demo, headers).expect(201)) != own.expect(201).json["id"]


@pytest.mark.parametrize(
    "settings, allowed",
    [({"leak_reports_per_address_max": 2}, 2), ({"leak_reports_max": 3}, 3)],
    ids=["address", "all"],
)
def test_reports_are_throttled(start_server, settings, allowed):
    server = start_server("demo", **settings)
    for _ in range(allowed):
        report(server, what=" ").expect(400)
        report(server).expect(201)
    refused = report(server).expect(429)
    assert "emergency number" in refused.json["detail"]
    assert int(refused.header("Retry-After")) >= 1
    before = server.as_("admin").get(f"{V1}/requests/?limit=1").header("X-Total-Count")
    report(server).expect(429)
    assert server.as_("admin").get(f"{V1}/requests/?limit=1").header("X-Total-Count") == before


def test_addresses_are_counted_apart_and_networks_of_ipv6_together(start_server):
    server = start_server("demo", leak_reports_per_address_max=1, trusted_proxies="127.0.0.1")
    sent = [
        ("198.51.100.1", 201),
        ("198.51.100.1", 429),
        ("198.51.100.2", 201),
        ("2001:db8:1:2::1", 201),
        ("2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:3::1", 201),
    ]
    answers = [report(server, {"X-Forwarded-For": address}).status for address, _ in sent]
    assert answers == [status for _, status in sent]


def test_the_token_is_nowhere_but_in_the_answer(start_server):
    server = start_server("demo")
    token = report(server).expect(201).json["token"]
    server.client().get(f"{PATH}{token}/").expect(200)
    server.stop()
    assert PATH in server.log() and token not in server.log()
    with sqlite3.connect(server.data / "pilotlight.db") as database:
        dump = "\n".join(database.iterdump())
    assert "leak_report" in dump and token not in dump


def test_a_link_ends(start_server):
    server = start_server("demo", leak_report_link_days=1)
    token = report(server).expect(201).json["token"]
    server.client().get(f"{PATH}{token}/").expect(200)
    server.stop()
    with sqlite3.connect(server.data / "pilotlight.db") as database:
        database.execute("UPDATE leak_report SET expires_at = created_at")
    server.start()
    server.client().get(f"{PATH}{token}/").expect(404)


def test_the_account_of_reports_is_nobodys(production):
    report(production).expect(201)
    report(production).expect(201)
    admin = production.as_(logins.PRODUCTION_ADMIN)
    rows = [row for row in admin.get(f"{V1}/users/").expect(200).json if not row["is_active"]]
    assert [row["username"] for row in rows] == ["public report"]
    for password in ("", "x", "public report"):
        body = {"username": "public report", "password": password}
        assert production.client().post(f"{V1}/login/", json=body).status in (400, 401)
    draft = {
        "username": "Public Report",
        "email": "p@example.com",
        "first_name": "P",
        "last_name": "R",
        "password": matrix.PASSWORD,
        "password2": matrix.PASSWORD,
        "user_type": "customer",
    }
    refused = production.client().post(f"{V1}/register/", json=draft).expect(400)
    assert "username" in refused.json["errors"]
