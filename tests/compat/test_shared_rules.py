"""What contracts.md §7 and §8 settle for several of the five contracts at once."""

from __future__ import annotations

import base64
import json
import sqlite3

import pytest

from harness import logins

LOGIN = {"username": logins.CUSTOMER.username, "password": logins.PASSWORD}


def claims(token: str) -> dict:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def jwt_pairs(demo) -> dict[str, dict]:
    profile = demo.as_("customer").get("/api/v1/profile/").expect(200).json
    by_mail = {"email": profile["email"], "password": logins.PASSWORD}
    return {
        "canonical": demo.client().post("/api/v1/login/", json=LOGIN).expect(200).json,
        "desk": demo.client().post("/api/auth/login/", json=by_mail).expect(200).json,
    }


def test_C16_both_jwt_families_live_as_long_and_carry_the_same_claims(demo):
    for pair in jwt_pairs(demo).values():
        access, refresh = claims(pair["access"]), claims(pair["refresh"])
        assert access["exp"] - access["iat"] == 300
        assert refresh["exp"] - refresh["iat"] == 86_400
        assert (access["token_type"], refresh["token_type"]) == ("access", "refresh")
        assert access["user_id"] == refresh["user_id"]


@pytest.mark.parametrize("path", ["/api/v1/login/refresh/", "/api/token/refresh/"])
@pytest.mark.parametrize("family", ["canonical", "desk"])
def test_C16_a_refresh_token_of_either_family_is_taken_by_both(demo, family, path):
    refresh = jwt_pairs(demo)[family]["refresh"]
    access = demo.client().post(path, json={"refresh": refresh}).expect(200).json["access"]
    shown = demo.client().with_token(access).get("/api/profile/").expect(200).json
    assert shown["email"].startswith("meera")


def test_C21_one_page_describes_all_and_no_admin_or_media_pages_are_there(demo):
    client = demo.client()
    for page in ("/swagger/", "/redoc/"):
        assert "<html" in client.get(page).expect(200).text
    for path in ("/admin/", "/admin/login/", "/media/", "/media/attachments/a.txt"):
        answer = client.get(path).expect(404)
        assert "json" in answer.header("Content-Type") and answer.json["code"] == "not_found"


def test_S7_when_a_request_was_resolved_is_not_for_its_owner_to_say(demo):
    customer = demo.as_("customer")
    forged = "2001-01-01T00:00:00Z"
    body = {"request_type": "repair", "details": "Knocks", "resolved_at": forged}
    made = customer.post("/api/v1/requests/", json=body | {"status": "resolved"}).expect(201).json
    assert (made["status"], made["resolved_at"]) == ("pending", None)
    path = f"/api/v1/requests/{made['id']}/"
    customer.patch(path, json={"details": "Knocks at night", "resolved_at": forged}).expect(200)
    shown = customer.get(path).expect(200).json
    assert (shown["status"], shown["resolved_at"]) == ("pending", None)


def test_S11_an_opaque_token_is_kept_as_a_digest_and_can_be_revoked(start_server):
    server = start_server(profile="demo")
    token = server.client().post("/api/token/", json=LOGIN).expect(200).json["token"]
    bearer = {"Authorization": f"Token {token}"}
    server.client().get("/api/v1/profile/", headers=bearer).expect(200)
    database = sqlite3.connect(f"file:{server.data / 'pilotlight.db'}?mode=ro", uri=True)
    with database:
        dump = "\n".join(database.iterdump())
    assert token not in dump
    held = server.client().get("/api/v1/tokens/", headers=bearer).expect(200).json[0]["id"]
    server.as_("admin").delete(f"/api/v1/tokens/{held}/").expect(204)
    server.client().get("/api/v1/profile/", headers=bearer).expect(401)


def test_S17_staff_see_figures_of_now(demo):
    support = demo.as_("support")
    stats = "/api/support/interactions/interaction_stats/"
    before = support.get(stats).expect(200).json["total_interactions"]
    case = support.get("/api/support/tickets/").expect(200).json[0]["id"]
    told = {"support_ticket_id": case, "interaction_type": "CALL", "notes": "Rang", "duration": 3}
    support.post("/api/support/interactions/", json=told).expect(201)
    assert support.get(stats).expect(200).json["total_interactions"] == before + 1
