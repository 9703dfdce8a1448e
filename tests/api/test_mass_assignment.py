"""Fields nobody offered to the client: sending them is accepted in silence and changes nothing."""

from __future__ import annotations

import itertools

import pytest
from harness import logins

V1 = "/api/v1"
PASSWORD = "Valve-Seat-9041!"
numbers = itertools.count(1)

LONG_AGO = "2001-01-01T00:00:00Z"
# What no route of ours takes, whoever sends it.
INSIDE = {
    "id": 987654321,
    "pk": 987654321,
    "version": 99,
    "created_at": LONG_AGO,
    "updated_at": LONG_AGO,
    "deleted_at": LONG_AGO,
    "password_hash": "pbkdf2_sha256$1$a$b",
    "username_key": "admin",
    "email_key": "admin@example.com",
    "credentials_changed_at": LONG_AGO,
    "last_login_at": LONG_AGO,
    "open_work": -1000,
    "customer_number": "CUST00000000",
    "storage_key": "../../secret.key",
    "sha256": "0" * 64,
    "type_text": "anything",
    "is_staff": True,
    "is_superuser": True,
    "__proto__": {"role": "admin"},
    "constructor": {"prototype": {}},
    "code_digest": "0" * 64,
}
RIGHTS = {
    "role": "admin",
    "is_active": False,
    "employee_id": "E-1",
    "department": "Board",
    "skills": ["leak"],
    "available": False,
}
FOREIGN = {
    "customer": 1,
    "owner": 1,
    "assigned_to": 1,
    "author": 1,
    "uploaded_by": 1,
    "service_type": 2,
    "resolved_at": LONG_AGO,
    "number": "SR-000001",
    "customer_name": "Somebody Else",
    "attachments": [],
    "updates": [{"notes": "forged"}],
}
FORMS = {
    "json": lambda fields: {"json": fields},
    "form": lambda fields: {"form": flat(fields)},
    "multipart": lambda fields: {"multipart": flat(fields)},
}


def flat(fields):
    kept = {name: value for name, value in fields.items() if not isinstance(value, (dict, list))}
    return {name: str(value) for name, value in kept.items()}


@pytest.fixture(params=FORMS)
def content(request):
    return FORMS[request.param]


def person():
    name = f"mass{next(numbers)}"
    return {
        "username": name,
        "email": f"{name}@example.com",
        "first_name": "Mass",
        "last_name": "Assign",
        "password": PASSWORD,
        "password2": PASSWORD,
    }


def account(demo, username):
    found = demo.as_("admin").get(f"{V1}/users/?q={username}").expect(200).json
    return next(row for row in found if row["username"] == username)


def is_untouched(row, **expected):
    """Nothing of what was forced in shows in an answer, and what is expected does."""
    assert row | expected == row
    assert row.get("id") != INSIDE["id"]
    for name in ("password_hash", "username_key", "email_key", "storage_key", "code_digest"):
        assert name not in row
    for name in ("version", "created_at", "updated_at", "last_login_at", "customer_number"):
        assert name not in row or row[name] != INSIDE[name]
    return True


def open_request(demo, **fields):
    body = {"request_type": "repair", "details": "as it was", **fields}
    return demo.as_("customer").post(f"{V1}/requests/", json=body).expect(201).json


def test_registering(demo, content):
    body = person() | INSIDE | RIGHTS | {"user_type": "customer"}
    demo.client().post(f"{V1}/register/", **content(body)).expect(201)
    row = account(demo, body["username"])
    assert is_untouched(row, role="customer", is_active=True, employee_id="", open_work=0)
    assert (row["department"], row["skills"], row["available"]) == ("", [], True)
    demo.client().post(
        f"{V1}/login/", json={"username": body["username"], "password": PASSWORD}
    ).expect(200)


@pytest.mark.parametrize("word", ["admin", "technician", "ADMIN", "Support ", "superuser", "staff"])
def test_registering_with_a_role_of_power(demo, word):
    body = person() | {"user_type": word}
    assert demo.client().post(f"{V1}/register/", json=body).status in (400, 403)
    assert demo.as_("admin").get(f"{V1}/users/?q={body['username']}").json == []


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("who", ["other_customer", "technician", "support"])
def test_the_own_profile(demo, content, method, who):
    client = demo.as_(who)
    before = client.get(f"{V1}/profile/").expect(200).json
    names = {"username": "admin", "password": "Another-Pass-1!", "user_type": "admin"}
    body = {name: before[name] for name in ("email", "first_name", "last_name")}
    body |= INSIDE | RIGHTS | names | {"address": f"{who} {next(numbers)}"}
    client.request(method, f"{V1}/profile/", **content(body)).expect(200)
    after = client.get(f"{V1}/profile/").expect(200).json
    assert after["address"] == body["address"]
    may_differ = ("address", "updated_at", "open_work")
    assert {k: v for k, v in after.items() if k not in may_differ} == {
        k: v for k, v in before.items() if k not in may_differ
    }
    assert after["open_work"] >= 0
    demo.client().log_in(logins.find(who))


def test_opening_a_request(demo, content):
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    body = {"request_type": "repair", "details": "mine"} | INSIDE | FOREIGN
    body |= {"status": "resolved", "resolution": "done", "notes": "forged", "is_active": False}
    made = demo.as_("customer").post(f"{V1}/requests/", **content(strip_files(body))).expect(201)
    row = demo.as_("admin").get(f"{V1}/requests/{made.json['id']}/").expect(200).json
    assert is_untouched(row, customer=me, status="pending", version=1, resolution="", updates=[])
    assert row["assigned_to"] != 1 and row["resolved_at"] is None and row["type"] == "repair"


def strip_files(body):
    return {name: value for name, value in body.items() if name != "attachments"}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_editing_ones_request(demo, content, method):
    before = open_request(demo)
    path = f"{V1}/requests/{before['id']}/"
    body = {"request_type": "repair", "details": "changed"} | INSIDE | FOREIGN
    demo.as_("customer").request(method, path, **content(strip_files(body))).expect(200)
    after = demo.as_("admin").get(path).expect(200).json
    assert after["description"] == "changed" and after["version"] == before["version"] + 1
    assert is_untouched(after)
    for name in ("id", "customer", "assigned_to", "created_at", "resolved_at", "status", "updates"):
        assert after[name] == before[name]


@pytest.mark.parametrize(
    "field", [{"status": "resolved"}, {"resolution": "done"}, {"notes": "forged"}]
)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_customer_does_the_work_of_staff(demo, content, method, field):
    before = open_request(demo)
    path = f"{V1}/requests/{before['id']}/"
    body = {"request_type": "repair", "details": "changed"} | field
    refused = demo.as_("customer").request(method, path, **content(body)).expect(403)
    assert "permission" in refused.text
    assert demo.as_("customer").get(path).json == before


@pytest.mark.parametrize("priority", ["low", "medium", "high"])
def test_an_emergency_stays_urgent(demo, priority):
    made = open_request(demo, request_type="leak", priority=priority)
    assert made["priority"] == "urgent"
    path = f"{V1}/requests/{made['id']}/"
    demo.as_("customer").patch(path, json={"priority": priority})
    assert demo.as_("customer").get(path).json["priority"] == "urgent"


def test_commenting(demo, content):
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    path = f"{V1}/requests/{open_request(demo)['id']}/comments/"
    extra = {"service_request": 1, "author_role": "admin", "author_name": "The Admin"}
    row = demo.as_("customer").post(path, **content({"text": "x"} | INSIDE | FOREIGN | extra))
    assert is_untouched(row.expect(201).json, author=me, author_role="customer")
    assert row.json["service_request"] != 1


def test_a_customer_comments_internally(demo, content):
    path = f"{V1}/requests/{open_request(demo)['id']}/comments/"
    body = {"text": "hidden by me", "visibility": "internal"}
    demo.as_("customer").post(path, **content(body)).expect(403)
    assert demo.as_("admin").get(path).expect(200).json == []


def open_ticket(demo, **fields):
    body = {"service_request": open_request(demo)["id"], "description": "as it was", **fields}
    return demo.as_("customer").post(f"{V1}/tickets/", json=body).expect(201).json


def test_opening_a_case(demo, content):
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    request = open_request(demo)["id"]
    body = {"service_request": request, "description": "mine"} | INSIDE | FOREIGN
    body |= {"status": "closed", "resolution_notes": "forged", "visibility": "everyone"}
    body |= {"post_count": 99, "last_activity_at": LONG_AGO, "assigned_to_name": "The Admin"}
    row = demo.as_("customer").post(f"{V1}/tickets/", **content(body)).expect(201).json
    assert is_untouched(row, customer=me, service_request=request, status="open", version=1)
    assert (row["visibility"], row["post_count"], row["resolution_notes"]) == ("owner", 0, "")
    assert row["assigned_to"] is None and row["resolved_at"] is None
    assert row["last_activity_at"] == row["created_at"]


def test_beginning_a_conversation(demo, content):
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    body = {"subject": "s", "message": "mine"} | INSIDE | FOREIGN
    body |= {"status": "closed", "resolution_notes": "forged", "visibility": "owner"}
    row = demo.as_("customer").post(f"{V1}/tickets/", **content(body)).expect(201).json
    untouched = {"customer": me, "status": "open", "visibility": "everyone"}  # the demo's
    assert is_untouched(row, kind="conversation", **untouched)
    first = demo.as_("customer").get(f"{V1}/tickets/{row['id']}/posts/").expect(200).json
    assert [post["author"] for post in first] == [me]


def test_editing_ones_ticket(demo, content):
    before = open_ticket(demo)
    path = f"{V1}/tickets/{before['id']}/"
    body = {"description": "changed"} | INSIDE | FOREIGN
    body |= {"kind": "conversation", "service_request": 1, "visibility": "everyone"}
    after = demo.as_("customer").patch(path, **content(body)).expect(200).json
    may_differ = ("description", "version", "updated_at")
    assert after["description"] == "changed" and after["version"] == before["version"] + 1
    assert {k: v for k, v in after.items() if k not in may_differ} == {
        k: v for k, v in before.items() if k not in may_differ
    }


@pytest.mark.parametrize(
    "field", [{"status": "closed"}, {"resolution_notes": "done"}, {"priority": "urgent"}]
)
def test_a_customer_does_the_work_of_staff_on_a_ticket(demo, content, field):
    before = open_ticket(demo)
    path = f"{V1}/tickets/{before['id']}/"
    demo.as_("customer").patch(path, **content({"description": "changed"} | field)).expect(403)
    assert demo.as_("customer").get(path).json == before


def test_posting(demo, content):
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    ticket = open_ticket(demo)["id"]
    extra = {"ticket": 1, "author_role": "admin", "author_name": "The Admin"}
    body = {"message": "x"} | INSIDE | FOREIGN | extra
    row = demo.as_("customer").post(f"{V1}/tickets/{ticket}/posts/", **content(body))
    assert is_untouched(row.expect(201).json, author=me, author_role="customer", ticket=ticket)


def test_writing_a_contact_down(demo, content):
    me = demo.as_("support").get(f"{V1}/profile/").json["id"]
    ticket = open_ticket(demo)
    body = {"ticket": ticket["id"], "type": "call", "notes": "x"} | INSIDE | FOREIGN
    body |= {"representative": 1, "representative_name": "The Admin"}
    row = demo.as_("support").post(f"{V1}/interactions/", **content(body)).expect(201).json
    assert is_untouched(row, representative=me, customer=ticket["customer"])
    path = f"{V1}/interactions/{row['id']}/"
    change = {"notes": "y"} | INSIDE | FOREIGN | {"ticket": 1, "representative": 1}
    after = demo.as_("support").patch(path, **content(change)).expect(200).json
    assert after | {"notes": "x", "updated_at": row["updated_at"]} == row


def test_updating(demo, content):
    request = open_request(demo)["id"]
    me = demo.as_("support").get(f"{V1}/profile/").json["id"]
    body = {"service_request": request, "comment": "seen"} | INSIDE
    extra = {"staff_member": 1, "staff_member_name": "The Admin"}
    row = demo.as_("support").post(f"{V1}/request-updates/", **content(body | extra)).expect(201)
    assert is_untouched(row.json, staff_member=me, service_request=request)


def test_uploading(demo):
    path = f"{V1}/requests/{open_request(demo)['id']}/attachments/"
    me = demo.as_("customer").get(f"{V1}/profile/").json["id"]
    extra = {"media_type": "text/html", "size_bytes": "1", "name": "x", "uploaded_by": "1"}
    body = flat(INSIDE) | extra | {"attachment": ("a.txt", b"a note", "text/html")}
    row = demo.as_("customer").post(path, multipart=body).expect(201).json[0]
    assert is_untouched(row, uploaded_by=me, size_bytes=6, name="a.txt", media_type="text/plain")
    assert row["sha256"] != INSIDE["sha256"]


def test_an_administrator_makes_and_changes_a_user(demo, content):
    body = person() | INSIDE
    body.pop("password2")
    made = demo.as_("admin").post(f"{V1}/users/", **content(body)).expect(201).json
    assert is_untouched(made, role="customer", is_active=True, open_work=0)
    path = f"{V1}/users/{made['id']}/"
    change = INSIDE | {"username": "admin", "first_name": "Changed"}
    after = demo.as_("admin").patch(path, **content(change)).expect(200).json
    assert is_untouched(after, first_name="Changed", username=made["username"], id=made["id"])
    for name in ("customer_number", "created_at", "open_work"):
        assert after[name] == made[name]


def test_an_administrator_makes_and_changes_a_type(demo, content):
    slug = f"mass-{next(numbers)}"
    types = f"{V1}/service-types/"
    made = demo.as_("admin").post(types, **content({"slug": slug, "name": slug} | INSIDE))
    assert is_untouched(made.expect(201).json, slug=slug)
    path = f"{types}{made.json['id']}/"
    change = INSIDE | {"slug": "leak", "name": "Changed"}
    after = demo.as_("admin").patch(path, **content(change)).expect(200).json
    assert is_untouched(after, slug=slug, name="Changed", created_at=made.json["created_at"])


@pytest.mark.parametrize("role", ["admin", "customer"])
def test_an_invitation_to_more_than_staff(demo, content, role):
    demo.as_("admin").post(f"{V1}/invitations/", **content({"role": role})).expect(400)


def test_an_invitation(demo, content):
    extra = INSIDE | {"used_at": LONG_AGO, "expires_at": "2999-01-01T00:00:00Z", "code": "mine"}
    row = demo.as_("admin").post(f"{V1}/invitations/", **content({"role": "support"} | extra))
    assert is_untouched(row.expect(201).json, used_at=None, used_by=None)
    assert row.json["code"] != "mine" and row.json["expires_at"] < "2999"
