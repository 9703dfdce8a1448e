"""Log-in of contracts.md §2, rows 1 and 2, and what its token says of its holder."""

from __future__ import annotations

import pytest
from harness.scenario import Scenario, each, run

CUSTOMERS = "/api/accounts/customers/"
PASSWORD = "PilotlightDemo@2026"
REQUIRED = '["This field is required."]'
REFUSED = '{"non_field_errors":["Unable to log in with provided credentials."]}'
UNAUTHENTICATED = '{"detail":"Authentication credentials were not provided."}'


LOG_IN = [
    Scenario(
        "a wrong password",
        None,
        "POST",
        "/api/token/",
        400,
        json={"username": "meera_customer", "password": "wrong"},
        has=[REFUSED],
        has_headers={"WWW-Authenticate": None},
    ),
    Scenario(
        "an unknown user",
        None,
        "POST",
        "/api/token/",
        400,
        json={"username": "nobody_at_all", "password": PASSWORD},
        has=[REFUSED],
    ),
    Scenario(
        "a deactivated user",
        None,
        "POST",
        "/api/token/",
        400,
        json={"username": "old_account", "password": PASSWORD},
        has=[REFUSED],
    ),
    Scenario(
        "nothing",
        None,
        "POST",
        "/api/token/",
        400,
        json={},
        has=[f'{{"username":{REQUIRED},"password":{REQUIRED}}}'],
    ),
    Scenario(
        "blanks",
        None,
        "POST",
        "/api/token/",
        400,
        json={"username": "  ", "password": None},
        has=[
            '{"username":["This field may not be blank."],'
            '"password":["This field may not be null."]}'
        ],
    ),
    Scenario(
        "a list",
        None,
        "POST",
        "/api/token/",
        400,
        json=[],
        has=['{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}'],
    ),
    Scenario(
        "broken JSON",
        None,
        "POST",
        "/api/token/",
        400,
        body="{",
        has=['{"detail":"JSON parse error - Expecting property name enclosed in double quotes: '],
    ),
    Scenario(
        "another media type",
        None,
        "POST",
        "/api/token/",
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
        has=['{"detail":"Unsupported media type \\"text/plain\\" in request."}'],
    ),
    Scenario(
        "log in by GET",
        None,
        "GET",
        "/api/token/",
        405,
        has=['{"detail":"Method \\"GET\\" not allowed."}'],
        has_headers={"Allow": "POST, OPTIONS"},
    ),
    Scenario(
        "a multipart form without the slash",
        None,
        "POST",
        "/api/token",
        200,
        multipart={"username": "MEERA_customer", "password": PASSWORD},
        has=["$.is_staff == false"],
        capture={"token": "$.token"},
    ),
    Scenario(
        "a customer's token",
        None,
        "GET",
        f"{CUSTOMERS}my_profile/",
        200,
        headers={"Authorization": "token {token}"},
        has=['"username":"meera_customer"'],
    ),
    Scenario(
        "one's token again",
        "customer",
        "POST",
        f"{CUSTOMERS}get_token/",
        200,
        has=['{"token":"{token}","created":false}'],
    ),
    Scenario(
        "nobody's token",
        None,
        "POST",
        f"{CUSTOMERS}get_token/",
        401,
        has=[UNAUTHENTICATED],
        has_headers={"WWW-Authenticate": "Token"},
    ),
    Scenario("one's token by GET", "customer", "GET", f"{CUSTOMERS}get_token/", 405),
]


@each(LOG_IN)
def test_log_in(demo, scenario, captures):
    run(demo, scenario, captures)


@pytest.mark.parametrize(
    "header, text",
    [
        ("Token 0123456789012345678901234567890123456789", "Invalid token."),
        ("Token", "Invalid token header. No credentials provided."),
        ("Token a b", "Invalid token header. Token string should not contain spaces."),
        ("Basic YTpi", "Authentication credentials were not provided."),
    ],
)
def test_a_header_that_is_no_token(demo, header, text):
    answer = demo.client().get(CUSTOMERS, headers={"Authorization": header}).expect(401)
    assert answer.json == {"detail": text}
    assert answer.header("WWW-Authenticate") == "Token"


def test_roles_say_who_is_staff(demo):
    for who, staff in {
        "support": True,
        "technician": True,
        "admin": True,
        "customer": False,
    }.items():
        login = {"username": demo.as_(who).get("/api/v1/profile/").json["username"]}
        issued = demo.client().post("/api/token/", json=login | {"password": PASSWORD}).expect(200)
        assert issued.json["is_staff"] is staff, who
