"""Tokens that a forger can make without the key are good nowhere, and those that the key holder
could make by mistake are read strictly."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time

import pytest
from harness import credentials, jwt, logins

PROFILE = "/api/v1/profile/"
REFRESHES = ("/api/v1/login/refresh/", "/api/token/refresh/")
NOW = int(time.time())
# What a forger may take for the key: nothing, what is public, what a kid could point at.
GUESSED_KEYS = {
    "empty": b"",
    "zeros": b"\0" * 32,
    "a word": b"secret",
    "its own header": jwt.b64(json.dumps(jwt.HEADER).encode()).encode(),
    "a digest of nothing": hashlib.sha256(b"").hexdigest().encode(),
}


@pytest.fixture(scope="module")
def victim(demo):
    """An administrator's own pair, and their account."""
    pair = demo.client().log_in(logins.ADMIN)
    return pair, jwt.claims_of(pair.access)


def statuses(demo, text):
    """What every door says to the text as an access token, an API token and a refresh token."""
    client = demo.client()
    found = {
        scheme: client.get(PROFILE, headers={"Authorization": f"{scheme} {text}"}).status
        for scheme in ("Bearer", "Token")
    }
    found |= {path: client.post(path, json={"refresh": text}).status for path in REFRESHES}
    return found


def assert_refused(demo, text, *but):
    found = statuses(demo, text)
    assert {door: status for door, status in found.items() if door not in but} == {
        door: 401 for door in found if door not in but
    }


def test_the_honest_ones_are_good_where_they_belong_and_nowhere_else(demo, victim):
    pair, _ = victim
    access, refresh = statuses(demo, pair.access), statuses(demo, pair.refresh)
    assert access == {"Bearer": 200, "Token": 401} | {path: 401 for path in REFRESHES}
    assert refresh == {"Bearer": 401, "Token": 401} | {path: 200 for path in REFRESHES}


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, ["none"], 0])
@pytest.mark.parametrize("tail", ["", "AA", "own"])
def test_no_algorithm_is_none(demo, victim, algorithm, tail):
    pair, claims = victim
    header = jwt.b64(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    signature = pair.access.rsplit(".", 1)[1] if tail == "own" else tail
    assert_refused(demo, f"{header}.{jwt.b64(json.dumps(claims).encode())}.{signature}")


@pytest.mark.parametrize("key", GUESSED_KEYS.values(), ids=GUESSED_KEYS)
@pytest.mark.parametrize("header", [{}, {"kid": ""}, {"kid": "../../../dev/null"}])
def test_no_key_can_be_guessed_or_pointed_at(demo, victim, key, header):
    assert_refused(demo, jwt.token(demo, victim[1], jwt.HEADER | header, key))


@pytest.mark.parametrize("name", ["jwk", "jku", "x5c", "x5u"])
def test_a_token_brings_no_key_of_its_own(demo, victim, name):
    key = b"k" * 32
    brought = {"kty": "oct", "k": jwt.b64(key)} if name == "jwk" else "http://127.0.0.1:9/keys"
    assert_refused(demo, jwt.token(demo, victim[1], jwt.HEADER | {name: brought}, key))


def test_asymmetric_algorithms_are_not_spoken(demo, victim, tmp_path):
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    make = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"]
    subprocess.run([*make, private], check=True, capture_output=True)
    subprocess.run(
        ["openssl", "pkey", "-in", private, "-pubout", "-out", public],
        check=True,
        capture_output=True,
    )
    header = jwt.b64(b'{"alg":"RS256","typ":"JWT"}')
    text = header + "." + jwt.b64(json.dumps(victim[1]).encode())
    signature = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", private],
        input=text.encode(),
        check=True,
        capture_output=True,
    ).stdout
    assert_refused(demo, f"{text}.{jwt.b64(signature)}")
    # The classic: HS256 under the public key of RS256.
    assert_refused(demo, jwt.token(demo, victim[1], key=public.read_bytes()))


HEADERS = [
    {"alg": "HS384", "typ": "JWT"},
    {"alg": "HS512", "typ": "JWT"},
    {"alg": "RS256", "typ": "JWT"},
    {"alg": "ES256", "typ": "JWT"},
    {"alg": "PS256", "typ": "JWT"},
    {"alg": "EdDSA", "typ": "JWT"},
    {"alg": "hs256", "typ": "JWT"},
    {"alg": "HS256 ", "typ": "JWT"},
    {"alg": "HS256\0", "typ": "JWT"},
    {"typ": "JWT"},
    {"alg": "HS256", "crit": ["exp"], "exp": 0},
    {"alg": "HS256", "crit": []},
]


@pytest.mark.parametrize("header", HEADERS, ids=json.dumps)
def test_our_own_key_signs_under_one_algorithm_alone(demo, victim, header):
    assert_refused(demo, jwt.token(demo, victim[1], header))


def without(claims, name):
    return {key: value for key, value in claims.items() if key != name}


CLAIMS = {
    "expired": lambda c: c | {"exp": NOW - 1},
    "no end": lambda c: without(c, "exp"),
    "an end as text": lambda c: c | {"exp": str(c["exp"])},
    "an end as a fraction": lambda c: c | {"exp": c["exp"] + 0.5},
    "an end beyond all years": lambda c: c | {"exp": 10**15},
    "an end beyond 64 bits": lambda c: c | {"exp": 2**64},
    "an end of null": lambda c: c | {"exp": None},
    "an end before time": lambda c: c | {"exp": -1},
    "not yet": lambda c: c | {"nbf": NOW + 3_600},
    "not yet, as text": lambda c: c | {"nbf": "1"},
    "no kind": lambda c: without(c, "token_type"),
    "another kind": lambda c: c | {"token_type": "Access"},
    "a list of kinds": lambda c: c | {"token_type": ["access", "refresh"]},
    "nobody": lambda c: without(c, "user_id"),
    "nobody by null": lambda c: c | {"user_id": None},
    "a fraction of somebody": lambda c: c | {"user_id": c["user_id"] + 0.5},
    "somebody who is not there": lambda c: c | {"user_id": 999_999_999, "sid": 0},
    "somebody negative": lambda c: c | {"user_id": -c["user_id"], "sid": 0},
    "a session that is not there": lambda c: without(c, "role") | {"sid": 999_999_999},
}


@pytest.mark.parametrize("change", CLAIMS.values(), ids=CLAIMS)
@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_claims_are_read_strictly(demo, victim, kind, change):
    claims = jwt.claims_of(getattr(victim[0], kind))
    # A refresh token is known by its jti; what else it says of the account is not asked.
    is_idle = kind == "refresh" and change(claims) | {"user_id": 0, "sid": 0} == claims | {
        "user_id": 0,
        "sid": 0,
    }
    assert_refused(demo, jwt.token(demo, change(claims)), *(REFRESHES if is_idle else ()))


def test_a_token_is_of_its_account_and_session_together(demo):
    """Another's session in one's own claims, as a confused signer would write it."""
    (mine, login), (theirs, other) = (credentials.newcomer(demo) for _ in range(2))
    own, foreign = (jwt.claims_of(demo.client().log_in(who).access) for who in (login, other))
    mixed = jwt.token(demo, without(own, "role") | {"sid": foreign["sid"]})
    assert mine != theirs
    assert_refused(demo, mixed)


def test_a_role_in_a_token_of_before_the_change_is_not_believed(demo):
    account, login = credentials.newcomer(demo)
    held = demo.client().log_in(login).access
    forged = jwt.token(demo, jwt.claims_of(held) | {"role": "admin"}, key=b"k" * 32)
    assert_refused(demo, forged)
    admin = demo.as_("admin")
    admin.patch(f"/api/v1/users/{account}/", json={"user_type": "admin"}).expect(200)
    admin.patch(f"/api/v1/users/{account}/", json={"user_type": "customer"}).expect(200)
    client = demo.client().with_token(held)
    assert client.get("/api/v1/users/").status in (401, 403)


FORMS = {
    "a part more": lambda t: t + ".e30",
    "a part less": lambda t: t.rsplit(".", 1)[0],
    "an empty part more": lambda t: t + ".",
    "an empty header": lambda t: "." + t.split(".", 1)[1],
    "an empty body": lambda t: t.split(".")[0] + ".." + t.split(".")[2],
    "an empty signature": lambda t: t.rsplit(".", 1)[0] + ".",
    "padding": lambda t: t + "=",
    "padding of the header": lambda t: t.replace(".", "=.", 1),
    "the other alphabet": lambda t: t[:-1] + "+",
    "a quarter of a signature": lambda t: t[: -33],
    "a signature and more": lambda t: t + "AAAA",
    "a quoted one": lambda t: f'"{t}"',
    "a percent escape": lambda t: t.replace(".", "%2E"),
    "a full-width stop": lambda t: t.replace(".", "\uff0e".encode().decode("latin1")),
    "a zero-width space": lambda t: t + "\u200b".encode().decode("latin1"),
    "twice": lambda t: t + t,
}


@pytest.mark.parametrize("change", FORMS.values(), ids=FORMS)
def test_one_form_is_a_token(demo, victim, change):
    changed = change(victim[0].access)
    assert changed != victim[0].access
    assert_refused(demo, changed)


def test_a_signature_has_one_spelling(demo, victim):
    """The last character of 32 bytes in base64 holds two bits that say nothing: they must be 0."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = victim[0].access
    at = alphabet.index(token[-1])
    assert at % 4 == 0
    for other in range(1, 4):
        assert_refused(demo, token[:-1] + alphabet[at + other])


def test_a_changed_bit_anywhere_ends_it(demo, victim):
    token = victim[0].access
    for at in range(0, len(token), 7):
        if token[at] == ".":
            continue
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        answer = demo.client().with_token(changed).get(PROFILE)
        assert answer.status == 401, at
