"""The test flow of seed 003, step by step under the demo profile. The document names no path and
shows no example; the paths and the keys are those of its code (contracts.md §5)."""

from __future__ import annotations

from harness.scenario import Scenario, run_flow

REQUESTS = "/api/service-request"
CUSTOMER = {
    "email": "asha@example.com",
    "password": "customer-pass-1",
    "first_name": "Asha",
    "last_name": "Rao",
}
STAFF = {
    "email": "sunil@gasutility.example.com",
    "password": "staff-pass-1",
    "first_name": "Sunil",
    "last_name": "Nair",
    "role": "support_staff",
}
CUSTOMER_TOKEN = {"Authorization": "Bearer {customer_access}"}
STAFF_TOKEN = {"Authorization": "Bearer {staff_access}"}
LEAK = {
    "title": "Leaky pipe",
    "service_type": "repair",
    "description": "There is a gas leak",
}
INSTALLATION = {
    "title": "New stove",
    "service_type": "installation",
    "description": "Please connect my stove",
}


def alone_among_staff(server, response, known):
    """The original gave work to any member of staff; this one is given to whoever may take it."""
    admin = server.as_("admin")
    for person in admin.get("/api/v1/users/?role=support&limit=100").expect(200).json:
        if person["id"] != known["staff"]:
            path = f"/api/v1/representatives/{person['id']}/"
            admin.patch(path, json={"available": False}).expect(200)


REGISTRATION = [
    Scenario(
        "register a customer account",
        None,
        "POST",
        "/api/auth/register/",
        201,
        json=CUSTOMER,
        has=[
            '$.first_name == "Asha"',
            '$.last_name == "Rao"',
            '$.email == "asha@example.com"',
            '$.role == "customer"',
            "$.length == 5",
        ],
        lacks=["customer-pass-1", "argon2"],
        capture={"customer": "$.id"},
    ),
    Scenario(
        "register a support_staff account",
        None,
        "POST",
        "/api/auth/register/",
        201,
        json=STAFF,
        has=['$.role == "support_staff"'],
        capture={"staff": "$.id"},
        after=alone_among_staff,
    ),
]

AUTHENTICATION = [
    Scenario(
        "generate an access token using the customer's login credentials",
        None,
        "POST",
        "/api/auth/login/",
        200,
        json={"email": CUSTOMER["email"], "password": CUSTOMER["password"]},
        has=["$.length == 2", "$.access"],
        capture={"customer_access": "$.access", "customer_refresh": "$.refresh"},
    ),
    Scenario(
        "generate an access token using the support_staff's login credentials",
        None,
        "POST",
        "/api/auth/login/",
        200,
        json={"email": STAFF["email"], "password": STAFF["password"]},
        capture={"staff_access": "$.access"},
    ),
    Scenario(
        "the access token is refreshed",
        None,
        "POST",
        "/api/token/refresh/",
        200,
        json={"refresh": "{customer_refresh}"},
        has=["$.length == 1"],
        capture={"customer_access": "$.access"},
    ),
    Scenario(
        "the customer views their profile",
        None,
        "GET",
        "/api/profile/",
        200,
        headers=CUSTOMER_TOKEN,
        has=['$.email == "asha@example.com"', "$.id == {customer}", '$.role == "customer"'],
    ),
    Scenario(
        "the staff member views theirs",
        None,
        "GET",
        "/api/profile/",
        200,
        headers=STAFF_TOKEN,
        has=["$.id == {staff}", '$.role == "support_staff"'],
    ),
]

CUSTOMER_ACTIONS = [
    Scenario(
        "create a service request using the customer's token",
        None,
        "POST",
        f"{REQUESTS}/create/",
        201,
        headers=CUSTOMER_TOKEN,
        multipart=[*LEAK.items(), ("attachments", ("a.txt", b"photo of the pipe", "text/plain"))],
        has=[
            "$.customer == {customer}",
            "$.support_staff == {staff}",
            '$.title == "Leaky pipe"',
            '$.service_type == "repair"',
            '$.description == "There is a gas leak"',
            '$.status == "pending"',
            '$.uploaded_attachments[0].file == "/attachments/uploads/a.txt"',
            "$.uploaded_attachments[0].uploaded_at",
            "$.created_at",
            "$.updated_at",
            "$.length == 10",
        ],
        capture={"leak": "$.id", "file": "$.uploaded_attachments[0].id"},
    ),
    Scenario(
        "and a second one",
        None,
        "POST",
        f"{REQUESTS}/create/",
        201,
        headers=CUSTOMER_TOKEN,
        form=INSTALLATION,
        has=["$.uploaded_attachments.length == 0"],
        capture={"stove": "$.id"},
    ),
    Scenario(
        "view all requests created by the customer",
        None,
        "GET",
        f"{REQUESTS}/getAll/",
        200,
        headers=CUSTOMER_TOKEN,
        has=[
            "$.count == 2",
            "$.next == null",
            "$.previous == null",
            "$.results[0].id == {leak}",
            "$.results[1].id == {stove}",
        ],
    ),
    Scenario(
        "if a request is in the pending state, delete it",
        None,
        "DELETE",
        f"{REQUESTS}/delete/{{stove}}/",
        204,
        headers=CUSTOMER_TOKEN,
    ),
]

STAFF_ACTIONS = [
    Scenario(
        "view all requests assigned to the support staff",
        None,
        "GET",
        f"{REQUESTS}/getAll/",
        200,
        headers=STAFF_TOKEN,
        has=["$.count == 1", "$.results[0].id == {leak}"],
    ),
    Scenario(
        "fetch the file that came with it",
        None,
        "GET",
        f"{REQUESTS}/download/{{file}}/",
        200,
        headers=STAFF_TOKEN,
        has=["photo of the pipe"],
        has_headers={"Content-Disposition": 'attachment; filename="a.txt"'},
    ),
    Scenario(
        "update the status of a request",
        None,
        "PATCH",
        f"{REQUESTS}/update/{{leak}}/",
        200,
        headers=STAFF_TOKEN,
        json={"status": "in_progress"},
        has=['{"detail":"Status updated successfully."}'],
    ),
    Scenario(
        "what is worked on cannot be deleted any more",
        None,
        "DELETE",
        f"{REQUESTS}/delete/{{leak}}/",
        400,
        headers=CUSTOMER_TOKEN,
        has=['{"detail":"Cannot delete a request that is in progress or resolved."}'],
    ),
    Scenario(
        "the work is done",
        None,
        "PATCH",
        f"{REQUESTS}/update/{{leak}}/",
        200,
        headers=STAFF_TOKEN,
        json={"status": "resolved"},
    ),
    Scenario(
        "and the customer sees it",
        None,
        "GET",
        f"{REQUESTS}/getAll/",
        200,
        headers=CUSTOMER_TOKEN,
        has=["$.count == 1", '$.results[0].status == "resolved"'],
    ),
]


def test_the_flow_of_the_document(start_server):
    server = start_server(profile="demo")
    known = run_flow(server, REGISTRATION + AUTHENTICATION + CUSTOMER_ACTIONS + STAFF_ACTIONS)
    assert {"customer", "staff", "leak", "stove", "file"} <= set(known)
