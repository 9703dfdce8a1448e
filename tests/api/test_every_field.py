"""Every field of every writing route meets every kind of wrong value, and the longest right one."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

import pytest
from harness.scenario import INSIDE
from harness.server import Server

V1 = "/api/v1"
PASSWORD = "Valve-Seat-9041!"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A demo server of our own: what is accepted here by the hundred would crowd the others."""
    settings = {
        "registrations_per_address_max": 1000,
        "login_failures_per_account_max": 1000,
        "login_failures_per_address_max": 1000,
    }
    own = Server(tmp_path_factory.mktemp("fields") / "data", "demo", settings).start()
    body = {"request_type": "repair", "details": "for the fields"}
    opened = own.as_("customer").post(f"{V1}/requests/", json=body).expect(201).json
    own.request_id = opened["id"]
    case = {"service_request": own.request_id, "description": "for the fields"}
    own.case_id = own.as_("customer").post(f"{V1}/tickets/", json=case).expect(201).json["id"]
    contact = {"ticket": own.case_id, "type": "call", "notes": "for the fields"}
    made = own.as_("support").post(f"{V1}/interactions/", json=contact).expect(201)
    own.interaction_id = made.json["id"]
    own.staff_id = own.as_("technician").get(f"{V1}/profile/").json["id"]
    own.user_id = own.as_("other_customer").get(f"{V1}/profile/").json["id"]
    own.type_id = own.as_("admin").get(f"{V1}/service-types/").json[-1]["id"]
    yield own
    own.close()


class Route(NamedTuple):
    who: str | None
    method: str
    path: str
    body: dict[str, Any]


PERSON = {
    "username": "person{n}",
    "email": "person{n}@example.com",
    "first_name": "Per",
    "last_name": "Son",
    "password": PASSWORD,
}
TYPE = {"slug": "type-{n}", "name": "Type {n}"}
ROUTES = {
    "register": Route(
        None, "POST", "/register/", PERSON | {"password2": PASSWORD, "user_type": "customer"}
    ),
    "log in": Route(None, "POST", "/login/", {"username": "nobody", "password": "nothing"}),
    "refresh": Route(None, "POST", "/login/refresh/", {"refresh": "x"}),
    "profile": Route("other_customer", "PATCH", "/profile/", {}),
    "password": Route(
        "other_customer",
        "POST",
        "/profile/password/",
        {"old_password": "a wrong one", "password": PASSWORD, "password2": PASSWORD},
    ),
    "open": Route("customer", "POST", "/requests/", {"request_type": "repair", "details": "x"}),
    "edit": Route("support", "PATCH", "/requests/{request_id}/", {}),
    "replace": Route(
        "support", "PUT", "/requests/{request_id}/", {"request_type": "repair", "details": "x"}
    ),
    "update": Route(
        "support", "POST", "/request-updates/", {"service_request": "{request_id}", "comment": "x"}
    ),
    "assign": Route("support", "POST", "/requests/{request_id}/assign/", {"assigned_to": None}),
    "cancel": Route("support", "POST", "/requests/{request_id}/cancel/", {}),
    "comment": Route("customer", "POST", "/requests/{request_id}/comments/", {"text": "x"}),
    "case": Route(
        "support", "POST", "/tickets/", {"service_request": "{request_id}", "description": "x"}
    ),
    "conversation": Route("customer", "POST", "/tickets/", {"subject": "x", "message": "x"}),
    "ticket": Route("support", "PATCH", "/tickets/{case_id}/", {}),
    "assign ticket": Route("support", "POST", "/tickets/{case_id}/assign/", {"assigned_to": None}),
    "post": Route("customer", "POST", "/tickets/{case_id}/posts/", {"message": "x"}),
    "interaction": Route(
        "support", "POST", "/interactions/", {"ticket": "{case_id}", "type": "call", "notes": "x"}
    ),
    "contact": Route("support", "PATCH", "/interactions/{interaction_id}/", {}),
    "representative": Route("admin", "PATCH", "/representatives/{staff_id}/", {}),
    "new type": Route("admin", "POST", "/service-types/", TYPE),
    "type": Route("admin", "PATCH", "/service-types/{type_id}/", {}),
    "new user": Route("admin", "POST", "/users/", PERSON),
    "user": Route("admin", "PATCH", "/users/{user_id}/", {}),
    "invite": Route("admin", "POST", "/invitations/", {"role": "support"}),
    "leak": Route(None, "POST", "/leak-reports/", {"phone": "1", "address": "x", "what": "x"}),
    "view": Route("support", "POST", "/views/", {"name": "view {n}"}),
    "draft": Route("support", "PUT", "/drafts/every-field/", {"text": "x"}),
}

NO_TEXT = {"true": True, "false": False, "list": ["a"], "object": {"a": 1}, "NUL": "a\0b"}
WRONG = {
    "text": NO_TEXT,
    "choice": NO_TEXT | {"unknown": "nothing", "number": 7, "huge": "x" * 9000, "number list": [1]},
    "boolean": {"word": "maybe", "two": 2, "list": [True], "object": {}, "NUL": "1\0"},
    "integer": {
        "word": "x",
        "fraction": 1.5,
        "true": True,
        "list": [1],
        "object": {},
        "2^63": 2**63,
        "2^64": 2**64,
        "text 2^63": str(2**63),
        "hex": "0x10",
        "plus": "+-1",
    },
    "id": {
        "word": "x",
        "fraction": 1.5,
        "true": True,
        "list": [1],
        "0": 0,
        "-1": -1,
        "2^63": 2**63,
    },
    "words": {
        "number": 5,
        "true": True,
        "object": {},
        "numbers": [1, 2],
        "a blank": ["a b"],
        "capitals": ["LEAK"],
        "a comma": ["a,b"],
        "too many": [f"w{n}" for n in range(1000)],
        "too long": ["w" * 1000],
        "nested": [["a"]],
    },
}

# route, field, kind, characters at most
FIELDS = [
    *[(r, "email", "text", 254) for r in ("register", "profile", "new user", "user")],
    *[(r, "username", "text", 150) for r in ("register", "new user")],
    *[
        (r, name, "text", 150)
        for r in ("register", "profile", "new user", "user")
        for name in ("first_name", "last_name")
    ],
    *[(r, "phone_number", "text", 15) for r in ("register", "profile", "new user", "user")],
    *[(r, "address", "text", 500) for r in ("register", "profile", "new user", "user")],
    *[(r, "password", "text", 128) for r in ("register", "log in", "password", "new user", "user")],
    ("register", "user_type", "choice", 0),
    ("register", "invitation_code", "text", 100),
    ("log in", "username", "text", 254),
    ("refresh", "refresh", "text", 20_000),
    ("password", "old_password", "text", 128),
    *[(r, "request_type", "text", 100) for r in ("open", "edit", "replace")],
    *[(r, "details", "text", 10_000) for r in ("open", "edit", "replace")],
    *[(r, "description", "text", 10_000) for r in ("open", "edit", "replace")],
    *[(r, "title", "text", 255) for r in ("open", "edit", "replace")],
    *[(r, "address", "text", 500) for r in ("open", "edit", "replace")],
    *[(r, "priority", "choice", 0) for r in ("open", "edit", "replace")],
    *[(r, "status", "choice", 0) for r in ("edit", "replace", "update")],
    ("edit", "resolution", "text", 10_000),
    ("update", "service_request", "id", 0),
    ("assign", "assigned_to", "id", 0),
    ("cancel", "reason", "text", 2_000),
    ("comment", "text", "text", 10_000),
    ("comment", "visibility", "choice", 0),
    *[(r, "subject", "text", 255) for r in ("case", "conversation", "ticket")],
    *[(r, "description", "text", 10_000) for r in ("case", "ticket")],
    *[(r, "priority", "choice", 0) for r in ("case", "conversation", "ticket")],
    *[(r, "status", "choice", 0) for r in ("case", "ticket")],
    *[(r, "resolution_notes", "text", 10_000) for r in ("case", "ticket")],
    *[(r, "kind", "choice", 0) for r in ("case", "conversation")],
    ("case", "service_request", "id", 0),
    *[(r, "message", "text", 4_000) for r in ("conversation", "post")],
    ("assign ticket", "assigned_to", "id", 0),
    ("interaction", "ticket", "id", 0),
    *[(r, "type", "choice", 0) for r in ("interaction", "contact")],
    *[(r, "notes", "text", 10_000) for r in ("interaction", "contact")],
    *[(r, "duration_minutes", "integer", 0) for r in ("interaction", "contact")],
    ("representative", "employee_id", "text", 50),
    ("representative", "department", "text", 100),
    ("representative", "skills", "words", 0),
    ("representative", "available", "boolean", 0),
    ("new type", "slug", "text", 50),
    *[(r, "name", "text", 100) for r in ("new type", "type")],
    *[(r, "description", "text", 2_000) for r in ("new type", "type")],
    *[(r, "estimated_time_hours", "integer", 0) for r in ("new type", "type")],
    *[(r, "default_priority", "choice", 0) for r in ("new type", "type")],
    *[(r, "hazard", "choice", 0) for r in ("new type", "type")],
    *[(r, "aliases", "words", 0) for r in ("new type", "type")],
    *[(r, "is_active", "boolean", 0) for r in ("new type", "type", "new user", "user")],
    *[(r, "role", "choice", 0) for r in ("new user", "user", "invite")],
    *[(r, "employee_id", "text", 50) for r in ("new user", "user")],
    *[(r, "department", "text", 100) for r in ("new user", "user")],
    *[(r, "skills", "words", 0) for r in ("new user", "user")],
    *[(r, "available", "boolean", 0) for r in ("new user", "user")],
    ("leak", "name", "text", 150),
    ("leak", "phone", "text", 40),
    *[("leak", name, "text", 500) for name in ("address", "where")],
    ("leak", "what", "text", 2_000),
    ("draft", "text", "text", 20_000),
    ("view", "name", "text", 100),
    ("view", "position", "integer", 0),
    ("draft", "text", "text", 20_000),
]
CELLS = [
    (route, field, label, value)
    for route, field, kind, length in FIELDS
    for label, value in (
        WRONG[kind]
        | ({"too long": "x" * (length + 1), "too long é": "é" * (length + 1)} if length else {})
    ).items()
]
# Free text: every character counts once, whatever its bytes, and comes back as it was.
FREE = [
    ("profile", "address", 500),
    ("profile", "first_name", 150),
    ("open", "title", 255),
    ("open", "address", 500),
    ("open", "description", 10_000),
    ("comment", "text", 10_000),
    ("case", "subject", 255),
    ("case", "description", 10_000),
    ("ticket", "resolution_notes", 10_000),
    ("conversation", "subject", 255),
    ("post", "message", 4_000),
    ("interaction", "notes", 10_000),
    ("representative", "department", 100),
    ("type", "description", 2_000),
    ("type", "name", 100),
    ("user", "department", 100),
]
TEXTS = {"ASCII": "x", "two bytes": "é", "three bytes": "漢", "four bytes": "😀"}
ODD = {
    "right to left": "שלום \u202eabc\u202c",
    "control": "a\x01\x1b[31m\x7fb",
    "lines": "one\r\ntwo\n\tthree",
    "markup": "<script>alert('1')</script>&amp;",
    "SQL": "'; DROP TABLE account; --",
    "joined emoji": "👩‍🚒👨‍👩‍👧",
    "separators": "a\u2028b\u2029c",
    "combining": "e" + "\u0301" * 40,
    "no character": "\ufffe\uffff\U0010ffff",
    "template": "{{7*7}} ${7*7} %s %n",
}


def filled(value, server):
    known = {"n": next(numbers), "request_id": server.request_id}
    known |= {"user_id": server.user_id, "type_id": server.type_id, "case_id": server.case_id}
    known |= {"interaction_id": server.interaction_id, "staff_id": server.staff_id}
    if isinstance(value, str):
        return value.format_map(known)
    return {
        name: text.format_map(known) if isinstance(text, str) else text
        for name, text in value.items()
    }


def send(server, name, /, **change):
    route = ROUTES[name]
    body = filled(route.body, server)
    if {"details", "description"} <= (body | change).keys():
        body.pop("details")
    client = server.client() if route.who is None else server.as_(route.who)
    return client.request(route.method, V1 + filled(route.path, server), json=body | change)


def totals(server):
    admin = server.as_("admin")
    nouns = ("requests", "users", "tickets", "interactions")
    paths = [f"/{noun}/?limit=1" for noun in nouns]
    return [admin.get(V1 + path).expect(200).header("X-Total-Count") for path in paths]


@pytest.mark.parametrize(
    "route, field, label, value", CELLS, ids=["-".join(cell[:3]) for cell in CELLS]
)
def test_a_wrong_value_is_named_and_changes_nothing(server, route, field, label, value):
    before = totals(server)
    answer = send(server, route, **{field: value})
    assert answer.status in (400, 401) if route == "refresh" else answer.status == 400, answer.text
    if answer.status == 400:
        messages = answer.json["errors"][field]
        assert messages and len(messages) == len(set(messages)), "the same fault told twice"
    assert not INSIDE.search(answer.text)
    assert len(answer.body) < 2_000, "echoes too much"
    assert totals(server) == before


@pytest.mark.parametrize("route, field, length", FREE)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_longest_text_comes_back_whole(server, route, field, length, text):
    answer = send(server, route, **{field: text * length}).expect(200, 201)
    if route == "profile":
        answer = server.as_("other_customer").get(f"{V1}/profile/").expect(200)
    assert answer.json[field] == text * length
    assert field in send(server, route, **{field: text * (length + 1)}).expect(400).json["errors"]


@pytest.mark.parametrize("route, field", [row[:2] for row in FREE])
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_comes_back_as_it_was(server, route, field, text):
    answer = send(server, route, **{field: text}).expect(200, 201)
    if route == "profile":
        answer = server.as_("other_customer").get(f"{V1}/profile/").expect(200)
    assert answer.json[field] == text


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize(
    "body",
    ["[]", "null", "1", '"x"', "true", "[{}]", "{", "{]", '{"a":}', "\x00", "{}{}", "{'a':1}"],
)
def test_a_body_that_is_no_object_is_refused(server, name, body):
    route = ROUTES[name]
    client = server.client() if route.who is None else server.as_(route.who)
    path = V1 + filled(route.path, server)
    answer = client.request(route.method, path, body=body.encode()).expect(400)
    assert "non_field_errors" in answer.text or "JSON parse error" in answer.text
    assert not INSIDE.search(answer.text)
