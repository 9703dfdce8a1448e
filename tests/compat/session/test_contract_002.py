"""contracts.md §4, row by row: account, submit, track. Every success, every listed error, every
role; test_log_in_002.py has the way in, test_admin_002.py the administration."""

from __future__ import annotations

import re

import pytest

from harness import logins
from harness.scenario import Scenario, each, run

ACCOUNT = "/accounts/api/account/"
SUBMIT = "/api/submit/"
TRACK = "/api/track/"
NO_CREDENTIALS = '{"detail":"Authentication credentials were not provided."}'
INSTANT = r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z"'


ACCOUNTS = [
    Scenario("a stranger", None, "GET", ACCOUNT, 403, has=[NO_CREDENTIALS]),
    Scenario(
        "Basic is not taken",
        None,
        "GET",
        ACCOUNT,
        403,
        headers={"Authorization": "Basic bWVlcmE6eA=="},
        has=[NO_CREDENTIALS],
        has_headers={"WWW-Authenticate": None},
    ),
    Scenario(
        "one's own",
        "customer",
        "GET",
        "/accounts/api/account",
        200,
        has=['{"username":"meera_customer","email":"', '"message":"Operation successful","data":{'],
        lacks=["password", "is_staff"],
    ),
    Scenario("support", "support", "GET", ACCOUNT, 200, has=['$.username == "asha_support"']),
    Scenario(
        "the method",
        "customer",
        "POST",
        ACCOUNT,
        405,
        json={},
        has_headers={"Allow": "GET"},
    ),
    Scenario("the method, of a stranger", None, "POST", ACCOUNT, 403, json={}),
    Scenario("its head", "customer", "HEAD", ACCOUNT, 200),
    Scenario(
        "XML is not spoken",
        "customer",
        "GET",
        ACCOUNT,
        406,
        headers={"Accept": "application/xml"},
        has=['{"detail":"Could not satisfy the request Accept header."}'],
    ),
]


@each(ACCOUNTS)
def test_account(demo, scenario):
    run(demo, scenario)


def submission(name, sent, *has, status=400, who="customer"):
    return Scenario(name, who, "POST", SUBMIT, status, json=sent, has=has)


WANTED = {"type_of_request": "New Connection", "details": "Need new gas connection"}
REQUIRED = '["This field is required."]'
SUBMISSIONS = [
    submission(
        "nothing given",
        {},
        '{"error":"Invalid data",'
        f'"details":{{"type_of_request":{REQUIRED},"details":{REQUIRED}}}}}',
    ),
    submission(
        "one given",
        {"details": "a"},
        f'{{"error":"Invalid data","details":{{"type_of_request":{REQUIRED}}}}}',
    ),
    submission(
        "blank and null",
        {"type_of_request": " ", "details": None},
        '$.details.type_of_request[0] == "This field may not be blank."',
        '$.details.details[0] == "This field may not be null."',
    ),
    submission(
        "too long",
        WANTED | {"type_of_request": "t" * 101},
        '$.details.type_of_request[0] == "Ensure this field has no more than 100 characters."',
    ),
    submission("a list", WANTED | {"details": []}, '$.details.details[0] == "Not a valid string."'),
    submission("a stranger", WANTED, NO_CREDENTIALS, status=403, who=None),
    submission("support, as their own", WANTED, "$.request.id", status=201, who="second_support"),
    submission("a technician", WANTED, "$.request.id", status=201, who="technician"),
    submission("an administrator", WANTED, "$.request.id", status=201, who="admin"),
    submission(
        "what is not the customer's to say",
        WANTED
        | {"status": "Completed", "customer": 1, "date_resolved": "2026-01-01T00:00:00Z", "id": 1},
        '$.request.status == "Pending"',
        status=201,
    ),
    submission(
        "any text",
        WANTED | {"type_of_request": "Übergabe – 100 % neu"},
        '$.request.type_of_request == "Übergabe – 100 % neu"',
        status=201,
    ),
    Scenario("as a form", "customer", "POST", "/api/submit", 201, form=WANTED),
    Scenario("as multipart", "customer", "POST", SUBMIT, 201, multipart=WANTED),
    Scenario("broken JSON", "customer", "POST", SUBMIT, 400, body="[", has=["$.detail"]),
    Scenario(
        "the media type",
        "customer",
        "POST",
        SUBMIT,
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
        has=["$.detail"],
    ),
    Scenario(
        "reading, as a stranger",
        None,
        "GET",
        SUBMIT,
        403,
        has=[NO_CREDENTIALS],
        has_headers={"Set-Cookie": "csrftoken="},
    ),
    Scenario(
        "reading, signed in",
        "customer",
        "GET",
        SUBMIT,
        405,
        has=['{"detail":"Method \\"GET\\" not allowed."}'],
        has_headers={"Allow": "POST", "Set-Cookie": "csrftoken="},
    ),
]


@each(SUBMISSIONS)
def test_submitting(demo, scenario):
    run(demo, scenario)


def test_the_answer_of_a_submission_to_the_byte(demo):
    answer = demo.as_("customer").post(SUBMIT, json=WANTED).expect(201)
    request = rf'{{"id":\d+,"type_of_request":"New Connection","status":"Pending",'
    request += rf'"date_submitted":{INSTANT},"details":"Need new gas connection"}}'
    wanted = r'{"message":"Service request submitted successfully",'
    wanted += rf'"request":{request},"data":{request}}}'
    assert re.fullmatch(wanted, answer.text), answer.text
    assert answer.json["request"] == answer.json["data"]
    assert answer.header("Content-Type") == "application/json"
    assert answer.header("Location") is None


TRACKED = [
    Scenario("a stranger", None, "GET", TRACK, 403, has=[NO_CREDENTIALS]),
    Scenario("staff has none", "nina_support", "GET", "/api/track", 200, has=["[]"]),
    Scenario("the method", "customer", "POST", TRACK, 405, json={}, has_headers={"Allow": "GET"}),
    Scenario("a page that is not there", "customer", "GET", TRACK + "?page=999", 404,
             has=['{"detail":"Invalid page."}']),
    Scenario("a page that is no number", "customer", "GET", TRACK + "?page=x", 404),
    Scenario("a limit that is none", "customer", "GET", TRACK + "?limit=0", 400),
]  # fmt: skip


@each(TRACKED)
def test_tracking(demo, scenario):
    run(demo, scenario)


@pytest.fixture(scope="module")
def tracker(demo):
    """A customer of this module alone, with three requests."""
    login = logins.Login("tracker")
    draft = {"username": login.username, "email": "tracker@example.com", "name": "Tra Cker"}
    draft |= {"password1": login.password, "password2": login.password}
    demo.client().post("/accounts/api/register/", json=draft).expect(201)
    client = demo.as_(login)
    for number in range(3):
        client.post(SUBMIT, json=WANTED | {"details": f"number {number}"}).expect(201)
    return client


def test_tracked_requests_are_a_bare_array_oldest_first(tracker):
    answer = tracker.get(TRACK).expect(200)
    row = rf'{{"id":\d+,"type_of_request":"New Connection","status":"Pending",'
    row += rf'"date_submitted":{INSTANT},"details":"number \d"}}'
    assert re.fullmatch(rf"\[{row},{row},{row}\]", answer.text), answer.text
    assert [each["details"] for each in answer.json] == ["number 0", "number 1", "number 2"]
    assert answer.header("X-Total-Count") == "3"
    assert answer.header("Link") is None


def test_tracked_requests_in_pages(demo, tracker):
    page = tracker.get(TRACK + "?page_size=2").expect(200).json
    assert list(page) == ["count", "next", "previous", "results"]
    assert (page["count"], len(page["results"]), page["previous"]) == (3, 2, None)
    assert page["next"] == f"{demo.origin}{TRACK}?page=2&page_size=2"
    last = tracker.get(TRACK + "?page=last&page_size=2").expect(200).json
    assert [row["details"] for row in last["results"]] == ["number 2"]
    assert last["next"] is None


def test_tracked_requests_by_cursor(tracker):
    first = tracker.get(TRACK + "?limit=2").expect(200)
    assert [row["details"] for row in first.json] == ["number 0", "number 1"]
    path = re.fullmatch(r"<http://[^/]+(/[^>]+)>; rel=\"next\"", first.header("Link")).group(1)
    assert [row["details"] for row in tracker.get(path).expect(200).json] == ["number 2"]
