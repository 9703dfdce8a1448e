"""Mass assignment, on every route that writes: what a route's own schema does not offer is sent
beside a good call, or alone where it takes no fields, and must change nothing. The names are
those of all schemas of all API documents and of our own columns, so a new field is tried
everywhere the day it is made."""

from __future__ import annotations

import re
import sqlite3

import pytest
from harness import logins, tickets
from harness.doors import DOORS, as_new
from harness.routes import documents, id_of, routes

SENTINEL = "zz-forged"
NUMBER = 987_654_321
LONG_AGO = "2001-01-01T00:00:00Z"
WRITING = list(routes("post", "put", "patch"))
TAKING = [route for route in WRITING if "requestBody" in route.operation]
# Columns that no document names, and what other systems call power.
HIDDEN = {
    "pk": NUMBER,
    "version": NUMBER,
    "post_count": NUMBER,
    "sid": NUMBER,
    "session": NUMBER,
    "password_hash": "pbkdf2_sha256$1$zz-forged$b",
    "username_key": SENTINEL,
    "email_key": SENTINEL,
    "storage_key": "../../zz-forged",
    "token_digest": SENTINEL,
    "refresh_digest": SENTINEL,
    "code_digest": SENTINEL,
    "digest": SENTINEL,
    "nonce": SENTINEL,
    "credentials_changed_at": LONG_AGO,
    "last_login_at": LONG_AGO,
    "deleted_at": LONG_AGO,
    "revoked_at": LONG_AGO,
    "first_response_at": LONG_AGO,
    "is_superuser": True,
    "is_admin": True,
    "superuser": True,
    "groups": [1],
    "user_permissions": [1],
    "permissions": ["admin"],
    "__proto__": {"role": "admin"},
    "constructor": {"prototype": {"role": "admin"}},
}
# Other words that a route takes for fields of its own; contracts.md has them.
SYNONYMS = {
    "description": {"details", "description"},
    "request_type": {"type", "request_type"},
    "role": {"user_type", "role"},
    "comment": {"notes", "comment"},
    "first_name": {"name"},
    "attachment": {"attachments", "uploaded_attachments"},
    "attachments": {"attachment"},
}
# What a route refuses instead of overlooking it: tests/api/test_comment.py.
REFUSED = {
    ("post", "/api/v1/request-updates/"): {"visibility"},
    ("patch", "/api/v1/requests/{id}/comments/{comment}/"): {"visibility"},
}


def forged(schema, others):
    """A value that would take, of the kind of the schema."""
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "enum" in schema:
        return schema["enum"][-1]
    if "boolean" in kinds:
        return True
    if "integer" in kinds or "number" in kinds:
        return others
    if schema.get("format") == "date-time":
        return LONG_AGO
    return SENTINEL if "string" in kinds else None


@pytest.fixture(scope="module")
def extras(demo):
    """Name to forged value: numbers are another customer's, so that a foreign key would take."""
    other = tickets.me(demo, "other_customer")
    found = dict(HIDDEN)
    for document in documents().values():
        for schema in document["components"]["schemas"].values():
            for name, rule in schema.get("properties", {}).items():
                value = forged(rule, other)
                if value is not None:
                    found.setdefault(name, value)
    found |= {"id": NUMBER, "role": "admin", "user_type": "admin", "is_staff": True}
    found |= {"status": "resolved", "customer": other, "owner": other, "author": other}
    found |= {"assigned_to": tickets.me(demo, "technician"), "number": f"SR-{SENTINEL}"}
    return found


def properties(schema):
    """Names at any depth."""
    found = set(schema.get("properties", {}))
    for inner in [*schema.get("properties", {}).values(), schema.get("items", {})]:
        found |= properties(inner) if inner else set()
    return found


def beside(body, extra):
    """The body with the forged fields in each object of it."""
    lists = {
        name: [extra | item for item in value]
        for name, value in body.items()
        if isinstance(value, list) and all(isinstance(item, dict) for item in value)
    }
    return extra | body | lists


def offered(route):
    """The names that the route's own schema takes, and their synonyms."""
    document = documents()[route.surface]
    names = set(REFUSED.get(route.key, ()))
    for content in route.operation["requestBody"]["content"].values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        names |= properties(schema)
    for name in list(names):
        names |= SYNONYMS.get(name, set())
    return names


def is_picked(assignee):
    return isinstance(assignee, dict) and assignee["username"] != logins.TECHNICIAN.username


def plain(value):
    """The answer without what two equal calls tell apart: names and moments, and who of support
    had the least to do. A technician is never picked, so a forged one shows."""
    if isinstance(value, dict):
        return {
            key: "SUPPORT" if key == "assigned_to" and is_picked(inner) else plain(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, str):
        value = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", "MOMENT", value)
        return re.sub(r"(door|newcomer_)\d+", "NAME", value)
    return value


def differing(a, b, at="$"):
    """Paths at which two answers differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        return {
            path
            for key in a.keys() | b.keys()
            for path in differing(a.get(key), b.get(key), f"{at}.{key}")
        }
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return {p for i, (x, y) in enumerate(zip(a, b)) for p in differing(x, y, f"{at}[{i}]")}
    return set() if a == b else {at}


def answer_of(demo, route, extra):
    client, path, body = DOORS[route.key](demo, route.path)
    if route.path.endswith("/attachments/"):
        fields = {name: str(value) for name, value in extra.items() if isinstance(value, str)}
        content = {"multipart": fields | {"attachment": ("a.txt", b"a note", "text/plain")}}
    else:
        content = {"json": beside(body, extra)}
    answer = client.request(route.method.upper(), path, **content)
    assert answer.status in (200, 201), (route.key, answer.status, answer.text[:500])
    return plain(answer.json), answer.text


def test_every_route_that_takes_fields_has_a_good_call():
    assert set(DOORS) == {route.key for route in TAKING}


@pytest.mark.parametrize("route", TAKING, ids=id_of)
def test_what_was_not_offered_changes_nothing(demo, extras, route):
    extra = {name: value for name, value in extras.items() if name not in offered(route)}
    assert len(extra) > 40
    first, second = (answer_of(demo, route, {})[0] for _ in range(2))
    told, text = answer_of(demo, route, extra)
    taken = differing(second, told) - differing(first, second)
    assert not taken, f"sent unasked, and told: {taken}"
    assert SENTINEL not in text and str(NUMBER) not in text and "2001-01-01" not in text


@pytest.mark.parametrize("route", [one for one in WRITING if one not in TAKING], ids=id_of)
def test_a_route_without_fields_takes_none(demo, extras, route):
    client = demo.as_("admin") if "/system/" in route.path else as_new(demo)
    tokens = client.get("/api/v1/tokens/").expect(200).json
    assert "{" not in route.path, "it needs a thing: give it a call in harness/doors.py"
    answer = client.request(route.method.upper(), route.path, json=extras)
    assert answer.status in (200, 201, 202, 204), answer.text[:500]
    assert SENTINEL not in answer.text and str(NUMBER) not in answer.text
    if route.path.endswith("/tokens/"):
        # It is of who asks, whoever was named.
        assert len(client.get("/api/v1/tokens/").expect(200).json) == len(tokens) + 1


def rows(demo):
    with sqlite3.connect(f"file:{demo.data}/pilotlight.db?mode=ro", uri=True) as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if "search" not in table:
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    yield table, row
    database.close()


def test_nothing_forged_is_in_the_database_and_nobody_has_risen(demo, extras):
    """After all of the above; it stands last in the file for that."""
    staff = {
        logins.ADMIN.username: "admin",
        logins.CUSTOMER.username: "customer",
        logins.OTHER_CUSTOMER.username: "customer",
        logins.TECHNICIAN.username: "technician",
    }
    seen = 0
    for table, row in rows(demo):
        seen += 1
        for value in row:
            assert value != NUMBER and SENTINEL not in str(value), (table, row)
            assert value != 978_307_200_000_000, (table, row)  # LONG_AGO as it is stored
    assert seen > 100
    for name, role in staff.items():
        found = demo.as_("admin").get(f"/api/v1/users/?q={name}").expect(200).json
        assert [(row["role"], row["is_active"]) for row in found] == [(role, True)]
