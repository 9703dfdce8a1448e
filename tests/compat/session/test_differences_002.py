"""What the session surface does otherwise than the original, one test for each number of
contracts.md §7 and §8 that concerns it, and what its deeds look like through the canonical door."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

import pytest

from harness import cookies, logins
from harness.cookies import COOKIES, remember

REGISTER = "/accounts/api/register/"
LOGIN = "/accounts/api/login/"
ACCOUNT = "/accounts/api/account/"
SUBMIT = "/api/submit/"
TRACK = "/api/track/"
USERS = "/accounts/api/admin/users/"
REQUESTS = "/api/admin/requests/"
V1 = "/api/v1/requests/"
PASSWORD = "Valve-Seat-9041!"
WANTED = {"type_of_request": "New Connection", "details": "Need new gas connection"}

_numbers = itertools.count(1)


def form(**changes):
    name = f"otherwise_{next(_numbers)}"
    draft = {"username": name, "email": f"{name}@example.com", "name": "Other Wise"}
    return draft | {"password1": PASSWORD, "password2": PASSWORD} | changes


def newcomer(server):
    """A client of somebody who has just registered here."""
    draft = form()
    server.client().post(REGISTER, json=draft).expect(201)
    return server.as_(logins.Login(draft["username"], PASSWORD))


def submitted(client, **changes):
    return client.post(SUBMIT, json=WANTED | changes).expect(201).json["data"]


def test_C2_customers_track_their_own_and_administrators_see_all(demo):
    mine, other = newcomer(demo), newcomer(demo)
    request = submitted(mine)["id"]
    assert [row["id"] for row in mine.get(TRACK).expect(200).json] == [request]
    assert other.get(TRACK).expect(200).json == []
    demo.as_("admin").get(f"{REQUESTS}{request}/").expect(200)


def test_C4_who_shows_no_credentials_gets_403_here_and_401_elsewhere(demo):
    here, there = demo.client().get(TRACK), demo.client().get(V1)
    assert (here.status, there.status) == (403, 401)
    assert here.header("WWW-Authenticate") is None
    assert here.json == {"detail": "Authentication credentials were not provided."}


def test_C4_a_token_that_is_none_is_403_too(demo):
    for header in ("Bearer nonsense", "Token " + "0" * 40, "Bearer a b", "Token"):
        answer = demo.client().get(ACCOUNT, headers={"Authorization": header})
        assert answer.status == 403, (header, answer.text)
        assert answer.json["detail"]


def test_C5_a_log_in_that_fails_is_401_with_an_error(demo):
    answer = demo.client().post(LOGIN, json={"username": "meera_customer", "password": "no"})
    assert (answer.status, answer.json) == (401, {"error": "Invalid credentials"})


@pytest.mark.parametrize(
    "here, there",
    [
        ("Pending", "pending"),
        ("In Progress", "in_progress"),
        ("Completed", "resolved"),
        ("Cancelled", "cancelled"),
    ],
)
def test_C6_a_status_in_both_doors_words(demo, here, there):
    admin, request = demo.as_("admin"), submitted(demo.as_("customer"))["id"]
    admin.put(f"{REQUESTS}{request}/", json={"status": here}).expect(200)
    assert admin.get(f"{V1}{request}/").expect(200).json["status"] == there
    admin.put(f"{REQUESTS}{request}/", json={"status": "Pending"}).expect(200)
    admin.patch(f"{V1}{request}/", json={"status": there}).expect(200)
    assert admin.get(f"{REQUESTS}{request}/").expect(200).json["status"] == here


@pytest.mark.parametrize(
    "written, slug",
    [
        ("New Connection", "new_connection"),
        ("Maintenance", "maintenance"),
        ("there is a gas leak in the kitchen!", "gas_leak"),
        ("something else entirely", None),
    ],
)
def test_C7_the_text_stays_and_the_nearest_type_works_behind_it(demo, written, slug):
    request = submitted(demo.as_("customer"), type_of_request=written)
    assert request["type_of_request"] == written
    shown = demo.as_("customer").get(f"{V1}{request['id']}/").expect(200).json
    types = {kind["id"]: kind for kind in demo.as_("customer").get("/api/v1/service-types/").json}
    kind = types[shown["service_type"]]
    assert slug is None or slug == kind["slug"] or slug in kind["aliases"]


def test_C7_an_emergency_is_urgent_by_whatever_door(demo):
    request = submitted(demo.as_("customer"), type_of_request="Gas leak")["id"]
    shown = demo.as_("support").get(f"{V1}{request}/").expect(200).json
    assert shown["priority"] == "urgent"


def test_C8_details_are_the_description(demo):
    request = submitted(demo.as_("customer"), details="one text, two names")["id"]
    shown = demo.as_("customer").get(f"{V1}{request}/").expect(200).json
    assert shown["description"] == shown["details"] == "one text, two names"
    assert shown["title"]


def test_C9_files_do_not_disturb_a_door_that_has_none(demo):
    draft = {"request_type": "repair", "details": "with a file"}
    draft["attachment"] = ("a.txt", b"gas\n", "text/plain")
    request = demo.as_("customer").post(V1, multipart=draft).expect(201).json["id"]
    shown = demo.as_("admin").get(f"{REQUESTS}{request}/").expect(200).json
    assert "attachment" not in shown and shown["details"] == "with a file"
    kept = demo.as_("customer").get(f"{V1}{request}/attachments/").expect(200).json
    demo.as_("admin").put(f"{REQUESTS}{request}/", json={"details": "changed"}).expect(200)
    assert demo.as_("customer").get(f"{V1}{request}/attachments/").json == kept


def test_C10_a_submission_is_assigned_as_every_request_is(demo):
    request = submitted(demo.as_("customer"))["id"]
    events = demo.as_("support").get(f"{V1}{request}/events/").expect(200).json
    assert {"opened", "assigned"} <= {event["kind"] for event in events}


def test_C11_S19_an_administrator_deletes_and_the_history_stays(start_server):
    server = start_server("demo")
    customer, admin = server.as_("customer"), server.as_("admin")
    request = submitted(customer)["id"]
    path = f"{REQUESTS}{request}/"
    customer.delete(path).expect(403)
    server.as_("support").delete(path).expect(403)
    admin.delete(path).expect(200)
    customer.get(f"{V1}{request}/").expect(404)
    user = admin.post(USERS + "create/", json=form()).expect(201).json["user"]["id"]
    admin.delete(f"{USERS}{user}/").expect(200)
    server.stop()
    with contextlib.closing(sqlite3.connect(server.data / "pilotlight.db")) as database:
        told = database.execute(
            "SELECT kind FROM request_event WHERE service_request = ?", (request,)
        ).fetchall()
        gone = database.execute(
            "SELECT count(*) FROM audit_event WHERE subject = ? AND action = 'deleted'", (user,)
        ).fetchone()
    assert len(told) >= 2 and gone == (1,)


def test_C12_staff_is_shown_and_opens_nothing_here(demo):
    shown = {
        row["username"]: (row["is_staff"], row["is_superuser"])
        for row in demo.as_("admin").get(USERS).expect(200).json
    }
    assert shown["meera_customer"] == (False, False)
    assert shown["asha_support"] == (True, False)
    assert shown["tarun_technician"] == (True, False)
    assert shown["admin"] == (True, True)
    demo.as_("support").get(USERS).expect(403)


@pytest.mark.parametrize(
    "name, first, last",
    [("Ada Byron", "Ada", "Byron"), ("Ada Maria  Byron", "Ada Maria", "Byron"), ("Ada", "Ada", "")],
)
def test_C13_one_name_is_two_behind_the_other_door(demo, name, first, last):
    draft = form(name=name)
    demo.client().post(REGISTER, json=draft).expect(201)
    profile = demo.as_(logins.Login(draft["username"], PASSWORD)).get("/api/v1/profile/").json
    assert (profile["first_name"], profile["last_name"]) == (first, last)


def test_C13_names_and_addresses_are_one_whatever_their_case(demo):
    draft = form()
    demo.client().post(REGISTER, json=draft).expect(201)
    upper = {"username": draft["username"].upper(), "email": draft["email"].upper()}
    answer = demo.client().post(REGISTER, json=draft | upper).expect(400).json
    assert answer["details"] == {
        "username": ["A user with that username already exists."],
        "email": ["User with this Email already exists."],
    }
    known = {"username": upper["username"], "password": PASSWORD}
    demo.client().post(LOGIN, json=known).expect(200)


def test_C14_the_password_of_the_document_is_too_common_in_production(production):
    admin = production.as_(logins.PRODUCTION_ADMIN)
    common = form(password1="password123", password2="password123")
    for client, path in ((production.client(), REGISTER), (admin, USERS + "create/")):
        answer = client.post(path, json=common).expect(400).json
        assert answer["password2"] == ["This password is too common."]
    draft = form(password1="otherwise_name", password2="otherwise_name", username="otherwise_name")
    answer = production.client().post(REGISTER, json=draft).expect(400).json
    assert answer["password2"] == ["The password is too similar to the username."]
    numbers = form(password1="9041780213", password2="9041780213")
    answer = production.client().post(REGISTER, json=numbers).expect(400).json
    assert answer["password2"] == ["This password is entirely numeric."]
    made = admin.post(USERS + "create/", json=form()).expect(201).json["user"]["id"]
    answer = admin.put(f"{USERS}{made}/", json={"password": "password123"}).expect(400).json
    assert answer["details"] == {"password": ["This password is too common."]}


def test_C15_S18_a_bare_list_ends_and_a_page_has_a_hundred_rows_at_most(start_server):
    server = start_server("demo")
    client = newcomer(server)
    for number in range(1001):
        client.post(SUBMIT, json=WANTED | {"details": str(number)}).expect(201)
    answer = client.get(TRACK).expect(200)
    assert len(answer.json) == 1000
    rest = answer.header("Link").partition(">")[0].removeprefix(f"<{server.origin}")
    assert [row["details"] for row in client.get(rest).expect(200).json] == ["1000"]
    page = client.get(TRACK + "?page_size=5000").expect(200).json
    assert (len(page["results"]), page["count"]) == (100, 1001), "counted exactly, shown in part"
    last = client.get(TRACK + "?page=last").expect(200).json
    assert [row["details"] for row in last["results"]] == ["1000"]


def test_C17_the_keys_of_the_server_and_of_its_document(demo):
    customer, admin = demo.as_("customer"), demo.as_("admin")
    refused = customer.post(SUBMIT, json={}).expect(400).json
    assert set(refused) == {"error", "details"}
    request = submitted(customer)["id"]
    user = admin.post(USERS + "create/", json=form()).expect(201).json
    assert list(user) == ["message", "user", "data"] and user["user"] == user["data"]
    for client, path in (
        (customer, ACCOUNT),
        (admin, f"{REQUESTS}{request}/"),
        (admin, f"{USERS}{user['user']['id']}/"),
    ):
        shown = client.get(path).expect(200).json
        own = {key: value for key, value in shown.items() if key not in ("message", "data")}
        assert own == shown["data"] and shown["message"] == "Operation successful"
    assert isinstance(customer.get(TRACK).json, list), "lists stay bare"


def test_C19_errors_stand_where_clients_look_for_them(demo):
    admin = demo.as_("admin")
    assert set(admin.get(f"{USERS}999999999/").json) == {"error"}
    assert set(admin.get("/accounts/api/nowhere/").json) >= {"detail"}
    assert set(demo.as_("customer").get(USERS).json) == {"detail"}


def test_C20_times_are_told_in_UTC(demo):
    assert submitted(demo.as_("customer"))["date_submitted"].endswith("Z")


def test_S2_nobody_registers_as_more_than_a_customer(demo):
    flags = {"is_staff": True, "is_superuser": True, "role": "admin", "user_type": "admin"}
    draft = form() | flags
    known = {}
    remember(None, demo.client().post(REGISTER, json=draft).expect(201), known)
    demo.client().get(USERS, headers=cookies.headers_of(known)).expect(403)


def test_S6_status_is_not_the_customers_to_say(demo):
    assert submitted(demo.as_("customer"), status="Completed")["status"] == "Pending"


def test_S8_no_database_text(demo):
    customer, admin = demo.as_("customer"), demo.as_("admin")
    request = submitted(customer)["id"]
    answers = [
        customer.post(SUBMIT, json={"details": None}),
        customer.post(SUBMIT, json=WANTED | {"details": "\x00"}),
        admin.put(f"{REQUESTS}{request}/", json={"details": None}),
        admin.put(f"{USERS}1/", json={"email": None}),
        admin.delete(f"{USERS}999999999/"),
    ]
    for answer in answers:
        assert 400 <= answer.status < 500, answer.text
        for word in ("constraint", "NULL failed", "sqlite", "Column", "1048"):
            assert word not in answer.text


def test_S9_nobody_takes_their_own_rights_or_account(demo):
    admin = demo.as_("admin")
    own = admin.get("/api/v1/profile/").expect(200).json["id"]
    path = f"{USERS}{own}/"
    for sent in ({"is_active": False}, {"is_staff": False}, {"is_superuser": False}):
        answer = admin.put(path, json=sent).expect(400)
        assert answer.text == '{"error":"You cannot change your own role or activity."}'
    answer = admin.delete(path).expect(400)
    assert answer.text == '{"error":"You cannot delete your own account."}'
    admin.put(path, json={"is_active": True, "is_staff": True, "is_superuser": True}).expect(200)


def test_S9_a_change_that_is_refused_changes_nothing(demo):
    admin = demo.as_("admin")
    user = admin.post(USERS + "create/", json=form()).expect(201).json["user"]["id"]
    before = admin.get(f"{USERS}{user}/").expect(200).json
    sent = {"name": "Changed", "is_superuser": True, "email": "ravi.customer@example.com"}
    admin.put(f"{USERS}{user}/", json=sent).expect(400)
    assert admin.get(f"{USERS}{user}/").expect(200).json == before


def test_S13_log_ins_and_registrations_are_throttled(start_server):
    server = start_server("demo", login_failures_per_account_max=2, registrations_per_address_max=1)
    wrong = {"username": "meera_customer", "password": "wrong"}
    statuses = [server.client().post(LOGIN, json=wrong).status for _ in range(3)]
    assert statuses == [401, 401, 429]
    answer = server.client().post(LOGIN, json=wrong)
    assert answer.json["detail"].startswith("Request was throttled. Expected available in ")
    assert int(answer.header("Retry-After")) > 0
    statuses = [server.client().post(REGISTER, json=form()).status for _ in range(2)]
    assert statuses == [201, 429]


def test_S14_a_form_of_another_site_logs_nobody_in(demo):
    client = demo.client()
    for path, draft in ((LOGIN, logins.CUSTOMER._asdict()), (REGISTER, form())):
        answer = client.post(path, form=draft, headers={"Origin": "https://evil.example"})
        assert answer.status == 403 and "CSRF Failed: Origin checking failed" in answer.text
        assert "sessionid" not in cookies.set_by(answer)
    own = {"Origin": demo.origin}
    client.post(LOGIN, form=logins.CUSTOMER._asdict(), headers=own).expect(200)


def test_S14_a_session_does_not_answer_to_another_site(demo):
    known = {}
    remember(None, demo.client().post(LOGIN, json=logins.CUSTOMER._asdict()).expect(200), known)
    headers = cookies.headers_of(known) | {"Origin": "https://evil.example"}
    refused = demo.client().post(SUBMIT, json=WANTED, headers=headers)
    assert refused.status == 403 and "Origin checking failed" in refused.text


def test_S14_cookies_are_secure_over_tls(start_server):
    server = start_server("demo", trusted_proxies="127.0.0.1")
    answer = server.client().post(
        LOGIN, json=logins.CUSTOMER._asdict(), headers={"X-Forwarded-Proto": "https"}
    )
    given = cookies.set_by(answer.expect(200))
    assert [bool(given[name]["secure"]) for name in ("sessionid", "csrftoken")] == [True, True]


def test_S14_no_basic(demo):
    header = {"Authorization": "Basic bWVlcmFfY3VzdG9tZXI6UGlsb3RsaWdodERlbW9AMjAyNg=="}
    demo.client().get(ACCOUNT, headers=header).expect(403)
    demo.client().post(SUBMIT, json=WANTED, headers=header).expect(403)


def test_S16_what_is_not_there_is_said_in_JSON(demo):
    for path in ("/api/submit/x/", "/accounts/api/", "/api/admin/", USERS + "1/2/"):
        answer = demo.client().get(path).expect(404)
        assert answer.json["detail"] == "Not found.", path


def test_any_credential_is_good_here(demo):
    draft = form()
    known = {}
    remember(None, demo.client().post(REGISTER, json=draft).expect(201), known)
    cookie = cookies.headers_of(known)
    token = demo.client().post("/api/v1/tokens/", headers=cookie).expect(200).json["token"]
    bearer = demo.client().log_in(logins.Login(draft["username"], PASSWORD)).access
    for header in (
        {"Cookie": COOKIES["Cookie"].format(**known)},
        {"Authorization": f"Token {token}"},
        {"Authorization": f"Bearer {bearer}"},
    ):
        shown = demo.client().get(ACCOUNT, headers=header).expect(200).json
        assert shown["username"] == draft["username"]
    assert demo.client().get(V1, headers=cookie).expect(200).json == []


def test_what_is_done_here_is_seen_through_the_canonical_door(demo):
    customer, admin = newcomer(demo), demo.as_("admin")
    request = submitted(customer)["id"]
    admin.put(f"{REQUESTS}{request}/", json={"status": "Completed", "details": "done"}).expect(200)
    shown = customer.get(f"{V1}{request}/").expect(200).json
    assert (shown["status"], shown["details"]) == ("resolved", "done")
    resolved_at = admin.get(f"{REQUESTS}{request}/").expect(200).json["date_resolved"]
    assert shown["resolved_at"] == resolved_at
    kinds = [event["kind"] for event in customer.get(f"{V1}{request}/events/").expect(200).json]
    assert "status_changed" in kinds
    admin.delete(f"{REQUESTS}{request}/").expect(200)
    customer.get(f"{V1}{request}/").expect(404)


def test_what_is_done_through_the_canonical_door_is_seen_here(demo):
    customer, admin = newcomer(demo), demo.as_("admin")
    made = customer.post(V1, json={"request_type": "repair", "details": "made there"})
    request = made.expect(201).json["id"]
    assert [row["details"] for row in customer.get(TRACK).expect(200).json] == ["made there"]
    admin.patch(f"{V1}{request}/", json={"status": "in_progress"}).expect(200)
    assert customer.get(TRACK).expect(200).json[0]["status"] == "In Progress"
    admin.post(f"{V1}{request}/cancel/", json={}).expect(200)
    assert admin.get(f"{REQUESTS}{request}/").expect(200).json["status"] == "Cancelled"
    assert customer.get(TRACK).expect(200).json[0]["type_of_request"]


def test_a_user_of_the_canonical_door_is_managed_here(demo):
    admin = demo.as_("admin")
    draft = {"username": "made_there", "email": "made_there@example.com", "password": PASSWORD}
    draft |= {"first_name": "Made", "last_name": "There", "role": "support"}
    user = admin.post("/api/v1/users/", json=draft).expect(201).json["id"]
    shown = admin.get(f"{USERS}{user}/").expect(200).json
    assert (shown["name"], shown["is_staff"], shown["is_superuser"]) == ("Made There", True, False)
    admin.put(f"{USERS}{user}/", json={"name": "Changed Here", "is_active": False}).expect(200)
    there = admin.get(f"/api/v1/users/{user}/").expect(200).json
    assert (there["first_name"], there["last_name"]) == ("Changed", "Here")
    assert there["is_active"] is False
    known = {"username": "made_there", "password": PASSWORD}
    demo.client().post(LOGIN, json=known).expect(401)
