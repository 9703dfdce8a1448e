"""Credentials: what a bearer token must be (contracts.md §1, JWT)."""

from __future__ import annotations

import pytest
from harness.jwt import claims, token

NOT_VALID = {"detail": "Given token not valid for any token type", "code": "token_not_valid"}
MESSAGE = {"token_class": "AccessToken", "token_type": "access"}


@pytest.mark.parametrize(
    "name, make, expected",
    [
        (
            "no credentials",
            lambda s: None,
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "another scheme",
            lambda s: "Basic abc",
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "lower-case scheme",
            lambda s: "bearer " + token(s, claims()),
            {"detail": "Authentication credentials were not provided."},
        ),
        (
            "Bearer alone",
            lambda s: "Bearer",
            {
                "detail": "Authorization header must contain two space-delimited values",
                "code": "bad_authorization_header",
            },
        ),
        (
            "three parts",
            lambda s: "Bearer a b",
            {
                "detail": "Authorization header must contain two space-delimited values",
                "code": "bad_authorization_header",
            },
        ),
        (
            "garbage",
            lambda s: "Bearer garbage",
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "expired",
            lambda s: "Bearer " + token(s, claims(exp=100)),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "another key",
            lambda s: "Bearer " + token(s, claims(), key=b"x" * 64),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token is invalid or expired"}]},
        ),
        (
            "alg none",
            lambda s: "Bearer "
            + token(s, claims(), header={"alg": "none"}).rsplit(".", 1)[0]
            + ".",
            NOT_VALID,
        ),
        ("alg HS384", lambda s: "Bearer " + token(s, claims(), header={"alg": "HS384"}), NOT_VALID),
        (
            "a refresh token",
            lambda s: "Bearer " + token(s, claims(token_type="refresh")),
            {**NOT_VALID, "messages": [{**MESSAGE, "message": "Token has wrong type"}]},
        ),
        (
            "no user",
            lambda s: "Bearer " + token(s, claims(user_id=...)),
            {
                "detail": "Token contained no recognizable user identification",
                "code": "token_not_valid",
            },
        ),
        (
            "a user that is gone",
            lambda s: "Bearer " + token(s, claims(user_id=99999999)),
            {"detail": "User not found", "code": "user_not_found"},
        ),
    ],
)
def test_bad_credentials(demo, name, make, expected):
    header = make(demo)
    response = demo.client().get(
        "/api/v1/profile/", headers={"Authorization": header} if header else {}
    )
    assert response.status == 401, name
    assert response.header("WWW-Authenticate") == 'Bearer realm="api"'
    assert {key: response.json.get(key) for key in expected} == expected


def test_a_token_of_our_key_with_only_the_seeds_claims_is_good(demo):
    admin = demo.as_("admin").get("/api/v1/profile/").expect(200).json["id"]
    bare = token(demo, claims(user_id=admin))
    answer = demo.client().get("/api/v1/profile/", headers={"Authorization": "Bearer " + bare})
    assert answer.status == 200 and answer.json["username"] == "admin"


def test_a_deactivated_user_is_refused_at_once(demo):
    found = demo.as_("admin").get("/api/v1/users/?q=old_account").expect(200).json
    text = token(demo, claims(user_id=found[0]["id"]))
    answer = demo.client().get("/api/v1/profile/", headers={"Authorization": "Bearer " + text})
    assert answer.status == 401
    assert answer.json["code"] == "user_inactive" and answer.json["detail"] == "User is inactive"
