"""What was decided once, seen from every door that has it."""

from __future__ import annotations

import uuid

import pytest
from harness import tickets

V1 = "/api/v1"
REQUESTS = "/api/services/requests/"
PASSWORD = "Brass-Valve-71"
BROKEN = b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nnever ends'
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
DOORS = {
    "canonical": ("POST", f"{V1}/requests/", "customer"),
    "token": ("POST", REQUESTS, "customer"),
    "session": ("POST", "/accounts/api/login/", None),
    "desk": ("POST", "/api/service-request/create/", "customer"),
    "conversation": ("POST", "/api/signup/", None),
}


def note():
    return {"attachment": ("a.txt", uuid.uuid4().hex.encode())}


def new_account(demo, username, email=None):
    return demo.client().post(
        "/api/accounts/customers/",
        json={
            "user": {
                "username": username,
                "email": email or f"{uuid.uuid4().hex}@home.example",
                "first_name": "Meera",
                "last_name": "Iyer",
                "password": f"  {PASSWORD} ",
            },
            "customer_id": uuid.uuid4().hex[:12],
            "phone_number": "+4912345",
            "address": "12, Green Valley",
        },
    )


def test_outer_blanks_of_a_password_count_at_no_door(start_server):
    demo = start_server("demo")
    new_account(demo, "blanks").expect(201)
    for path in ("/api/token/", f"{V1}/login/", "/accounts/api/login/"):
        for password in (PASSWORD, f" {PASSWORD}\t"):
            body = {"username": "blanks", "password": password}
            demo.client().post(path, json=body).expect(200)


@pytest.mark.parametrize("status", ["pending", "in_progress", "resolved", "cancelled"])
def test_a_file_alone_follows_one_rule_at_every_door(demo, status):
    made = tickets.open_request(demo)
    one = f"{V1}/requests/{made['id']}/"
    words = {"status": status, "notes": "seen"}
    demo.as_("support").patch(one, json=words).expect(200)
    is_open = status in ("pending", "in_progress")
    for who, allowed in (("customer", is_open), ("support", True)):
        client = demo.as_(who)
        for method, path, done, refused in (
            ("POST", f"{one}attachments/", 201, 409),
            ("PATCH", one, 200, 409),
            ("PATCH", f"{REQUESTS}{made['id']}/", 200, 400),
        ):
            answer = client.request(method, path, multipart=note())
            answer.expect(done if allowed else refused)
            if not allowed:
                assert answer.json["detail"] == (
                    "Files can be added only while the request is pending or in progress."
                )
    files = demo.as_("support").get(f"{one}attachments/").expect(200).json
    assert len(files) == (6 if is_open else 3)


@pytest.mark.parametrize("door", DOORS)
def test_a_multipart_that_cannot_be_read_is_refused_in_the_words_of_its_door(demo, door):
    method, path, who = DOORS[door]
    client = demo.as_(who) if who else demo.client()
    answer = client.request(method, path, body=BROKEN, headers=FORM)
    assert answer.status == 400
    is_problem = answer.header("Content-Type") == "application/problem+json"
    assert is_problem == (door == "canonical"), answer.text
    assert ("type" in answer.json) == is_problem, answer.text


@pytest.mark.parametrize("door", DOORS)
def test_a_multipart_over_the_limit_is_refused_in_the_words_of_its_door(demo, door):
    method, path, who = DOORS[door]
    client = demo.as_(who) if who else demo.client()
    answer = client.request(method, path, multipart={"details": "x" * 200_000})
    assert answer.status == 413
    assert ("type" in answer.json) == (door == "canonical"), answer.text


def test_an_encoded_slash_divides_nothing(demo):
    client = demo.as_("support")
    made = tickets.open_request(demo)["id"]
    client.get(f"{V1}/requests/{made}/").expect(200)
    for path in (
        f"/api%2fservices/requests/{made}/",
        f"{V1}%2Frequests/{made}/",
        f"{V1}/requests/{made}%2F",
        f"{V1}/requests%252f{made}/",
    ):
        client.get(path).expect(404)


def test_the_history_of_a_deleted_request_is_kept_for_administrators(demo):
    made = tickets.open_request(demo)["id"]
    events = f"{V1}/requests/{made}/events/"
    demo.as_("customer").delete(f"{V1}/requests/{made}/").expect(204)
    kinds = [row["kind"] for row in demo.as_("admin").get(events).expect(200).json]
    assert (kinds[0], kinds[-1]) == ("opened", "deleted")
    for who in ("customer", "support", "technician"):
        demo.as_(who).get(events).expect(404)
    demo.as_("admin").get(f"{V1}/requests/999999999/events/").expect(404)


def test_nobody_takes_the_address_of_another_as_a_user_name(start_server):
    demo = start_server("demo")
    address = "meera.new@home.example"
    refused = new_account(demo, address).expect(400)
    assert "must be the account's own email address" in refused.text
    sign_up = {
        "username": address,
        "email": "other@home.example",
        "password": PASSWORD,
        "is_customer_service": False,
    }
    refused = demo.client().post("/api/signup/", json=sign_up).expect(400)
    assert list(refused.json) == ["username"]
    body = {"email": address, "password": PASSWORD, "first_name": "Meera"}
    demo.client().post("/api/auth/register/", json=body).expect(201)
    new_account(demo, "ravi.own@home.example", "Ravi.Own@home.example").expect(201)
