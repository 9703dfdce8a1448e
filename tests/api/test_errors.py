"""Every refusal of contracts.md §1 and §3, in their words and shapes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import pytest
from harness.scenario import Scenario, each, run

V1 = "/api/v1"
NEW = {
    "username": "fresh_one",
    "password": "Valve-Seat-9041!",
    "password2": "Valve-Seat-9041!",
    "email": "fresh@example.com",
    "first_name": "Fresh",
    "last_name": "One",
    "user_type": "customer",
}


def without(*names, **changes):
    return {k: v for k, v in {**NEW, **changes}.items() if k not in names}


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


REGISTRATION = [
    Scenario(
        "nothing at all",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json={},
        has=[
            '$.error == "Registration failed"',
            '$.username[0] == "Username is required."',
            '$.detail.username[0] == "Username is required."',
            '$.email[0] == "Email address is required."',
            '$.first_name[0] == "First name is required."',
            '$.last_name[0] == "Last name is required."',
            '$.password[0] == "This field is required."',
            '$.user_type[0] == "Invalid user type selected."',
        ],
    ),
    Scenario(
        "a taken user name, whatever its case",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username="Meera_Customer"),
        has=[
            '$.username[0] == "A user with that username already exists."',
            '$.detail.username[0] == "A user with that username already exists."',
        ],
    ),
    Scenario(
        "passwords that differ",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(password2="Valve-Seat-9042!"),
        has=['$.password[0] == "Password fields didn\'t match."'],
    ),
    Scenario(
        "a short password",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(password="Ab3$", password2="Ab3$"),
        has=["This password is too short. It must contain at least 8 characters."],
    ),
    Scenario(
        "an unknown type of user",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(user_type="boss"),
        has=['\\"boss\\" is not a valid choice.'],
    ),
    Scenario(
        "an administrator by registration",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(user_type="admin"),
        has=['\\"admin\\" is not a valid choice.'],
    ),
    Scenario(
        "a telephone number with letters",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(phone_number="call me"),
        has=['$.phone_number[0] == "Phone number can only contain digits and + symbol."'],
    ),
    Scenario(
        "a telephone number too long",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(phone_number="+1234567890123456"),
        has=["no more than 15 characters"],
    ),
    Scenario(
        "a bad address",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(email="not-an-address"),
        has=['$.email[0] == "Enter a valid email address."'],
    ),
    Scenario(
        "a bad user name",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username="two words"),
        has=["Enter a valid username."],
    ),
    Scenario(
        "a blank first name is named",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(first_name="  "),
        has=['$.first_name[0] == "First name is required."'],
    ),
    Scenario(
        "null",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username=None),
        has=['$.username[0] == "This field may not be null."'],
    ),
    Scenario(
        "not a text",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(first_name=[1]),
        has=['$.first_name[0] == "Not a valid string."'],
    ),
    Scenario(
        "broken JSON stays plain",
        None,
        "POST",
        f"{V1}/register/",
        400,
        body="{",
        headers={"Content-Type": "application/json"},
        has=["JSON parse error"],
        lacks=["Registration failed"],
    ),
]


@each(REGISTRATION)
def test_registration(demo, scenario, captures):
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


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(server, claims: dict, header: dict | None = None, key: bytes | None = None) -> str:
    """A token signed with the server's own key, or another."""
    own = (server.data / "secret.key").read_text().split()[0].encode()
    head = b64(json.dumps(header or {"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode())
    text = head + "." + b64(json.dumps(claims).encode())
    return text + "." + b64(hmac.new(key or own, text.encode(), hashlib.sha256).digest())


NOT_VALID = {"detail": "Given token not valid for any token type", "code": "token_not_valid"}
MESSAGE = {"token_class": "AccessToken", "token_type": "access"}
LATER = int(time.time()) + 10_000


def claims(**changes):
    return {
        "token_type": "access",
        "exp": LATER,
        "iat": 1,
        "jti": "a" * 32,
        "user_id": 1,
        **changes,
    }


@pytest.mark.parametrize(
    "name, make, expected",
    [
        (
            "no credentials",
            lambda s: None,
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "another scheme",
            lambda s: "Basic abc",
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "lower-case scheme",
            lambda s: "bearer " + token(s, claims()),
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "Bearer alone",
            lambda s: "Bearer",
            {
                "detail": "Authorization header must contain two space-delimited values",
                "code": "bad_authorization_header",
            },
        ),
        (
            "three parts",
            lambda s: "Bearer a b",
            {
                "detail": "Authorization header must contain two space-delimited values",
                "code": "bad_authorization_header",
            },
        ),
        (
            "garbage",
            lambda s: "Bearer garbage",
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "expired",
            lambda s: "Bearer " + token(s, claims(exp=100)),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "another key",
            lambda s: "Bearer " + token(s, claims(), key=b"x" * 64),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "alg none",
            lambda s: "Bearer "
            + token(s, claims(), header={"alg": "none"}).rsplit(".", 1)[0]
            + ".",
            NOT_VALID,
        ),
        ("alg HS384", lambda s: "Bearer " + token(s, claims(), header={"alg": "HS384"}), NOT_VALID),
        (
            "a refresh token",
            lambda s: "Bearer " + token(s, claims(token_type="refresh")),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token has wrong type"}]},
        ),
        (
            "no user",
            lambda s: "Bearer " + token(s, {k: v for k, v in claims().items() if k != "user_id"}),
            {
                "detail": "Token contained no recognizable user identification",
                "code": "token_not_valid",
            },
        ),
        (
            "a user that is gone",
            lambda s: "Bearer " + token(s, claims(user_id=99999999)),
            {"detail": "User not found", "code": "user_not_found"},
        ),
    ],
)
def test_bad_credentials(demo, name, make, expected):
    header = make(demo)
    response = demo.client().get(
        "/api/v1/profile/", headers={"Authorization": header} if header else {}
    )
    assert response.status == 401, name
    assert response.header("WWW-Authenticate") == 'Bearer realm="api"'
    assert {key: response.json.get(key) for key in expected} == expected


def test_a_token_of_our_key_with_only_the_seeds_claims_is_good(demo):
    admin = demo.as_("admin").get("/api/v1/profile/").expect(200).json["id"]
    bare = token(demo, claims(user_id=admin))
    answer = demo.client().get("/api/v1/profile/", headers={"Authorization": "Bearer " + bare})
    assert answer.status == 200 and answer.json["username"] == "admin"


def test_a_deactivated_user_is_refused_at_once(demo):
    found = demo.as_("admin").get("/api/v1/users/?q=old_account").expect(200).json
    text = token(demo, claims(user_id=found[0]["id"]))
    answer = demo.client().get("/api/v1/profile/", headers={"Authorization": "Bearer " + text})
    assert answer.status == 401
    assert answer.json["code"] == "user_inactive" and answer.json["detail"] == "User is inactive"
