"""Accounts, sessions, invitations and types: what they allow, and what ends them."""

from __future__ import annotations

import pytest
from harness import logins

V1 = "/api/v1"
GOOD = "Valve-Seat-9041!"


def person(name, **changes):
    return {
        "username": name,
        "password": GOOD,
        "password2": GOOD,
        "email": f"{name}@example.com",
        "first_name": "Test",
        "last_name": "Person",
        "user_type": "customer",
        **changes,
    }


def log_in(server, name, password=GOOD):
    return server.client().post(f"{V1}/login/", json={"username": name, "password": password})


def chief(server):
    return server.client().as_(logins.PRODUCTION_ADMIN)


def test_production_makes_no_staff_by_itself(production):
    anonymous = production.client()
    assert (
        anonymous.post(f"{V1}/register/", json=person("eager", user_type="support")).status == 403
    )
    code = (
        chief(production)
        .post(f"{V1}/invitations/", json={"role": "support"})
        .expect(201)
        .json["code"]
    )
    invited = person("invited", user_type="support", invitation_code=code)
    assert (
        anonymous.post(f"{V1}/register/", json=invited).expect(201).json["user"]["user_type"]
        == "support"
    )
    again = person("again", user_type="support", invitation_code=code)
    assert anonymous.post(f"{V1}/register/", json=again).status == 403
    wrong = person("wrong", user_type="technician", invitation_code=code)
    assert anonymous.post(f"{V1}/register/", json=wrong).status == 403
    by_admin = chief(production).post(f"{V1}/register/", json=person("hired", user_type="support"))
    assert by_admin.status == 201
    assert code not in chief(production).get(f"{V1}/invitations/").expect(200).text


def test_production_has_a_password_policy(production):
    for password, text in [
        ("password123", "too common"),
        ("12345678", "numeric"),
        ("policyman1", "too similar to the username"),
        ("Ab1$", "too short"),
    ]:
        body = person("policyman", password=password, password2=password)
        answer = production.client().post(f"{V1}/register/", json=body)
        assert answer.status == 400 and text in answer.text, password


def test_a_new_password_ends_the_other_sessions_at_once(production):
    client = production.client()
    client.post(f"{V1}/register/", json=person("changer")).expect(201)
    first, second = (log_in(production, "changer").expect(200).json for _ in range(2))
    here, there = (production.client().with_token(pair["access"]) for pair in (first, second))
    wrong = {
        "old_password": "nope-nope-1",
        "password": "Gasket-Ring-77",
        "password2": "Gasket-Ring-77",
    }
    assert here.post(f"{V1}/profile/password/", json=wrong).status == 400
    right = {**wrong, "old_password": GOOD}
    assert here.post(f"{V1}/profile/password/", json=right).status == 200
    assert here.get(f"{V1}/profile/").status == 200
    assert there.get(f"{V1}/profile/").status == 401
    assert client.post(f"{V1}/login/refresh/", json={"refresh": second["refresh"]}).status == 401
    assert client.post(f"{V1}/login/refresh/", json={"refresh": first["refresh"]}).status == 200
    assert log_in(production, "changer").status == 401
    assert log_in(production, "changer", "Gasket-Ring-77").status == 200


def test_logout_ends_the_session_at_once(production):
    production.client().post(f"{V1}/register/", json=person("leaver")).expect(201)
    pair = log_in(production, "leaver").expect(200).json
    client = production.client().with_token(pair["access"])
    assert client.post(f"{V1}/logout/").status == 204
    assert client.get(f"{V1}/profile/").status == 401
    refused = production.client().post(f"{V1}/login/refresh/", json={"refresh": pair["refresh"]})
    assert refused.status == 401 and refused.json["code"] == "token_not_valid"


def test_deactivation_stops_access_and_refresh_also_after_a_restart(production):
    production.client().post(f"{V1}/register/", json=person("banned")).expect(201)
    pair = log_in(production, "banned").expect(200).json
    client = production.client().with_token(pair["access"])
    mine = client.get(f"{V1}/profile/").expect(200).json["id"]
    chief(production).patch(f"{V1}/users/{mine}/", json={"is_active": False}).expect(200)
    assert client.get(f"{V1}/profile/").json["code"] == "user_inactive"
    production.stop()
    production.start()
    after = production.client().with_token(pair["access"])
    assert after.get(f"{V1}/profile/").status == 401
    assert (
        production.client().post(f"{V1}/login/refresh/", json={"refresh": pair["refresh"]}).status
        == 401
    )


def test_failed_log_ins_are_throttled_per_account(start_server):
    server = start_server("production", login_failures_per_account_max=3)
    server.client().post(f"{V1}/register/", json=person("target")).expect(201)
    assert [log_in(server, "target", "wrong-wrong-1").status for _ in range(4)] == [
        401,
        401,
        401,
        429,
    ]
    refused = log_in(server, "TARGET")
    assert refused.status == 429 and int(refused.header("Retry-After")) > 0
    assert "Request was throttled. Expected available in" in refused.json["detail"]
    assert (
        log_in(server, logins.PRODUCTION_ADMIN.username, logins.PRODUCTION_ADMIN.password).status
        == 200
    )


def test_right_log_ins_are_not_counted(start_server):
    server = start_server("production", login_failures_per_account_max=2)
    server.client().post(f"{V1}/register/", json=person("regular")).expect(201)
    assert {log_in(server, "regular").status for _ in range(6)} == {200}


def test_registrations_are_throttled_per_address(start_server):
    server = start_server("production", registrations_per_address_max=2)
    made = [
        server.client().post(f"{V1}/register/", json=person(f"user{i}")).status for i in range(3)
    ]
    assert made == [201, 201, 429]


def test_administration_of_users(production):
    admin = chief(production)
    made = (
        admin.post(
            f"{V1}/users/",
            json={
                **person("worker"),
                "role": "technician",
                "skills": ["leak"],
                "employee_id": "EMP7",
            },
        )
        .expect(201)
        .json
    )
    assert made["role"] == "technician" and made["skills"] == ["leak"]
    path = f"{V1}/users/{made['id']}/"
    changed = admin.patch(path, json={"role": "support", "available": False}).expect(200).json
    assert changed["role"] == "support" and changed["available"] is False
    assert admin.get(f"{V1}/users/?role=support").expect(200).header("X-Total-Count") == "1"
    assert [row["username"] for row in admin.get(f"{V1}/users/?q=WORK").json] == ["worker"]
    assert admin.patch(path, json={"role": "boss"}).status == 400
    assert admin.delete(path).status == 204 and admin.get(path).status == 404
    mine = admin.get(f"{V1}/profile/").json["id"]
    assert admin.delete(f"{V1}/users/{mine}/").status == 409
    assert admin.patch(f"{V1}/users/{mine}/", json={"role": "customer"}).status == 409
    assert admin.patch(f"{V1}/users/{mine}/", json={"is_active": False}).status == 409


def enrol(admin, addresses):
    for name, address in addresses.items():
        body = {**person(name), "email": address, "role": "customer"}
        admin.post(f"{V1}/users/", json=body).expect(201)


def test_a_search_for_users_shows_each_once_page_by_page(production):
    admin = chief(production)
    addresses = {
        "zoe": "wren@example.com",
        "wren2": "wren2@example.com",
        "ada": "Wrench@example.com",
        "Wren1": "other@example.com",
        "bob": "bob@example.com",
    }
    enrol(admin, addresses)
    admin.post(f"{V1}/users/", json={**person("wren3"), "role": "support"}).expect(201)
    wanted = ["Wren1", "wren2", "wren3", "zoe", "ada"]  # by name, then by address

    def names(limit, filters=""):
        page = admin.get(f"{V1}/users/?q=WREN&limit={limit}{filters}").expect(200)
        found = [row["username"] for row in page.json]
        while following := page.next_page(production.origin):
            page = admin.get(following).expect(200)
            found += [row["username"] for row in page.json]
        return found

    for limit in (1, 2, 3, 4, 5, 6, 100):
        assert names(limit) == wanted, limit
    assert names(2, "&role=customer") == ["Wren1", "wren2", "zoe", "ada"]
    assert names(1, "&role=support") == ["wren3"]
    assert names(1, "&is_active=0") == []


@pytest.mark.parametrize("limit, last", [(1, "gull1"), (3, "zack")])
def test_a_search_for_users_says_when_the_last_one_shown_is_called_otherwise(
    production, limit, last
):
    admin = chief(production)
    addresses = {
        "gull1": "gull1@example.com",
        "gull2": "gull2@example.com",
        "zack": "gull3@example.com",
        "zed": "gull4@example.com",
    }
    enrol(admin, addresses)
    page = admin.get(f"{V1}/users/?q=gull&limit={limit}").expect(200)
    assert page.json[-1]["username"] == last
    path = f"{V1}/users/{page.json[-1]['id']}/"
    admin.patch(path, json={"first_name": "Other"}).expect(200)
    following = page.next_page(production.origin)
    admin.get(following).expect(200)
    admin.delete(path).expect(204)
    refused = admin.get(following)
    assert refused.status == 400 and "begin again" in refused.text


def test_a_user_with_requests_is_kept(production):
    production.client().post(f"{V1}/register/", json=person("owner")).expect(201)
    token = log_in(production, "owner").json["access"]
    client = production.client().with_token(token)
    client.post(f"{V1}/requests/", json={"request_type": "repair", "details": "x"}).expect(201)
    found = chief(production).get(f"{V1}/users/?q=owner").json[0]
    refused = chief(production).delete(f"{V1}/users/{found['id']}/")
    assert refused.status == 409
    assert "Deactivate it instead" in refused.json["detail"]


def test_work_goes_back_to_the_queue_and_to_whoever_comes(production):
    admin = chief(production)
    production.client().post(f"{V1}/register/", json=person("asker")).expect(201)
    client = production.client().with_token(log_in(production, "asker").json["access"])
    first = (
        client.post(f"{V1}/requests/", json={"request_type": "repair", "details": "x"})
        .expect(201)
        .json
    )
    assert first["assigned_to"] is None
    from harness.wait import until

    worker = (
        admin.post(f"{V1}/users/", json={**person("worker"), "role": "support"}).expect(201).json
    )
    path = f"{V1}/requests/{first['id']}/"
    until(
        lambda: client.get(path).json["assigned_to"] == worker["id"],
        "the waiting request is assigned",
    )
    admin.patch(f"{V1}/users/{worker['id']}/", json={"is_active": False}).expect(200)
    assert client.get(path).json["assigned_to"] is None
    second = (
        admin.post(f"{V1}/users/", json={**person("second"), "role": "support"}).expect(201).json
    )
    until(lambda: client.get(path).json["assigned_to"] == second["id"], "it is assigned again")


def test_service_types(demo):
    admin = demo.as_("admin")
    types = demo.as_("customer").get(f"{V1}/service-types/").expect(200).json
    assert {"leak", "new_connection", "repair"} <= {row["slug"] for row in types}
    made = admin.post(
        f"{V1}/service-types/", json={"slug": "test_type", "name": "Test", "aliases": ["testing"]}
    )
    identity = made.expect(201).json["id"]
    assert admin.post(f"{V1}/service-types/", json={"slug": "test_type", "name": "x"}).status == 400
    assert (
        admin.post(
            f"{V1}/service-types/", json={"slug": "other", "name": "x", "aliases": ["leak"]}
        ).status
        == 400
    )
    assert admin.post(f"{V1}/service-types/", json={"slug": "Bad Slug", "name": "x"}).status == 400
    path = f"{V1}/service-types/{identity}/"
    by_alias = {"request_type": "testing", "details": "x"}
    assert (
        demo.as_("customer").post(f"{V1}/requests/", json=by_alias).expect(201).json["request_type"]
        == "testing"
    )
    assert admin.patch(path, json={"is_active": False}).expect(200).json["is_active"] is False
    assert demo.as_("customer").post(f"{V1}/requests/", json=by_alias).status == 400
    assert identity not in [
        row["id"] for row in demo.as_("customer").get(f"{V1}/service-types/").json
    ]


def test_django_hashes_verify_and_are_upgraded(production):
    import sqlite3

    production.client().post(f"{V1}/register/", json=person("mover")).expect(201)
    production.stop()
    # made with hashlib.pbkdf2_hmac("sha256", b"OldPassword#7", b"salt", 1000), as Django writes it
    import base64
    import hashlib

    digest = base64.b64encode(
        hashlib.pbkdf2_hmac("sha256", b"OldPassword#7", b"salt", 1000)
    ).decode()
    with sqlite3.connect(production.data / "pilotlight.db") as database:
        database.execute(
            "UPDATE account SET password_hash = ? WHERE username = 'mover'",
            (f"pbkdf2_sha256$1000$salt${digest}",),
        )
    production.start()
    assert log_in(production, "mover", "wrong-wrong-1").status == 401
    assert log_in(production, "mover", "OldPassword#7").status == 200
    production.stop()
    with sqlite3.connect(production.data / "pilotlight.db") as database:
        (stored,) = database.execute(
            "SELECT password_hash FROM account WHERE username = 'mover'"
        ).fetchone()
    assert stored.startswith("$argon2id$")
    production.start()
    assert log_in(production, "mover", "OldPassword#7").status == 200
