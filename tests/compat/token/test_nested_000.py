"""What is nested in answers of the token surface: bounded, and what its reader may see."""

from __future__ import annotations

from harness import tickets

TICKETS = "/api/support/tickets/"
INTERACTIONS = "/api/support/interactions/"
REQUESTS = "/api/services/requests/"
ANSWER_BYTES_MAX = 3 * 1024 * 1024


def give(demo, kind, row, who):
    body = {"assigned_to": tickets.me(demo, who) if who else None}
    demo.as_("support").post(f"/api/v1/{kind}/{row['id']}/assign/", json=body).expect(200)


def one(rows, number):
    return next(row for row in rows if row["id"] == number)


def test_many_tickets_of_a_talkative_request_stay_small(start_server):
    demo = start_server("demo")
    own, desk = demo.as_("customer"), demo.as_("support")
    request = tickets.open_request(demo)["id"]
    for n in range(100):
        tickets.open_case(demo, request=request)
        text = f"{n:03}" + "x" * 9_990
        own.post(f"{REQUESTS}{request}/comments/", json={"comment": text}).expect(201)
    rows = desk.get(TICKETS).expect(200)
    assert len(rows.body) < ANSWER_BYTES_MAX
    nested = [row["service_request"] for row in rows.json if row["service_request"]]
    busy = [row for row in nested if row["id"] == request]
    assert len(busy) == 100
    assert all([said["comment"][:3] for said in row["comments"]] == ["099"] for row in busy)

    ticket = next(row["id"] for row in rows.json if row["service_request"]["id"] == request)
    for n in range(102):
        tickets.record(demo, ticket=ticket, notes=f"call {n}", duration_minutes=2)
    assert len(desk.get(INTERACTIONS).expect(200).body) < ANSWER_BYTES_MAX
    whole = desk.get(f"{TICKETS}{ticket}/").expect(200)
    assert len(whole.body) < ANSWER_BYTES_MAX
    assert len(whole.json["service_request"]["comments"]) == 100
    calls = [row["notes"] for row in whole.json["interactions"]]
    assert calls == [f"call {n}" for n in range(2, 102)]
    assert whole.json["total_interaction_time"] == 204
    assert len(own.get(f"{REQUESTS}{request}/comments/").expect(200).json) == 100


def test_a_case_shows_no_talk_of_a_request_that_is_not_the_technicians(demo):
    made = tickets.open_case(demo)
    request = made["service_request"]
    demo.as_("customer").post(f"{REQUESTS}{request}/comments/", json={"comment": "When?"})
    give(demo, "requests", {"id": request}, "support")
    give(demo, "tickets", made, "technician")
    reader = demo.as_("technician")
    reader.get(f"{REQUESTS}{request}/").expect(404)
    for row in (
        reader.get(f"{TICKETS}{made['id']}/").expect(200).json,
        one(reader.get(TICKETS).expect(200).json, made["id"]),
    ):
        nested = row["service_request"]
        assert nested["description"] and nested["id"] == request
        assert (nested["comments"], nested["assigned_to"], nested["attachment"]) == ([], None, None)
    give(demo, "requests", {"id": request}, "technician")
    nested = reader.get(f"{TICKETS}{made['id']}/").expect(200).json["service_request"]
    assert [row["comment"] for row in nested["comments"]] == ["When?"]
    assert nested["assigned_to"]["id"] == tickets.me(demo, "technician")


def test_an_interaction_keeps_to_itself_what_became_of_its_ticket(demo):
    made = tickets.open_case(demo)
    give(demo, "tickets", made, "technician")
    reader = demo.as_("technician")
    body = {"support_ticket_id": made["id"], "interaction_type": "CALL", "notes": "rang"}
    said = reader.post(INTERACTIONS, json=body).expect(201).json
    assert said["support_ticket"]["id"] == made["id"]
    give(demo, "tickets", made, None)
    reader.get(f"{TICKETS}{made['id']}/").expect(404)
    for row in (
        reader.get(f"{INTERACTIONS}{said['id']}/").expect(200).json,
        one(reader.get(INTERACTIONS).expect(200).json, said["id"]),
        one(reader.get(f"{INTERACTIONS}recent_interactions/").expect(200).json, said["id"]),
    ):
        assert row == {**said, "support_ticket": None}
    shown = demo.as_("support").get(f"{INTERACTIONS}{said['id']}/").expect(200).json
    assert shown["support_ticket"]["id"] == made["id"]
