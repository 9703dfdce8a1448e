"""contracts.md §4, row by row: what administrators do with users and requests."""

from __future__ import annotations

import itertools
import re

import pytest

from harness import logins
from harness.scenario import Scenario, each, run, run_flow

USERS = "/accounts/api/admin/users/"
CREATE = "/accounts/api/admin/users/create/"
USER = "/accounts/api/admin/users/{user}/"
REQUESTS = "/api/admin/requests/"
REQUEST = "/api/admin/requests/{request}/"
NO_CREDENTIALS = '{"detail":"Authentication credentials were not provided."}'
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'
NO_USER = '{"error":"User not found"}'
NO_REQUEST = '{"error":"Service request not found"}'
INSTANT = r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z"'
NOBODY = 999_999_999
PASSWORD = "Valve-Seat-9041!"

_numbers = itertools.count(1)


def draft(**changes):
    """A form of somebody who is not there yet."""
    name = f"managed_{next(_numbers)}"
    return {
        "username": name,
        "email": f"{name}@example.com",
        "name": "Mana Ged",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "phone_number": "1234567890",
        "address": "123 New St",
    } | changes


def created(demo):
    return demo.as_("admin").post(CREATE, json=draft()).expect(201).json["user"]


def submitted(demo, **changes):
    wanted = {"type_of_request": "New Connection", "details": "managed"} | changes
    return demo.as_("customer").post("/api/submit/", json=wanted).expect(201).json["data"]


@pytest.fixture(scope="module")
def known(demo):
    return {"user": created(demo)["id"], "request": submitted(demo)["id"]}


DOORS = [
    Scenario(f"{who or 'a stranger'}: {method} {path}", who, method, path, 403, has=[text])
    for method, path in (
        ("GET", USERS),
        ("POST", CREATE),
        ("GET", USER),
        ("PUT", USER),
        ("DELETE", USER),
        ("GET", REQUESTS),
        ("GET", REQUEST),
        ("PUT", REQUEST),
        ("DELETE", REQUEST),
    )
    for who, text in (
        (None, NO_CREDENTIALS),
        ("customer", FORBIDDEN),
        ("support", FORBIDDEN),
        ("technician", FORBIDDEN),
    )
]


@each(DOORS)
def test_only_administrators_manage(demo, scenario, known):
    run(demo, scenario, known)


METHODS = [
    Scenario(
        f"{method} {path}", "admin", method, path, 405, json={}, has_headers={"Allow": allowed}
    )
    for method, path, allowed in (
        ("POST", USERS, "GET"),
        ("GET", CREATE, "POST"),
        ("PATCH", USER, "GET, PUT, DELETE"),
        ("POST", USER, "GET, PUT, DELETE"),
        ("POST", REQUESTS, "GET"),
        ("PATCH", REQUEST, "GET, PUT, DELETE"),
        ("POST", REQUEST, "GET, PUT, DELETE"),
    )
]


@each(METHODS)
def test_no_other_methods(demo, scenario, known):
    run(demo, scenario, known)


ABSENT = [
    Scenario(f"{method} {path}", "admin", method, path, status, json=body, has=[text])
    for path, text in ((f"{USERS}{NOBODY}/", NO_USER), (f"{REQUESTS}{NOBODY}/", NO_REQUEST))
    for method, body, status in (("GET", None, 404), ("PUT", {}, 404), ("DELETE", None, 404))
] + [
    Scenario("no number", "admin", "GET", USERS + "me/", 404, has=['$.detail == "Not found."']),
    Scenario("no number either", "admin", "GET", REQUESTS + "-1/", 404, has=["$.detail"]),
    Scenario("no page", "admin", "GET", USERS + "?page=0", 404, has=['"detail":"Invalid page."']),
    Scenario("nor here", "admin", "GET", REQUESTS + "?page=0", 404, has=["Invalid page."]),
]


@each(ABSENT)
def test_what_is_not_there(demo, scenario):
    run(demo, scenario)


# -- users ---------------------------------------------------------------------------------------


def user_pattern(user):
    return (
        rf'"id":{user["id"]},"username":"{user["username"]}","email":"{user["email"]}",'
        rf'"name":"Mana Ged","phone_number":"1234567890","address":"123 New St",'
        rf'"customer_id":"CUST[0-9A-F]{{8}}","is_active":true,"is_staff":false,'
        rf'"is_superuser":false,"date_joined":{INSTANT}'
    )


def test_a_user_is_made_and_shown_to_the_byte(demo):
    admin = demo.as_("admin")
    form = draft()
    made = admin.post(CREATE, json=form).expect(201)
    person = rf'{{"id":\d+,"username":"{form["username"]}","email":"{form["email"]}",'
    person += r'"name":"Mana Ged","customer_id":"CUST[0-9A-F]{8}"}'
    body = rf'{{"message":"User created successfully","user":{person},"data":{person}}}'
    assert re.fullmatch(body, made.text), made.text
    assert made.header("Set-Cookie") is None, "the administrator stays who they are"
    pattern = user_pattern(made.json["user"])
    shown = admin.get(f"{USERS}{made.json['user']['id']}/").expect(200).text
    wanted = rf'{{{pattern},"message":"Operation successful","data":{{{pattern}}}}}'
    assert re.fullmatch(wanted, shown), shown
    listed = admin.get(USERS.rstrip("/")).expect(200).text
    assert re.search(rf"{{{pattern}}}", listed), listed[-2000:]


def test_users_come_by_id_and_in_pages_when_asked(demo):
    admin = demo.as_("admin")
    answer = admin.get(USERS).expect(200)
    ids = [user["id"] for user in answer.json]
    assert ids == sorted(ids) and int(answer.header("X-Total-Count")) == len(ids)
    page = admin.get(USERS + "?page=2&page_size=3").expect(200).json
    assert page["count"] == len(ids)
    assert [user["id"] for user in page["results"]] == ids[3:6]
    assert page["previous"] == f"{demo.origin}{USERS}?page_size=3"


CREATIONS = [
    Scenario(
        "nothing given",
        "admin",
        "POST",
        CREATE,
        400,
        json={},
        has=[
            '{"error":"User creation failed","details":{"username":["This field is required."],',
            '"password2":["This field is required."]},"username":["This field is required."],',
        ],
    ),
    Scenario(
        "a name that is taken",
        "admin",
        "POST",
        CREATE,
        400,
        json=draft(username="meera_customer"),
        has=['$.username[0] == "A user with that username already exists."'],
    ),
    Scenario(
        "two passwords",
        "admin",
        "POST",
        CREATE,
        400,
        json=draft(password2="Valve-Seat-9042!"),
        has=['"password2":["The two password fields didn’t match."]}'],
    ),
    Scenario("as a form", "admin", "POST", CREATE, 201, form=draft()),
    Scenario("as multipart", "admin", "POST", CREATE.rstrip("/"), 201, multipart=draft()),
    Scenario("broken JSON", "admin", "POST", CREATE, 400, body="{", has=["$.detail"]),
    Scenario(
        "the media type",
        "admin",
        "POST",
        CREATE,
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
    ),
]


@each(CREATIONS)
def test_making_users(demo, scenario):
    run(demo, scenario)


def changed(name, sent, *has, status=200):
    return Scenario(name, "admin", "PUT", USER, status, json=sent, has=has)


USER_CHANGES = [
    changed(
        "nothing",
        {},
        '{"message":"User updated successfully","data":{"id":{user},',
        '"name":"Mana Ged"',
    ),
    changed("the name", {"name": "Ada Maria Byron"}, '$.data.name == "Ada Maria Byron"'),
    changed("one name", {"name": "Ada"}, '$.data.name == "Ada"'),
    changed("the address", {"address": ""}, '$.data.address == ""'),
    changed("no telephone", {"phone_number": None}, '$.data.phone_number == ""'),
    changed(
        "the telephone", {"phone_number": "+44 20 555-01"}, '$.data.phone_number == "+442055501"'
    ),
    changed(
        "the user name",
        {"username": "renamed_by_002"},
        '$.data.username == "renamed_by_002"',
    ),
    changed("stopped", {"is_active": False}, "$.data.is_active == false"),
    changed("and on again, as text", {"is_active": "true"}, "$.data.is_active == true"),
    changed(
        "what nobody may set",
        {"id": 1, "customer_id": "CUST00000000", "date_joined": "2000-01-01T00:00:00Z"},
        "$.data.id == {user}",
        '$.data.customer_id != "CUST00000000"',
    ),
    changed(
        "an address of somebody else",
        {"email": "ravi.customer@example.com"},
        '{"error":"User update failed",'
        '"details":{"email":["User with this Email already exists."]},'
        '"email":["User with this Email already exists."]}',
        status=400,
    ),
    changed(
        "a name of somebody else",
        {"username": "Ravi_Customer"},
        '$.username[0] == "A user with that username already exists."',
        status=400,
    ),
    changed(
        "null",
        {"email": None, "name": None, "is_active": None},
        '$.email[0] == "This field is required."',
        '$.name[0] == "This field is required."',
        "$.details.is_active",
        status=400,
    ),
    changed(
        "no booleans",
        {"is_active": "perhaps", "is_staff": "x", "is_superuser": 7},
        '$.is_active[0] == "Must be a valid boolean."',
        "$.is_staff",
        "$.is_superuser",
        status=400,
    ),
    changed(
        "lengths",
        {"name": "n" * 101, "phone_number": "1" * 16, "address": "a" * 501},
        '$.name[0] == "Ensure this value has at most 100 characters (it has 101)."',
        "$.phone_number",
        "$.address",
        status=400,
    ),
    changed("a weak password", {"password": "weak"}, "$.details.password", status=400),
    changed("an address that is none", {"email": "x"}, "$.email", status=400),
    changed("a list", [], "$.non_field_errors", status=400),
    Scenario("as a form", "admin", "PUT", USER, 200, form={"name": "For M"}, has=['"For M"']),
]


@each(USER_CHANGES)
def test_changing_users(demo, scenario, known):
    run(demo, scenario, known)


def test_a_new_password_is_held_against_the_new_name(production):
    admin = production.as_(logins.PRODUCTION_ADMIN)
    names = {"username": "maragret", "email": "m@example.com", "name": "M K"}
    made = admin.post(CREATE, json=draft(**names)).expect(201).json["user"]["id"]
    for method, path in (("PUT", USERS), ("PATCH", "/api/v1/users/")):
        same = {"email": "renamed@example.com", "password": "renamed@example.com"}
        answer = admin.request(method, f"{path}{made}/", json=same).expect(400)
        assert "too similar to the email address" in answer.text
    same = {"username": "renamed_9041", "password": "renamed_9041"}
    answer = admin.put(f"{USERS}{made}/", json=same).expect(400)
    assert "too similar to the username" in answer.text
    kept = admin.get(f"{USERS}{made}/").expect(200).json
    assert (kept["username"], kept["email"]) == ("maragret", "m@example.com")


def test_a_new_password_ends_the_old_one_and_its_sessions(demo):
    user = created(demo)
    old = demo.as_(logins.Login(user["username"], PASSWORD))
    path = f"{USERS}{user['id']}/"
    demo.as_("admin").put(path, json={"password": "Other-Seat-9041!"}).expect(200)
    old.get("/accounts/api/account/").expect(403)
    credentials = {"username": user["username"], "password": PASSWORD}
    client = demo.client()
    client.post("/accounts/api/login/", json=credentials).expect(401)
    client.post("/accounts/api/login/", json=credentials | {"password": "Other-Seat-9041!"}).expect(
        200
    )


def test_rights_follow_the_flags(demo):
    admin = demo.as_("admin")
    path = f"{USERS}{created(demo)['id']}/"
    steps = (
        ({"is_staff": True}, (True, True), "made staff: an administrator, as in the original"),
        ({"is_staff": True}, (True, True), "said again: unchanged"),
        ({"is_superuser": False}, (True, False), "staff alone: support"),
        ({"is_staff": True, "is_superuser": False}, (True, False), "as it is shown: unchanged"),
        ({"is_superuser": "1"}, (True, True), "an administrator"),
        ({"is_staff": False}, (False, False), "a customer"),
        ({"is_staff": True, "is_superuser": False}, (True, False), "support at once"),
        ({"is_superuser": True, "is_staff": False}, (True, True), "an administrator is staff"),
        ({"is_superuser": False, "is_staff": False}, (False, False), "a customer again"),
    )
    for sent, rights, why in steps:
        shown = admin.put(path, json=sent).expect(200).json["data"]
        assert (shown["is_staff"], shown["is_superuser"]) == rights, why


def test_a_user_who_was_read_can_be_sent_back(demo):
    admin = demo.as_("admin")
    for login in (logins.SUPPORT, logins.TECHNICIAN, logins.ADMIN, logins.CUSTOMER):
        account = demo.as_(login).get("/api/v1/profile/").expect(200).json
        path = f"{USERS}{account['id']}/"
        before = admin.get(path).expect(200).json
        after = admin.put(path, json=before).expect(200).json["data"]
        assert after == before["data"]
        assert demo.as_(login).get("/api/v1/profile/").expect(200).json["role"] == account["role"]


def test_a_user_goes_and_a_user_with_requests_stays(demo):
    admin = demo.as_("admin")
    user = created(demo)
    path = f"{USERS}{user['id']}/"
    customer = demo.as_(logins.Login(user["username"], PASSWORD))
    gone = admin.delete(path).expect(200)
    assert gone.text == '{"message":"User deleted successfully","data":{}}'
    assert admin.delete(path).expect(404).text == NO_USER
    customer.get("/accounts/api/account/").expect(403)
    meera = demo.as_("customer").get("/api/v1/profile/").expect(200).json["id"]
    refused = admin.delete(f"{USERS}{meera}/").expect(400)
    assert refused.text == '{"error":"Cannot delete user with existing service requests"}'


# -- requests --------------------------------------------------------------------------------------


def test_a_request_is_shown_and_listed_to_the_byte(demo):
    admin = demo.as_("admin")
    made = submitted(demo)
    own = demo.as_("customer").get("/api/v1/profile/").expect(200).json
    name = f"{own['first_name']} {own['last_name']}"
    pattern = (
        rf'"id":{made["id"]},"customer":{{"id":{own["id"]},"username":"meera_customer",'
        rf'"name":"{name}","customer_id":"[^"]+"}},"type_of_request":"New Connection",'
        rf'"details":"managed","status":"Pending","date_submitted":{INSTANT},"date_resolved":null'
    )
    shown = admin.get(f"{REQUESTS}{made['id']}/").expect(200).text
    wanted = rf'{{{pattern},"message":"Operation successful","data":{{{pattern}}}}}'
    assert re.fullmatch(wanted, shown), shown
    last = admin.get(REQUESTS.rstrip("/") + "?page=last").expect(200).json["results"][-1]
    assert last == admin.get(f"{REQUESTS}{made['id']}/").json["data"]
    assert re.search(rf"{{{pattern}}}", admin.get(REQUESTS).expect(200).text)


def test_requests_come_by_id_and_in_pages_when_asked(demo):
    admin = demo.as_("admin")
    answer = admin.get(REQUESTS).expect(200)
    ids = [row["id"] for row in answer.json]
    assert ids == sorted(ids) and len(ids) > 3
    page = admin.get(REQUESTS + "?page=1&page_size=3").expect(200).json
    assert [row["id"] for row in page["results"]] == ids[:3]
    assert page["count"] >= len(ids) and page["previous"] is None


def put(name, sent, *has, status=200, **more):
    return Scenario(name, "admin", "PUT", REQUEST, status, json=sent, has=has, **more)


REQUEST_CHANGES = [
    put(
        "nothing",
        {},
        '{"message":"Service request updated successfully",'
        '"data":{"id":{request},"customer":{"id":',
    ),
    put(
        "the text",
        {"type_of_request": "Gas leak", "details": "smells"},
        '$.data.type_of_request == "Gas leak"',
        '$.data.details == "smells"',
        '$.data.status == "Pending"',
    ),
    put(
        "an unknown status",
        {"status": "bogus"},
        '{"error":"Invalid status",' '"details":{"status":["\\"bogus\\" is not a valid choice."]}}',
        status=400,
    ),
    put("null for a status", {"status": None}, '$.error == "Invalid status"', status=400),
    put(
        "two faults",
        {"status": "bogus", "details": None},
        '$.error == "Invalid data"',
        "$.details.status",
        '$.details.details[0] == "This field may not be null."',
        status=400,
    ),
    put("blank", {"details": "", "type_of_request": " "}, "$.details.details", status=400),
    put("too long", {"type_of_request": "t" * 101}, "$.details.type_of_request", status=400),
    put("in progress", {"status": "In Progress"}, '$.data.status == "In Progress"'),
    put(
        "completed",
        {"status": "Completed"},
        '$.data.status == "Completed"',
        "$.data.date_resolved != null",
    ),
    put(
        "opened again, it is not resolved",
        {"status": "In Progress"},
        "$.data.date_resolved == null",
    ),
    put("cancelled", {"status": "Cancelled"}, '$.data.status == "Cancelled"'),
    put(
        "which is not worked on",
        {"status": "In Progress"},
        '{"error":"A request that is Cancelled cannot become In Progress."}',
        status=400,
    ),
    put("before it is back in the queue", {"status": "Pending"}, '$.data.status == "Pending"'),
    put(
        "an old version",
        {"details": "x"},
        status=412,
        headers={"If-Match": '"1"'},
    ),
    Scenario(
        "as a form, without the slash",
        "admin",
        "PUT",
        "/api/admin/requests/{request}",
        200,
        form={"details": "by form"},
        has=['$.data.details == "by form"'],
    ),
    Scenario(
        "deleted",
        "admin",
        "DELETE",
        REQUEST,
        200,
        has=['{"message":"Service request deleted successfully","data":{}}'],
    ),
    Scenario("again", "admin", "DELETE", REQUEST, 404, has=[NO_REQUEST]),
    Scenario("nor read", "admin", "GET", REQUEST, 404, has=[NO_REQUEST]),
]


def test_changing_requests(demo):
    run_flow(demo, REQUEST_CHANGES, {"request": submitted(demo)["id"]})


def test_a_request_that_was_read_can_be_sent_back(demo):
    admin = demo.as_("admin")
    path = f"{REQUESTS}{submitted(demo)['id']}/"
    before = admin.get(path).expect(200).json
    assert admin.put(path, json=before).expect(200).json["data"] == before["data"]
