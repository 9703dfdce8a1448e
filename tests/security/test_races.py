"""What is good once is good once, however many ask at the same time; no ending comes too late."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import credentials, logins
from harness.server import Server

V1 = "/api/v1"
CHIEF = logins.PRODUCTION_ADMIN
PARALLEL = 12


_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    many = {"registrations_per_address_max": 1000, "login_failures_per_address_max": 1000}
    server = Server(tmp_path_factory.mktemp("races") / "data", "production", many)
    server.create_superuser()
    yield server.start()
    server.close()


def at_once(work):
    """Answers of so many calls that begin together."""
    barrier = threading.Barrier(PARALLEL)

    def run(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(run, range(PARALLEL)))


def registration(code, role="support"):
    name = f"racer{next(_numbers)}"
    person = {"username": name, "email": f"{name}@example.com", "first_name": "R", "last_name": "C"}
    password = {"password": credentials.PASSWORD, "password2": credentials.PASSWORD}
    return {**person, **password, "user_type": role, "invitation_code": code}


def invite(server, role="support"):
    made = server.as_(CHIEF).post(f"{V1}/invitations/", json={"role": role})
    return made.expect(201).json["code"]


def staff_count(server):
    return len(server.as_(CHIEF).get(f"{V1}/representatives/?limit=100").expect(200).json)


def test_an_invitation_is_spent_once(server):
    code, before = invite(server), staff_count(server)
    answers = at_once(
        lambda _: server.client().post(f"{V1}/register/", json=registration(code))
    )
    assert sorted(answer.status for answer in answers) == [201] + [403] * (PARALLEL - 1)
    assert staff_count(server) == before + 1
    late = server.client().post(f"{V1}/register/", json=registration(code))
    assert late.status == 403


def test_an_invitation_is_for_its_role_and_for_nothing_a_failure_spends(server):
    code = invite(server, "technician")
    client = server.client()
    client.post(f"{V1}/register/", json=registration(code, "support")).expect(403)
    client.post(f"{V1}/register/", json=registration(code, "admin")).expect(400)
    weak = registration(code, "technician") | {"password": "12345678", "password2": "12345678"}
    client.post(f"{V1}/register/", json=weak).expect(400)
    for wrong in (code.upper(), code[:-1], code + "0", "", " ", "0" * len(code), ["a"], {"a": 1}):
        body = registration(wrong, "technician")
        assert client.post(f"{V1}/register/", json=body).status in (400, 403), wrong
    client.post(f"{V1}/register/", json=registration(code, "technician")).expect(201)


@pytest.mark.parametrize("change", [{"is_active": False}, {"user_type": "support"}])
def test_an_invitation_ends_with_the_right_of_who_gave_it(server, change):
    account, login = credentials.newcomer(server, CHIEF)
    chief = server.as_(CHIEF)
    path = f"{V1}/users/{account}/"
    chief.patch(path, json={"user_type": "admin"}).expect(200)
    made = server.as_(login).post(f"{V1}/invitations/", json={"role": "support"}).expect(201)
    chief.patch(path, json=change).expect(200)
    body = registration(made.json["code"])
    server.client().post(f"{V1}/register/", json=body).expect(403)
    chief.patch(path, json={"user_type": "admin", "is_active": True}).expect(200)
    server.client().post(f"{V1}/register/", json=body).expect(201)


def test_one_name_whatever_its_letters_is_taken_once(server):
    spellings = ["Racing_Name", "racing_name", "RACING_NAME", "racing_namE"]
    answers = at_once(
        lambda n: server.client().post(
            f"{V1}/register/",
            json=registration("", "customer") | {"username": spellings[n % len(spellings)]},
        )
    )
    assert sorted(answer.status for answer in answers) == [201] + [400] * (PARALLEL - 1)


LOOK_ALIKES = {
    "Cyrillic": "chief_\N{CYRILLIC SMALL LETTER A}dmin",
    "Greek": "ch\N{GREEK SMALL LETTER IOTA}ef_admin",
    "full width": "chief_\N{FULLWIDTH LATIN SMALL LETTER A}dmin",
    "zero width": "chief\N{ZERO WIDTH SPACE}_admin",
    "joined": "chief_admi\N{COMBINING DOT ABOVE}n",
    "soft hyphen": "chief_ad\N{SOFT HYPHEN}min",
    "backwards": "\N{RIGHT-TO-LEFT OVERRIDE}nimda_feihc",
    "a ligature": "chie\N{LATIN SMALL LIGATURE FF}_admin",
    "a Kelvin": "\N{KELVIN SIGN}eeper",
    "a blank": "chief_admin ",
    "NUL": "chief_admin\0",
    "capitals": "CHIEF_ADMIN",
}


@pytest.mark.parametrize("name", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_nobody_passes_for_another_by_the_look_of_a_name(server, name):
    client = server.client()
    person = registration("", "customer") | {"username": name}
    client.post(f"{V1}/register/", json=person).expect(400)
    client.post("/api/signup/", json=person).expect(400)
    admin = server.as_(CHIEF)
    admin.post(f"{V1}/users/", json=person | {"email": "other@example.com"}).expect(400)


def test_an_ending_reaches_all_that_is_under_way(server):
    """Deactivation while the account's own calls pour in: after it was answered none succeeds."""
    account, login = credentials.newcomer(server, CHIEF)
    held = [credentials.KINDS[kind](server, login) for kind in sorted(credentials.KINDS)]
    ended = threading.Event()
    late = []

    def knock(number):
        client, headers = server.client(), held[number % len(held)]
        for _ in range(60):
            is_after = ended.is_set()
            status = client.get(f"{V1}/profile/", headers=headers).status
            if is_after and status != 401:
                late.append((number, status))
        client.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        knocking = [pool.submit(knock, n) for n in range(6)]
        server.as_(CHIEF).patch(f"{V1}/users/{account}/", json={"is_active": False}).expect(200)
        ended.set()
        assert all(done.result() for done in knocking)
    assert not late


ENDINGS = ("password", "administrator's password", "deactivation", "deletion", "role")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_ends_every_credential_at_once_on_every_surface(server, ending):
    account, login = credentials.newcomer(server, CHIEF)
    pair = server.client().log_in(login)
    held = {kind: make(server, login) for kind, make in credentials.KINDS.items()}
    held["bearer"] = {"Authorization": f"Bearer {pair.access}"}
    own = {
        f"{V1}/profile/": 401,
        "/api/profile/": 401,
        "/accounts/api/account/": 403,
        "/api/accounts/customers/my_profile/": 401,
    }
    for headers in held.values():
        for path in own:
            server.client().get(path, headers=headers).expect(200)
    admin = server.as_(CHIEF)
    new = "Other-Valve-1177!"
    if ending == "password":
        other = {"Authorization": f"Bearer {server.client().log_in(login).access}"}
        body = {"old_password": login.password, "password": new, "password2": new}
        server.client().post(f"{V1}/profile/password/", json=body, headers=other).expect(200)
    elif ending == "deletion":
        admin.delete(f"{V1}/users/{account}/").expect(204)
    else:
        change = {
            "administrator's password": {"password": new},
            "deactivation": {"is_active": False},
            "role": {"user_type": "support"},
        }[ending]
        admin.patch(f"{V1}/users/{account}/", json=change).expect(200)
    for kind, headers in held.items():
        # An API token has the role of the moment, so another role is no reason to end it.
        if ending == "role" and kind == "token":
            server.client().get(f"{V1}/representatives/", headers=headers).expect(200)
            continue
        for path, refused in own.items():
            server.client().get(path, headers=headers).expect(refused)
    refreshed = server.client().post(f"{V1}/login/refresh/", json={"refresh": pair.refresh})
    refreshed.expect(401)
    old = server.client().post(f"{V1}/login/", json=login._asdict())
    assert old.status == (200 if ending == "role" else 401)


def test_history_cannot_be_tampered_with(server):
    """What was done stays told: of a deleted account, of a removed request, by the last one too."""
    account, login = credentials.newcomer(server, CHIEF)
    admin = server.as_(CHIEF)
    admin.patch(f"{V1}/users/{account}/", json={"is_active": False}).expect(200)
    admin.delete(f"{V1}/users/{account}/").expect(204)
    path = f"{V1}/audit/?object_kind=account&object={account}"
    kinds = [row["kind"] for row in admin.get(path).expect(200).json]
    assert kinds == ["deleted", "rights_changed", "registered"]
    first = admin.get(path).json[-1]["id"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for target in (f"{V1}/audit/", f"{V1}/audit/{first}/", f"{V1}/audit/export/"):
            assert admin.request(method, target, json={}).status in (404, 405)
    for who in ("support", "technician", "customer"):
        _, lower = credentials.newcomer(server, CHIEF)
        found = admin.get(f"{V1}/users/?q={lower.username}").json[0]["id"]
        admin.patch(f"{V1}/users/{found}/", json={"user_type": who}).expect(200)
        client = server.as_(lower)
        for target in (f"{V1}/audit/", f"{V1}/audit/export/", f"{V1}/system/"):
            client.get(target).expect(403)
        client.post(f"{V1}/system/backup/").expect(403)
    assert [row["kind"] for row in admin.get(path).json] == kinds


@pytest.mark.parametrize("token", ["", "0", "f" * 64, "F" * 64, "0" * 63, "%00" * 8, "' OR 1=1 --"])
def test_a_follow_link_is_not_guessed(server, token):
    body = {"address": "12, Green Valley", "what": "It hisses", "phone": "+4912345"}
    made = server.client().post(f"{V1}/leak-reports/", json=body).expect(201).json
    assert len(made["token"]) == 64
    path = f"{V1}/leak-reports/{token.replace(' ', '%20')}/"
    assert server.client().get(path).status in (400, 404, 405)
    for near in (made["token"][:-1], made["token"].upper(), made["token"] + "0"):
        server.client().get(f"{V1}/leak-reports/{near}/").expect(404)
    seen = server.client().get(f"{V1}/leak-reports/{made['token']}/").expect(200)
    assert "+4912345" not in seen.text and "Green Valley" not in seen.text
