"""Every refusal of contracts.md §1 and §3, in their words and shapes."""

from __future__ import annotations

import contextlib
import sqlite3

from harness.scenario import Scenario, each, run

V1 = "/api/v1"
BODIES = [
    Scenario(
        "broken JSON",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        body="{x",
        headers={"Content-Type": "application/json"},
        has=[
            '$.detail == "JSON parse error - Expecting property name enclosed in double '
            'quotes: line 1 column 2 (char 1)"'
        ],
    ),
    Scenario(
        "another media type",
        "customer",
        "POST",
        f"{V1}/requests/",
        415,
        body="hello",
        headers={"Content-Type": "text/plain"},
        has=['Unsupported media type \\"text/plain\\" in request.'],
    ),
    Scenario(
        "a body without a media type",
        "customer",
        "PATCH",
        f"{V1}/profile/",
        415,
        body="hello",
        headers={"Content-Type": None},
        has=['Unsupported media type \\"application/octet-stream\\" in request.'],
    ),
    Scenario(
        "a reference that is no number",
        "support",
        "POST",
        f"{V1}/request-updates/",
        400,
        json={"service_request": "x", "comment": "x"},
        has=['$.service_request[0] == "Incorrect type. Expected pk value, received str."'],
    ),
    Scenario(
        "JSON that is no object",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        body="[]",
        headers={"Content-Type": "application/json"},
        has=['$.non_field_errors[0] == "Invalid data. Expected a dictionary, but got list."'],
    ),
    Scenario(
        "an Accept that cannot be met",
        "customer",
        "GET",
        f"{V1}/requests/",
        406,
        headers={"Accept": "image/png"},
        has=['$.detail == "Could not satisfy the request Accept header."'],
    ),
    Scenario(
        "a wrong method",
        None,
        "GET",
        f"{V1}/login/",
        405,
        has=['Method \\"GET\\" not allowed.'],
        has_headers={"Allow": "POST"},
    ),
    Scenario(
        "a wrong method with credentials",
        "customer",
        "DELETE",
        f"{V1}/profile/",
        405,
        has_headers={"Allow": "GET, PUT, PATCH"},
    ),
    Scenario("a wrong method without credentials is 401", None, "DELETE", f"{V1}/profile/", 401),
    Scenario(
        "an unknown id",
        "customer",
        "GET",
        f"{V1}/requests/99999999/",
        404,
        has=['$.detail == "Not found."', "$.status == 404", '$.title == "Not Found"'],
    ),
    Scenario(
        "an id that is no number",
        "customer",
        "GET",
        f"{V1}/requests/abc/",
        404,
        has=['$.detail == "Not found."'],
    ),
    Scenario(
        "an unknown path",
        None,
        "GET",
        "/api/v1/nothing/",
        404,
        has=['$.detail == "Not found."'],
        has_headers={"Content-Type": "json"},
    ),
    Scenario(
        "an unknown path beside the API",
        None,
        "GET",
        "/nothing",
        404,
        has=['$.detail == "Not found."'],
    ),
    Scenario("no trailing slash, no redirect", "customer", "GET", f"{V1}/profile", 200),
    Scenario("another format", "customer", "GET", f"{V1}/requests/?format=xml", 404),
    Scenario("the JSON format", "customer", "GET", f"{V1}/requests/?format=json", 200),
    Scenario(
        "OPTIONS describes",
        "customer",
        "OPTIONS",
        f"{V1}/requests/",
        200,
        has=["$.renders", "$.parses"],
    ),
    Scenario(
        "a form is as good",
        "customer",
        "POST",
        f"{V1}/requests/",
        201,
        form={"request_type": "repair", "details": "by form"},
        has=['$.details == "by form"'],
    ),
    Scenario(
        "a body too large",
        "customer",
        "POST",
        f"{V1}/requests/",
        413,
        body="{" + " " * 100_000 + "}",
        headers={"Content-Type": "application/json"},
    ),
    Scenario(
        "a deep body",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        body="[" * 10_000,
        headers={"Content-Type": "application/json"},
        has=["JSON parse error"],
    ),
    Scenario(
        "NUL in a text",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        json={"request_type": "repair", "details": "a\0b"},
        has=['$.details[0] == "Null characters are not allowed."'],
    ),
    Scenario(
        "a lone surrogate",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        body='{"request_type":"repair","details":"\\ud800"}',
        headers={"Content-Type": "application/json"},
    ),
]


@each(BODIES)
def test_bodies_and_paths(demo, scenario, captures):
    run(demo, scenario, captures)


REQUESTS = [
    Scenario(
        "log-in: nothing",
        None,
        "POST",
        f"{V1}/login/",
        400,
        json={},
        has=[
            '$.username[0] == "This field is required."',
            '$.password[0] == "This field is required."',
        ],
    ),
    Scenario(
        "log-in: an unknown user",
        None,
        "POST",
        f"{V1}/login/",
        401,
        json={"username": "nobody_here", "password": "whatever12"},
        has=['$.detail == "No active account found with the given credentials"'],
        has_headers={"WWW-Authenticate": 'Bearer realm="api"'},
    ),
    Scenario(
        "log-in: a deactivated account",
        None,
        "POST",
        f"{V1}/login/",
        401,
        json={"username": "old_account", "password": "PilotlightDemo@2026"},
        has=['$.detail == "No active account found with the given credentials"'],
    ),
    Scenario(
        "refresh: nothing",
        None,
        "POST",
        f"{V1}/login/refresh/",
        400,
        json={},
        has=['$.refresh[0] == "This field is required."'],
    ),
    Scenario(
        "refresh: garbage",
        None,
        "POST",
        f"{V1}/login/refresh/",
        401,
        json={"refresh": "abc"},
        has=['$.detail == "Token is invalid or expired"', '$.code == "token_not_valid"'],
    ),
    Scenario(
        "profile: a letter in the telephone number",
        "customer",
        "PATCH",
        f"{V1}/profile/",
        400,
        json={"phone_number": "12a"},
        has=[
            '$.error == "Profile update failed"',
            '$.detail.phone_number[0] == "Phone number can only contain digits and + ' 'symbol."',
        ],
        lacks=["$.phone_number"],
    ),
    Scenario(
        "profile: a taken address",
        "customer",
        "PATCH",
        f"{V1}/profile/",
        400,
        json={"email": "RAVI.customer@example.com"},
        has=['$.detail.email[0] == "A user with this email already exists."'],
    ),
    Scenario(
        "profile: a blank first name",
        "customer",
        "PATCH",
        f"{V1}/profile/",
        400,
        json={"first_name": ""},
        has=['$.detail.first_name[0] == "This field may not be blank."'],
    ),
    Scenario(
        "profile: fixed fields are ignored",
        "customer",
        "PATCH",
        f"{V1}/profile/",
        200,
        json={"username": "other", "user_type": "admin", "role": "admin", "id": 1},
        has=['$.user.username == "meera_customer"', '$.user.user_type == "customer"'],
    ),
    Scenario(
        "request: nothing",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        json={},
        has=[
            '$.request_type[0] == "This field is required."',
            '$.details[0] == "This field is required."',
        ],
    ),
    Scenario(
        "request: an unknown type",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        json={"request_type": "party", "details": "x"},
        has=['\\"party\\" is not a valid choice.'],
        lacks=["details"],
    ),
    Scenario(
        "request: by a representative",
        "support",
        "POST",
        f"{V1}/requests/",
        403,
        json={"request_type": "repair", "details": "x"},
        has=['$.detail == "You do not have permission to perform this action."'],
    ),
    Scenario(
        "request: an empty file",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        multipart={
            "request_type": "repair",
            "details": "x",
            "attachment": ("a.txt", b"", "text/plain"),
        },
        has=['$.attachment[0] == "The submitted file is empty."'],
    ),
    Scenario(
        "request: text where a file belongs",
        "customer",
        "POST",
        f"{V1}/requests/",
        400,
        json={"request_type": "repair", "details": "x", "attachment": "hello"},
        has=["The submitted data was not a file."],
    ),
    Scenario(
        "request: to work with",
        "customer",
        "POST",
        f"{V1}/requests/",
        201,
        json={"request_type": "repair", "details": "rules"},
        capture={"id": "$.id"},
    ),
    Scenario(
        "change: a bogus status",
        "support",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        400,
        json={"status": "bogus"},
        has=['$.status[0] == "\\"bogus\\" is not a valid choice."'],
    ),
    Scenario(
        "change: a status by the customer",
        "customer",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        403,
        json={"status": "resolved"},
        has=['$.detail == "You do not have permission to perform this action."'],
    ),
    Scenario(
        "change: PUT needs its fields",
        "customer",
        "PUT",
        f"{V1}/requests/{{id}}/",
        400,
        json={},
        has=['$.request_type[0] == "This field is required."', "$.details"],
    ),
    Scenario(
        "change: own words while pending",
        "customer",
        "PUT",
        f"{V1}/requests/{{id}}/",
        200,
        json={"request_type": "inspection", "details": "other words"},
        has=['$.request_type == "inspection"', '$.details == "other words"'],
    ),
    Scenario(
        "change: by a stranger",
        "other_customer",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        404,
        json={"details": "mine now"},
    ),
    Scenario(
        "update: by a customer",
        "customer",
        "POST",
        f"{V1}/request-updates/",
        403,
        json={"service_request": "{id}", "notes": "x"},
    ),
    Scenario(
        "update: anonymous",
        None,
        "POST",
        f"{V1}/request-updates/",
        401,
        json={},
        has=['$.detail == "Authentication credentials were not provided."'],
    ),
    Scenario(
        "update: nothing",
        "support",
        "POST",
        f"{V1}/request-updates/",
        400,
        json={},
        has=[
            '$.comment[0] == "This field is required."',
            '$.service_request[0] == "This field is required."',
        ],
    ),
    Scenario(
        "update: an unknown request",
        "support",
        "POST",
        f"{V1}/request-updates/",
        400,
        json={"service_request": 99999999, "comment": "x"},
        has=['Invalid pk \\"99999999\\" - object does not exist.'],
    ),
    Scenario("update: GET", "support", "GET", f"{V1}/request-updates/", 405),
    Scenario(
        "list: a bogus filter",
        "support",
        "GET",
        f"{V1}/requests/?status=bogus",
        400,
        has=["$.status"],
    ),
    Scenario("list: a bogus limit", "support", "GET", f"{V1}/requests/?limit=0", 400),
    Scenario("list: a bogus cursor", "support", "GET", f"{V1}/requests/?cursor=x", 400),
    Scenario("list: a bogus time", "support", "GET", f"{V1}/requests/?created_from=x", 400),
]


@each(REQUESTS)
def test_requests(demo, scenario, captures):
    run(demo, scenario, captures)


def test_an_open_route_overlooks_bad_credentials_but_no_fault_of_the_store(start_server):
    server = start_server()
    server.expect_error("request_failed")
    client = server.client()
    token = {"Authorization": "Token " + "0" * 40}
    path = "/api/v1/login/"
    client.post(path, json={}, headers=token).expect(400)
    with contextlib.closing(sqlite3.connect(server.data / "pilotlight.db")) as database:
        database.execute("ALTER TABLE api_token RENAME TO taken_away")
        database.commit()
        failed = client.post(path, json={}, headers=token)
        database.execute("ALTER TABLE taken_away RENAME TO api_token")
        database.commit()
    assert failed.status == 500, failed.text
    client.post(path, json={}, headers=token).expect(400)
