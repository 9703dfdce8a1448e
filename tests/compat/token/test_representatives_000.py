"""Representatives of contracts.md §2: rows 7 and 8, and what the original serves undocumented."""

from __future__ import annotations

from harness import jobs, tickets
from harness.scenario import Scenario, each, run, run_flow
from harness.seed_000 import REP
from harness.shapes import shaped

CUSTOMERS = "/api/accounts/customers/"
REPRESENTATIVES = "/api/accounts/representatives/"
PASSWORD = "PilotlightDemo@2026"
REQUIRED = '["This field is required."]'
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'


READING = [
    Scenario(
        "representatives are not for customers",
        "customer",
        "GET",
        REPRESENTATIVES,
        403,
        has=[FORBIDDEN],
    ),
    Scenario(
        "nor their availability",
        "customer",
        "GET",
        f"{REPRESENTATIVES}available_representatives/",
        403,
        has=[FORBIDDEN],
    ),
    Scenario(
        "but for all staff",
        "technician",
        "GET",
        REPRESENTATIVES,
        200,
        has=["asha_support", "tarun_technician"],
        lacks=["meera_customer"],
        after=shaped([REP]),
    ),
]


@each(READING)
def test_representatives_are_read(demo, scenario, captures):
    run(demo, scenario, captures)


def new_representative(name, **changes):
    return {
        "user": {"username": name, "password": PASSWORD},
        "employee_id": "EMP901",
        "department": "Field",
        **changes,
    }


REPRESENTATIVE = [
    Scenario(
        "an administrator makes a representative",
        "admin",
        "POST",
        REPRESENTATIVES,
        201,
        json=new_representative("row_rep"),
        has=['"employee_id":"EMP901","department":"Field","created_at":"'],
        lacks=[PASSWORD],
        capture={"id": "$.id"},
        after=shaped(REP),
    ),
    Scenario(
        "who may do a representative's work",
        "row_rep",
        "GET",
        f"{REPRESENTATIVES}{{id}}/",
        200,
        after=shaped(REP),
    ),
    Scenario(
        "has none yet",
        "support",
        "GET",
        f"{REPRESENTATIVES}{{id}}/current_workload/",
        200,
        has=["$.representative.id == {id}", "$.active_tickets == 0", "$.length == 2"],
    ),
    Scenario(
        "moves to another department",
        "admin",
        "PATCH",
        f"{REPRESENTATIVES}{{id}}/",
        200,
        json={"department": "Desk", "user": {"first_name": "Omar"}},
        has=['$.department == "Desk"', '$.user.first_name == "Omar"', '"employee_id":"EMP901"'],
        after=shaped(REP),
    ),
    Scenario(
        "is known to the canonical surface",
        "support",
        "GET",
        "/api/v1/representatives/{id}/",
        200,
        has=['$.department == "Desk"', '$.role == "support"'],
    ),
    Scenario(
        "is put",
        "admin",
        "PUT",
        f"{REPRESENTATIVES}{{id}}/",
        200,
        json=new_representative("row_rep", employee_id="EMP902"),
        has=['$.employee_id == "EMP902"'],
    ),
    Scenario(
        "is put badly",
        "admin",
        "PUT",
        f"{REPRESENTATIVES}{{id}}/",
        400,
        json={"department": ""},
        has=[
            f'{{"user":{REQUIRED},"employee_id":{REQUIRED},'
            '"department":["This field may not be blank."]}'
        ],
    ),
    Scenario(
        "is not for representatives to change",
        "row_rep",
        "PATCH",
        f"{REPRESENTATIVES}{{id}}/",
        403,
        json={"department": "Board"},
        has=[FORBIDDEN],
    ),
    Scenario(
        "takes no new work",
        "admin",
        "PATCH",
        "/api/v1/representatives/{id}/",
        200,
        json={"available": False},
    ),
    Scenario(
        "and is not available",
        "support",
        "GET",
        f"{REPRESENTATIVES}available_representatives/",
        200,
        lacks=["row_rep"],
        after=shaped([REP]),
    ),
    Scenario("but listed", "support", "GET", REPRESENTATIVES, 200, has=['"username":"row_rep"']),
    Scenario(
        "and removed",
        "admin",
        "DELETE",
        f"{REPRESENTATIVES}{{id}}/",
        204,
    ),
    Scenario("for good", "support", "GET", f"{REPRESENTATIVES}{{id}}/current_workload/", 404),
]


def test_the_life_of_a_representative(demo):
    jobs.give_out(demo)
    run_flow(demo, REPRESENTATIVE)


def test_customers_and_representatives_are_not_each_other(demo):
    customer, support = tickets.me(demo, "customer"), tickets.me(demo, "support")
    demo.as_("admin").get(f"{REPRESENTATIVES}{customer}/").expect(404)
    demo.as_("admin").get(f"{CUSTOMERS}{support}/").expect(404)
    demo.as_("admin").delete(f"{CUSTOMERS}{support}/").expect(404)


def test_active_tickets_are_those_that_are_open(demo):
    support = tickets.me(demo, "support")
    path = f"{REPRESENTATIVES}{support}/current_workload/"
    before = demo.as_("admin").get(path).json["active_tickets"]
    case = tickets.open_case(demo)["id"]
    assign = f"/api/support/tickets/{case}/assign/"
    demo.as_("support").post(assign, json={"assigned_to": support}).expect(200)
    assert demo.as_("admin").get(path).json["active_tickets"] == before + 1
    notes = {"resolution_notes": "turned off"}
    demo.as_("support").post(f"/api/support/tickets/{case}/resolve/", json=notes).expect(200)
    assert demo.as_("admin").get(path).json["active_tickets"] == before
