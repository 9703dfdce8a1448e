"""Representatives: members of staff, what they can do and how much they have to do."""

from __future__ import annotations

import itertools

import pytest
from harness.scenario import Scenario, each, run
from harness.tickets import begin, me, open_request, pages

V1 = "/api/v1"
numbers = itertools.count(1)


def enrol(demo, **fields):
    name = f"rep{next(numbers)}"
    person = {
        "username": name,
        "email": f"{name}@example.com",
        "first_name": "Rep",
        "last_name": "Resentative",
        "password": "Valve-Seat-9041!",
        "role": "technician",
        **fields,
    }
    return demo.as_("admin").post(f"{V1}/users/", json=person).expect(201).json


def test_the_list_is_of_staff_alone(demo):
    rows, last = pages(demo, "support", f"{V1}/representatives/?limit=2")
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids)) and len(ids) == int(last.header("X-Total-Count")) >= 6
    assert {row["role"] for row in rows} == {"support", "technician", "admin"}
    asha = next(row for row in rows if row["username"] == "asha_support")
    assert asha == {
        "id": me(demo, "support"),
        "username": "asha_support",
        "name": "Asha Pillai",
        "email": "asha.support@gasutility.example",
        "role": "support",
        "is_active": True,
        "employee_id": "EMP010",
        "department": "Customer desk",
        "skills": [],
        "available": True,
        "open_work": asha["open_work"],
    }


def test_filters(demo):
    away = enrol(demo, available=False)["id"]
    gone = enrol(demo, is_active=False)["id"]
    everything, _ = pages(demo, "support", f"{V1}/representatives/?limit=100")
    holds = {
        "role=technician": lambda row: row["role"] == "technician",
        "role=customer": lambda row: False,
        "is_active=1": lambda row: row["is_active"],
        "is_active=0": lambda row: not row["is_active"],
        "available=0": lambda row: not row["available"],
        "available=1&is_active=1": lambda row: row["available"] and row["is_active"],
        "q=asha": lambda row: row["username"] == "asha_support",
    }
    for query, matches in holds.items():
        rows, last = pages(demo, "support", f"{V1}/representatives/?limit=100&{query}")
        expected = [row["id"] for row in everything if matches(row)]
        assert [row["id"] for row in rows] == expected, query
        total = last.header("X-Total-Count")
        assert total is None or int(total) == len(expected), query
        assert expected or query == "role=customer"
    assert {away, gone} <= {row["id"] for row in everything}


REFUSED = [
    Scenario("anonymous", None, "GET", f"{V1}/representatives/", 401),
    Scenario("a customer", "customer", "GET", f"{V1}/representatives/", 403),
    Scenario("nobody", "support", "GET", f"{V1}/representatives/99999999/", 404),
    Scenario(
        "nobody's workload", "support", "GET", f"{V1}/representatives/99999999/workload/", 404
    ),
    Scenario("nobody to change", "admin", "PATCH", f"{V1}/representatives/99999999/", 404, json={}),
    Scenario("no flag", "support", "GET", f"{V1}/representatives/?available=maybe", 400),
    Scenario("no role", "support", "GET", f"{V1}/representatives/?role=boss", 400),
]


@each(REFUSED)
def test_refused(demo, scenario):
    run(demo, scenario)


def test_a_customer_is_no_representative(demo):
    customer = me(demo, "customer")
    for path in (f"{customer}/", f"{customer}/workload/"):
        assert demo.as_("admin").get(f"{V1}/representatives/{path}").status == 404
    change = demo.as_("admin").patch(
        f"{V1}/representatives/{customer}/", json={"department": "Board"}
    )
    assert change.status == 404
    assert demo.as_("admin").get(f"{V1}/users/{customer}/").json["department"] == ""


def test_an_administrator_changes_what_staff_can_do(demo):
    path = f"{V1}/representatives/{enrol(demo)['id']}/"
    change = {
        "employee_id": "EMP777",
        "department": "Field, east",
        "skills": ["leak", "relight"],
        "available": False,
    }
    sent = change | {"role": "admin", "is_active": False, "open_work": 99, "username": "boss"}
    row = demo.as_("admin").patch(path, json=sent).expect(200).json
    assert row | change == row
    assert (row["role"], row["is_active"], row["open_work"]) == ("technician", True, 0)
    assert row["username"].startswith("rep")
    assert demo.as_("support").get(path).expect(200).json == row


@pytest.mark.parametrize(
    "change, field",
    [
        ({"skills": ["leak", "juggling"]}, "skills"),
        ({"skills": "juggling"}, "skills"),
        ({"employee_id": "x" * 51}, "employee_id"),
        ({"department": "x" * 101}, "department"),
        ({"available": "maybe"}, "available"),
    ],
)
def test_refused_changes_change_nothing(demo, change, field):
    path = f"{V1}/representatives/{me(demo, 'technician')}/"
    before = demo.as_("admin").get(path).expect(200).json
    refused = demo.as_("admin").patch(path, json={"department": "Lost", **change}).expect(400)
    assert field in refused.json["errors"]
    assert demo.as_("admin").get(path).json == before


def test_staff_change_their_own_availability_alone(demo):
    mine = f"{V1}/representatives/{me(demo, 'technician')}/"
    technician = demo.as_("technician")
    try:
        away = technician.patch(mine, json={"available": False}).expect(200).json
        assert away["available"] is False
    finally:
        assert technician.patch(mine, json={"available": True}).expect(200).json["available"]
    for change in ({"department": "Board"}, {"employee_id": "1"}, {"skills": ["leak"]}):
        assert technician.patch(mine, json={"available": False, **change}).status == 403
    assert demo.as_("support").patch(mine, json={"available": False}).status == 403
    assert technician.get(mine).json["available"] is True


def test_the_workload_counts_requests_and_tickets(demo):
    worker = enrol(demo)["id"]
    path = f"{V1}/representatives/{worker}/workload/"
    admin = demo.as_("admin")
    assert admin.get(path).expect(200).json == {
        "representative": worker,
        "open_requests": 0,
        "open_tickets": 0,
        "total": 0,
    }
    request = f"{V1}/requests/{open_request(demo)['id']}/"
    talk, other = (f"{V1}/tickets/{begin(demo)['id']}/" for _ in range(2))
    for thing in (request, talk, other):
        admin.post(f"{thing}assign/", json={"assigned_to": worker}).expect(200)
    assert admin.get(path).json | {"open_requests": 1, "open_tickets": 2, "total": 3} == (
        admin.get(path).json
    )
    admin.patch(talk, json={"status": "resolved", "resolution_notes": "done"}).expect(200)
    admin.delete(other).expect(204)
    admin.patch(request, json={"status": "resolved", "resolution": "done"}).expect(200)
    assert admin.get(path).json["total"] == 0


def test_the_users_door_knows_the_same_skills(demo):
    technician = enrol(demo, skills=["leak"])
    path = f"{V1}/users/{technician['id']}/"
    refused = demo.as_("admin").patch(path, json={"skills": ["juggling"]}).expect(400)
    assert "skills" in refused.json["errors"]
    assert demo.as_("admin").get(path).expect(200).json["skills"] == ["leak"]
    person = {"username": "juggler", "email": "juggler@example.com", "skills": ["juggling"]}
    body = person | {"password": "Valve-Seat-9041!", "role": "technician"}
    demo.as_("admin").post(f"{V1}/users/", json=body).expect(400)
    assert demo.as_("admin").get(f"{V1}/users/?q=juggler").expect(200).json == []
