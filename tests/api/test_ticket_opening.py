"""Opening tickets: by customers, by staff for them, and everything that is refused."""

from __future__ import annotations

from harness.scenario import Scenario, each, run, run_flow
from harness.tickets import open_request

V1 = "/api/v1"


OPENED = [
    Scenario(
        "the customer's request",
        "customer",
        "POST",
        f"{V1}/requests/",
        201,
        json={"request_type": "repair", "title": "Rusted pipe", "details": "x", "priority": "high"},
        capture={"request": "$.id", "number": "$.number"},
    ),
    Scenario(
        "a case takes subject, priority and customer from its request",
        "customer",
        "POST",
        f"{V1}/tickets/",
        201,
        json={"service_request": "{request}", "description": " drips "},
        has=[
            '$.kind == "case"',
            "$.service_request == {request}",
            '$.service_request_number == "{number}"',
            '$.subject == "Rusted pipe"',
            '$.description == "drips"',
            '$.priority == "high"',
            '$.status == "open"',
            '$.visibility == "owner"',
            '$.customer_name == "Meera Iyer"',
            '$.assigned_to_name == ""',
            "$.assigned_to == null",
            "$.resolved_at == null",
            "$.post_count == 0",
            "$.version == 1",
        ],
        lacks=["deleted_at"],
        has_headers={"ETag": '"1-'},
        capture={"case": "$.id", "owner": "$.customer"},
    ),
    Scenario(
        "S6: a customer's status is ignored",
        "customer",
        "POST",
        f"{V1}/tickets/",
        201,
        json={
            "service_request": "{request}",
            "description": "x",
            "status": "resolved",
            "resolution_notes": "done",
        },
        has=['$.status == "open"', '$.resolution_notes == ""', "$.resolved_at == null"],
    ),
    Scenario(
        "a case that support opens is the customer's",
        "support",
        "POST",
        f"{V1}/tickets/",
        201,
        json={
            "kind": "case",
            "service_request": "{request}",
            "subject": "Second visit",
            "description": "x",
            "priority": "low",
            "status": "in_progress",
        },
        has=[
            "$.customer == {owner}",
            '$.subject == "Second visit"',
            '$.priority == "low"',
            '$.status == "in_progress"',
        ],
    ),
    Scenario(
        "resolved from the start needs notes",
        "support",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"service_request": "{request}", "description": "x", "status": "resolved"},
        has=["$.errors.resolution_notes"],
    ),
    Scenario(
        "a conversation begins with a post",
        "customer",
        "POST",
        f"{V1}/tickets/",
        201,
        json={"subject": "My bill", "message": "Why?", "customer": 1},
        has=[
            '$.kind == "conversation"',
            "$.customer == {owner}",
            "$.service_request == null",
            "$.service_request_number == null",
            '$.priority == "medium"',
            "$.post_count == 1",
        ],
        capture={"talk": "$.id"},
    ),
    Scenario(
        "support begins a conversation with a customer",
        "support",
        "POST",
        f"{V1}/tickets/",
        201,
        json={"subject": "Your meter", "message": "May we come?", "customer": "{owner}"},
        has=["$.customer == {owner}", "$.post_count == 1"],
        capture={"ours": "$.id"},
    ),
    Scenario(
        "whose first post is support's",
        "customer",
        "GET",
        f"{V1}/tickets/{{ours}}/posts/",
        200,
        has=['$[0].author_role == "support"', '$[0].message == "May we come?"', "$[0].author_name"],
        lacks=["deleted_at"],
        has_headers={"X-Total-Count": "1"},
    ),
]


def test_opening(demo):
    run_flow(demo, OPENED)


REFUSED = [
    Scenario(
        "nothing",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={},
        has=['$.subject[0] == "This field is required."', "$.message[0]"],
        lacks=["service_request", "customer"],
    ),
    Scenario(
        "a case without anything",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"kind": "case"},
        has=['$.service_request[0] == "This field is required."', "$.description[0]"],
        lacks=["subject"],
    ),
    Scenario(
        "support without a customer",
        "support",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"subject": "a", "message": "b"},
        has=['$.customer[0] == "This field is required."'],
    ),
    Scenario(
        "C2: a technician begins none",
        "technician",
        "POST",
        f"{V1}/tickets/",
        403,
        json={"subject": "a", "message": "b"},
    ),
    Scenario(
        "C2: not even for a customer",
        "technician",
        "POST",
        f"{V1}/tickets/",
        403,
        json={"subject": "a", "message": "b", "customer": 7},
    ),
    Scenario(
        "with an administrator",
        "support",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"subject": "a", "message": "b", "customer": 1},
        has=['$.customer == ["Choose an active customer."]'],
    ),
    Scenario(
        "with nobody",
        "support",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"subject": "a", "message": "b", "customer": 99999999},
        has=['$.customer == ["Choose an active customer."]'],
    ),
    Scenario(
        "a conversation about a request",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"kind": "conversation", "service_request": 1, "subject": "a", "message": "b"},
        has=["$.service_request[0]"],
    ),
    Scenario(
        "a conversation with a description",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"subject": "a", "message": "b", "description": "c"},
        has=["$.description[0]"],
    ),
    Scenario(
        "a case about an unknown request",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"service_request": 99999999, "description": "x"},
        has=['$.service_request == ["Invalid pk \\"99999999\\" - object does not exist."]'],
    ),
    Scenario(
        "every fault at once",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"kind": "x", "subject": "s" * 256, "priority": "soon", "message": "m" * 4001},
        has=["$.errors.kind", "$.errors.subject", "$.errors.priority", "$.errors.message"],
    ),
    Scenario(
        "blank words",
        "customer",
        "POST",
        f"{V1}/tickets/",
        400,
        json={"subject": " ", "message": ""},
        has=['$.subject[0] == "This field may not be blank."', "$.message[0]"],
    ),
    Scenario("anonymous", None, "POST", f"{V1}/tickets/", 401, json={}),
]


@each(REFUSED)
def test_refused_openings(demo, scenario):
    run(demo, scenario)


def test_a_case_about_a_foreign_request_is_as_about_an_unknown_one(demo):
    foreign = open_request(demo, "other_customer")["id"]
    body = {"service_request": foreign, "description": "x"}
    refused = demo.as_("customer").post(f"{V1}/tickets/", json=body).expect(400)
    assert refused.json["service_request"] == [f'Invalid pk "{foreign}" - object does not exist.']
    listed = demo.as_("support").get(f"{V1}/tickets/?service_request={foreign}").expect(200)
    assert listed.json == []
