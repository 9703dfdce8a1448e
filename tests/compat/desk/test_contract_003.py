"""contracts.md §5: accounts and tokens of the desk surface, and what its routes have in common."""

from __future__ import annotations

import base64
import json
import re

import pytest

from desk_door import PASSWORD
from harness import logins
from harness.scenario import Scenario, each, run

REGISTER = "/api/auth/register/"
LOG_IN = "/api/auth/login/"
REFRESH = "/api/token/refresh/"
REQUESTS = "/api/service-request"
INVALID = '{"detail":"Invalid credentials"}'
STRANGER = '{"detail":"Authentication credentials were not provided."}'
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api"'}
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'


def registered(server, email, **more):
    draft = {"email": email, "password": PASSWORD, **more}
    return server.client().post(REGISTER, json=draft).expect(201)


def logged_in(server, email, password=PASSWORD):
    pair = server.client().post(LOG_IN, json={"email": email, "password": password})
    return pair.expect(200).json


def test_register_answers_to_the_byte(demo):
    made = registered(demo, "byte@example.com", first_name="Asha", last_name="Rao")
    number = made.json["id"]
    assert made.text == (
        f'{{"first_name":"Asha","last_name":"Rao","id":{number},'
        '"email":"byte@example.com","role":"customer"}'
    )
    profile = demo.client().with_token(logged_in(demo, "byte@example.com")["access"])
    assert profile.get("/api/profile/").expect(200).text == made.text


@pytest.mark.parametrize("names", [{}, {"first_name": None, "last_name": None}], ids=str)
def test_names_that_were_not_given_are_null(demo, names):
    made = registered(demo, f"nameless{len(names)}@example.com", **names).json
    assert made["first_name"] is None and made["last_name"] is None


@pytest.mark.parametrize("form", ["json", "form", "multipart"])
def test_register_takes_every_form_of_body(demo, form):
    draft = {"email": f"by_{form}@example.com", "password": PASSWORD, "role": "support_staff"}
    made = demo.client().post(REGISTER, **{form: draft}).expect(201).json
    assert made["role"] == "support_staff" and made["email"] == draft["email"]


def register_fails(name, body, *has, status=400):
    return Scenario(name, None, "POST", REGISTER, status, json=body, has=has, lacks=["username"])


REGISTRATION = [
    register_fails(
        "nothing given",
        {},
        '{"email":["This field is required."],"password":["This field is required."]}',
    ),
    register_fails(
        "nothing said",
        {"email": "  ", "password": " "},
        '{"email":["This field may not be blank."],"password":["This field may not be blank."]}',
    ),
    register_fails(
        "nulls",
        {"email": None, "password": None},
        '{"email":["This field may not be null."],"password":["This field may not be null."]}',
    ),
    register_fails(
        "no address",
        {"email": "asha", "password": PASSWORD},
        '{"email":["Enter a valid email address."]}',
    ),
    register_fails(
        "a list",
        [],
        '{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}',
    ),
    register_fails(
        "an unknown role",
        {"email": "boss@example.com", "password": PASSWORD, "role": "boss"},
        '{"role":["\\"boss\\" is not a valid choice."]}',
    ),
    register_fails(
        "a taken address",
        {"email": "meera.customer@example.com", "password": PASSWORD},
        '{"email":["user with this email already exists."]}',
    ),
    register_fails(
        "a taken address in another case",
        {"email": "Meera.Customer@EXAMPLE.com", "password": PASSWORD},
        '{"email":["user with this email already exists."]}',
    ),
    register_fails(
        "too long",
        {
            "email": "long@example.com",
            "password": "p" * 129,
            "first_name": "f" * 31,
            "last_name": "l" * 31,
        },
        '"first_name":["Ensure this field has no more than 30 characters."]',
        '"last_name":["Ensure this field has no more than 30 characters."]',
        '"password":["Ensure this field has no more than 128 characters."]',
    ),
    register_fails(
        "an administrator",
        {"email": "a@b.example", "password": PASSWORD, "role": "admin"},
        FORBIDDEN,
        status=403,
    ),
    register_fails(
        "a short password",
        {"email": "short@example.com", "password": "short"},
        '{"password":["This password is too short. It must contain at least 8 characters."]}',
    ),
]


@each(REGISTRATION)
def test_register_refuses(demo, scenario):
    run(demo, scenario)


def log_in_fails(name, **content):
    return Scenario(
        name,
        None,
        "POST",
        LOG_IN,
        401,
        has=[INVALID],
        has_headers={"WWW-Authenticate": None},
        **content,
    )


LOG_IN_FAILURES = [
    log_in_fails("an empty body", json={}),
    log_in_fails("no password", json={"email": "meera.customer@example.com"}),
    log_in_fails("blanks", json={"email": "", "password": ""}),
    log_in_fails("nulls", json={"email": None, "password": None}),
    log_in_fails("a number of an account", json={"email": [1], "password": {"$ne": ""}}),
    log_in_fails("nobody", json={"email": "nobody@example.com", "password": "x"}),
    log_in_fails("a user name", json={"email": "meera_customer", "password": logins.PASSWORD}),
    log_in_fails("a form", form={"email": "nobody@example.com", "password": "x"}),
    Scenario(
        "broken JSON",
        None,
        "POST",
        LOG_IN,
        400,
        body="{",
        has=["JSON parse error - Expecting property name enclosed in double quotes"],
    ),
]


@each(LOG_IN_FAILURES)
def test_log_in_refuses(demo, scenario):
    run(demo, scenario)


def test_a_wrong_password_is_invalid_credentials(demo):
    registered(demo, "wrong@example.com")
    body = {"email": "wrong@example.com", "password": PASSWORD + "x"}
    assert demo.client().post(LOG_IN, json=body).expect(401).text == INVALID
    assert logged_in(demo, "wrong@example.com")["access"]


def test_a_deactivated_account_is_invalid_credentials(demo):
    made = registered(demo, "stopped@example.com").json
    pair = logged_in(demo, "stopped@example.com")
    admin = demo.as_("admin")
    admin.patch(f"/api/v1/users/{made['id']}/", json={"is_active": False}).expect(200)
    body = {"email": "stopped@example.com", "password": PASSWORD}
    assert demo.client().post(LOG_IN, json=body).expect(401).text == INVALID
    profile = demo.client().with_token(pair["access"]).get("/api/profile/").expect(401)
    assert profile.json["code"] in ("user_inactive", "token_not_valid")
    refused = demo.client().post(REFRESH, json={"refresh": pair["refresh"]}).expect(401)
    assert refused.json["code"] == "token_not_valid"


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_the_pair_is_simplejwts(demo):
    made = registered(demo, "claims@example.com").json
    answer = demo.client().post(LOG_IN, json={"email": "claims@example.com", "password": PASSWORD})
    assert re.fullmatch(r'\{"refresh":"[\w.-]+","access":"[\w.-]+"\}', answer.expect(200).text)
    for word, seconds in (("access", 300), ("refresh", 86_400)):
        told = claims(answer.json[word])
        assert told["token_type"] == word and told["user_id"] == made["id"]
        assert told["exp"] - told["iat"] == seconds
        assert re.fullmatch("[0-9a-f]{32}", told["jti"])
    fresh = demo.client().post(REFRESH, form={"refresh": answer.json["refresh"]}).expect(200)
    assert re.fullmatch(r'\{"access":"[\w.-]+"\}', fresh.text)
    assert demo.client().with_token(fresh.json["access"]).get("/api/profile/").expect(200).json


REFRESHING = [
    Scenario(
        "nothing given",
        None,
        "POST",
        REFRESH,
        400,
        json={},
        has=['{"refresh":["This field is required."]}'],
    ),
    Scenario(
        "garbage",
        None,
        "POST",
        REFRESH,
        401,
        json={"refresh": "garbage"},
        has=['{"detail":"Token is invalid or expired","code":"token_not_valid"}'],
    ),
]


@each(REFRESHING)
def test_refresh_refuses(demo, scenario):
    run(demo, scenario)


def test_an_access_token_is_no_refresh_token(demo):
    registered(demo, "kinds@example.com")
    pair = logged_in(demo, "kinds@example.com")
    refused = demo.client().post(REFRESH, json={"refresh": pair["access"]}).expect(401)
    assert refused.text == '{"detail":"Token has wrong type","code":"token_not_valid"}'
    misused = demo.client().with_token(pair["refresh"]).get("/api/profile/").expect(401)
    assert misused.text == (
        '{"detail":"Given token not valid for any token type","code":"token_not_valid",'
        '"messages":[{"token_class":"AccessToken","token_type":"access",'
        '"message":"Token has wrong type"}]}'
    )


def at_door(name, value, *has):
    return Scenario(
        name,
        None,
        "GET",
        "/api/profile/",
        401,
        headers={"Authorization": value} if value else {},
        has=has,
        has_headers=CHALLENGE,
    )


DOOR = [
    at_door("nobody", None, STRANGER),
    at_door("a lower-case scheme", "bearer x", STRANGER),
    at_door(
        "a scheme alone",
        "Bearer",
        '{"detail":"Authorization header must contain two space-delimited values",'
        '"code":"bad_authorization_header"}',
    ),
    at_door(
        "garbage",
        "Bearer garbage",
        '{"detail":"Given token not valid for any token type","code":"token_not_valid",'
        '"messages":[{"token_class":"AccessToken","token_type":"access",'
        '"message":"Token is invalid or expired"}]}',
    ),
]


@each(DOOR)
def test_who_is_stopped_at_the_door(demo, scenario):
    run(demo, scenario)


ROLES = [
    Scenario("a customer", "customer", "GET", "/api/profile/", 200, has=['$.role == "customer"']),
    Scenario("support", "support", "GET", "/api/profile/", 200, has=['$.role == "support_staff"']),
    Scenario(
        "a technician", "technician", "GET", "/api/profile/", 200, has=['$.role == "support_staff"']
    ),
    Scenario("an administrator", "admin", "GET", "/api/profile/", 200, has=['$.role == "admin"']),
]


@each(ROLES)
def test_each_role_has_a_word(demo, scenario):
    run(demo, scenario)


PATHS = {
    REGISTER: ("POST", 400),
    LOG_IN: ("POST", 401),
    REFRESH: ("POST", 400),
    "/api/profile/": ("GET", 200),
    "/api/ping/": ("GET", 200),
    f"{REQUESTS}/create/": ("POST", 400),
    f"{REQUESTS}/getAll/": ("GET", 200),
    f"{REQUESTS}/update/999999999/": ("PATCH", 404),
    f"{REQUESTS}/delete/999999999/": ("DELETE", 404),
    f"{REQUESTS}/download/999999999/": ("GET", 404),
}


@pytest.mark.parametrize("path", PATHS)
def test_both_forms_of_a_path_and_no_other_method(demo, path):
    method, status = PATHS[path]
    client = demo.as_("customer")
    body = {} if method in ("POST", "PATCH") else None
    for form in (path, path.rstrip("/")):
        assert client.request(method, form, json=body).status == status, form
    other = "PUT"
    refused = client.request(other, path, json={}).expect(405)
    assert refused.text == '{"detail":"Method \\"PUT\\" not allowed."}'
    assert method in refused.header("Allow") and "PUT" not in refused.header("Allow")


TAKING = [path for path, (method, _) in PATHS.items() if method in ("POST", "PATCH")]


@pytest.mark.parametrize("path", [path for path in TAKING if "update" not in path])
def test_a_media_type_that_is_no_form(demo, path):
    text = {"Content-Type": "text/plain"}
    refused = demo.as_("customer").post(path, body="x", headers=text).expect(415)
    assert refused.text == '{"detail":"Unsupported media type \\"text/plain\\" in request."}'


COMMON = [
    Scenario("ping", None, "GET", "/api/ping/", 200, has=['{"message": "pong"}']),
    Scenario(
        "an unknown path of its prefix",
        None,
        "GET",
        f"{REQUESTS}/get/",
        404,
        has=['"detail":"Not found."'],
    ),
    Scenario(
        "a number that is none",
        "customer",
        "DELETE",
        f"{REQUESTS}/delete/one/",
        404,
        has=["Not found."],
    ),
    Scenario(
        "a stranger learns nothing of a method",
        None,
        "GET",
        f"{REQUESTS}/create/",
        401,
        has=[STRANGER],
        has_headers=CHALLENGE,
    ),
    Scenario(
        "no JSON wanted",
        "customer",
        "GET",
        "/api/profile/",
        406,
        headers={"Accept": "image/png"},
        has=['{"detail":"Could not satisfy the request Accept header."}'],
    ),
    Scenario(
        "its own document",
        None,
        "GET",
        "/swagger.json",
        200,
        has=['$.openapi == "3.1.0"', "/api/service-request/getAll/"],
        lacks=["/api/v1/"],
    ),
    Scenario("the page", None, "GET", "/swagger/", 200, has=["<html"], headers={"Accept": "*/*"}),
    Scenario("the other", None, "GET", "/redoc/", 200, has=["<html"], headers={"Accept": "*/*"}),
]


@each(COMMON)
def test_common_rules(demo, scenario):
    run(demo, scenario)


def test_the_document_is_the_one_beside_the_others(demo):
    client = demo.client()
    told = client.get("/swagger.json").expect(200).json
    assert told == client.get("/api/compat/desk.json").expect(200).json
