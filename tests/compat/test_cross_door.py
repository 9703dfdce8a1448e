"""One domain behind every door: what comes in through one is read, moved on and ended through each
other, and each says so in its own words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Callable

import pytest

from harness.client import Client

Words = dict[str, str]
DETAILS = "The regulator hisses since this morning"


@dataclass(frozen=True)
class Desk:
    """The people of one story; all doors are used by the same three."""

    customer: Client
    admin: Client
    assignee: Callable[[int], Client]


@dataclass(frozen=True)
class Door:
    words: Words
    open: Callable[[Desk], int]
    read: Callable[[Desk, int], str]
    move: Callable[[Desk, int, str], Any]


def canonical_open(desk: Desk) -> int:
    body = {"request_type": "repair", "details": DETAILS}
    return desk.customer.post("/api/v1/requests/", json=body).expect(201).json["id"]


def canonical_read(desk: Desk, number: int) -> str:
    return desk.customer.get(f"/api/v1/requests/{number}/").expect(200).json["status"]


def canonical_move(desk: Desk, number: int, word: str) -> None:
    body = {"status": word, "resolution_notes": "Valve changed"}
    desk.assignee(number).patch(f"/api/v1/requests/{number}/", json=body).expect(200)


def token_open(desk: Desk) -> int:
    repair = desk.customer.get("/api/services/types/").expect(200).json[0]["id"]
    body = {"service_type_id": repair, "description": DETAILS}
    return desk.customer.post("/api/services/requests/", json=body).expect(201).json["id"]


def token_read(desk: Desk, number: int) -> str:
    return desk.customer.get(f"/api/services/requests/{number}/").expect(200).json["status"]


def token_move(desk: Desk, number: int, word: str) -> None:
    path = f"/api/services/requests/{number}/update_status/"
    moved = desk.assignee(number).post(path, json={"status": word}).expect(200).json
    assert moved["status"] == word


def session_open(desk: Desk) -> int:
    body = {"type_of_request": "Maintenance", "details": DETAILS}
    return desk.customer.post("/api/submit/", json=body).expect(201).json["request"]["id"]


def session_read(desk: Desk, number: int) -> str:
    rows = desk.customer.get("/api/track/").expect(200).json
    return next(row["status"] for row in rows if row["id"] == number)


def session_move(desk: Desk, number: int, word: str) -> None:
    desk.admin.put(f"/api/admin/requests/{number}/", json={"status": word}).expect(200)


def desk_open(desk: Desk) -> int:
    body = {"title": "Regulator hisses", "description": DETAILS, "service_type": "repair"}
    return desk.customer.post("/api/service-request/create/", json=body).expect(201).json["id"]


def desk_read(desk: Desk, number: int) -> str:
    rows = desk.customer.get("/api/service-request/getAll/").expect(200).json["results"]
    return next(row["status"] for row in rows if row["id"] == number)


def desk_move(desk: Desk, number: int, word: str) -> None:
    path = f"/api/service-request/update/{number}/"
    desk.assignee(number).patch(path, json={"status": word}).expect(200)


def words(pending: str, started: str, resolved: str) -> Words:
    return {"pending": pending, "in_progress": started, "resolved": resolved}


DOORS = {
    "canonical": Door(
        words("pending", "in_progress", "resolved"), canonical_open, canonical_read, canonical_move
    ),
    "token": Door(words("PENDING", "IN_PROGRESS", "COMPLETED"), token_open, token_read, token_move),
    "session": Door(
        words("Pending", "In Progress", "Completed"), session_open, session_read, session_move
    ),
    "desk": Door(words("pending", "in_progress", "resolved"), desk_open, desk_read, desk_move),
}


@pytest.fixture(name="desk")
def a_new_customer_at_the_desk(demo):
    name = f"door_{uuid.uuid4().hex[:12]}"
    body = {"username": name, "password": "Valve-Seat-9041!", "password2": "Valve-Seat-9041!"}
    body |= {
        "email": f"{name}@example.com",
        "first_name": "Dora",
        "last_name": "Tor",
        "user_type": "customer",
    }
    demo.client().post("/api/v1/register/", json=body).expect(201)
    login = {"username": name, "password": "Valve-Seat-9041!"}
    access = demo.client().post("/api/v1/login/", json=login).expect(200).json["access"]
    admin = demo.as_("admin")

    support = demo.as_("support")
    staff = support.get("/api/v1/profile/").expect(200).json["id"]

    def assignee(number: int) -> Client:
        path = f"/api/v1/requests/{number}/assign/"
        admin.post(path, json={"assigned_to": staff}).expect(200)
        return support

    return Desk(demo.client().with_token(access), admin, assignee)


def shown_everywhere(desk: Desk, number: int, status: str) -> None:
    shown = {name: door.read(desk, number) for name, door in DOORS.items()}
    assert shown == {name: door.words[status] for name, door in DOORS.items()}


@pytest.mark.parametrize("through", DOORS)
@pytest.mark.parametrize("opened", DOORS)
def test_a_request_of_any_door_is_worked_through_any_other(desk, opened, through):
    door = DOORS[through]
    number = DOORS[opened].open(desk)
    shown_everywhere(desk, number, "pending")
    door.move(desk, number, door.words["in_progress"])
    shown_everywhere(desk, number, "in_progress")
    door.move(desk, number, door.words["resolved"])
    shown_everywhere(desk, number, "resolved")
    events = desk.admin.get(f"/api/v1/requests/{number}/events/").expect(200).json
    assert [event["to_value"] for event in events if event["kind"] == "status_changed"] == [
        "in_progress",
        "resolved",
    ]


def test_cancelled_has_a_word_at_each_door(desk):
    number = canonical_open(desk)
    desk.customer.post(f"/api/v1/requests/{number}/cancel/").expect(200)
    shown = {name: door.read(desk, number) for name, door in DOORS.items()}
    assert shown == {
        "canonical": "cancelled",
        "token": "CANCELLED",
        "session": "Cancelled",
        "desk": "resolved",
    }


def test_a_conversation_goes_on_through_the_other_door(desk):
    body = {"subject": "My bill", "message": "Why so high?"}
    ticket = desk.customer.post("/api/newticket/", json=body).expect(201).json["id"]
    shown = desk.admin.get(f"/api/v1/tickets/{ticket}/").expect(200).json
    assert (shown["kind"], shown["subject"]) == ("conversation", "My bill")
    answer = {"message": "The meter was read twice."}
    desk.admin.post(f"/api/v1/tickets/{ticket}/posts/", json=answer).expect(201)
    posts = desk.customer.get(f"/api/tickets/{ticket}/posts/").expect(200).json["results"]
    assert [post["message"] for post in posts] == ["Why so high?", "The meter was read twice."]


def test_a_case_of_the_token_door_is_a_ticket_of_the_canonical_one(desk):
    request = token_open(desk)
    body = {"service_request_id": request, "description": "Call before coming"}
    case = desk.customer.post("/api/support/tickets/", json=body).expect(201).json["id"]
    shown = desk.admin.get(f"/api/v1/tickets/{case}/").expect(200).json
    assert (shown["kind"], shown["service_request"]) == ("case", request)
    notes = {"resolution_notes": "Called and done"}
    resolved = desk.admin.post(f"/api/support/tickets/{case}/resolve/", json=notes).expect(200)
    assert resolved.json["status"] == "RESOLVED"
    shown = desk.admin.get(f"/api/v1/tickets/{case}/").expect(200).json
    assert (shown["status"], shown["resolution_notes"]) == ("resolved", "Called and done")
    desk.customer.get(f"/api/tickets/{case}/posts/").expect(404)
