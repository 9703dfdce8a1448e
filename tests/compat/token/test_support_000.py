"""Tickets and interactions of contracts.md §2: rows 17 to 24, and what the original serves
undocumented."""

from __future__ import annotations

import pytest
from harness import tickets
from harness.scenario import Scenario, run_flow
from harness.seed_000 import IN, TK, TKD
from harness.shapes import faults, shaped

TICKETS = "/api/support/tickets/"
INTERACTIONS = "/api/support/interactions/"
REQUIRED = '["This field is required."]'
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'
INVALID_PK = '["Invalid pk \\"999999999\\" - object does not exist."]'

TICKET = [
    Scenario(
        "a request of the customer",
        "customer",
        "POST",
        "/api/services/requests/",
        201,
        json={"service_type_id": 6, "description": "a rusted pipe"},
        capture={"request": "$.id"},
    ),
    Scenario(
        "its customer opens a ticket by form",
        "customer",
        "POST",
        TICKETS[:-1],
        201,
        form={"service_request_id": "{request}", "description": "it drips again"},
        has=['"priority":"MEDIUM","status":"OPEN","description":"it drips again"'],
        capture={"id": "$.id"},
        after=shaped(TK),
    ),
    Scenario(
        "nothing",
        "customer",
        "POST",
        TICKETS,
        400,
        json={},
        has=[f'{{"service_request_id":{REQUIRED},"description":{REQUIRED}}}'],
    ),
    Scenario(
        "wrong choices",
        "support",
        "POST",
        TICKETS,
        400,
        json={"service_request_id": "x", "description": "", "priority": "TOP", "status": "open"},
        has=[
            '{"service_request_id":["Incorrect type. Expected pk value, received str."],'
            '"description":["This field may not be blank."],'
            '"priority":["\\"TOP\\" is not a valid choice."],'
            '"status":["\\"open\\" is not a valid choice."]}'
        ],
    ),
    Scenario(
        "an unknown request",
        "support",
        "POST",
        TICKETS,
        400,
        json={"service_request_id": 999999999, "description": "x"},
        has=[f'{{"service_request_id":{INVALID_PK}}}'],
    ),
    Scenario(
        "staff open it resolved",
        "support",
        "POST",
        TICKETS,
        201,
        json={
            "service_request_id": "{request}",
            "description": "told by telephone",
            "priority": "HIGH",
            "status": "RESOLVED",
            "resolution_notes": "Valve shut.",
        },
        has=['$.status == "RESOLVED"', '$.resolution_notes == "Valve shut."'],
        lacks=["$.resolved_at == null"],
        capture={"resolved": "$.id"},
        after=shaped(TK),
    ),
    Scenario(
        "but not without notes",
        "support",
        "POST",
        TICKETS,
        400,
        json={"service_request_id": "{request}", "description": "x", "status": "RESOLVED"},
        has=['{"resolution_notes":["Resolution notes are required"]}'],
    ),
    Scenario(
        "the customer's list",
        "customer",
        "GET",
        f"{TICKETS}?page=last&page_size=2",
        200,
        has=["$.count"],
    ),
    Scenario(
        "filtered",
        "customer",
        "GET",
        f"{TICKETS}?status=RESOLVED&priority=HIGH",
        200,
        has=["told by telephone"],
        lacks=["it drips again"],
        after=shaped([TK]),
    ),
    Scenario(
        "filtered by what is none",
        "customer",
        "GET",
        f"{TICKETS}?priority=bogus",
        400,
        has=['{"priority":["Select a valid choice. bogus is not one of the available choices."]}'],
    ),
    Scenario(
        "searched",
        "customer",
        "GET",
        f"{TICKETS}?search=telephone",
        200,
        has=["told by telephone"],
        lacks=["it drips again"],
    ),
    Scenario(
        "searched and numbered",
        "customer",
        "GET",
        f"{TICKETS}?search=telephone&page_size=1",
        200,
        has=["told by telephone", '"previous":null'],
    ),
    Scenario("another customer", "other_customer", "GET", f"{TICKETS}{{id}}/", 404),
    Scenario("a technician", "technician", "GET", f"{TICKETS}{{id}}/", 404),
    Scenario(
        "the detail",
        "customer",
        "GET",
        f"{TICKETS}{{id}}/",
        200,
        has=["$.interactions == []", "$.total_interaction_time == 0"],
        after=shaped(TKD),
    ),
    Scenario(
        "its customer finds better words",
        "customer",
        "PATCH",
        f"{TICKETS}{{id}}/",
        200,
        json={"description": "it pours", "status": "OPEN", "priority": "MEDIUM"},
        has=['$.description == "it pours"'],
        after=shaped(TK),
    ),
    Scenario(
        "its customer moves it",
        "customer",
        "PATCH",
        f"{TICKETS}{{id}}/",
        403,
        json={"status": "CLOSED"},
        has=[FORBIDDEN],
    ),
    Scenario(
        "staff put it",
        "support",
        "PUT",
        f"{TICKETS}{{id}}/",
        200,
        json={"service_request_id": 1, "description": "it pours", "status": "IN_PROGRESS"},
        has=['$.status == "IN_PROGRESS"', "$.service_request.id == {request}"],
    ),
    Scenario(
        "given to nobody",
        "support",
        "POST",
        f"{TICKETS}{{id}}/assign/",
        400,
        json={},
        has=['{"detail":"assigned_to is required"}'],
    ),
    Scenario(
        "given to a customer",
        "support",
        "POST",
        f"{TICKETS}{{id}}/assign/",
        400,
        json={"assigned_to": 7},
        has=['{"detail":"Invalid representative"}'],
    ),
    Scenario(
        "given to an administrator",
        "support",
        "POST",
        f"{TICKETS}{{id}}/assign/",
        200,
        json={"assigned_to": 1},
        has=['$.assigned_to.username == "admin"'],
        after=shaped(TK),
    ),
    Scenario(
        "resolved without notes",
        "support",
        "POST",
        f"{TICKETS}{{id}}/resolve/",
        400,
        json={"resolution_notes": "  "},
        has=['{"detail":"Resolution notes are required"}'],
    ),
    Scenario(
        "resolved with a list",
        "support",
        "POST",
        f"{TICKETS}{{id}}/resolve/",
        400,
        json={"resolution_notes": ["x"]},
        has=['{"resolution_notes":["Not a valid string."]}'],
    ),
    Scenario(
        "resolved",
        "support",
        "POST",
        f"{TICKETS}{{id}}/resolve",
        200,
        form={"resolution_notes": "Sealed."},
        has=['"status":"RESOLVED"', '"resolution_notes":"Sealed."'],
        capture={"first": "$.resolved_at"},
    ),
    Scenario(
        "resolved again",
        "support",
        "POST",
        f"{TICKETS}{{id}}/resolve/",
        200,
        json={"resolution_notes": "Sealed twice."},
        has=['"resolution_notes":"Sealed twice."', '"status":"PENDING"'],
        lacks=["{first}"],
    ),
    Scenario(
        "late words of its customer",
        "customer",
        "PATCH",
        f"{TICKETS}{{id}}/",
        400,
        json={"description": "no"},
        has=['{"detail":"A ticket can be edited by its customer only while it is open."}'],
    ),
    Scenario(
        "the canonical surface has it",
        "customer",
        "GET",
        "/api/v1/tickets/{id}/",
        200,
        has=['"kind":"case"', '"status":"resolved"', '"resolution_notes":"Sealed twice."'],
    ),
    Scenario(
        "its request shows it",
        "customer",
        "GET",
        "/api/services/requests/{request}/",
        200,
        has=["$.support_tickets.length == 2", "$.support_tickets[0].id == {id}"],
    ),
    Scenario("removed", "admin", "DELETE", f"{TICKETS}{{id}}/", 204),
    Scenario("for good", "admin", "GET", f"{TICKETS}{{id}}/", 404),
    Scenario("there is no PUT of the list", "admin", "PUT", TICKETS, 405, json={}),
]


def test_the_life_of_a_ticket(demo):
    run_flow(demo, TICKET)


def test_a_conversation_is_no_ticket_here(demo):
    begun = tickets.begin(demo)
    demo.as_("customer").get(f"{TICKETS}{begun['id']}/").expect(404)
    rows, _ = tickets.pages(demo, "customer", f"{TICKETS}?limit=100")
    assert begun["id"] not in [row["id"] for row in rows]
    contact = tickets.record(demo, ticket=begun["id"])
    shown = demo.as_("customer").get(f"{INTERACTIONS}{contact['id']}/").expect(200).json
    assert shown["support_ticket"]["id"] == begun["id"]
    assert shown["support_ticket"]["service_request"] is None


def contact_of(demo, who="support", **fields):
    ticket = fields.pop("support_ticket_id", None) or tickets.open_case(demo)["id"]
    body = {"support_ticket_id": ticket, "interaction_type": "EMAIL", "notes": "wrote back"}
    return demo.as_(who).post(INTERACTIONS, json=body | fields)


@pytest.mark.parametrize(
    "fields, text",
    [
        ({"support_ticket_id": 999999999}, f'{{"support_ticket_id":{INVALID_PK}}}'),
        ({"support_ticket_id": "x"}, '["Incorrect type. Expected pk value, received str."]'),
        (
            {"interaction_type": "Letter"},
            '{"interaction_type":["\\"Letter\\" is not a valid choice."]}',
        ),
        ({"notes": " "}, '{"notes":["This field may not be blank."]}'),
        ({"duration": "long"}, '{"duration":["A valid integer is required."]}'),
        ({"duration": -1}, '{"duration":["Ensure this value is greater than or equal to 0."]}'),
        ({"duration": 1441}, '{"duration":["Ensure this value is less than or equal to 1440."]}'),
    ],
)
def test_a_faulty_interaction(demo, fields, text):
    assert text in contact_of(demo, **fields).expect(400).text


def test_an_empty_interaction(demo):
    refused = demo.as_("support").post(INTERACTIONS, json={}).expect(400)
    keys = ("support_ticket_id", "interaction_type", "notes")
    assert refused.text == "{" + ",".join(f'"{key}":{REQUIRED}' for key in keys) + "}"


def test_the_life_of_an_interaction(demo):
    made = contact_of(demo, duration=None).expect(201).json
    assert not faults(made, IN)
    assert made["duration"] is None
    assert made["customer"]["username"] == "meera_customer"
    assert made["support_rep"]["username"] == "asha_support"
    path = f"{INTERACTIONS}{made['id']}/"
    assert demo.as_("customer").get(path).expect(200).json == made
    demo.as_("other_customer").get(path).expect(404)
    demo.as_("second_support").patch(path, json={"duration": 3}).expect(403)
    changed = demo.as_("support").patch(path, json={"duration": "3"}).expect(200).json
    assert (changed["duration"], changed["notes"]) == (3, "wrote back")
    body = {"support_ticket_id": 1, "interaction_type": "VISIT", "notes": "called"}
    put = demo.as_("admin").put(path, json=body).expect(200).json
    assert (put["interaction_type"], put["duration"]) == ("VISIT", 3)
    assert put["support_ticket"]["id"] == made["support_ticket"]["id"], "it stays with its ticket"
    assert demo.as_("support").get(f"/api/v1/interactions/{made['id']}/").json["type"] == "visit"
    demo.as_("support").delete(path).expect(204)
    demo.as_("support").get(path).expect(404)


def test_the_detail_of_a_ticket_sums_its_interactions(demo):
    ticket = tickets.open_case(demo)["id"]
    for minutes in (4, None, 7):
        contact_of(demo, support_ticket_id=ticket, duration=minutes).expect(201)
    shown = demo.as_("customer").get(f"{TICKETS}{ticket}/").expect(200).json
    assert not faults(shown, TKD)
    assert [row["duration"] for row in shown["interactions"]] == [4, None, 7]
    assert shown["total_interaction_time"] == 11


def test_recent_interactions_are_the_newest_five_whatever_is_asked(demo):
    ticket = tickets.open_case(demo)["id"]
    made = [contact_of(demo, support_ticket_id=ticket).expect(201).json["id"] for _ in range(6)]
    path = f"{INTERACTIONS}recent_interactions/"
    for question in ("", "?page=2&page_size=1", "?limit=1"):
        shown = demo.as_("customer").get(path + question).expect(200).json
        assert not faults(shown, [IN])
        assert [row["id"] for row in shown] == made[:0:-1], question


def test_interactions_are_listed_for_whom_they_concern(demo):
    made = contact_of(demo).expect(201).json["id"]
    for who, seen in {"customer": True, "other_customer": False, "support": True}.items():
        rows, last = tickets.pages(demo, who, f"{INTERACTIONS}?limit=4")
        assert (made in [row["id"] for row in rows]) is seen, who
        assert len(rows) == int(last.header("X-Total-Count"))
    cases = [row for row in rows if row["support_ticket"]["service_request"]]
    assert cases and not faults(cases, [IN])
    page = demo.as_("customer").get(f"{INTERACTIONS}?page=last&page_size=1").expect(200).json
    assert page["results"][0]["id"] == made


def test_statistics_follow_at_once(demo):
    path = f"{INTERACTIONS}interaction_stats/"

    def read(who):
        return demo.as_(who).get(path).expect(200).json

    before = {who: read(who) for who in ("customer", "other_customer", "support")}
    made = contact_of(demo, duration=9).expect(201).json["id"]
    for who, more in {"customer": 1, "other_customer": 0, "support": 1}.items():
        now = read(who)
        assert now["total_interactions"] == before[who]["total_interactions"] + more
        minutes = before[who]["total_duration_minutes"] + 9 * more
        assert now["total_duration_minutes"] == minutes
        emails = before[who]["interactions_by_type"].get("Email", 0)
        assert now["interactions_by_type"].get("Email", 0) == emails + more
        assert sum(now["interactions_by_type"].values()) == now["total_interactions"]
    demo.as_("admin").delete(f"{INTERACTIONS}{made}/").expect(204)
    assert read("support") == before["support"]
