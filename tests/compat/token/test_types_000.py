"""Service types of contracts.md §2: row 9, and what the original serves undocumented."""

from __future__ import annotations

from harness.scenario import Scenario, each, run
from harness.seed_000 import ST
from harness.shapes import shaped

TYPES = "/api/services/types/"
REQUESTS = "/api/services/requests/"
REQUIRED = '["This field is required."]'
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'
NOT_FOUND = '{"detail":"Not found."}'

TYPE = [
    Scenario(
        "types are found by all words of name and description",
        "customer",
        "GET",
        f"{TYPES}?search=CARBON+leak",
        200,
        has=["$.length == 1", "Gas leak or smell of gas"],
        after=shaped([ST]),
    ),
    Scenario("or not", "customer", "GET", f"{TYPES}?search=carbon,copy", 200, has=["$ == []"]),
    Scenario(
        "an envelope of types",
        "customer",
        "GET",
        f"{TYPES}?page_size=1&page=2",
        200,
        has=['"previous":"{origin}/api/services/types/?page_size=1"', "$.results.length == 1"],
    ),
    Scenario(
        "a page of types with its Link",
        "customer",
        "GET",
        f"{TYPES}?limit=1",
        200,
        has=["$.length == 1", "$[0].id == 1"],
        has_headers={"Link": "cursor="},
    ),
    Scenario(
        "an administrator adds a type",
        "admin",
        "POST",
        TYPES,
        201,
        json={"name": "Row type", "description": "Of a row.", "estimated_time": "3"},
        has=['"name":"Row type","description":"Of a row.","estimated_time":3,"created_at":"'],
        capture={"type": "$.id"},
        after=shaped(ST),
    ),
    Scenario(
        "and another of the same name",
        "admin",
        "POST",
        f"{TYPES[:-1]}.json",
        201,
        form={"name": "Row type", "description": "Of a form.", "estimated_time": "8760"},
        capture={"twin": "$.id"},
    ),
    Scenario("it is read", "customer", "GET", f"{TYPES}{{type}}.json", 200, after=shaped(ST)),
    Scenario(
        "it is changed",
        "admin",
        "PATCH",
        f"{TYPES}{{type}}/",
        200,
        json={"estimated_time": 5},
        has=["$.estimated_time == 5", '$.name == "Row type"'],
    ),
    Scenario(
        "it is put",
        "admin",
        "PUT",
        f"{TYPES}{{type}}/",
        200,
        json={"name": "Row kind", "description": "Of a kind.", "estimated_time": 6},
        has=['"name":"Row kind","description":"Of a kind.","estimated_time":6'],
    ),
    Scenario(
        "it is put in part",
        "admin",
        "PUT",
        f"{TYPES}{{type}}/",
        400,
        json={"name": "Row kind"},
        has=[f'{{"description":{REQUIRED},"estimated_time":{REQUIRED}}}'],
    ),
    Scenario(
        "its time is out of range",
        "admin",
        "PATCH",
        f"{TYPES}{{type}}/",
        400,
        json={"estimated_time": 0},
        has=['{"estimated_time":["Ensure this value is between 1 and 8760."]}'],
    ),
    Scenario(
        "its time is no number",
        "admin",
        "PATCH",
        f"{TYPES}{{type}}/",
        400,
        json={"estimated_time": "long"},
        has=['{"estimated_time":["A valid integer is required."]}'],
    ),
    Scenario(
        "representatives do not change types",
        "support",
        "PATCH",
        f"{TYPES}{{type}}/",
        403,
        json={},
        has=[FORBIDDEN],
    ),
    Scenario("the twin is retired", "admin", "DELETE", f"{TYPES}{{twin}}/", 204),
    Scenario("and gone", "admin", "GET", f"{TYPES}{{twin}}/", 404, has=[NOT_FOUND]),
    Scenario("twice", "admin", "DELETE", f"{TYPES}{{twin}}/", 404),
    Scenario(
        "it takes no requests",
        "customer",
        "POST",
        REQUESTS,
        400,
        json={"service_type_id": "{twin}", "description": "x"},
        has=['{"service_type_id":["Invalid pk \\"{twin}\\" - object does not exist."]}'],
    ),
    Scenario(
        "the canonical surface has what is left",
        "customer",
        "GET",
        "/api/v1/service-types/",
        200,
        has=['"slug":"row_type","name":"Row kind"'],
        lacks=['"slug":"row_type_2"'],
    ),
]


@each(TYPE)
def test_types(demo, scenario, captures):
    run(demo, scenario, captures)
