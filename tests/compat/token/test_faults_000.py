"""The contradictions (contracts.md §7) and faults (§8) that concern seed 000, number by number."""

from __future__ import annotations

import sqlite3

import pytest
from harness import logins, tickets
from harness.seed_000 import CM, SR
from harness.shapes import faults

CUSTOMERS = "/api/accounts/customers/"
REPRESENTATIVES = "/api/accounts/representatives/"
TYPES = "/api/services/types/"
REQUESTS = "/api/services/requests/"
TICKETS = "/api/support/tickets/"
INTERACTIONS = "/api/support/interactions/"
FORBIDDEN = {"detail": "You do not have permission to perform this action."}
NEW_PASSWORD = "Valve-Seat-9041!"


def make(demo, who="customer", **fields):
    body = {"service_type_id": 6, "description": "a rusted pipe", **fields}
    return demo.as_(who).post(REQUESTS, json=body).expect(201).json


def person(demo, name):
    """A customer of the test's own, by self-registration."""
    body = {
        "user": {"username": name, "email": f"{name}@example.com", "password": NEW_PASSWORD},
        "customer_id": name,
        "phone_number": "+1",
        "address": "x",
    }
    demo.client().post(CUSTOMERS, json=body).expect(201)
    return logins.Login(name, NEW_PASSWORD)


def issue(demo, login):
    return demo.client().post("/api/token/", json=login._asdict())


def by_token(token):
    return {"Authorization": f"Token {token}"}


def test_C1_one_token_serves_seed_000_and_seed_004(demo):
    issued = issue(demo, logins.CUSTOMER).expect(200).json
    assert list(issued) == ["token", "user_id", "email", "is_staff"]
    question = {"subject": "My bill", "message": "Why twice as much?"}
    client = demo.client()
    client.post("/api/newticket/", headers=by_token(issued["token"]), json=question).expect(201)


@pytest.mark.parametrize(
    "path, body, told",
    [
        (TICKETS, {"service_request_id": 99999, "description": "x", "priority": "x"},
         {"service_request_id", "priority"}),
        (INTERACTIONS,
         {"support_ticket_id": 99999, "interaction_type": "X", "notes": "", "duration": -1},
         {"support_ticket_id", "interaction_type", "notes", "duration"}),
    ],
)
def test_faults_are_told_all_at_once(demo, path, body, told):
    assert set(demo.as_("support").post(path, json=body).expect(400).json) == told


def test_C2_customers_have_their_own_staff_all(demo):
    made = make(demo)["id"]
    for who, seen in {"customer": True, "other_customer": False, "support": True}.items():
        rows, _ = tickets.pages(demo, who, f"{REQUESTS}?limit=100")
        assert (made in [row["id"] for row in rows]) is seen, who


def test_C3_tickets_and_conversations_never_share_a_number(demo):
    case = tickets.open_case(demo)["id"]
    begun = tickets.begin(demo)["id"]
    assert case != begun
    demo.as_("admin").get(f"{TICKETS}{begun}/").expect(404)


def test_C4_who_shows_no_credentials_gets_401(demo):
    refused = demo.client().get(REQUESTS).expect(401)
    assert refused.header("WWW-Authenticate") == "Token"


def test_C5_a_failed_log_in_is_400(demo):
    refused = issue(demo, logins.Login("meera_customer", "wrong")).expect(400)
    assert refused.json == {"non_field_errors": ["Unable to log in with provided credentials."]}


@pytest.mark.parametrize(
    "word, canonical",
    [
        ("IN_PROGRESS", "in_progress"),
        ("COMPLETED", "resolved"),
        ("CANCELLED", "cancelled"),
        ("PENDING", "pending"),
    ],
)
def test_C6_each_status_has_its_word(demo, word, canonical):
    made = make(demo)["id"]
    body = {"status": word}
    shown = demo.as_("support").post(f"{REQUESTS}{made}/update_status/", json=body).expect(200)
    assert shown.json["status"] == word
    assert demo.as_("support").get(f"/api/v1/requests/{made}/").json["status"] == canonical


def test_C6_a_step_that_the_states_do_not_have_is_told(demo):
    path = f"{REQUESTS}{make(demo)['id']}/update_status/"
    desk = demo.as_("support")
    done = desk.post(path, json={"status": "COMPLETED"}).expect(200).json
    assert (
        desk.post(path, json={"status": "COMPLETED"}).json["completed_at"] == done["completed_at"]
    )
    assert "detail" in desk.post(path, json={"status": "CANCELLED"}).expect(400).json
    assert desk.post(path, json={"status": "IN_PROGRESS"}).json["completed_at"] is None
    for unknown in ({}, {"status": "done"}, {"status": None}, {"status": 7}):
        assert desk.post(path, json=unknown).expect(400).json == {"detail": "Invalid status"}


def test_C7_an_emergency_is_urgent_whatever_is_asked(demo):
    assert make(demo, service_type_id=1, priority="LOW")["priority"] == "URGENT"
    other = {"request_type": "new_connection", "details": "for the new house"}
    made = demo.as_("customer").post("/api/v1/requests/", json=other).expect(201).json["id"]
    shown = demo.as_("customer").get(f"{REQUESTS}{made}/").expect(200).json
    assert not faults({k: shown[k] for k in SR}, SR)


def test_C8_a_request_made_here_has_a_title_elsewhere(demo):
    made = make(demo)["id"]
    shown = demo.as_("customer").get(f"/api/v1/requests/{made}/").expect(200).json
    assert (shown["title"], shown["description"]) == ("Repair", "a rusted pipe")


def test_C9_the_first_of_many_files_is_shown(demo):
    form = [
        ("service_type_id", "6"),
        ("description", "two files"),
        ("attachment", ("a.txt", b"a")),
        ("attachment", ("b.txt", b"b")),
    ]
    made = demo.as_("customer").post(REQUESTS, multipart=form).expect(201).json
    path = made["attachment"].removeprefix(demo.origin)
    assert demo.as_("customer").get(path).expect(200).body == b"a"
    files = demo.as_("customer").get(f"/api/v1/requests/{made['id']}/attachments/").json
    assert len(files) == 2


def test_C10_work_is_given_at_once_and_given_to_another(demo):
    made = make(demo)
    path = f"{REQUESTS}{made['id']}/assign/"
    second = tickets.me(demo, "second_support")
    given = demo.as_("support").post(path, json={"assigned_to": second}).expect(200).json
    assert not faults(given, SR) and given["assigned_to"]["id"] == second
    demo.as_("second_support").get(f"/api/v1/requests/{made['id']}/").expect(200)


def test_C11_owners_remove_only_what_is_pending(demo):
    path = f"{REQUESTS}{make(demo)['id']}/"
    demo.as_("support").patch(path, json={"status": "IN_PROGRESS"}).expect(200)
    demo.as_("customer").delete(path).expect(400)
    demo.as_("admin").delete(path).expect(204)


def test_C12_representatives_do_not_manage_each_other(demo):
    own = f"{REPRESENTATIVES}{tickets.me(demo, 'support')}/"
    assert demo.as_("support").patch(own, json={"department": "Board"}).expect(403)


def test_C13_an_address_is_optional_and_unique(demo):
    login = person(demo, "c13_first")
    body = {"customer_id": "c13", "phone_number": "+1", "address": "x", "user": {"username": "c13"}}
    assert demo.as_("support").post(CUSTOMERS, json=body).expect(201).json["user"]["email"] == ""
    path = f"{CUSTOMERS}{demo.as_(login).get(f'{CUSTOMERS}my_profile/').json['id']}/"
    taken = {"user": {"email": "MEERA.customer@example.com"}}
    demo.as_(login).patch(path, json=taken).expect(400)


def test_C15_a_bare_list_has_an_end_and_a_page_a_size(demo):
    page = demo.as_("support").get(f"{REQUESTS}?page_size=5000").expect(200).json
    assert len(page["results"]) == 100 < page["count"]
    for unusable in ("0", "abc", "-1"):
        rows = demo.as_("support").get(f"{REQUESTS}?page_size={unusable}").expect(200).json
        assert len(rows["results"]) == 10


def test_C16_S11_a_token_ends_with_its_password_and_by_revocation(demo):
    login = person(demo, "s11_customer")
    token = issue(demo, login).expect(200).json["token"]
    other = logins.Login(login.username, "Another-Seat-9042!")
    change = {
        "old_password": login.password,
        "password": other.password,
        "password2": other.password,
    }
    demo.as_(login).post("/api/v1/profile/password/", json=change)
    demo.client().get(REQUESTS, headers=by_token(token)).expect(401)
    fresh = issue(demo, other).expect(200).json["token"]
    assert fresh != token
    row = (
        demo.as_(
            other,
        )
        .get("/api/v1/tokens/")
        .expect(200)
        .json[0]
    )
    demo.as_(other).delete(f"/api/v1/tokens/{row['id']}/").expect(204)
    ended = demo.client().get(REQUESTS, headers=by_token(fresh)).expect(401)
    assert ended.json == {"detail": "Invalid token."}


def test_S11_no_token_is_stored(demo):
    token = issue(demo, logins.CUSTOMER).expect(200).json["token"]
    with sqlite3.connect(demo.data / "pilotlight.db") as database:
        dump = "\n".join(database.iterdump())
    assert token not in dump


def test_C17_a_comment_needs_no_request_in_its_body(demo):
    made = make(demo)["id"]
    path = f"{REQUESTS}{made}/comments/"
    said = demo.as_("customer").post(path, json={"comment": "once"}).expect(201).json
    assert not faults(said, CM) and said["service_request"] == made
    also = {"comment": "twice", "service_request": "1"}
    assert demo.as_("customer").post(path, json=also).json["service_request"] == made


def test_C19_a_refusal_is_a_detail(demo):
    assert demo.as_("customer").get(REPRESENTATIVES).expect(403).json == FORBIDDEN
    assert demo.as_("customer").get(f"{REQUESTS}999999999/").json == {"detail": "Not found."}


def test_C20_moments_are_universal(demo):
    assert demo.as_("customer").get(f"{REQUESTS}1/").json["created_at"].endswith("Z")


def test_C21_files_need_credentials(demo):
    shown = demo.as_("customer").get(f"{REQUESTS}1/").json["attachment"]
    assert "/media/" not in shown
    demo.client().get(shown.removeprefix(demo.origin)).expect(401)


def test_S3_customers_do_not_move_resolve_or_assign(demo):
    made = make(demo)["id"]
    ticket = tickets.open_case(demo, request=made)["id"]
    me = tickets.me(demo, "customer")
    own = demo.as_("customer")
    for path, body in (
        (f"{REQUESTS}{made}/update_status/", {"status": "COMPLETED"}),
        (f"{REQUESTS}{made}/assign/", {"assigned_to": me}),
        (f"{TICKETS}{ticket}/resolve/", {"resolution_notes": "mine"}),
        (f"{TICKETS}{ticket}/assign/", {"assigned_to": me}),
    ):
        assert own.post(path, json=body).expect(403).json == FORBIDDEN
    own.patch(f"{REQUESTS}{made}/", json={"status": "COMPLETED"}).expect(403)
    own.patch(f"{TICKETS}{ticket}/", json={"resolution_notes": "mine"}).expect(403)
    shown = demo.as_("support").get(f"{TICKETS}{ticket}/").json
    assert (shown["status"], shown["service_request"]["status"]) == ("OPEN", "PENDING")


def test_S4_the_requests_of_others_are_absent(demo):
    made = make(demo)["id"]
    other = demo.as_("other_customer")
    other.get(f"{REQUESTS}{made}/comments/").expect(404)
    other.post(f"{REQUESTS}{made}/comments/", json={"comment": "x"}).expect(404)
    other.get(f"{REQUESTS}999999999/comments/").expect(404)
    body = {"service_request_id": made, "description": "x"}
    refused = other.post(TICKETS, json=body).expect(400)
    absent = {"service_request_id": [f'Invalid pk "{made}" - object does not exist.']}
    assert refused.json == absent


def test_S4_customers_make_no_types_and_no_customers(demo):
    body = {"name": "x", "description": "x", "estimated_time": 1}
    assert demo.as_("customer").post(TYPES, json=body).expect(403).json == FORBIDDEN
    assert demo.as_("customer").post(CUSTOMERS, json={}).expect(403).json == FORBIDDEN
    demo.as_("customer").delete(f"{TYPES}1/").expect(403)
    demo.as_("customer").post(INTERACTIONS, json={}).expect(403)


def test_S6_a_customers_status_means_nothing(demo):
    made = make(demo, status="COMPLETED")
    assert (made["status"], made["completed_at"]) == ("PENDING", None)
    body = {
        "service_request_id": made["id"],
        "description": "x",
        "status": "RESOLVED",
        "resolution_notes": "forged",
    }
    ticket = demo.as_("customer").post(TICKETS, json=body).expect(201).json
    assert (ticket["status"], ticket["resolution_notes"]) == ("OPEN", "")
    assert ticket["resolved_at"] is None


@pytest.mark.parametrize("value", [999999999, "abc", True, 1.5, [1], {"id": 1}])
def test_S8_no_database_text_for_an_assignee(demo, value):
    path = f"{REQUESTS}{make(demo)['id']}/assign/"
    refused = demo.as_("support").post(path, json={"assigned_to": value}).expect(400)
    assert refused.json == {"detail": "Invalid representative"}


@pytest.mark.parametrize("body", [{}, {"assigned_to": None}, {"assigned_to": ""}])
def test_S8_an_assignee_is_required(demo, body):
    path = f"{REQUESTS}{make(demo)['id']}/assign/"
    refused = demo.as_("support").post(path, json=body).expect(400)
    assert refused.json == {"detail": "assigned_to is required"}


def test_S10_files_are_bounded_named_by_the_server_and_never_rendered(start_server):
    server = start_server(profile="demo", attachment_bytes_max=1024)
    form = {
        "service_type_id": "6",
        "description": "page",
        "attachment": ("../x.html", b"<html><script>1</script></html>", "text/html"),
    }
    made = server.as_("customer").post(REQUESTS, multipart=form).expect(201).json
    file = server.as_("customer").get(made["attachment"].removeprefix(server.origin)).expect(200)
    assert "x.html" not in made["attachment"]
    assert file.header("Content-Disposition").startswith("attachment;")
    assert file.header("X-Content-Type-Options") == "nosniff"
    form["attachment"] = ("big.bin", b"x" * 1025)
    assert server.as_("customer").post(REQUESTS, multipart=form).status in (400, 413)


def test_S13_log_in_is_throttled(start_server):
    server = start_server(profile="demo", login_failures_per_account_max=3)
    wrong = logins.Login("ravi_customer", "wrong")
    for _ in range(3):
        issue(server, wrong).expect(400)
    refused = issue(server, wrong).expect(429)
    assert refused.json["detail"].startswith("Request was throttled. Expected available in ")
    assert int(refused.header("Retry-After")) > 0


def test_S16_errors_are_json_without_traces(demo):
    for path in ("/api/services/nothing/", "/api/support/tickets/x/", "/api/accounts/customers/0/"):
        answer = demo.as_("admin").get(path).expect(404)
        assert answer.json["detail"] == "Not found." and "Traceback" not in answer.text


def test_S17_staff_are_never_shown_old_data(demo):
    path = f"{REQUESTS}?status=PENDING&page_size=1"
    before = demo.as_("support").get(path).json["count"]
    make(demo)
    assert demo.as_("support").get(path).json["count"] == before + 1


def test_S18_no_list_is_without_a_bound(demo):
    shown = demo.as_("support").get(f"{TYPES}?page_size=100000").expect(200).json
    assert len(shown["results"]) <= 100


def test_S19_a_removed_request_leaves_its_history(demo):
    made = make(demo)["id"]
    demo.as_("customer").delete(f"{REQUESTS}{made}/").expect(204)
    with sqlite3.connect(demo.data / "pilotlight.db") as database:
        kinds = database.execute(
            "SELECT kind FROM request_event WHERE service_request = ? ORDER BY id", (made,)
        ).fetchall()
    assert kinds[0] == ("opened",) and kinds[-1] == ("deleted",)


def test_S20_a_204_is_empty(demo):
    gone = demo.as_("customer").delete(f"{REQUESTS}{make(demo)['id']}/").expect(204)
    assert gone.body == b"" and gone.header("Content-Length") in (None, "0")


@pytest.mark.parametrize("password", ["password123", "12345678", "short", "c14_customer"])
def test_C14_S15_who_registers_obeys_the_policy(production, password):
    body = {
        "user": {"username": "c14_customer", "password": password},
        "customer_id": "c14",
        "phone_number": "+1",
        "address": "x",
    }
    refused = production.client().post(CUSTOMERS, json=body).expect(400)
    assert list(refused.json) == ["user"] and list(refused.json["user"]) == ["password"]


def test_S2_only_administrators_make_representatives(demo):
    body = {"user": {"username": "s2"}, "employee_id": "E", "department": "D"}
    for who in ("customer", "support", "technician"):
        assert demo.as_(who).post(REPRESENTATIVES, json=body).expect(403).json == FORBIDDEN
    demo.client().post(REPRESENTATIVES, json=body).expect(401)
