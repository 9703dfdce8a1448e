"""What no body and no query may do on the token surface: fail inside, or tell of the inside."""

from __future__ import annotations

import re

import pytest
from harness import program, tickets
from harness.scenario import INSIDE, Scenario, each, run

DOCUMENT = program.openapi("token")
WRITES = [
    (method, path)
    for path, item in sorted(DOCUMENT["paths"].items())
    for method in ("post", "put", "patch")
    if "requestBody" in item.get(method, {})
]
LISTS = [
    path
    for path, item in sorted(DOCUMENT["paths"].items())
    if any(row["name"] == "page" for row in item.get("get", {}).get("parameters", []))
]
VALUES = [
    None,
    True,
    -1,
    0,
    1.5,
    2**63,
    10**30,
    "",
    "\x00",
    "x" * 20_000,
    "'; DROP TABLE account; --",
    "\u202e\U0001f525",
    [],
    [[]],
    {},
    {"id": 1, "username": {"a": []}},
]
QUERIES = [
    "page=0",
    "page=-1",
    "page=99999999999999999999",
    "page_size=99999999999999999999",
    "page=last&page_size=100",
    "limit=0",
    "cursor=x",
    "cursor=9223372036854775807.9223372036854775807",
    "search=%00",
    "search=%22%27*%28NEAR%20OR",
    "status=%00&priority=%F0%9F%94%A5",
    "service_type=99999999999999999999",
]


def fields_of(method, path):
    content = DOCUMENT["paths"][path][method]["requestBody"]["content"]["application/json"]
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"].get(name, {}).get("properties", {})


NEW = {
    "/api/accounts/customers/": {
        "user": {"username": "hostile_customer"},
        "customer_id": "HOSTILE",
        "phone_number": "+1",
        "address": "x",
    },
    "/api/accounts/representatives/": {
        "user": {"username": "hostile_representative"},
        "employee_id": "E",
        "department": "D",
    },
    "/api/services/types/": {"name": "Hostile", "description": "x", "estimated_time": 1},
}


@pytest.fixture(scope="module")
def made(demo):
    """What is there to be spoilt: a number for each collection that others' tests read too."""
    return {
        path: demo.as_("admin").post(path, json=body).expect(201).json["id"]
        for path, body in NEW.items()
    }


def own(demo, made, path):
    """The path with its numbers replaced by what was made for this."""
    if "{id}" not in path:
        return path
    if "/support/interactions/" in path:
        case = tickets.open_case(demo)["id"]
        return path.replace("{id}", str(tickets.record(demo, ticket=case)["id"]))
    if "/support/" in path:
        return path.replace("{id}", str(tickets.open_case(demo)["id"]))
    number = made.get(path[: path.index("{id}")]) or tickets.open_request(demo)["id"]
    return re.sub(r"\{\w+\}", str(number), path)


@pytest.mark.parametrize("method, path", WRITES, ids=lambda part: str(part))
def test_no_value_of_a_field_fails_inside(demo, made, method, path):
    target = own(demo, made, path)
    who = demo.as_("admin")
    names = fields_of(method, path)
    assert names or path.endswith("get_token/")
    for name in names:
        for value in VALUES:
            answer = who.request(method.upper(), target, json={name: value})
            assert answer.status < 500, f"{name}={value!r}: {answer.text[:500]}"
            assert answer.status < 400 or not INSIDE.search(answer.text), answer.text[:500]


@pytest.mark.parametrize("path", LISTS)
def test_no_query_of_a_list_fails_inside(demo, made, path):
    target = own(demo, made, path)
    for query in QUERIES:
        answer = demo.as_("admin").get(f"{target}?{query}")
        assert answer.status in (200, 400, 404), f"{query}: {answer.status} {answer.text[:500]}"


FORMS = [
    Scenario(
        "HEAD is GET without a body",
        "customer",
        "HEAD",
        "/api/services/requests/",
        200,
        has_headers={"Content-Type": "application/json", "X-Total-Count": ""},
    ),
    Scenario(
        "OPTIONS tells what there is",
        "customer",
        "OPTIONS",
        "/api/services/requests/",
        200,
        has=["$.name", "$.parses"],
        has_headers={"Allow": "GET, POST, HEAD, OPTIONS"},
    ),
    Scenario("OPTIONS of a stranger", None, "OPTIONS", "/api/services/requests/", 401),
    Scenario("a method of a stranger", None, "PUT", "/api/services/requests/", 401),
    Scenario("two suffixes", "customer", "GET", "/api/services/types.json.json", 404),
    Scenario("a suffix and a slash", "customer", "GET", "/api/services/types.json/", 404),
    Scenario("two slashes", "customer", "GET", "/api//services/types/", 404),
    Scenario("another suffix", "customer", "GET", "/api/services/types.xml", 404),
    Scenario("the suffix of an element", "customer", "GET", "/api/services/types/1.json", 200),
    Scenario(
        "a list for a body",
        "customer",
        "POST",
        "/api/services/requests/",
        400,
        json=[1],
        has=['{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}'],
    ),
    Scenario(
        "another media type",
        "customer",
        "POST",
        "/api/support/tickets/",
        415,
        body="<a/>",
        headers={"Content-Type": "application/xml"},
        has=['{"detail":"Unsupported media type \\"application/xml\\" in request."}'],
    ),
    Scenario(
        "too much of a description",
        "customer",
        "POST",
        "/api/services/requests/",
        400,
        json={"service_type_id": 6, "description": "x" * 10_001},
        has=['{"description":["Ensure this field has no more than 10000 characters."]}'],
    ),
]


@each(FORMS)
def test_forms_of_asking(demo, scenario):
    run(demo, scenario)
