"""Interactions: contacts with customers as staff write them down, and their statistics."""

from __future__ import annotations

import pytest
from harness.scenario import Scenario, each, run, run_flow
from harness.tickets import begin, me, open_case, pages, record

V1 = "/api/v1"

FLOW = [
    Scenario(
        "written down by support",
        "support",
        "POST",
        f"{V1}/interactions/",
        201,
        json={
            "ticket": "{ticket}",
            "type": "call",
            "notes": " rang back ",
            "duration_minutes": 5,
            "customer": 1,
            "representative": 1,
        },
        has=[
            "$.ticket == {ticket}",
            "$.customer == {customer}",
            "$.representative == {support}",
            '$.customer_name == "Meera Iyer"',
            '$.representative_name == "Asha Pillai"',
            '$.type == "call"',
            '$.notes == "rang back"',
            "$.duration_minutes == 5",
        ],
        lacks=["deleted_at"],
        capture={"id": "$.id"},
    ),
    Scenario("the customer reads it", "customer", "GET", f"{V1}/interactions/{{id}}/", 200),
    Scenario("another does not", "other_customer", "GET", f"{V1}/interactions/{{id}}/", 404),
    Scenario("nor a technician", "technician", "GET", f"{V1}/interactions/{{id}}/", 404),
    Scenario("support does", "second_support", "GET", f"{V1}/interactions/{{id}}/", 200),
    Scenario(
        "the customer corrects nothing",
        "customer",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        403,
        json={"notes": "they never rang"},
    ),
    Scenario(
        "nor does a colleague",
        "second_support",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        403,
        json={"notes": "x"},
    ),
    Scenario(
        "a stranger learns nothing from a bad body",
        "other_customer",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        404,
        json={"type": "dream"},
    ),
    Scenario(
        "who wrote it corrects it; the ticket stays",
        "support",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        200,
        json={"type": "visit", "duration_minutes": None, "ticket": 1, "customer": 1},
        has=[
            '$.type == "visit"',
            "$.duration_minutes == null",
            "$.ticket == {ticket}",
            "$.customer == {customer}",
            '$.notes == "rang back"',
        ],
    ),
    Scenario(
        "so does an administrator",
        "admin",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        200,
        json={"notes": "was at the door"},
        has=["$.representative == {support}"],
    ),
    Scenario(
        "not longer than a day",
        "support",
        "PATCH",
        f"{V1}/interactions/{{id}}/",
        400,
        json={"duration_minutes": 1441},
        has=["$.errors.duration_minutes"],
    ),
    Scenario("not theirs to remove", "second_support", "DELETE", f"{V1}/interactions/{{id}}/", 403),
    Scenario("removed", "support", "DELETE", f"{V1}/interactions/{{id}}/", 204),
    Scenario("and gone", "customer", "GET", f"{V1}/interactions/{{id}}/", 404),
    Scenario("once", "support", "DELETE", f"{V1}/interactions/{{id}}/", 404),
]


def test_a_contact_from_note_to_removal(demo):
    known = {"ticket": begin(demo)["id"]}
    known |= {who: me(demo, who) for who in ("customer", "support")}
    run_flow(demo, FLOW, known)


REFUSED = [
    Scenario("anonymous", None, "POST", f"{V1}/interactions/", 401, json={}),
    Scenario("a customer", "customer", "POST", f"{V1}/interactions/", 403, json={}),
    Scenario(
        "nothing",
        "support",
        "POST",
        f"{V1}/interactions/",
        400,
        json={},
        has=[
            '$.ticket == ["This field is required."]',
            '$.errors.type == ["This field is required."]',
            '$.notes == ["This field is required."]',
        ],
        lacks=["duration_minutes"],
    ),
    Scenario(
        "an unknown ticket",
        "support",
        "POST",
        f"{V1}/interactions/",
        400,
        json={"ticket": 99999999, "type": "call", "notes": "x"},
        has=['$.ticket == ["Invalid pk \\"99999999\\" - object does not exist."]'],
    ),
    Scenario(
        "less than no time",
        "support",
        "POST",
        f"{V1}/interactions/",
        400,
        json={"ticket": 1, "type": "call", "notes": "x", "duration_minutes": -1},
        has=["$.duration_minutes[0]"],
    ),
    Scenario(
        "an unknown type and a blank note",
        "support",
        "POST",
        f"{V1}/interactions/",
        400,
        json={"ticket": 1, "type": "dream", "notes": " "},
        has=['"dream\\" is not a valid choice.', '$.notes == ["This field may not be blank."]'],
    ),
]


@each(REFUSED)
def test_refused_notes(demo, scenario):
    begin(demo)
    run(demo, scenario)


def test_a_technician_writes_about_what_they_were_given(demo):
    case = open_case(demo)["id"]
    body = {"ticket": case, "type": "visit", "notes": "sealed", "duration_minutes": 40}
    technician, support = demo.as_("technician"), demo.as_("support")
    refused = technician.post(f"{V1}/interactions/", json=body).expect(400)
    assert "does not exist" in refused.json["ticket"][0]
    assignee = {"assigned_to": me(demo, "technician")}
    support.post(f"{V1}/tickets/{case}/assign/", json=assignee).expect(200)
    mine = technician.post(f"{V1}/interactions/", json=body).expect(201).json
    support.post(f"{V1}/tickets/{case}/assign/", json={"assigned_to": None}).expect(200)
    assert technician.get(f"{V1}/interactions/{mine['id']}/").status == 200
    rows, _ = pages(demo, "technician", f"{V1}/interactions/?limit=100")
    assert mine["id"] in [row["id"] for row in rows]
    assert {row["representative"] for row in rows} == {assignee["assigned_to"]}


def test_a_removed_ticket_takes_its_contacts_along(demo):
    talk = begin(demo)["id"]
    row = record(demo, ticket=talk, duration_minutes=30)
    before = demo.as_("customer").get(f"{V1}/interactions/stats/").expect(200).json
    demo.as_("admin").delete(f"{V1}/tickets/{talk}/").expect(204)
    assert demo.as_("support").get(f"{V1}/interactions/{row['id']}/").status == 404
    after = demo.as_("customer").get(f"{V1}/interactions/stats/").expect(200).json
    assert after["total"] == before["total"] - 1
    assert after["total_minutes"] == before["total_minutes"] - 30


@pytest.mark.parametrize("sort", ["", "-created_at", "created_at"])
@pytest.mark.parametrize("filters", ["", "type=email", "representative={support}"])
def test_pages_cover_the_whole_list_once(demo, sort, filters):
    for _ in range(3):
        record(demo, type="email")
    query = filters.replace("{support}", str(me(demo, "support")))
    rows, last = pages(demo, "support", f"{V1}/interactions/?limit=2&sort={sort}&{query}")
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids) >= 3
    assert ids == sorted(ids, reverse=sort != "created_at")
    assert int(last.header("X-Total-Count")) == len(rows)


def test_filters(demo):
    row = record(demo, type="other", notes="a letter")
    record(demo, "second_support", ticket=begin(demo, "other_customer")["id"])
    everything, _ = pages(demo, "support", f"{V1}/interactions/?limit=100")
    for field in ("ticket", "customer", "representative", "type"):
        query = f"{field}={row[field]}"
        rows, last = pages(demo, "support", f"{V1}/interactions/?limit=100&{query}")
        expected = [other["id"] for other in everything if other[field] == row[field]]
        assert [other["id"] for other in rows] == expected, query
        assert row["id"] in expected and len(expected) < len(everything)
        assert int(last.header("X-Total-Count")) == len(expected), query


def test_lists_hold_what_one_may_see(demo):
    other = record(demo, ticket=begin(demo, "other_customer")["id"])
    mine = record(demo)
    for query in ("", f"customer={other['customer']}", f"ticket={other['ticket']}"):
        rows, _ = pages(demo, "customer", f"{V1}/interactions/?limit=100&{query}")
        assert other["id"] not in [row["id"] for row in rows]
        assert {row["customer"] for row in rows} <= {mine["customer"]}
    rows, _ = pages(demo, "customer", f"{V1}/interactions/?limit=100")
    assert mine["id"] in [row["id"] for row in rows]


@pytest.mark.parametrize(
    "query, field",
    [
        ("type=dream", "type"),
        ("ticket=x", "ticket"),
        ("customer=x", "customer"),
        ("representative=x", "representative"),
        ("sort=notes", "sort"),
        ("cursor=x", "cursor"),
    ],
)
def test_queries_that_make_no_sense(demo, query, field):
    refused = demo.as_("support").get(f"{V1}/interactions/?{query}").expect(400)
    assert field in refused.json["errors"]


def summed(rows, kind=None):
    rows = [row for row in rows if kind in (None, row["type"])]
    minutes = sum(row["duration_minutes"] or 0 for row in rows)
    return {"total": len(rows), "total_minutes": minutes}


@pytest.mark.parametrize("who", ["customer", "other_customer", "support", "technician", "admin"])
def test_statistics_are_those_of_what_one_may_see(demo, who):
    record(demo, type="call", duration_minutes=7)
    record(demo, type="chat")
    rows, _ = pages(demo, who, f"{V1}/interactions/?limit=100")
    stats = demo.as_(who).get(f"{V1}/interactions/stats/").expect(200).json
    kinds = ("call", "email", "chat", "visit", "other")
    assert stats == summed(rows) | {"by_type": {kind: summed(rows, kind) for kind in kinds}}


def test_statistics_follow_a_correction(demo):
    client = demo.as_("support")
    row = record(demo, type="call", duration_minutes=10)
    before = client.get(f"{V1}/interactions/stats/").expect(200).json
    change = {"type": "visit", "duration_minutes": 25}
    client.patch(f"{V1}/interactions/{row['id']}/", json=change).expect(200)
    after = client.get(f"{V1}/interactions/stats/").expect(200).json
    assert after["total"] == before["total"]
    assert after["total_minutes"] == before["total_minutes"] + 15
    assert after["by_type"]["call"]["total"] == before["by_type"]["call"]["total"] - 1
    assert after["by_type"]["visit"]["total"] == before["by_type"]["visit"]["total"] + 1
