"""The document of seed 002, step by step, every example of it verbatim (contracts.md §4). The
document's <token from cookie> is what the log-in before has set."""

from __future__ import annotations

from harness import logins
from harness.cookies import SIGNED_IN, remember
from harness.scenario import Scenario, run_flow

AS_JSON = {"Content-Type": "application/json"}

CUSTOMER = [
    Scenario(
        "register a new user",
        None,
        "POST",
        "/accounts/api/register/",
        201,
        headers=AS_JSON,
        body="""{
    "username": "testuser",
    "email": "test@example.com",
    "password1": "password123",
    "password2": "password123",
    "name": "Test User",
    "phone_number": "1234567890",
    "address": "123 Test St"
}""",
        has=[
            '$.message == "Registration successful"',
            '$.user.username == "testuser"',
            '$.user.email == "test@example.com"',
            '$.user.name == "Test User"',
            "$.data.customer_id",
        ],
        lacks=["password123"],
        capture={"customer_id": "$.user.customer_id"},
    ),
    Scenario(
        "user login",
        None,
        "POST",
        "/accounts/api/login/",
        200,
        headers=AS_JSON,
        body="""{
    "username": "testuser",
    "password": "password123"
}""",
        has=[
            '{"message":"Login successful","user":{"username":"testuser",'
            '"email":"test@example.com","name":"Test User","customer_id":"{customer_id}"},'
        ],
        after=remember,
    ),
    Scenario(
        "get account information",
        None,
        "GET",
        "/accounts/api/account/",
        200,
        headers=SIGNED_IN,
        has=[
            '{"username":"testuser","email":"test@example.com","name":"Test User",'
            '"phone_number":"1234567890","address":"123 Test St","customer_id":"{customer_id}",',
            '"message":"Operation successful","data":{"username":"testuser",',
        ],
    ),
    Scenario(
        "submit service request",
        None,
        "POST",
        "/api/submit/",
        201,
        headers=AS_JSON | SIGNED_IN,
        body="""{
    "type_of_request": "New Connection",
    "details": "Need new gas connection"
}""",
        has=[
            '{"message":"Service request submitted successfully","request":{"id":',
            '"type_of_request":"New Connection","status":"Pending","date_submitted":"2',
            '"details":"Need new gas connection"},"data":{"id":',
        ],
        capture={"request_id": "$.data.id"},
    ),
    Scenario(
        "track requests",
        None,
        "GET",
        "/api/track/",
        200,
        headers=SIGNED_IN,
        has=[
            '[{"id":{request_id},"type_of_request":"New Connection","status":"Pending",',
            "$.length == 1",
        ],
    ),
]

ADMIN = [
    Scenario(
        "the administrator logs in",
        None,
        "POST",
        "/accounts/api/login/",
        200,
        json=logins.ADMIN._asdict(),
        after=remember,
    ),
    Scenario(
        "list all users",
        None,
        "GET",
        "/accounts/api/admin/users/",
        200,
        headers=SIGNED_IN,
        has=[
            '"username":"testuser","email":"test@example.com","name":"Test User",'
            '"phone_number":"1234567890","address":"123 Test St","customer_id":"{customer_id}",'
            '"is_active":true,"is_staff":false,"is_superuser":false,"date_joined":"2'
        ],
    ),
    Scenario(
        "create user",
        None,
        "POST",
        "/accounts/api/admin/users/create/",
        201,
        headers=AS_JSON | SIGNED_IN,
        body="""{
    "username": "newuser",
    "email": "new@example.com",
    "password1": "password123",
    "password2": "password123",
    "name": "New User",
    "phone_number": "1234567890",
    "address": "123 New St"
}""",
        has=[
            '{"message":"User created successfully","user":{"id":',
            '"username":"newuser","email":"new@example.com","name":"New User","customer_id":"CUST',
        ],
        capture={"user_id": "$.user.id"},
    ),
    Scenario(
        "get user details",
        None,
        "GET",
        "/accounts/api/admin/users/{user_id}/",
        200,
        headers=SIGNED_IN,
        has=['$.username == "newuser"', '$.data.username == "newuser"'],
    ),
    Scenario(
        "update user",
        None,
        "PUT",
        "/accounts/api/admin/users/{user_id}/",
        200,
        headers=AS_JSON | SIGNED_IN,
        body="""{
    "name": "Updated Name",
    "email": "updated@example.com"
}""",
        has=[
            '$.message == "User updated successfully"',
            '$.data.name == "Updated Name"',
            '$.data.email == "updated@example.com"',
            '$.data.address == "123 New St"',
        ],
    ),
    Scenario(
        "delete user",
        None,
        "DELETE",
        "/accounts/api/admin/users/{user_id}/",
        200,
        headers=SIGNED_IN,
        has=['{"message":"User deleted successfully","data":{}}'],
    ),
    Scenario(
        "list all service requests",
        None,
        "GET",
        "/api/admin/requests/",
        200,
        headers=SIGNED_IN,
        has=[
            '{"id":{request_id},"customer":{"id":',
            '"username":"testuser","name":"Test User","customer_id":"{customer_id}"},'
            '"type_of_request":"New Connection","details":"Need new gas connection",'
            '"status":"Pending","date_submitted":"2',
        ],
    ),
    Scenario(
        "get request details",
        None,
        "GET",
        "/api/admin/requests/{request_id}/",
        200,
        headers=SIGNED_IN,
        has=['$.customer.name == "Test User"', "$.date_resolved == null"],
    ),
    Scenario(
        "update request",
        None,
        "PUT",
        "/api/admin/requests/{request_id}/",
        200,
        headers=AS_JSON | SIGNED_IN,
        body="""{
    "status": "In Progress",
    "details": "Updated details"
}""",
        has=[
            '$.message == "Service request updated successfully"',
            '$.data.status == "In Progress"',
            '$.data.details == "Updated details"',
        ],
    ),
    Scenario(
        "delete request",
        None,
        "DELETE",
        "/api/admin/requests/{request_id}/",
        200,
        headers=SIGNED_IN,
        has=['{"message":"Service request deleted successfully","data":{}}'],
    ),
    Scenario(
        "which is gone",
        None,
        "GET",
        "/api/admin/requests/{request_id}/",
        404,
        headers=SIGNED_IN,
        has=['{"error":"Service request not found"}'],
    ),
]


def test_the_document_from_registering_to_the_last_delete(start_server):
    server = start_server(profile="demo")
    captures = run_flow(server, CUSTOMER)
    run_flow(server, ADMIN, captures)
