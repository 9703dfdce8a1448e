"""contracts.md §6, row by row: every success, every listed error, every role."""

from __future__ import annotations

import re

import pytest

from harness import logins
from harness.scenario import Scenario, each, run

STAFF_403 = (
    '{"error":"You are not allowed to create a ticket. Please contact administrators for help."}'
)
DELETE_403 = (
    '{"error":"You are not allowed to delete to this post. '
    'Please contact administrators for help."}'
)
NO_CREDENTIALS = '{"detail":"Authentication credentials were not provided."}'
NOBODY = 999_999_999


@pytest.fixture(scope="module", name="known")
def opened_by_meera(demo):
    client = demo.as_("customer")
    made = client.post("/api/newticket/", json={"subject": "Bill", "message": "How much?"})
    ticket = made.expect(201).json["id"]
    posts = client.get(f"/api/tickets/{ticket}/posts/").expect(200).json["results"]
    return {"ticket": ticket, "first": posts[0]["id"]}


SIGN_UP = [
    Scenario(
        "nothing given",
        None,
        "POST",
        "/api/signup/",
        400,
        json={},
        has=[
            '{"username":["This field is required."],"email":["This field is required."],'
            '"password":["This field is required."]}'
        ],
    ),
    Scenario(
        "blanks",
        None,
        "POST",
        "/api/signup/",
        400,
        json={"username": " ", "email": "", "password": "  "},
        has=[
            '$.username[0] == "This field may not be blank."',
            '$.email[0] == "This field may not be blank."',
            '$.password[0] == "This field may not be blank."',
        ],
    ),
    Scenario(
        "what is taken",
        None,
        "POST",
        "/api/signup/",
        400,
        json={
            "username": "meera_customer",
            "email": "meera.customer@example.com",
            "password": "12345aaa",
        },
        has=[
            '{"username":["A user with that username already exists."],'
            '"email":["This field must be unique."]}'
        ],
    ),
    Scenario(
        "a flag that is none",
        None,
        "POST",
        "/api/signup/",
        400,
        json={
            "username": "flag",
            "email": "flag@example.com",
            "password": "12345aaa",
            "is_customer_service": "perhaps",
        },
        has=['$.is_customer_service[0] == "Must be a valid boolean."'],
    ),
    Scenario(
        "as a form",
        None,
        "POST",
        "/api/signup",
        201,
        form={"username": "formed", "email": "formed@example.com", "password": "12345aaa"},
        has=['$.username == "formed"', '$.password == "********"'],
    ),
    Scenario(
        "the method",
        None,
        "GET",
        "/api/signup/",
        405,
        has=['{"detail":"Method \\"GET\\" not allowed."}'],
        has_headers={"Allow": "POST"},
    ),
    Scenario(
        "the media type",
        None,
        "POST",
        "/api/signup/",
        415,
        body="x",
        headers={"Content-Type": "text/plain"},
        has=['{"detail":"Unsupported media type \\"text/plain\\" in request."}'],
    ),
]


@each(SIGN_UP)
def test_sign_up(demo, scenario):
    run(demo, scenario)


NEW_TICKET = [
    Scenario(
        "a stranger, before the body is looked at",
        None,
        "POST",
        "/api/newticket/",
        401,
        json={},
        has=[NO_CREDENTIALS],
        has_headers={"WWW-Authenticate": "Token"},
    ),
    Scenario(
        "nothing given",
        "customer",
        "POST",
        "/api/newticket/",
        400,
        json={},
        has=['{"subject":["This field is required."],"message":["This field is required."]}'],
    ),
    Scenario(
        "customer service with a bad body: the body comes first",
        "support",
        "POST",
        "/api/newticket/",
        400,
        json={"subject": "s"},
        has=['{"message":["This field is required."]}'],
    ),
    Scenario(
        "customer service",
        "support",
        "POST",
        "/api/newticket/",
        403,
        json={"subject": "s", "message": "m"},
        has=[STAFF_403],
    ),
    Scenario(
        "an administrator",
        "admin",
        "POST",
        "/api/newticket/",
        403,
        json={"subject": "s", "message": "m"},
        has=[STAFF_403],
    ),
    Scenario(
        "too long",
        "customer",
        "POST",
        "/api/newticket/",
        400,
        json={"subject": "s" * 256, "message": "m" * 4001},
        has=[
            '$.subject[0] == "Ensure this field has no more than 255 characters."',
            '$.message[0] == "Ensure this field has no more than 4000 characters."',
        ],
    ),
    Scenario(
        "as long as may be",
        "customer",
        "POST",
        "/api/newticket",
        201,
        json={"subject": "s" * 255, "message": "m" * 4000},
        has=["$.id"],
    ),
    Scenario(
        "as a form",
        "customer",
        "POST",
        "/api/newticket/",
        201,
        form={"subject": "Form", "message": "by hand"},
        has=['"subject":"Form"}'],
    ),
    Scenario(
        "a list for a body",
        "customer",
        "POST",
        "/api/newticket/",
        400,
        json=[1],
        has=['{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}'],
    ),
]


@each(NEW_TICKET)
def test_newticket(demo, scenario):
    run(demo, scenario)


POSTS = [
    Scenario("a stranger", None, "GET", "/api/tickets/{ticket}/posts/", 401, has=[NO_CREDENTIALS]),
    Scenario(
        "its owner",
        "customer",
        "GET",
        "/api/tickets/{ticket}/posts/",
        200,
        has=['{"count":1,"next":null,"previous":null,"results":[{"id":{first},"username":"meera'],
    ),
    Scenario("any customer", "other_customer", "GET", "/api/tickets/{ticket}/posts/", 200),
    Scenario("customer service", "support", "GET", "/api/tickets/{ticket}/posts", 200),
    Scenario(
        "an unknown ticket",
        "customer",
        "GET",
        f"/api/tickets/{NOBODY}/posts/",
        404,
        has=['{"detail":"Not found."}'],
    ),
    Scenario(
        "no number", "customer", "GET", "/api/tickets/x/posts/", 404, has=['"detail":"Not found."']
    ),
    Scenario(
        "a page beyond the last",
        "customer",
        "GET",
        "/api/tickets/{ticket}/posts/?page=2",
        404,
        has=['{"detail":"Invalid page."}'],
    ),
    Scenario(
        "the last page",
        "customer",
        "GET",
        "/api/tickets/{ticket}/posts/?page=last&page_size=abc",
        200,
        has=["$.count == 1"],
    ),
]


@each(POSTS)
def test_posts(demo, known, scenario):
    run(demo, scenario, dict(known))


REPLY = [
    Scenario("a stranger", None, "POST", "/api/tickets/{ticket}/reply/", 401, json={}),
    Scenario(
        "an unknown ticket, before the body",
        "customer",
        "POST",
        f"/api/tickets/{NOBODY}/reply/",
        404,
        json={},
        has=['{"detail":"Not found."}'],
    ),
    Scenario(
        "nothing said",
        "customer",
        "POST",
        "/api/tickets/{ticket}/reply/",
        400,
        json={},
        has=['{"message":["This field is required."]}'],
    ),
    Scenario(
        "customer service answers",
        "support",
        "POST",
        "/api/tickets/{ticket}/reply/",
        201,
        json={"message": "12 units"},
        has=['"status":"Success"}'],
        capture={"answer": "$.id"},
    ),
]


@each(REPLY)
def test_reply(demo, known, scenario):
    run(demo, scenario, dict(known))


def answer_of(demo, who, ticket):
    made = demo.as_(who).post(f"/api/tickets/{ticket}/reply/", json={"message": who})
    return made.expect(201).json["id"]


@pytest.mark.parametrize(
    ("author", "who", "status"),
    [
        ("support", "support", 204),
        ("customer", "customer", 204),
        ("customer", "other_customer", 403),
        ("customer", "support", 403),
        ("customer", "admin", 403),
        ("support", "admin", 403),
    ],
)
def test_who_deletes_a_post(demo, known, author, who, status):
    post = answer_of(demo, author, known["ticket"])
    answer = demo.as_(who).delete(f"/api/posts/{post}/").expect(status)
    if status == 403:
        assert answer.text == DELETE_403
    else:
        demo.as_(who).delete(f"/api/posts/{post}/").expect(404)


def test_the_first_post_stays_whoever_asks(demo, known):
    for who in ("customer", "support", "admin"):
        answer = demo.as_(who).delete(f"/api/posts/{known['first']}/").expect(403)
        assert answer.text == DELETE_403
    demo.as_("customer").delete(f"/api/posts/{NOBODY}/").expect(404)


def test_S1_no_hash_is_shown(demo):
    answer = demo.client().post(
        "/api/signup/",
        json={"username": "hashless", "email": "h@example.com", "password": "12345aaa"},
    )
    assert answer.expect(201).json["password"] == "********"


@pytest.mark.parametrize("who", [None, "customer", "support"])
def test_S2_only_an_administrator_makes_customer_service(demo, who):
    client = demo.client() if who is None else demo.as_(who)
    name = f"climber_{who}"
    body = {"username": name, "email": f"{name}@example.com", "password": "12345aaa"}
    answer = client.post("/api/signup/", json=body | {"is_customer_service": True}).expect(403)
    assert answer.json == {"detail": "You do not have permission to perform this action."}
    found = demo.as_("admin").get(f"/api/v1/users/?q={name}").expect(200).json
    assert found == []


def staff_sign_up(name, **more):
    body = {"username": name, "email": f"{name}@example.com", "password": "12345aaa"}
    return body | {"is_customer_service": True} | more


def test_S2_an_invitation_that_is_no_good_makes_nobody(demo):
    admin = demo.as_("admin")
    made = admin.post("/api/v1/invitations/", json={"role": "technician"}).expect(201)
    for name, code in (("guesser", "let-me-in"), ("misled", made.json["code"])):
        body = staff_sign_up(name, invitation_code=code)
        demo.client().post("/api/signup/", json=body).expect(403)
        assert admin.get(f"/api/v1/users/?q={name}").expect(200).json == []


def test_S2_who_was_invited_becomes_customer_service_once(demo):
    made = demo.as_("admin").post("/api/v1/invitations/", json={"role": "support"}).expect(201)
    code = made.json["code"]
    first = staff_sign_up("invited_004", invitation_code=code)
    demo.client().post("/api/signup/", json=first).expect(201)
    found = demo.as_("admin").get("/api/v1/users/?q=invited_004").expect(200).json
    assert [row["role"] for row in found] == ["support"]
    second = staff_sign_up("late_004", invitation_code=code)
    demo.client().post("/api/signup/", json=second).expect(403)


@pytest.mark.parametrize("door", ["/api/v1/tickets/", "/api/newticket/"])
def test_S5_in_the_demo_a_conversation_is_everyones_whatever_door_it_came_by(demo, door):
    body = {"subject": "s", "message": "for all"}
    ticket = demo.as_("customer").post(door, json=body).expect(201).json["id"]
    for who in ("other_customer", "technician"):
        reader = demo.as_(who)
        page = reader.get(f"/api/tickets/{ticket}/posts/").expect(200).json
        assert page["results"][0]["message"] == "for all"
        rows = reader.get(f"/api/v1/tickets/{ticket}/posts/").expect(200).json
        assert rows[0]["message"] == "for all"
        reader.post(f"/api/tickets/{ticket}/reply/", json={"message": "me too"}).expect(201)


def test_S5_C2_in_production_a_ticket_is_its_owners_and_staffs(production):
    admin = production.as_(logins.PRODUCTION_ADMIN)
    people = {}
    for name, role in (("owner", "customer"), ("stranger", "customer"), ("desk", "support")):
        login = {"username": name, "password": "Valve-Seat-9041!"}
        body = login | {"email": f"{name}@example.com", "first_name": name, "last_name": "X"}
        admin.post("/api/v1/users/", json=body | {"role": role}).expect(201)
        access = production.client().post("/api/v1/login/", json=login).expect(200).json["access"]
        people[name] = production.client().with_token(access)
    for door in ("/api/v1/tickets/", "/api/newticket/"):
        made = people["owner"].post(door, json={"subject": "s", "message": "m"})
        ticket = made.expect(201).json["id"]
        posts = f"/api/tickets/{ticket}/posts/"
        people["stranger"].get(posts).expect(404)
        people["stranger"].get(f"/api/v1/tickets/{ticket}/posts/").expect(404)
        refused = people["stranger"].post(f"/api/v1/tickets/{ticket}/posts/", json={})
        assert refused.status == 404
    shown = people["owner"].get(posts).expect(200).json["results"][0]
    assert shown["created_at"].endswith("Z"), "C20: UTC in production"
    people["desk"].get(posts).expect(200)
    people["stranger"].get(posts).expect(404)
    reply = f"/api/tickets/{ticket}/reply/"
    people["stranger"].post(reply, json={"message": "me too"}).expect(404)
    assert people["stranger"].delete(f"/api/posts/{shown['id']}/").expect(404)


def test_S18_C15_a_page_has_a_hundred_rows_at_most(demo):
    client = demo.as_("customer")
    made = client.post("/api/newticket/", json={"subject": "long", "message": "0"})
    ticket = made.expect(201).json["id"]
    for number in range(1, 121):
        client.post(f"/api/tickets/{ticket}/reply/", json={"message": str(number)}).expect(201)
    posts = f"/api/tickets/{ticket}/posts/"
    default = client.get(posts).expect(200).json
    assert len(default["results"]) == 10 and default["count"] == 121
    assert default["previous"] is None
    assert default["next"] == f"{demo.origin}{posts}?page=2"
    most = client.get(posts + "?page_size=5000").expect(200).json
    assert len(most["results"]) == 100
    assert most["next"] == f"{demo.origin}{posts}?page=2&page_size=5000"
    second = client.get(most["next"].removeprefix(demo.origin)).expect(200).json
    assert second["previous"] == f"{demo.origin}{posts}?page_size=5000"
    said = [row["message"] for row in most["results"] + second["results"]]
    assert said == [str(number) for number in range(121)], "oldest first"


def test_C3_a_case_is_no_conversation(demo):
    request = demo.as_("customer").post(
        "/api/v1/requests/", json={"request_type": "repair", "details": "for a case"}
    )
    case = demo.as_("support").post(
        "/api/v1/tickets/",
        json={"service_request": request.expect(201).json["id"], "description": "case"},
    )
    number = case.expect(201).json["id"]
    demo.as_("support").get(f"/api/tickets/{number}/posts/").expect(404)
    demo.as_("support").post(f"/api/tickets/{number}/reply/", json={"message": "x"}).expect(404)


def test_C20_times_are_shown_seven_hours_ahead_in_the_demo(demo, known):
    shown = demo.as_("customer").get(f"/api/tickets/{known['ticket']}/posts/").json
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+07:00", shown["results"][0]["created_at"]
    )


def test_what_is_said_here_is_seen_through_the_canonical_door(demo, known):
    ticket = demo.as_("customer").get(f"/api/v1/tickets/{known['ticket']}/").expect(200).json
    assert (ticket["kind"], ticket["subject"]) == ("conversation", "Bill")
    posts = demo.as_("customer").get(f"/api/v1/tickets/{known['ticket']}/posts/").expect(200).json
    assert posts[0]["message"] == "How much?"
    made = demo.as_("customer").post(
        f"/api/v1/tickets/{known['ticket']}/posts/", json={"message": "through v1"}
    )
    made.expect(201)
    shown = demo.as_("customer").get(f"/api/tickets/{known['ticket']}/posts/?page=last").json
    assert shown["results"][-1]["message"] == "through v1"
