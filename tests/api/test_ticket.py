"""Tickets: cases about requests and conversations with the desk, and what is said in them."""

from __future__ import annotations

from harness.scenario import Scenario, run_flow
from harness.tickets import begin, me, open_case, open_request, pages

V1 = "/api/v1"


WORK = [
    Scenario(
        "a customer cannot set what staff set",
        "customer",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        403,
        json={"priority": "urgent"},
    ),
    Scenario(
        "nor its status",
        "customer",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        403,
        json={"status": "closed"},
    ),
    Scenario(
        "but its words while it is open",
        "customer",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        200,
        json={"subject": "Pipe drips", "description": "worse now"},
        has=['$.subject == "Pipe drips"', '$.description == "worse now"', "$.version == 2"],
    ),
    Scenario("a stranger sees nothing", "other_customer", "GET", f"{V1}/tickets/{{case}}/", 404),
    Scenario(
        "whatever they send",
        "other_customer",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        404,
        json={"priority": "nonsense"},
    ),
    Scenario("nor does the technician", "technician", "GET", f"{V1}/tickets/{{case}}/", 404),
    Scenario(
        "a customer cannot assign",
        "customer",
        "POST",
        f"{V1}/tickets/{{case}}/assign/",
        403,
        json={"assigned_to": "{technician}"},
    ),
    Scenario(
        "assigned to nobody in particular",
        "support",
        "POST",
        f"{V1}/tickets/{{case}}/assign/",
        400,
        json={},
        has=['$.assigned_to == ["This field is required."]'],
    ),
    Scenario(
        "assigned to a customer",
        "support",
        "POST",
        f"{V1}/tickets/{{case}}/assign/",
        400,
        json={"assigned_to": "{customer}"},
        has=["$.assigned_to[0]"],
    ),
    Scenario(
        "an unknown ticket",
        "support",
        "POST",
        f"{V1}/tickets/99999999/assign/",
        404,
        json={"assigned_to": None},
    ),
    Scenario(
        "assigned to the technician",
        "support",
        "POST",
        f"{V1}/tickets/{{case}}/assign/",
        200,
        json={"assigned_to": "{technician}"},
        has=["$.assigned_to == {technician}", '$.assigned_to_name == "Tarun Yadav"'],
    ),
    Scenario("who sees it now", "technician", "GET", f"{V1}/tickets/{{case}}/", 200),
    Scenario(
        "and begins",
        "technician",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        200,
        json={"status": "in_progress", "priority": "urgent"},
        has=['$.status == "in_progress"', '$.priority == "urgent"'],
    ),
    Scenario(
        "resolving without notes",
        "technician",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        400,
        json={"status": "resolved"},
        has=["$.resolution_notes[0]"],
    ),
    Scenario(
        "resolving",
        "technician",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        200,
        json={"status": "resolved", "resolution_notes": "sealed"},
        has=['$.resolution_notes == "sealed"', "$.resolved_at != null"],
    ),
    Scenario(
        "the customer comes too late",
        "customer",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        409,
        json={"subject": "No, wait"},
    ),
    Scenario(
        "closing",
        "support",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        200,
        json={"status": "closed"},
        has=["$.resolved_at != null"],
    ),
    Scenario(
        "what is closed is not resolved",
        "support",
        "PATCH",
        f"{V1}/tickets/{{case}}/",
        409,
        json={"status": "resolved"},
    ),
    Scenario(
        "the customer's answer opens it again",
        "customer",
        "POST",
        f"{V1}/tickets/{{case}}/posts/",
        201,
        json={"message": "It drips still."},
        has=['$.author_role == "customer"', "$.ticket == {case}"],
    ),
    Scenario(
        "as everybody sees",
        "technician",
        "GET",
        f"{V1}/tickets/{{case}}/",
        200,
        has=['$.status == "open"', "$.resolved_at == null", "$.post_count == 1"],
    ),
    Scenario(
        "back to the queue",
        "support",
        "POST",
        f"{V1}/tickets/{{case}}/assign/",
        200,
        json={"assigned_to": None},
        has=["$.assigned_to == null"],
    ),
    Scenario("support removes none", "support", "DELETE", f"{V1}/tickets/{{case}}/", 403),
    Scenario("its customer neither", "customer", "DELETE", f"{V1}/tickets/{{case}}/", 403),
    Scenario("an administrator does", "admin", "DELETE", f"{V1}/tickets/{{case}}/", 204),
    Scenario("and it is gone", "customer", "GET", f"{V1}/tickets/{{case}}/", 404),
    Scenario("with its posts", "customer", "GET", f"{V1}/tickets/{{case}}/posts/", 404),
    Scenario("once", "admin", "DELETE", f"{V1}/tickets/{{case}}/", 404),
]


def test_the_work_on_a_case(demo):
    known = {
        "case": open_case(demo)["id"],
        "technician": me(demo, "technician"),
        "customer": me(demo, "customer"),
    }
    run_flow(demo, WORK, known)


def test_versions_guard_against_lost_updates(demo):
    path = f"{V1}/tickets/{open_case(demo)['id']}/"
    support = demo.as_("support")
    etag = support.get(path).expect(200).header("ETag")
    unchanged = support.get(path, headers={"If-None-Match": etag})
    assert unchanged.status == 304 and unchanged.header("ETag") == etag
    first = support.patch(path, json={"priority": "high"}, headers={"If-Match": etag}).expect(200)
    assert first.header("ETag") != etag
    lost = support.patch(path, json={"priority": "low"}, headers={"If-Match": etag})
    assert lost.status == 412
    assert demo.as_("admin").delete(path, headers={"If-Match": etag}).status == 412
    given = {"assigned_to": me(demo, "technician")}
    support.post(f"{path}assign/", json=given, headers={"If-Match": etag}).expect(412)
    same = support.patch(path, json={"priority": "high"}).expect(200)
    assert same.header("ETag") == first.header("ETag")
    newest = {"If-Match": same.header("ETag")}
    assigned = support.post(f"{path}assign/", json=given, headers=newest).expect(200)
    assert assigned.json["assigned_to"] == given["assigned_to"]
    assert support.get(path).json["priority"] == "high"


def test_a_conversation_has_no_description(demo):
    path = f"{V1}/tickets/{begin(demo)['id']}/"
    refused = demo.as_("support").patch(path, json={"description": "x"}).expect(400)
    assert "description" in refused.json["errors"]


def test_who_says_what_in_a_conversation(demo):
    talk = begin(demo)
    posts = f"{V1}/tickets/{talk['id']}/posts/"
    answer = demo.as_("support").post(posts, json={"message": "We look."}).expect(201).json
    assert answer["author_name"] == "Asha Pillai" and answer["author_role"] == "support"
    rows = demo.as_("customer").get(posts).expect(200).json
    assert [row["message"] for row in rows] == ["Why twice as much?", "We look."]
    ticket = demo.as_("customer").get(f"{V1}/tickets/{talk['id']}/").expect(200).json
    assert ticket["post_count"] == 2 and ticket["version"] == talk["version"] + 1
    assert ticket["last_activity_at"] == answer["created_at"]
    missing = demo.as_("customer").post(posts, json={}).expect(400)
    assert missing.json["message"] == ["This field is required."]
    assert demo.as_("customer").post(posts, json={"message": "m" * 4001}).status == 400
    assert len(demo.as_("customer").get(posts).json) == 2


def test_who_takes_a_post_back(demo):
    talk = begin(demo)
    posts = f"{V1}/tickets/{talk['id']}/posts/"
    customer, support = demo.as_("customer"), demo.as_("support")
    first = customer.get(posts).expect(200).json[0]["id"]
    said = customer.post(posts, json={"message": "oops"}).expect(201).json["id"]
    assert support.delete(f"{posts}{said}/").status == 403
    assert demo.as_("admin").delete(f"{posts}{said}/").status == 403
    assert demo.as_("other_customer").delete(f"{posts}{said}/").status == 403
    assert customer.delete(f"{posts}{first}/").status == 409
    elsewhere = begin(demo)["id"]
    assert customer.delete(f"{V1}/tickets/{elsewhere}/posts/{said}/").status == 404
    assert customer.delete(f"{posts}{said}/").status == 204
    assert customer.delete(f"{posts}{said}/").status == 404
    assert [row["id"] for row in customer.get(posts).json] == [first]
    assert customer.get(f"{V1}/tickets/{talk['id']}/").json["post_count"] == 1


def test_pages_of_posts(demo):
    talk = begin(demo)["id"]
    for n in range(5):
        demo.as_("support").post(f"{V1}/tickets/{talk}/posts/", json={"message": f"{n}"})
    rows, last = pages(demo, "customer", f"{V1}/tickets/{talk}/posts/?limit=2")
    assert [row["message"] for row in rows] == ["Why twice as much?", *"01234"]
    assert last.header("X-Total-Count") == "6"


def test_a_removed_request_takes_its_cases_along(demo):
    request = open_request(demo)["id"]
    case = open_case(demo, request=request)["id"]
    demo.as_("customer").delete(f"{V1}/requests/{request}/").expect(204)
    assert demo.as_("support").get(f"{V1}/tickets/{case}/").status == 404


def test_a_deactivated_technician_loses_open_tickets(demo):
    person = {
        "username": "ticket_leaver",
        "email": "ticket.leaver@example.com",
        "first_name": "Tia",
        "last_name": "Gone",
        "password": "Valve-Seat-9041!",
        "role": "technician",
    }
    admin = demo.as_("admin")
    leaver = admin.post(f"{V1}/users/", json=person).expect(201).json["id"]
    case = open_case(demo)["id"]
    admin.post(f"{V1}/tickets/{case}/assign/", json={"assigned_to": leaver}).expect(200)
    assert admin.delete(f"{V1}/users/{leaver}/").status == 409
    admin.patch(f"{V1}/users/{leaver}/", json={"is_active": False}).expect(200)
    assert admin.get(f"{V1}/tickets/{case}/").json["assigned_to"] is None


def test_who_has_tickets_cannot_be_removed(demo):
    person = {
        "username": "ticket_owner",
        "email": "ticket.owner@example.com",
        "first_name": "Ola",
        "last_name": "Owner",
        "password": "Valve-Seat-9041!",
    }
    admin = demo.as_("admin")
    owner = admin.post(f"{V1}/users/", json=person).expect(201).json["id"]
    body = {"subject": "Hello", "message": "Are you there?", "customer": owner}
    admin.post(f"{V1}/tickets/", json=body).expect(201)
    refused = admin.delete(f"{V1}/users/{owner}/").expect(409)
    assert "Deactivate it instead" in refused.json["detail"]
    assert admin.get(f"{V1}/users/{owner}/").status == 200


def test_a_technicians_case_about_a_request_of_theirs_is_theirs(demo):
    request, technician = open_request(demo)["id"], me(demo, "technician")
    give = {"assigned_to": technician}
    demo.as_("support").post(f"{V1}/requests/{request}/assign/", json=give).expect(200)
    case = open_case(demo, "technician", request=request)
    assert case["assigned_to"] == technician
    token = {"service_request_id": request, "description": "again"}
    second = demo.as_("technician").post("/api/support/tickets/", json=token).expect(201).json["id"]
    demo.as_("technician").get(f"/api/support/tickets/{second}/").expect(200)
    demo.as_("technician").get(f"{V1}/tickets/{second}/").expect(200)


def test_what_is_resolved_keeps_its_notes(demo):
    path = f"{V1}/tickets/{open_case(demo)['id']}/"
    support = demo.as_("support")
    resolved = {"status": "resolved", "resolution_notes": "new seal"}
    before = support.patch(path, json=resolved).expect(200).json
    for blank in ("", "  "):
        refused = support.patch(path, json={"resolution_notes": blank}).expect(400)
        assert refused.json["errors"] == {"resolution_notes": ["Resolution notes are required"]}
    assert support.get(path).expect(200).json == before
