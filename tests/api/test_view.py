"""Saved views: filters of the list of requests under a name, checked as that list checks them."""

from __future__ import annotations

import pytest
from harness import credentials
from harness.scenario import Scenario, each, run, run_flow

V1 = "/api/v1"
PATH = f"{V1}/views/"
FILTERS = {"status": "pending", "type": "leak", "assignee": "none", "sort": "-updated_at"}
EMPTY = dict.fromkeys(
    "status type priority assignee customer created_from created_until updated_from"
    " updated_until q sort".split()
)


@pytest.fixture(name="client")
def client_of_a_newcomer(demo):
    headers = credentials.by_bearer(demo, credentials.newcomer(demo)[1])
    client = demo.client()

    def ask(method, path="", **options):
        return client.request(method, PATH + path, headers=headers, **options)

    return ask


STORY = [
    Scenario("made", "support", "POST", PATH, 201, json={"name": "Story", "filters": FILTERS},
             has=['$.name == "Story"', '$.filters.status == "pending"', "$.filters.q == null",
                  "$.position == 0"],
             lacks=["account"], capture={"view": "$.id"}),
    Scenario("read", "support", "GET", PATH + "{view}/", 200, has=['$.filters.type == "leak"']),
    Scenario("in the list", "support", "GET", PATH, 200, has=['"Story"']),
    Scenario("not in another's", "admin", "GET", PATH, 200, lacks=['"Story"']),
    Scenario("another does not read it", "admin", "GET", PATH + "{view}/", 404),
    Scenario("nor change it", "admin", "PATCH", PATH + "{view}/", 404, json={"name": "x"}),
    Scenario("nor delete it", "second_support", "DELETE", PATH + "{view}/", 404),
    Scenario("a second of the name", "support", "POST", PATH, 400, json={"name": "Story"},
             has=["$.errors.name[0]"]),
    Scenario("renamed", "support", "PATCH", PATH + "{view}/", 200, json={"name": "Tale"},
             has=['$.name == "Tale"', '$.filters.status == "pending"']),
    Scenario("filtered anew, whole", "support", "PATCH", PATH + "{view}/", 200,
             json={"filters": {"q": "meter"}},
             has=['$.filters.q == "meter"', "$.filters.status == null"]),
    Scenario("a fault changes nothing", "support", "PATCH", PATH + "{view}/", 400,
             json={"name": "x", "filters": {"status": "lost"}}),
    Scenario("as it was", "support", "GET", PATH + "{view}/", 200, has=['$.name == "Tale"']),
    Scenario("deleted", "support", "DELETE", PATH + "{view}/", 204),
    Scenario("gone", "support", "GET", PATH + "{view}/", 404),
]  # fmt: skip


def test_the_life_of_a_view(demo):
    run_flow(demo, STORY)


WRONG = [
    ("status", "lost"),
    ("type", "no_such_type"),
    ("priority", "very"),
    ("assignee", "somebody"),
    ("customer", "x"),
    ("created_from", "yesterday"),
    ("created_until", "2026-13-01"),
    ("updated_from", "x"),
    ("updated_until", "x"),
    ("sort", "colour"),
    ("q", "x" * 201),
    ("status", ["pending"]),
    ("status", {"a": 1}),
]


@each(
    [
        Scenario(f"{n}: {name}", "support", "POST", PATH, 400,
                 json={"name": f"wrong {n}", "filters": {name: value}},
                 has=[f'"filters.{name}"'])
        for n, (name, value) in enumerate(WRONG)
    ]
    + [
        Scenario(f"filters that are {value!r}", "support", "POST", PATH, 400,
                 json={"name": "wrong", "filters": value}, has=["$.errors.filters[0]"])
        for value in ([], "status=pending", 7, None, {"colour": "red"}, {"limit": "5"},
                      {"cursor": "1.2"}, {"__proto__": "x"})
    ]
    + [
        Scenario("no name", "support", "POST", PATH, 400, json={}, has=["$.errors.name[0]"]),
        Scenario("a name too long", "support", "POST", PATH, 400, json={"name": "x" * 101}),
        Scenario("a stranger", None, "POST", PATH, 401, json={"name": "x"}),
        Scenario("an unknown one", "support", "GET", PATH + "999999/", 404),
    ]
)  # fmt: skip
def test_what_is_refused(demo, scenario):
    run(demo, scenario)


def test_the_order_is_the_owners(client):
    made = [
        client("POST", json={"name": name, "position": position}).expect(201).json["id"]
        for name, position in (("c", 5), ("a", 1), ("b", 1))
    ]
    listed = client("GET").expect(200)
    assert [row["name"] for row in listed.json] == ["a", "b", "c"]
    assert listed.header("X-Total-Count") == "3"
    client("PATCH", f"{made[0]}/", json={"position": -3}).expect(200)
    assert [row["name"] for row in client("GET").json] == ["c", "a", "b"]


def test_their_number_is_bounded(client):
    for n in range(50):
        made = client("POST", json={"name": f"view {n}"}).expect(201).json
    assert made["filters"] == EMPTY
    client("POST", json={"name": "one more"}).expect(409)
    client("DELETE", f"{made['id']}/").expect(204)
    client("POST", json={"name": "one more"}).expect(201)


def test_what_is_kept_is_what_the_list_takes(demo):
    support = demo.as_("support")
    filters = FILTERS | {"created_from": "2020-01-01", "customer": "1", "q": " meter "}
    made = support.post(PATH, json={"name": "taken", "filters": filters}).expect(201).json
    kept = {name: value for name, value in made["filters"].items() if value is not None}
    query = "&".join(f"{name}={value}" for name, value in kept.items())
    support.get(f"{V1}/requests/?{query}").expect(200)
    support.delete(f"{PATH}{made['id']}/").expect(204)


def test_each_says_how_many_it_shows(demo):
    support = demo.as_("support")
    alias = {"slug": "counted", "name": "Counted", "aliases": ["counted_alias"]}
    made = demo.as_("admin").post(f"{V1}/service-types/", json=alias).expect(201).json
    kept = {
        "kept": {"status": "pending", "priority": "urgent"},
        "by time": {"created_from": "2099-01-01"},
        "many by time": {"created_from": "2000-01-01"},
        "a search": {"q": "meter"},
        "an alias": {"type": "counted_alias"},
    }
    ids = {
        name: support.post(PATH, json={"name": name, "filters": filters}).expect(201).json["id"]
        for name, filters in kept.items()
    }
    rows = {row["name"]: row["count"] for row in support.get(PATH).expect(200).json}
    total = support.get(f"{V1}/requests/?status=pending&priority=urgent").header("X-Total-Count")
    assert rows["kept"] == int(total) > 0
    assert (rows["by time"], rows["an alias"]) == (0, 0)
    assert rows["many by time"] is None and rows["a search"] is None
    path = f"{V1}/service-types/{made['id']}/"
    demo.as_("admin").patch(path, json={"aliases": []}).expect(200)
    rows = {row["name"]: row["count"] for row in support.get(PATH).expect(200).json}
    assert rows["an alias"] is None and rows["by time"] == 0
    for id in ids.values():
        support.delete(f"{PATH}{id}/").expect(204)
