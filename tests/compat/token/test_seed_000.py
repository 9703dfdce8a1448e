"""The document of seed 000 and the examples that it links to, verbatim, in the order in which a
client meets them (contracts.md §2). What its examples say to number 1 is said to what the step
before made."""

from __future__ import annotations

from harness.cookies import COOKIES, SIGNED_IN, remember
from harness.scenario import Scenario, run_flow
from harness.seed_000 import CM, CP, IN, REP, SR, SRD, ST, TK, TKD
from harness.shapes import shaped

TOKEN = {"Authorization": "Token {token}"}
STAFF = {"Authorization": "Token {staff_token}"}
AS_JSON = {"Content-Type": "application/json"}
ISSUED = {"token": str, "user_id": int, "email": str, "is_staff": bool}
PASSWORD = "PilotlightDemo@2026"

AUTHENTICATION = [
    Scenario(
        "create a user account through the API",
        None,
        "POST",
        "/api/accounts/customers/",
        201,
        json={
            "user": {
                "username": "your_username",
                "email": "user@example.com",
                "password": "your_password",
            },
            "customer_id": "CUST1000",
            "phone_number": "+1234567891",
            "address": "124 Main St, City, Country",
        },
        lacks=["your_password"],
        capture={"customer": "$.id"},
        after=shaped(CP),
    ),
    Scenario(
        "get your token",
        None,
        "POST",
        "/api/token/",
        200,
        headers=AS_JSON,
        body="""{
       "username": "your_username",
       "password": "your_password"
   }""",
        has=[
            "$.user_id == {customer}",
            '$.email == "user@example.com"',
            "$.is_staff == false",
            "$.token.length == 40",
        ],
        capture={"token": "$.token"},
        after=shaped(ISSUED),
    ),
    Scenario(
        "the same token again, from a form",
        None,
        "POST",
        "/api/token/",
        200,
        form={"username": "your_username", "password": "your_password"},
        has=['$.token == "{token}"'],
    ),
    Scenario(
        "a representative's token",
        None,
        "POST",
        "/api/token/",
        200,
        json={"username": "admin", "password": PASSWORD},
        has=["$.is_staff == true"],
        capture={"staff_token": "$.token"},
    ),
    Scenario(
        "session authentication",
        None,
        "POST",
        "/accounts/api/login/",
        200,
        json={"username": "your_username", "password": "your_password"},
        after=remember,
    ),
    Scenario(
        "the alternative: one's token by the session",
        None,
        "POST",
        "/api/accounts/customers/get_token/",
        200,
        headers=SIGNED_IN,
        has=['{"token":"{token}","created":false}'],
    ),
    Scenario(
        "without the CSRF header the session does not get it",
        None,
        "POST",
        "/api/accounts/customers/get_token/",
        403,
        headers=COOKIES,
        has=["CSRF Failed"],
    ),
]

ACCOUNTS = [
    Scenario(
        "create a new customer profile",
        None,
        "POST",
        "/api/accounts/customers/",
        201,
        headers=STAFF | AS_JSON,
        body="""{
    "user": {
      "username": "customer1",
      "email": "customer1@example.com",
      "first_name": "John",
      "last_name": "Doe"
    },
    "customer_id": "CUST001",
    "phone_number": "+1234567890",
    "address": "123 Main St, City, Country"
  }""",
        has=[
            '"username":"customer1","email":"customer1@example.com","first_name":"John",'
            '"last_name":"Doe"},"customer_id":"CUST001","phone_number":"+1234567890",'
            '"address":"123 Main St, City, Country","created_at":"'
        ],
        capture={"profile": "$.id"},
        after=shaped(CP),
    ),
    Scenario(
        "list all customers",
        None,
        "GET",
        "/api/accounts/customers/",
        200,
        headers=STAFF,
        has=['"customer_id":"CUST001"', '"customer_id":"CUST1000"'],
        after=shaped([CP]),
    ),
    Scenario(
        "retrieve customer details",
        None,
        "GET",
        "/api/accounts/customers/{profile}/",
        200,
        headers=STAFF,
        has=['$.customer_id == "CUST001"'],
        after=shaped(CP),
    ),
    Scenario(
        "get the current user's profile",
        None,
        "GET",
        "/api/accounts/customers/my_profile/",
        200,
        headers=TOKEN,
        has=["$.user.id == {customer}"],
        after=shaped(CP),
    ),
    Scenario(
        "list support representatives",
        None,
        "GET",
        "/api/accounts/representatives/",
        200,
        headers=STAFF,
        has=["asha_support"],
        after=shaped([REP]),
    ),
    Scenario(
        "list available representatives",
        None,
        "GET",
        "/api/accounts/representatives/available_representatives/",
        200,
        headers=STAFF,
        capture={"representative": "$[0].user.id"},
        after=shaped([REP]),
    ),
]

SERVICES = [
    Scenario(
        "create a service type",
        None,
        "POST",
        "/api/services/types/",
        201,
        headers=STAFF | AS_JSON,
        body="""{
    "name": "Gas Leak Repair",
    "description": "Emergency repair service for gas leaks",
    "estimated_time": 2
  }""",
        has=[
            '"name":"Gas Leak Repair","description":"Emergency repair service for gas leaks",'
            '"estimated_time":2,"created_at":"'
        ],
        capture={"type": "$.id"},
        after=shaped(ST),
    ),
    Scenario(
        "list service types",
        None,
        "GET",
        "/api/services/types/",
        200,
        headers=TOKEN,
        has=["Gas Leak Repair"],
        after=shaped([ST]),
    ),
    Scenario(
        "create a service request",
        None,
        "POST",
        "/api/services/requests/",
        201,
        headers=TOKEN | AS_JSON,
        body="""{
    "service_type_id": {type},
    "description": "Detected gas leak in kitchen",
    "priority": "HIGH"
  }""",
        has=[
            "$.customer.id == {customer}",
            "$.service_type.id == {type}",
            '"description":"Detected gas leak in kitchen","status":"PENDING","priority":"HIGH",'
            '"attachment":null,"created_at":"',
            "$.completed_at == null",
            "$.comments == []",
        ],
        capture={"request": "$.id"},
        after=shaped(SR),
    ),
    Scenario(
        "upload an attachment with a service request",
        None,
        "POST",
        "/api/services/requests/",
        201,
        headers=TOKEN,
        multipart=[
            ("service_type_id", "{type}"),
            ("description", "Gas leak with visible damage"),
            ("priority", "HIGH"),
            ("attachment", ("photo.jpg", b"\xff\xd8\xff\xe0 not much of a photo", "image/jpeg")),
        ],
        has=['"attachment":"{origin}/api/v1/requests/'],
        after=shaped(SR),
    ),
    Scenario(
        "list service requests",
        None,
        "GET",
        "/api/services/requests/",
        200,
        headers=TOKEN,
        has=["$.length == 2"],
        after=shaped([SR]),
    ),
    Scenario(
        "update the service request's status",
        None,
        "POST",
        "/api/services/requests/{request}/update_status/",
        200,
        headers=STAFF | AS_JSON,
        body='{"status": "IN_PROGRESS"}',
        has=['$.status == "IN_PROGRESS"', "$.completed_at == null"],
        after=shaped(SR),
    ),
    Scenario(
        "assign the request to a representative",
        None,
        "POST",
        "/api/services/requests/{request}/assign/",
        200,
        headers=STAFF,
        json={"assigned_to": "{representative}"},
        has=["$.assigned_to.id == {representative}"],
        after=shaped(SR),
    ),
    Scenario(
        "add a comment to the request",
        None,
        "POST",
        "/api/services/requests/{request}/comments/",
        201,
        headers=STAFF | AS_JSON,
        body="""{
    "comment": "Technician will arrive within 1 hour"
  }""",
        has=[
            "$.service_request == {request}",
            '$.comment == "Technician will arrive within 1 hour"',
            '$.user.username == "admin"',
        ],
        after=shaped(CM),
    ),
    Scenario(
        "list the request's comments",
        None,
        "GET",
        "/api/services/requests/{request}/comments/",
        200,
        headers=TOKEN,
        has=["$.length == 1", '$[0].comment == "Technician will arrive within 1 hour"'],
        after=shaped([CM]),
    ),
]

SUPPORT = [
    Scenario(
        "create a support ticket",
        None,
        "POST",
        "/api/support/tickets/",
        201,
        headers=STAFF | AS_JSON,
        body="""{
    "service_request_id": {request},
    "description": "Customer reported strong gas smell",
    "priority": "HIGH"
  }""",
        has=[
            "$.service_request.id == {request}",
            "$.service_request.comments.length == 1",
            '"assigned_to":null,"priority":"HIGH","status":"OPEN",'
            '"description":"Customer reported strong gas smell","resolution_notes":"",'
            '"created_at":"',
            "$.resolved_at == null",
        ],
        capture={"ticket": "$.id"},
        after=shaped(TK),
    ),
    Scenario(
        "list support tickets",
        None,
        "GET",
        "/api/support/tickets/",
        200,
        headers=TOKEN,
        has=["$.length == 1"],
        after=shaped([TK]),
    ),
    Scenario(
        "record a customer interaction",
        None,
        "POST",
        "/api/support/interactions/",
        201,
        headers=STAFF | AS_JSON,
        body="""{
    "support_ticket_id": {ticket},
    "interaction_type": "CALL",
    "notes": "Discussed ETA with customer",
    "duration": 5
  }""",
        has=[
            "$.support_ticket.id == {ticket}",
            "$.customer.id == {customer}",
            '$.support_rep.username == "admin"',
            '"interaction_type":"CALL","notes":"Discussed ETA with customer","created_at":"',
            "$.duration == 5",
        ],
        after=shaped(IN),
    ),
    Scenario(
        "list customer interactions",
        None,
        "GET",
        "/api/support/interactions/",
        200,
        headers=TOKEN,
        has=["$.length == 1"],
        after=shaped([IN]),
    ),
    Scenario(
        "get recent interactions",
        None,
        "GET",
        "/api/support/interactions/recent_interactions/",
        200,
        headers=TOKEN,
        has=["$[0].support_ticket.id == {ticket}"],
        after=shaped([IN]),
    ),
    Scenario(
        "get interaction statistics",
        None,
        "GET",
        "/api/support/interactions/interaction_stats/",
        200,
        headers=TOKEN,
        has=[
            '{"total_interactions":1,"total_duration_minutes":5,'
            '"interactions_by_type":{"Phone Call":1}}'
        ],
    ),
    Scenario(
        "get ticket details",
        None,
        "GET",
        "/api/support/tickets/{ticket}/",
        200,
        headers=STAFF,
        has=["$.interactions.length == 1", "$.total_interaction_time == 5"],
        after=shaped(TKD),
    ),
    Scenario(
        "get request details",
        None,
        "GET",
        "/api/services/requests/{request}/",
        200,
        headers=TOKEN,
        has=["$.support_tickets.length == 1", '$.support_tickets[0].status == "OPEN"'],
        after=shaped(SRD),
    ),
    Scenario(
        "resolve the support ticket",
        None,
        "POST",
        "/api/support/tickets/{ticket}/resolve/",
        200,
        headers=STAFF | AS_JSON,
        body="""{
    "resolution_notes": "Gas leak fixed and safety check completed"
  }""",
        has=[
            '$.status == "RESOLVED"',
            '$.resolution_notes == "Gas leak fixed and safety check completed"',
            '$.service_request.status == "IN_PROGRESS"',
        ],
        lacks=["$.resolved_at == null"],
        after=shaped(TK),
    ),
]


def test_the_document_of_seed_000(demo):
    run_flow(demo, AUTHENTICATION + ACCOUNTS + SERVICES + SUPPORT)
