"""Requests of contracts.md §2: rows 10 to 14, and what the original serves undocumented."""

from __future__ import annotations

from harness import credentials, tickets
from harness.scenario import Scenario, each, run
from harness.seed_000 import SR, SRD
from harness.shapes import faults, shaped

TYPES = "/api/services/types/"
REQUESTS = "/api/services/requests/"
REQUIRED = '["This field is required."]'
NOT_FOUND = '{"detail":"Not found."}'
INVALID_PK = '["Invalid pk \\"99999\\" - object does not exist."]'
NO_FILE = '["The submitted data was not a file. Check the encoding type on the form."]'

CREATION = [
    Scenario(
        "an administrator adds a type",
        "admin",
        "POST",
        TYPES,
        201,
        json={"name": "Type of rows", "description": "Of a row.", "estimated_time": 3},
        capture={"type": "$.id"},
    ),
    Scenario(
        "a form without the slash",
        "customer",
        "POST",
        REQUESTS[:-1],
        201,
        form={"service_type_id": "{type}", "description": "  drips  "},
        has=[
            '"description":"drips","status":"PENDING","priority":"MEDIUM","attachment":null',
            "$.completed_at == null",
        ],
        after=shaped(SR),
    ),
    Scenario(
        "nothing",
        "customer",
        "POST",
        REQUESTS,
        400,
        json={},
        has=[f'{{"service_type_id":{REQUIRED},"description":{REQUIRED}}}'],
    ),
    Scenario(
        "an unknown type",
        "customer",
        "POST",
        REQUESTS,
        400,
        json={"service_type_id": 99999, "description": "x"},
        has=[f'{{"service_type_id":{INVALID_PK}}}'],
    ),
    Scenario(
        "words for numbers and for choices",
        "customer",
        "POST",
        REQUESTS,
        400,
        json={"service_type_id": "x", "description": "y", "priority": "urgent"},
        has=[
            '{"service_type_id":["Incorrect type. Expected pk value, received str."],'
            '"priority":["\\"urgent\\" is not a valid choice."]}'
        ],
    ),
    Scenario(
        "null and blank",
        "customer",
        "POST",
        REQUESTS,
        400,
        json={"service_type_id": None, "description": " ", "status": "DONE"},
        has=[
            '{"service_type_id":["This field may not be null."],'
            '"description":["This field may not be blank."],'
            '"status":["\\"DONE\\" is not a valid choice."]}'
        ],
    ),
    Scenario(
        "text for a file",
        "customer",
        "POST",
        REQUESTS,
        400,
        form={"service_type_id": "{type}", "description": "x", "attachment": "photo.jpg"},
        has=[f'{{"attachment":{NO_FILE}}}'],
    ),
    Scenario(
        "an empty file",
        "customer",
        "POST",
        REQUESTS,
        400,
        multipart=[
            ("service_type_id", "{type}"),
            ("description", "x"),
            ("attachment", ("a.txt", b"")),
        ],
        has=['{"attachment":["The submitted file is empty."]}'],
    ),
    Scenario(
        "no file is null",
        "customer",
        "POST",
        REQUESTS,
        201,
        json={"service_type_id": "{type}", "description": "x", "attachment": None},
        has=["$.attachment == null"],
    ),
    Scenario(
        "what only the server sets is ignored",
        "customer",
        "POST",
        REQUESTS,
        201,
        json={
            "service_type_id": "{type}",
            "description": "mine",
            "customer": 1,
            "assigned_to": None,
            "completed_at": "2020-01-01T00:00:00Z",
            "id": 1,
        },
        has=['"username":"meera_customer"', "$.completed_at == null"],
        capture={"id": "$.id"},
    ),
    Scenario(
        "a stranger's",
        None,
        "POST",
        REQUESTS,
        401,
        json={"service_type_id": "{type}", "description": "x"},
        has_headers={"WWW-Authenticate": "Token"},
    ),
    Scenario(
        "a representative's own, begun",
        "support",
        "POST",
        REQUESTS,
        201,
        json={"service_type_id": "{type}", "description": "at home", "status": "IN_PROGRESS"},
        has=['$.customer.username == "asha_support"', '$.status == "IN_PROGRESS"'],
        after=shaped(SR),
    ),
    Scenario(
        "the detail",
        "customer",
        "GET",
        f"{REQUESTS}{{id}}/",
        200,
        has=["$.support_tickets == []"],
        after=shaped(SRD),
    ),
    Scenario("foreign", "other_customer", "GET", f"{REQUESTS}{{id}}/", 404, has=[NOT_FOUND]),
    Scenario("unknown", "admin", "GET", f"{REQUESTS}999999999/", 404, has=[NOT_FOUND]),
    Scenario("no number", "admin", "GET", f"{REQUESTS}first/", 404, has=["Not found."]),
    Scenario(
        "a method that it lacks",
        "customer",
        "PATCH",
        f"{REQUESTS}{{id}}/update_status/",
        405,
        json={},
        has=['{"detail":"Method \\"PATCH\\" not allowed."}'],
        has_headers={"Allow": "POST, OPTIONS"},
    ),
    Scenario(
        "the canonical surface has it",
        "customer",
        "GET",
        "/api/v1/requests/{id}/",
        200,
        has=['"description":"mine"', '"status":"pending"'],
    ),
]


@each(CREATION)
def test_requests_are_made(demo, scenario, captures):
    run(demo, scenario, captures)


LISTS = [
    Scenario(
        "their own requests, the oldest first",
        "customer",
        "GET",
        f"{REQUESTS}?limit=2",
        200,
        has=["$.length == 2", "$[0].id == 1"],
        lacks=["ravi_customer"],
        has_headers={"Link": "cursor=", "X-Total-Count": ""},
        after=shaped([SR]),
    ),
    Scenario(
        "an envelope",
        "support",
        "GET",
        f"{REQUESTS}?page=2&page_size=3&status=PENDING",
        200,
        has=[
            "$.results.length == 3",
            f'"previous":"{{origin}}{REQUESTS}?page_size=3&status=PENDING"',
            f'"next":"{{origin}}{REQUESTS}?page=3&page_size=3&status=PENDING"',
        ],
    ),
    Scenario(
        "by priority and type",
        "support",
        "GET",
        f"{REQUESTS}?priority=URGENT&service_type=1",
        200,
        has=['"priority":"URGENT"'],
        lacks=['"priority":"HIGH"', '"name":"Safety inspection"'],
        after=shaped([SR]),
    ),
    Scenario(
        "an empty filter is none",
        "support",
        "GET",
        f"{REQUESTS}?status=&priority=&service_type=&limit=1",
        200,
        has=["$.length == 1"],
    ),
    Scenario(
        "a status that is none",
        "support",
        "GET",
        f"{REQUESTS}?status=bogus",
        400,
        has=['{"status":["Select a valid choice. bogus is not one of the available choices."]}'],
    ),
    Scenario(
        "a type that is none",
        "support",
        "GET",
        f"{REQUESTS}?service_type=99999",
        400,
        has=[
            '{"service_type":["Select a valid choice. That choice is not one of the available '
            'choices."]}'
        ],
    ),
    Scenario("a type that is no number", "support", "GET", f"{REQUESTS}?service_type=x", 400),
    Scenario(
        "found by words",
        "customer",
        "GET",
        f"{REQUESTS}?search=stove+smell",
        200,
        has=["$[0].id == 1", "There is a strong smell near the stove"],
        lacks=["ravi_customer"],
    ),
    Scenario(
        "found and numbered",
        "customer",
        "GET",
        f"{REQUESTS}?search=stove&page=1&page_size=1",
        200,
        has=["$.count", "$.results.length == 1"],
    ),
    Scenario("a page too far", "customer", "GET", f"{REQUESTS}?page=999", 404),
]


@each(LISTS)
def test_requests_are_listed(demo, scenario, captures):
    run(demo, scenario, captures)


def make(demo, who="customer", **fields):
    kinds = demo.as_(who).get(f"{TYPES}?search=inspection").json
    body = {"service_type_id": kinds[0]["id"], "description": "made for a test", **fields}
    return demo.as_(who).post(REQUESTS, json=body).expect(201).json


def test_every_page_of_a_list_is_reached_by_link(demo):
    rows, last = tickets.pages(demo, "customer", f"{REQUESTS}?limit=3")
    assert len(rows) == int(last.header("X-Total-Count"))
    numbers = [row["id"] for row in rows]
    assert numbers == sorted(set(numbers))
    found, _ = tickets.pages(demo, "support", f"{REQUESTS}?search=gas&limit=7")
    assert len(found) == len({row["id"] for row in found}) > 7


def test_an_array_of_long_rows_ends_where_it_is_full(start_server):
    demo = start_server("demo")  # the common one would have no room left for others' rows
    _, writer = credentials.newcomer(demo)
    count, text, bytes_max = 300, "\N{TAMIL LETTER KA}" * 10_000, 8 * 1024 * 1024
    kind = demo.as_(writer).get(TYPES).json[0]["id"]
    for _ in range(count):
        body = {"service_type_id": kind, "description": text}
        demo.as_(writer).post(REQUESTS, json=body).expect(201)
    first = demo.as_(writer).get(REQUESTS).expect(200)
    assert bytes_max * 3 // 4 < len(first.body) <= bytes_max + len(text) * 3
    assert len(first.json) < int(first.header("X-Total-Count")) == count
    rows, _ = tickets.pages(demo, writer, REQUESTS)
    assert len({row["id"] for row in rows}) == count


def test_a_request_is_put_back_as_it_was_read(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/"
    body = made | {"service_type_id": made["service_type"]["id"], "description": "other words"}
    put = demo.as_("customer").put(path, json=body).expect(200).json
    assert not faults(put, SR)
    assert put["description"] == "other words" and put["status"] == "PENDING"
    assert put["assigned_to"] == made["assigned_to"]
    missing = demo.as_("customer").put(path, json={"priority": "LOW"}).expect(400).json
    assert list(missing) == ["service_type_id", "description"]


def test_a_request_is_patched_by_owner_and_staff(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/"
    low = demo.as_("customer").patch(path, json={"priority": "LOW"}).expect(200)
    assert low.json["priority"] == "LOW"
    done = demo.as_("support").patch(path, json={"status": "COMPLETED"}).expect(200).json
    assert done["status"] == "COMPLETED" and done["completed_at"]
    late = demo.as_("customer").patch(path, json={"description": "no"}).expect(400)
    assert late.json == {"detail": "A request can be edited only while it is pending."}
    unknown = demo.as_("support").patch(path, json={"service_type_id": 99999}).expect(400)
    assert unknown.text == f'{{"service_type_id":{INVALID_PK}}}'


def test_a_file_is_added_by_patch_and_guarded(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/"
    photo = {"attachment": ("leak.txt", b"a leak\n", "text/plain")}
    shown = demo.as_("customer").patch(path, multipart=photo).expect(200).json["attachment"]
    assert shown.startswith(f"{demo.origin}/api/v1/requests/{made['id']}/attachments/")
    local = shown.removeprefix(demo.origin)
    assert demo.as_("customer").get(local).expect(200).body == b"a leak\n"
    demo.as_("other_customer").get(local).expect(404)
    demo.client().get(local).expect(401)
    again = {"attachment": ("second.txt", b"second\n", "text/plain")}
    second = demo.as_("customer").patch(path, multipart=again).expect(200).json
    assert second["attachment"] == shown, "the first file is shown"
    files = demo.as_("customer").get(f"/api/v1/requests/{made['id']}/attachments/").json
    assert [file["name"] for file in files] == ["leak.txt", "second.txt"]


def test_a_request_is_removed_while_it_is_pending(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/"
    demo.as_("other_customer").delete(path).expect(404)
    demo.as_("support").delete(path).expect(403)
    demo.as_("customer").delete(path).expect(204)
    demo.as_("customer").get(path).expect(404)
    begun = make(demo)
    path = f"{REQUESTS}{begun['id']}/"
    demo.as_("support").post(f"{path}update_status/", json={"status": "IN_PROGRESS"}).expect(200)
    refused = demo.as_("customer").delete(path).expect(400)
    assert refused.json == {"detail": "Cannot delete a request that is in progress or resolved."}
    demo.as_("admin").delete(path).expect(204)


def test_a_technician_sees_and_moves_what_was_given_to_them(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/"
    technician = tickets.me(demo, "technician")
    demo.as_("technician").get(path).expect(404)
    demo.as_("admin").post(f"{path}assign/", json={"assigned_to": str(technician)}).expect(200)
    rows, _ = tickets.pages(demo, "technician", REQUESTS)
    assert made["id"] in [row["id"] for row in rows]
    assert {row["assigned_to"]["id"] for row in rows} == {technician}
    moved = demo.as_("technician").post(f"{path}update_status/", json={"status": "COMPLETED"})
    assert moved.expect(200).json["status"] == "COMPLETED"
    demo.as_("technician").post(f"{path}assign/", json={"assigned_to": technician}).expect(403)
