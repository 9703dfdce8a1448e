"""The contradictions (C) and faults (S) of contracts.md §§7, 8 that concern the desk surface, and
what is done through it as the canonical surface shows it."""

from __future__ import annotations

import pytest

from desk_door import CREATE, DRAFT, LIST, PASSWORD, REQUESTS, assign, created, id_of, listed
from desk_door import newcomer
from harness import credentials, logins

REGISTER = "/api/auth/register/"
LOG_IN = "/api/auth/login/"
V1 = "/api/v1"
FORBIDDEN = '{"detail":"You do not have permission to perform this action."}'


def opened(client, word="repair", **more):
    """A request made through the canonical surface."""
    body = {"request_type": word, "details": "The regulator hisses", **more}
    return client.post(f"{V1}/requests/", json=body).expect(201).json["id"]


def shown(client, request):
    return listed(client)[request]


def status_of(client, request):
    return client.get(f"{V1}/requests/{request}/").expect(200).json["status"]


# -- C: contradictions -----------------------------------------------------------------------------


def test_C2_a_list_is_what_was_given_although_staff_see_more_elsewhere(demo):
    _, customer = newcomer(demo, "c2_customer")
    given, staff = newcomer(demo, "c2_staff", role="support_staff")
    _, colleague = newcomer(demo, "c2_colleague", role="support_staff")
    request = opened(customer)
    assign(demo, request, given)
    assert request in listed(staff) and request not in listed(colleague)
    colleague.get(f"{V1}/requests/{request}/").expect(200)
    path = f"{REQUESTS}/update/{request}/"
    colleague.patch(path, json={"status": "resolved"}).expect(404)
    assert status_of(customer, request) == "pending"


def test_C5_a_failed_log_in_is_401_even_without_fields(demo):
    for body in ({}, {"email": "x@example.com"}, {"email": "x@example.com", "password": "y"}):
        assert demo.client().post(LOG_IN, json=body).expect(401).json == {
            "detail": "Invalid credentials"
        }


def test_C6_a_cancelled_request_is_shown_as_resolved_and_stays_cancelled(demo):
    customer = demo.as_("customer")
    staff = demo.as_("support")
    request = opened(customer)
    assign(demo, request, id_of(staff))
    customer.post(f"{V1}/requests/{request}/cancel/", json={}).expect(200)
    assert shown(customer, request)["status"] == "resolved"
    path = f"{REQUESTS}/update/{request}/"
    staff.patch(path, json={"status": "resolved"}).expect(200)
    assert status_of(customer, request) == "cancelled"
    refused = staff.patch(path, json={"status": "in_progress"}).expect(400)
    assert refused.text == '{"detail":"Invalid status value."}'
    staff.patch(path, json={"status": "pending"}).expect(200)
    assert status_of(customer, request) == "pending"


NEAREST = [
    ("new_connection", "installation"),
    ("installation", "installation"),
    ("meter_replace", "installation"),
    ("maintenance", "maintenance"),
    ("billing", "maintenance"),
    ("repair", "repair"),
    ("gas_leak_inspection", "repair"),
    ("leak", "repair"),
]


@pytest.mark.parametrize("word, nearest", NEAREST)
def test_C7_types_without_a_word_are_shown_as_the_nearest(demo, word, nearest):
    customer = demo.as_("customer")
    assert shown(customer, opened(customer, word))["service_type"] == nearest


def test_C7_a_word_is_taken_for_the_common_type(demo):
    customer = demo.as_("customer")
    for word in ("installation", "maintenance", "repair"):
        made = created(customer, service_type=word).json["id"]
        told = customer.get(f"{V1}/requests/{made}/").expect(200).json
        assert told["request_type"] == word


def test_C8_a_short_title_gets_its_type_and_number(demo):
    customer = demo.as_("customer")
    request = opened(customer, title="Leak")
    assert shown(customer, request)["title"].endswith(f" SR-{request:06}: Leak")
    assert shown(customer, opened(customer, title="Leaks"))["title"] == "Leaks"
    made = created(customer, title="Desk title").json["id"]
    assert customer.get(f"{V1}/requests/{made}/").expect(200).json["title"] == "Desk title"


def test_C9_many_files_and_each_is_fetched_under_guard(demo):
    customer = demo.as_("customer")
    made = created(customer, ("a.txt", b"one", "text/plain"), ("b.txt", b"two", "text/plain"))
    files = made.json["uploaded_attachments"]
    assert [file["file"] for file in files] == [
        "/attachments/uploads/a.txt",
        "/attachments/uploads/b.txt",
    ]
    for file, content in zip(files, (b"one", b"two")):
        path = f"{REQUESTS}/download/{file['id']}/"
        assert customer.get(path).expect(200).body == content
        demo.as_("other_customer").get(path).expect(403)
        demo.client().get(file["file"]).expect(404)
    beside = customer.get(f"{V1}/requests/{made.json['id']}/attachments/").expect(200).json
    assert [file["id"] for file in beside] == [file["id"] for file in files]


def test_C11_only_the_owner_deletes_and_only_while_pending(demo):
    customer = demo.as_("customer")
    request = created(customer).json["id"]
    path = f"{REQUESTS}/delete/{request}/"
    demo.as_("admin").delete(path).expect(404)
    customer.delete(path).expect(204)


def test_C12_an_administrator_sees_all_and_a_technician_is_staff(demo):
    request = created(demo.as_("customer"), ("a.txt", b"gas", "text/plain")).json
    admin = demo.as_("admin")
    last = admin.get(f"{LIST}?page=last").expect(200).json
    assert request["id"] in [row["id"] for row in last["results"]]
    file = request["uploaded_attachments"][0]["id"]
    admin.get(f"{REQUESTS}/download/{file}/").expect(200)
    technician = demo.as_("technician").get("/api/profile/").expect(200).json
    assert technician["role"] == "support_staff"


def test_C13_an_address_is_the_user_name_and_its_case_does_not_matter(demo):
    draft = {"email": "Mixed.Case@Example.COM", "password": PASSWORD}
    made = demo.client().post(REGISTER, json=draft).expect(201).json
    assert made["email"] == "Mixed.Case@example.com", "as Django keeps addresses"
    for word in ("mixed.case@example.com", "MIXED.CASE@EXAMPLE.COM"):
        body = {"email": word, "password": PASSWORD}
        access = demo.client().post(LOG_IN, json=body).expect(200).json["access"]
        assert id_of(demo.client().with_token(access)) == made["id"]
    profile = demo.as_(logins.Login("Mixed.Case@example.com", PASSWORD)).get(f"{V1}/profile/")
    assert profile.expect(200).json["username"] == "Mixed.Case@example.com"
    again = {"email": "mixed.case@EXAMPLE.com", "password": PASSWORD}
    refused = demo.client().post(REGISTER, json=again).expect(400)
    assert refused.text == '{"email":["user with this email already exists."]}'


def test_C15_pages_hold_a_hundred_at_most(demo):
    page = demo.as_("admin").get(f"{LIST}?page_size=101").expect(200).json
    assert len(page["results"]) == 100 and page["count"] > 100


def test_C18_create_takes_json_too(demo):
    assert demo.as_("customer").post(CREATE, json=DRAFT).expect(201).json["status"] == "pending"


def test_C19_the_key_of_an_error_is_that_of_its_path(demo):
    client = demo.as_("customer")
    assert list(client.delete(f"{REQUESTS}/delete/999999999/").expect(404).json) == ["detail"]
    assert list(client.get(f"{REQUESTS}/download/999999999/").expect(404).json) == ["error"]


# -- S: faults of the original ---------------------------------------------------------------------


def test_S2_staff_are_not_made_by_anybody_in_production(production):
    draft = {"email": "staff@example.com", "password": PASSWORD, "role": "support_staff"}
    client = production.client()
    assert client.post(REGISTER, json=draft).expect(403).text == FORBIDDEN
    assert client.post(REGISTER, json={**draft, "invitation_code": "x"}).expect(403)
    client.post(LOG_IN, json={"email": draft["email"], "password": PASSWORD}).expect(401)
    admin = production.as_(logins.PRODUCTION_ADMIN)
    code = admin.post(f"{V1}/invitations/", json={"role": "support"}).expect(201).json["code"]
    invited = client.post(REGISTER, json={**draft, "invitation_code": code}).expect(201)
    assert invited.json["role"] == "support_staff"
    second = {**draft, "email": "second@example.com"}
    assert client.post(REGISTER, json={**second, "invitation_code": code}).expect(403)
    assert admin.post(REGISTER, json=second).expect(201).json["role"] == "support_staff"
    chief = {**draft, "email": "chief@example.com", "role": "admin"}
    assert admin.post(REGISTER, json=chief).expect(403).text == FORBIDDEN
    for role in ("support_staff", "admin"):
        body = {**draft, "email": f"no_{role}@example.com", "role": role}
        newcomer_of = production.as_(logins.Login("second@example.com", PASSWORD))
        newcomer_of.post(REGISTER, json=body).expect(403)


def test_S2_nobody_becomes_an_administrator_in_the_demo(demo):
    draft = {"email": "chief@example.com", "password": PASSWORD, "role": "admin"}
    assert demo.client().post(REGISTER, json=draft).expect(403).text == FORBIDDEN
    demo.client().post(LOG_IN, json=draft).expect(401)


def test_S10_files_are_limited_and_never_rendered(start_server):
    server = start_server(profile="demo", attachment_bytes_max=1_024, attachments_per_request_max=2)
    client = server.as_("customer")
    page = ("../../x.html", b"<script>alert(1)</script>", "text/html")
    made = created(client, page).json["uploaded_attachments"][0]
    assert made["file"] == "/attachments/uploads/x.html"
    answer = client.get(f"{REQUESTS}/download/{made['id']}/").expect(200)
    assert answer.header("Content-Disposition") == 'attachment; filename="x.html"'
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert "sandbox" in answer.header("Content-Security-Policy")
    before = client.get(LIST).expect(200).json["count"]
    large = [*DRAFT.items(), ("attachments", ("l.bin", b"x" * 1_025))]
    many = [*DRAFT.items(), *[("attachments", ("m.bin", b"x"))] * 3]
    for fields in (large, many):
        client.post(CREATE, multipart=fields).expect(400, 413)
    assert client.get(LIST).expect(200).json["count"] == before


def test_S12_a_refresh_token_ends_with_its_account_and_its_session(production):
    number, client = newcomer(production, "refresher")
    body = {"email": "refresher@example.com", "password": PASSWORD}
    pairs = [production.client().post(LOG_IN, json=body).expect(200).json for _ in range(2)]
    refresh = "/api/token/refresh/"
    production.client().with_token(pairs[0]["access"]).post(f"{V1}/logout/", json={}).expect(204)
    sent = {"refresh": pairs[0]["refresh"]}
    refused = production.client().post(refresh, json=sent).expect(401).json
    assert refused["code"] == "token_not_valid"
    sent = {"refresh": pairs[1]["refresh"]}
    production.client().post(refresh, json=sent).expect(200)
    admin = production.as_(logins.PRODUCTION_ADMIN)
    admin.patch(f"{V1}/users/{number}/", json={"is_active": False}).expect(200)
    refused = production.client().post(refresh, json=sent).expect(401).json
    assert list(refused) == ["detail", "code"] and refused["code"] == "token_not_valid"
    client.get("/api/profile/").expect(401)


def test_S13_guesses_and_registrations_are_throttled(start_server):
    server = start_server(login_failures_per_account_max=2, registrations_per_address_max=1)
    draft = {"email": "one@example.com", "password": PASSWORD}
    server.client().post(REGISTER, json=draft).expect(201)
    refused = server.client().post(REGISTER, json={**draft, "email": "two@example.com"})
    assert refused.expect(429).json["detail"].startswith("Request was throttled. Expected ")
    assert int(refused.header("Retry-After")) > 0
    wrong = {**draft, "password": "not the password"}
    for _ in range(2):
        server.client().post(LOG_IN, json=wrong).expect(401)
    refused = server.client().post(LOG_IN, json=draft).expect(429)
    assert list(refused.json) == ["detail"] and int(refused.header("Retry-After")) > 0


POLICY = [
    ("short", "This password is too short. It must contain at least 8 characters."),
    ("1357924680", "This password is entirely numeric."),
    ("password123", "This password is too common."),
    ("policy.tester@example", "The password is too similar to the "),
]


@pytest.mark.parametrize("password, fault", POLICY)
def test_S15_C14_production_has_a_password_policy(production, password, fault):
    draft = {"email": "policy.tester@example.com", "password": password}
    refused = production.client().post(REGISTER, json=draft).expect(400).json
    assert list(refused) == ["password"] and any(
        told.startswith(fault) for told in refused["password"]
    )


def test_S16_each_server_has_its_own_key(start_server):
    first, second = start_server(profile="demo"), start_server(profile="demo")
    body = {"email": "meera.customer@example.com", "password": logins.PASSWORD}
    access = first.client().post(LOG_IN, json=body).expect(200).json["access"]
    first.client().with_token(access).get("/api/profile/").expect(200)
    refused = second.client().with_token(access).get("/api/profile/").expect(401)
    assert refused.json["code"] == "token_not_valid"


def test_S19_a_deleted_request_leaves_a_trace(demo):
    customer = demo.as_("customer")
    request = created(customer).json["id"]
    customer.delete(f"{REQUESTS}/delete/{request}/").expect(204)
    assert request not in listed(customer) and request not in listed(demo.as_("admin"))
    demo.as_("admin").get(f"{V1}/requests/{request}/").expect(404)
    assert created(customer).json["id"] > request, "numbers are not used again"


def test_S20_a_204_is_empty_and_its_connection_goes_on(demo):
    customer = demo.as_("customer")
    for request in [created(customer).json["id"] for _ in range(2)]:
        gone = customer.delete(f"{REQUESTS}/delete/{request}/").expect(204)
        assert gone.body == b"" and gone.header("Content-Type") is None
    customer.get("/api/profile/").expect(200)


# -- through the other door ------------------------------------------------------------------------


def test_what_is_made_here_is_seen_there(demo):
    customer, staff = demo.as_("customer"), demo.as_("support")
    made = created(customer, ("a.txt", b"gas", "text/plain")).json
    told = customer.get(f"{V1}/requests/{made['id']}/").expect(200).json
    assert [told[key] for key in ("title", "description", "status", "request_type")] == [
        "Leaky pipe",
        "There is a gas leak",
        "pending",
        "repair",
    ]
    assign(demo, made["id"], id_of(staff))
    staff.patch(f"{REQUESTS}/update/{made['id']}/", json={"status": "in_progress"}).expect(200)
    assert status_of(customer, made["id"]) == "in_progress"
    events = customer.get(f"{V1}/requests/{made['id']}/events/").expect(200).json
    moves = [
        (event["from_value"], event["to_value"])
        for event in events
        if event["kind"] == "status_changed"
    ]
    assert moves == [("pending", "in_progress")]


def test_what_is_done_there_is_seen_here(demo):
    customer, staff = demo.as_("customer"), demo.as_("support")
    request = opened(customer, title="From the other door")
    assign(demo, request, id_of(staff))
    row = shown(customer, request)
    assert row["title"] == "From the other door" and row["description"] == "The regulator hisses"
    assert row["support_staff"] == id_of(staff) and shown(staff, request) == row
    staff.patch(f"{V1}/requests/{request}/", json={"status": "resolved"}).expect(200)
    resolved = shown(customer, request)
    assert resolved["status"] == "resolved" and resolved["updated_at"] > row["updated_at"]
    removed = opened(customer)
    customer.delete(f"{V1}/requests/{removed}/").expect(204)
    assert removed not in listed(customer)


def test_a_profile_is_one_behind_both_doors(demo):
    number, client = newcomer(demo, "two_doors", first_name="Asha")
    changed = {"first_name": "Usha", "last_name": "Rao"}
    client.patch(f"{V1}/profile/", json=changed).expect(200)
    told = client.get("/api/profile/").expect(200).json
    assert told == {**changed, "id": number, "email": "two_doors@example.com", "role": "customer"}


@pytest.mark.parametrize("kind", credentials.KINDS)
def test_any_credential_opens_this_door(demo, kind):
    number, login = credentials.newcomer(demo)
    headers = credentials.KINDS[kind](demo, login)
    client = demo.client()
    made = client.post(CREATE, form=DRAFT, headers=headers).expect(201).json
    assert made["customer"] == number
    listed_rows = client.get(LIST, headers=headers).expect(200).json["results"]
    assert [row["id"] for row in listed_rows] == [made["id"]]


def test_a_cookie_alone_is_told_of_csrf_and_not_of_roles(demo):
    _, login = credentials.newcomer(demo)
    headers = credentials.by_cookie(demo, login)
    sent = {"Cookie": headers["Cookie"]}
    refused = demo.client().post(CREATE, form=DRAFT, headers=sent).expect(403)
    assert refused.text == '{"detail":"CSRF Failed: CSRF token missing."}'
