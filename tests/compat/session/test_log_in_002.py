"""contracts.md §4, row by row: who registers and logs in, and what CSRF asks of them."""

from __future__ import annotations

import re

from harness import cookies, logins
from harness.cookies import COOKIES, SIGNED_IN, remember
from harness.scenario import Scenario, each, run

REGISTER = "/accounts/api/register/"
LOGIN = "/accounts/api/login/"
ACCOUNT = "/accounts/api/account/"
SUBMIT = "/api/submit/"
TRACK = "/api/track/"
NO_CREDENTIALS = '{"detail":"Authentication credentials were not provided."}'
FORM = {
    "username": "form_of_002",
    "email": "form_of_002@example.com",
    "name": "Form Of",
    "password1": "Valve-Seat-9041!",
    "password2": "Valve-Seat-9041!",
}


def refused(name, changes, *faults, status=400):
    """A registration with those changes, and the faults that its answer must have."""
    sent = {key: value for key, value in (FORM | changes).items() if value is not ...}
    return Scenario(name, None, "POST", REGISTER, status, json=sent, has=faults)


REGISTRATIONS = [
    Scenario(
        "nothing given",
        None,
        "POST",
        REGISTER,
        400,
        json={},
        has=[
            '{"error":"Registration failed","details":{"username":["This field is required."],'
            '"email":["This field is required."],"name":["This field is required."],'
            '"password1":["This field is required."],"password2":["This field is required."]},'
            '"username":["This field is required."],"email":["This field is required."],'
            '"name":["This field is required."],"password1":["This field is required."],'
            '"password2":["This field is required."]}'
        ],
        has_headers={"Set-Cookie": "csrftoken="},
    ),
    refused(
        "blank and null are nothing",
        {"username": " ", "email": None, "name": ""},
        '$.username[0] == "This field is required."',
        '$.email[0] == "This field is required."',
        '$.details.name[0] == "This field is required."',
    ),
    refused(
        "a name that is taken, whatever its case",
        {"username": "MEERA_customer"},
        '{"error":"Registration failed",'
        '"details":{"username":["A user with that username already exists."]},'
        '"username":["A user with that username already exists."]}',
    ),
    refused(
        "an address that is taken",
        {"email": "Meera.Customer@example.com"},
        '"email":["User with this Email already exists."]}',
    ),
    refused(
        "two passwords",
        {"password2": "Valve-Seat-9042!"},
        '"password2":["The two password fields didn’t match."]}',
    ),
    refused(
        "a short password",
        {"password1": "short", "password2": "short"},
        '"password2":["This password is too short. It must contain at least 8 characters."]}',
    ),
    refused(
        "a long name",
        {"name": "n" * 101},
        '"name":["Ensure this value has at most 100 characters (it has 101)."]}',
    ),
    refused(
        "a long user name",
        {"username": "u" * 151},
        '"username":["Ensure this value has at most 150 characters (it has 151)."]}',
    ),
    refused(
        "letters that no user name has",
        {"username": "two words"},
        '"username":["Enter a valid username. This value may contain only letters, numbers, and '
        '@/./+/-/_ characters."]}',
    ),
    refused(
        "an address that is none",
        {"email": "nowhere"},
        '"email":["Enter a valid email address."]}',
    ),
    refused(
        "a long telephone number",
        {"phone_number": "1" * 16},
        '"phone_number":["Ensure this value has at most 15 characters (it has 16)."]}',
    ),
    refused(
        "a telephone number that is none",
        {"phone_number": "at home"},
        "$.phone_number[0]",
    ),
    refused(
        "a long address",
        {"address": "a" * 501},
        '"address":["Ensure this value has at most 500 characters (it has 501)."]}',
    ),
    refused("a list for a name", {"name": ["a"]}, '$.name[0] == "Not a valid string."'),
    Scenario(
        "a list for a body",
        None,
        "POST",
        REGISTER,
        400,
        json=[],
        has=[
            '$.non_field_errors[0] == "Invalid data. Expected a dictionary, but got list."',
            "$.details.non_field_errors",
        ],
    ),
    Scenario(
        "broken JSON", None, "POST", REGISTER, 400, body="{", has=["JSON parse error", "$.detail"]
    ),
    Scenario(
        "the media type",
        None,
        "POST",
        REGISTER,
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
        has=['{"detail":"Unsupported media type \\"text/plain\\" in request."}'],
    ),
    Scenario(
        "the method",
        None,
        "GET",
        REGISTER,
        405,
        has=['{"detail":"Method \\"GET\\" not allowed."}'],
        has_headers={"Allow": "POST", "Set-Cookie": "csrftoken="},
    ),
    Scenario(
        "as a form, without the slash",
        None,
        "POST",
        "/accounts/api/register",
        201,
        form=FORM,
        has=['$.user.username == "form_of_002"', '$.data.name == "Form Of"'],
    ),
    Scenario(
        "as multipart, with what is ignored",
        None,
        "POST",
        REGISTER,
        201,
        multipart=FORM
        | {
            "username": "parts_of_002",
            "email": "parts_of_002@example.com",
            "is_staff": "true",
            "is_superuser": "true",
            "customer_id": "CUST00000000",
            "role": "admin",
        },
        lacks=["CUST00000000"],
        after=lambda server, answer, _: is_only_a_customer(server, answer),
    ),
    refused(
        "what need not be given may be null",
        {
            "username": "null_of_002",
            "email": "null_of_002@example.com",
            "phone_number": None,
            "address": None,
        },
        '$.user.username == "null_of_002"',
        status=201,
    ),
]


def is_only_a_customer(server, answer):
    account = cookies_of(answer)
    client = server.client()
    client.get(ACCOUNT, headers=cookies.headers_of(account)).expect(200)
    client.get("/accounts/api/admin/users/", headers=cookies.headers_of(account)).expect(403)


def cookies_of(answer):
    known = {}
    remember(None, answer, known)
    return known


@each(REGISTRATIONS)
def test_registering(demo, scenario, captures):
    run(demo, scenario, captures)


def test_who_registers_is_logged_in_at_once(demo):
    draft = FORM | {"username": "at_once", "email": "at_once@example.com"}
    answer = demo.client().post(REGISTER, json=draft | {"phone_number": "(020) 555-01.02"})
    person = r'{"username":"at_once","email":"at_once@example.com","name":"Form Of",'
    person += r'"customer_id":"CUST[0-9A-F]{8}"}'
    body = rf'{{"message":"Registration successful","user":{person},"data":{person}}}'
    assert answer.status == 201 and re.fullmatch(body, answer.text), answer.text
    session, csrf = (cookies.set_by(answer)[name] for name in ("sessionid", "csrftoken"))
    assert re.fullmatch("[a-z0-9]{32}", session.value)
    assert (session["httponly"], session["max-age"]) == (True, "1209600")
    assert (session["path"], session["samesite"], session["secure"]) == ("/", "Lax", "")
    assert (csrf["httponly"], csrf["max-age"], csrf["samesite"]) == ("", "31449600", "Lax")
    known = cookies_of(answer)
    own = demo.client().get(ACCOUNT, headers=cookies.headers_of(known)).expect(200).json
    assert (own["username"], own["phone_number"], own["address"]) == ("at_once", "0205550102", "")


def log_in(name, sent, status, *has, **more):
    return Scenario(name, None, "POST", LOGIN, status, json=sent, has=has, **more)


BOTH = '{"error":"Please provide both username and password"}'
INVALID = '{"error":"Invalid credentials"}'
MEERA = logins.CUSTOMER._asdict()
LOGINS = [
    log_in(
        "the customer",
        MEERA,
        200,
        '{"message":"Login successful","user":{"username":"meera_customer","email":"',
        '$.data.username == "meera_customer"',
        has_headers={"Set-Cookie": "sessionid="},
    ),
    log_in("nothing", {}, 400, BOTH, has_headers={"Set-Cookie": "csrftoken="}),
    log_in("no password", {"username": "meera_customer"}, 400, BOTH),
    log_in("blank", {"username": "", "password": ""}, 400, BOTH),
    log_in("null", MEERA | {"password": None}, 400, BOTH),
    log_in("lists", {"username": [], "password": {}}, 400, BOTH),
    log_in("a list for a body", [], 400, BOTH),
    log_in(
        "a wrong password",
        MEERA | {"password": "wrong"},
        401,
        INVALID,
        has_headers={"WWW-Authenticate": None, "Set-Cookie": "csrftoken="},
    ),
    log_in("an unknown name", {"username": "nobody_of_002", "password": "x"}, 401, INVALID),
    log_in("a stopped account", logins.DEACTIVATED._asdict(), 401, INVALID),
    log_in("a name too long to be right", MEERA | {"username": "u" * 300}, 401, INVALID),
    log_in("a password too long to be right", MEERA | {"password": "p" * 300}, 401, INVALID),
    Scenario("as a form", None, "POST", "/accounts/api/login", 200, form=MEERA),
    Scenario("as multipart", None, "POST", LOGIN, 200, multipart=MEERA),
    Scenario(
        "the method",
        None,
        "GET",
        LOGIN,
        405,
        has=['{"detail":"Method \\"GET\\" not allowed."}'],
        has_headers={"Allow": "POST", "Set-Cookie": "csrftoken="},
    ),
    Scenario(
        "the media type",
        None,
        "POST",
        LOGIN,
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
        has=['{"detail":"Unsupported media type \\"text/plain\\" in request."}'],
    ),
]


@each(LOGINS)
def test_logging_in(demo, scenario):
    run(demo, scenario)


CSRF = [
    log_in("first, as the customer", MEERA, 200, after=remember),
    Scenario(
        "reading needs no token", None, "GET", TRACK, 200, headers=COOKIES, lacks=["CSRF Failed"]
    ),
    *(
        Scenario(
            f"{method} {path} without the token",
            None,
            method,
            path,
            403,
            headers=COOKIES,
            json={},
            has=['{"detail":"CSRF Failed: CSRF token missing."}'],
        )
        for method, path in (
            ("POST", SUBMIT),
            ("POST", LOGIN),
            ("POST", REGISTER),
            ("POST", "/accounts/api/admin/users/create/"),
            ("PUT", "/accounts/api/admin/users/1/"),
            ("DELETE", "/accounts/api/admin/users/1/"),
            ("PUT", "/api/admin/requests/1/"),
            ("DELETE", "/api/admin/requests/1/"),
        )
    ),
    Scenario(
        "another token",
        None,
        "POST",
        SUBMIT,
        403,
        headers=COOKIES | {"X-CSRFToken": "x" * 32},
        json={},
        has=["CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect."],
    ),
    Scenario(
        "in the form",
        None,
        "POST",
        SUBMIT,
        201,
        headers=COOKIES,
        form={
            "type_of_request": "Maintenance",
            "details": "by form",
            "csrfmiddlewaretoken": "{csrftoken}",
        },
        has=['$.request.type_of_request == "Maintenance"'],
    ),
    log_in("log in again, rotating it", MEERA, 200, headers=SIGNED_IN, after=remember),
    Scenario("the new one works", None, "POST", SUBMIT, 400, headers=SIGNED_IN, json={}),
    Scenario(
        "a cookie that is no session is nobody",
        None,
        "GET",
        ACCOUNT,
        403,
        headers={"Cookie": "sessionid=" + "a" * 32},
        has=[NO_CREDENTIALS],
    ),
    Scenario(
        "an access token needs none",
        "customer",
        "POST",
        SUBMIT,
        201,
        json={"type_of_request": "Maintenance", "details": "by access token"},
    ),
]


@each(CSRF)
def test_csrf(demo, scenario, captures):
    run(demo, scenario, captures)


def test_a_log_in_rotates_the_token_and_ends_the_session_before(demo):
    client = demo.client()
    first = cookies_of(client.post(LOGIN, json=MEERA).expect(200))
    headers = cookies.headers_of(first)
    second = cookies_of(client.post(LOGIN, json=MEERA, headers=headers).expect(200))
    assert first["sessionid"] != second["sessionid"]
    assert first["csrftoken"] != second["csrftoken"]
    client.get(ACCOUNT, headers=headers).expect(403)
    client.get(ACCOUNT, headers=cookies.headers_of(second)).expect(200)


def test_a_page_that_will_send_a_form_keeps_the_token_it_has(demo):
    answer = demo.client().get(LOGIN, headers={"Cookie": "csrftoken=" + "k" * 32})
    assert cookies.set_by(answer)["csrftoken"].value == "k" * 32
    fresh = cookies.set_by(demo.client().get(LOGIN))["csrftoken"].value
    assert re.fullmatch("[A-Za-z0-9]{32}", fresh)
    assert "csrftoken" not in cookies.set_by(demo.as_("customer").get(TRACK).expect(200))
