"""Accounts of contracts.md §2: rows 3 to 6, the indexes, and what the original serves
undocumented."""

from __future__ import annotations

from harness import tickets
from harness.scenario import Scenario, each, run
from harness.seed_000 import CP
from harness.shapes import faults, shaped

ACCOUNTS = "/api/accounts"
CUSTOMERS = f"{ACCOUNTS}/customers/"
REPRESENTATIVES = f"{ACCOUNTS}/representatives/"
PASSWORD = "PilotlightDemo@2026"
REQUIRED = '["This field is required."]'
UNAUTHENTICATED = '{"detail":"Authentication credentials were not provided."}'
NOT_FOUND = '{"detail":"Not found."}'


def new_customer(name, **changes):
    user = {"username": name, "email": f"{name}@example.com", "first_name": "Anu"}
    return {
        "user": user | changes.pop("user", {}),
        "customer_id": name.upper()[:20],
        "phone_number": "+919000000001",
        "address": "1 Valve Street",
        **changes,
    }


CREATION = [
    Scenario(
        "the desk makes a customer",
        "support",
        "POST",
        CUSTOMERS,
        201,
        json=new_customer("row_desk"),
        has=['"customer_id":"ROW_DESK","phone_number":"+919000000001"', '"last_name":""'],
        capture={"made": "$.id"},
        after=shaped(CP),
    ),
    Scenario(
        "a form with dots",
        "admin",
        "POST",
        CUSTOMERS.rstrip("/"),
        201,
        form={
            "user.username": "row_form",
            "user.last_name": "Rao",
            "customer_id": "ROW_FORM",
            "phone_number": "1",
            "address": "x",
        },
        has=['"username":"row_form","email":"","first_name":"","last_name":"Rao"'],
        after=shaped(CP),
    ),
    Scenario(
        "a stranger with a password",
        None,
        "POST",
        CUSTOMERS,
        201,
        json=new_customer("row_self", password="turn-the-valve"),
        lacks=["turn-the-valve"],
        after=shaped(CP),
    ),
    Scenario(
        "the stranger logs in",
        None,
        "POST",
        "/api/token/",
        200,
        json={"username": "row_self", "password": "turn-the-valve"},
        has=["$.is_staff == false"],
    ),
    Scenario(
        "the desk's customer cannot",
        None,
        "POST",
        "/api/token/",
        400,
        json={"username": "row_desk", "password": ""},
    ),
    Scenario(
        "a stranger with a weak password",
        None,
        "POST",
        CUSTOMERS,
        400,
        json=new_customer("row_weak", user={"password": "short"}),
        has=[
            '{"user":{"password":["This password is too short. It must contain at least 8 '
            'characters."]}}'
        ],
    ),
    Scenario(
        "a stranger with an empty password",
        None,
        "POST",
        CUSTOMERS,
        400,
        json=new_customer("row_weak", password=""),
        has=['{"password":["This field may not be blank."]}'],
    ),
    Scenario(
        "nothing from the desk",
        "support",
        "POST",
        CUSTOMERS,
        400,
        json={},
        has=[
            f'{{"user":{REQUIRED},"customer_id":{REQUIRED},"phone_number":{REQUIRED},'
            f'"address":{REQUIRED}}}'
        ],
    ),
    Scenario(
        "a user that is none",
        "support",
        "POST",
        CUSTOMERS,
        400,
        json=new_customer("row_none") | {"user": "x"},
        has=['{"user":{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}}'],
    ),
    Scenario(
        "a customer twice",
        "support",
        "POST",
        CUSTOMERS,
        400,
        json=new_customer("row_desk", user={"email": ""}),
        has=[
            '{"user":{"username":["A user with that username already exists."]},'
            '"customer_id":["customer profile with this customer id already exists."]}'
        ],
    ),
    Scenario(
        "an address twice",
        "support",
        "POST",
        CUSTOMERS,
        400,
        json=new_customer("row_mail", user={"email": "ROW_desk@example.com"}),
        has=['{"user":{"email":["A user with this email already exists."]}}'],
    ),
    Scenario(
        "wrong texts",
        "support",
        "POST",
        CUSTOMERS,
        400,
        json={
            "user": {"username": "a b", "email": "x"},
            "customer_id": "x" * 21,
            "phone_number": "none",
            "address": " ",
        },
        has=[
            '{"user":{"username":["Enter a valid username.',
            '"email":["Enter a valid email address."]}',
            '"customer_id":["Ensure this field has no more than 20 characters."]',
            '"phone_number":["Phone number can only contain digits and + symbol."]',
            '"address":["This field may not be blank."]',
        ],
    ),
]


@each(CREATION)
def test_customers_are_made(demo, scenario, captures):
    run(demo, scenario, captures)


def test_a_customer_is_changed_here_and_seen_elsewhere(demo):
    made = demo.as_("support").post(CUSTOMERS, json=new_customer("row_change", password=PASSWORD))
    path = f"{CUSTOMERS}{made.expect(201).json['id']}/"
    own = demo.as_("row_change")
    changed = own.patch(path, json={"user": {"last_name": "Nair"}, "address": "2 Valve Street"})
    assert changed.expect(200).json["user"]["last_name"] == "Nair"
    body = new_customer("row_renamed", customer_id="OTHER", phone_number="+1")
    body["user"]["email"] = "changed@example.com"
    put = demo.as_("support").put(path, json=body).expect(200).json
    assert not faults(put, CP)
    assert put["user"]["username"] == "row_change", "the user name is fixed"
    assert put["customer_id"] == "ROW_CHANGE", "so is the customer id"
    profile = own.get("/api/v1/profile/").expect(200).json
    assert (profile["email"], profile["phone_number"]) == ("changed@example.com", "+1")
    assert (profile["last_name"], profile["address"]) == ("Nair", "1 Valve Street")
    own.patch("/api/v1/profile/", json={"address": "3 Valve Street"}).expect(200)
    assert own.get(f"{CUSTOMERS}my_profile/").json["address"] == "3 Valve Street"
    demo.as_("other_customer").patch(path, json={}).expect(404)
    taken = own.patch(path, json={"user": {"email": "meera.customer@example.com"}}).expect(400)
    assert taken.json == {"user": {"email": ["A user with this email already exists."]}}
    demo.as_("admin").delete(path).expect(204)
    demo.as_("admin").get(path).expect(404)


def test_a_customer_with_requests_is_not_removed(demo):
    path = f"{CUSTOMERS}{tickets.me(demo, 'customer')}/"
    refused = demo.as_("admin").delete(path).expect(400)
    assert "Deactivate it instead" in refused.json["detail"]
    assert demo.as_("customer").delete(path).expect(403).json["detail"]


READING = [
    Scenario(
        "a customer's list is their own row",
        "customer",
        "GET",
        CUSTOMERS,
        200,
        has=["$.length == 1", '$[0].user.username == "meera_customer"'],
        has_headers={"X-Total-Count": "1"},
        after=shaped([CP]),
    ),
    Scenario("a technician's is empty", "technician", "GET", CUSTOMERS, 200, has=["$ == []"]),
    Scenario(
        "the desk's has everybody",
        "support",
        "GET",
        f"{CUSTOMERS}?limit=2",
        200,
        has=["$.length == 2"],
        has_headers={"Link": 'rel="next"'},
        after=shaped([CP]),
    ),
    Scenario(
        "an envelope is asked for",
        "customer",
        "GET",
        f"{CUSTOMERS}?page=1",
        200,
        has=['{"count":1,"next":null,"previous":null,"results":[{"id":'],
    ),
    Scenario(
        "pages of the desk",
        "support",
        "GET",
        f"{CUSTOMERS}?page=2&page_size=1",
        200,
        has=[
            "$.results.length == 1",
            f'"next":"{{origin}}{CUSTOMERS}?page=3&page_size=1"',
            f'"previous":"{{origin}}{CUSTOMERS}?page_size=1"',
        ],
    ),
    Scenario(
        "a page too far",
        "customer",
        "GET",
        f"{CUSTOMERS}?page=2",
        404,
        has=['{"detail":"Invalid page."}'],
    ),
    Scenario("with the suffix", "customer", "GET", f"{CUSTOMERS[:-1]}.json", 200),
    Scenario("with nothing but the suffix", "customer", "GET", f"{CUSTOMERS}.json", 404),
    Scenario(
        "HTML is not served",
        "customer",
        "GET",
        CUSTOMERS,
        406,
        headers={"Accept": "text/html"},
        has=['{"detail":"Could not satisfy the request Accept header."}'],
    ),
    Scenario("strangers", None, "GET", CUSTOMERS, 401, has=[UNAUTHENTICATED]),
    Scenario(
        "staff have no profile",
        "support",
        "GET",
        f"{CUSTOMERS}my_profile/",
        404,
        has=['{"detail":"Profile not found"}'],
    ),
    Scenario("nobody", "admin", "GET", f"{CUSTOMERS}999999999/", 404, has=[NOT_FOUND]),
    Scenario("no number", "admin", "GET", f"{CUSTOMERS}abc/", 404, has=["Not found."]),
    Scenario("a put to the list", "admin", "PUT", CUSTOMERS, 405, json={}),
    Scenario(
        "the index",
        "customer",
        "GET",
        f"{ACCOUNTS}/",
        200,
        has=[
            f'{{"customers":"{{origin}}{CUSTOMERS}",'
            f'"representatives":"{{origin}}{REPRESENTATIVES}"}}'
        ],
    ),
    Scenario(
        "the index of services",
        "customer",
        "GET",
        "/api/services/",
        200,
        has=[
            '{"types":"{origin}/api/services/types/","requests":"{origin}/api/services/requests/"}'
        ],
    ),
    Scenario(
        "the index of support",
        "customer",
        "GET",
        "/api/support",
        200,
        has=[
            '{"tickets":"{origin}/api/support/tickets/",'
            '"interactions":"{origin}/api/support/interactions/"}'
        ],
    ),
]


@each(READING)
def test_accounts_are_read(demo, scenario, captures):
    run(demo, scenario, captures)
