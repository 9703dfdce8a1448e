"""One good call to each route that takes fields, on every surface: who makes it, on a thing made
anew for it. tests/security/test_every_write_route.py closes the table over the API documents."""

from __future__ import annotations

import itertools
from typing import Any, Callable, NamedTuple

from . import credentials, jobs, logins, tickets
from .client import Client
from .server import Server

V1 = "/api/v1"
PASSWORD = credentials.PASSWORD
_numbers = itertools.count(1)


class Call(NamedTuple):
    client: Client
    path: str
    body: dict[str, Any]


Make = Callable[[Server, str], Call]


def unique() -> str:
    """Said with letters at its end, so that door9 and door10 are as long."""
    return f"door{next(_numbers):06}"


def person(**extra: Any) -> dict[str, Any]:
    name = unique()
    names = {"username": name, "email": f"{name}@example.com"}
    return names | {"first_name": "Meera", "last_name": "Iyer"} | extra


def as_new(server: Server) -> Client:
    return server.as_(credentials.newcomer(server)[1])


def call(who: str | None, **body: Any) -> Make:
    """A call that needs nothing to be there."""

    def make(server: Server, path: str) -> Call:
        return Call(server.client() if who is None else server.as_(who), path, dict(body))

    return make


def with_id(who: str, thing: Callable[[Server], int | str], **body: Any) -> Make:
    def make(server: Server, path: str) -> Call:
        return Call(server.as_(who), path.format(id=thing(server)), dict(body))

    return make


def registering(**extra: Any) -> Make:
    return lambda server, path: Call(server.client(), path, person(**extra))


def by_new_account(**body: Any) -> Make:
    """By an account of its own, which the call may change."""
    return lambda server, path: Call(as_new(server), path, dict(body))


def request(server: Server) -> int:
    return tickets.open_request(server)["id"]


def unassigned(server: Server) -> int:
    """Nobody's yet, so that to whom it comes does not depend on who is busy."""
    made = request(server)
    jobs.release(server, made)
    return made


def work_of_support(server: Server) -> int:
    made = request(server)
    body = {"assigned_to": tickets.me(server, "support")}
    server.as_("admin").post(f"{V1}/requests/{made}/assign/", json=body).expect(200)
    return made


def case(server: Server) -> int:
    return tickets.open_case(server)["id"]


def contact(server: Server) -> int:
    return tickets.record(server)["id"]


def customer(server: Server) -> int:
    return credentials.newcomer(server)[0]


def representative(server: Server) -> int:
    made = server.as_("admin").post(
        f"{V1}/users/", json=person(password=PASSWORD, user_type="support", available=False)
    )
    return made.expect(201).json["id"]


def service_type(server: Server) -> int:
    slug = unique()
    made = server.as_("admin").post(f"{V1}/service-types/", json={"slug": slug, "name": slug})
    return made.expect(201).json["id"]


def view(server: Server) -> int:
    body = {"name": unique(), "filters": {}}
    return server.as_("support").post(f"{V1}/views/", json=body).expect(201).json["id"]


def comment(field: str) -> Make:
    def make(server: Server, path: str) -> Call:
        owner = server.as_("customer")
        path = path.replace("{id}", str(request(server)))
        said = owner.post(path.replace("{comment}/", ""), json={field: "as it was"}).expect(201)
        return Call(owner, path.replace("{comment}", str(said.json["id"])), {field: "changed"})

    return make


def bulk(server: Server, path: str) -> Call:
    made = unassigned(server)
    client = server.as_("support")
    version = client.get(f"{V1}/requests/{made}/").expect(200).json["version"]
    change = {"id": made, "version": version, "status": "in_progress"}
    return Call(client, path, {"changes": [change]})


def refresh(server: Server, path: str) -> Call:
    return Call(server.client(), path, {"refresh": server.client().log_in(logins.CUSTOMER).refresh})


def new_type(**body: Any) -> Make:
    def make(server: Server, path: str) -> Call:
        name = unique()
        return Call(server.as_("admin"), path, {"name": name, "slug": name, **body})

    return make


def draft(server: Server, path: str) -> Call:
    return Call(as_new(server), path.format(key="door"), {"text": "as typed"})


def new_customer(server: Server, path: str) -> Call:
    made = person()
    number = made["username"]
    more = {"customer_id": number, "phone_number": "+4912345", "address": "12, Green Valley"}
    return Call(server.as_("support"), path, {"user": made, **more})


def edited_customer(method: str) -> Make:
    def make(server: Server, path: str) -> Call:
        account, login = credentials.newcomer(server)
        own = {"username": login.username, "email": f"{login.username}@example.com"}
        user = own | {"first_name": "New", "last_name": "Comer"}
        body = {"address": "13, Green Valley"}
        if method == "put":
            body |= {"user": user, "customer_id": unique(), "phone_number": "+4912345"}
        return Call(server.as_(login), path.format(id=account), body)

    return make


def new_representative(server: Server, path: str) -> Call:
    body = {"user": person(), "employee_id": "E-77", "department": "Leaks"}
    return Call(server.as_("admin"), path, body)


def edited_representative(server: Server, path: str) -> Call:
    account = representative(server)
    shown = server.as_("admin").get(f"{V1}/users/{account}/").expect(200).json
    names = ("username", "email", "first_name", "last_name")
    body = {"user": {name: shown[name] for name in names}}
    body |= {"employee_id": "E-78", "department": "Leaks"}
    return Call(server.as_("admin"), path.format(id=account), body)


def conversation(server: Server) -> int:
    return tickets.begin(server)["id"]


WORDS = {"request_type": "repair", "details": "as it was", "title": "Rusted pipe"}
TOKEN_REQUEST = {"title": "Rusted pipe", "description": "as it was", "address": "12, Green Valley"}
ACCOUNTS, SERVICES, SUPPORT = "/api/accounts", "/api/services", "/api/support"
USERS = "/accounts/api/admin/users"
LOGIN = logins.CUSTOMER._asdict()
CREATED = {"password1": PASSWORD, "password2": PASSWORD, "name": "Meera Iyer"}
NEW_PASSWORD = {"old_password": PASSWORD, "password": "Other-Valve-1177!"}


def first_type(server: Server) -> int:
    return server.as_("admin").get("/api/services/types/").expect(200).json[0]["id"]


def token_request(who: str, thing: Callable[[Server], int] | None) -> Make:
    def make(server: Server, path: str) -> Call:
        body = TOKEN_REQUEST | {"service_type_id": first_type(server)}
        number = thing(server) if thing else 0
        return Call(server.as_(who), path.format(id=number), body)

    return make


def of_ticket(who: str, **body: Any) -> Make:
    def make(server: Server, path: str) -> Call:
        return Call(server.as_(who), path, {"ticket": conversation(server), **body})

    return make


def token_ticket(thing: Callable[[Server], int] | None) -> Make:
    def make(server: Server, path: str) -> Call:
        number = thing(server) if thing else 0
        body = {"service_request_id": request(server), "description": "again"}
        return Call(server.as_("customer"), path.format(id=number), body)

    return make


def token_contact(thing: Callable[[Server], int] | None) -> Make:
    def make(server: Server, path: str) -> Call:
        number = thing(server) if thing else 0
        words = {"interaction_type": "CALL", "notes": "rang back"}
        about = {"support_ticket_id": case(server)}
        return Call(server.as_("support"), path.format(id=number), about | words)

    return make


def assigning(thing: Callable[[Server], int], name: str) -> Make:
    def make(server: Server, path: str) -> Call:
        body = {name: tickets.me(server, "technician")}
        return Call(server.as_("support"), path.format(id=thing(server)), body)

    return make


DOORS: dict[tuple[str, str], Make] = {
    ("put", f"{V1}/drafts/{{key}}/"): draft,
    ("post", f"{V1}/interactions/"): of_ticket("support", type="call", notes="rang back"),
    ("patch", f"{V1}/interactions/{{id}}/"): with_id("support", contact, notes="wrote back"),
    ("post", f"{V1}/invitations/"): call("admin", role="support"),
    ("post", f"{V1}/leak-reports/"): call(
        None, address="12, Green Valley", what="It hisses", phone="+4912345"
    ),
    ("post", f"{V1}/login/"): call(None, **LOGIN),
    ("post", f"{V1}/login/refresh/"): refresh,
    ("put", f"{V1}/profile/"): by_new_account(address="13, Green Valley"),
    ("patch", f"{V1}/profile/"): by_new_account(address="13, Green Valley"),
    ("post", f"{V1}/profile/password/"): by_new_account(**NEW_PASSWORD),
    ("post", f"{V1}/register/"): registering(
        password=PASSWORD, password2=PASSWORD, user_type="customer"
    ),
    ("patch", f"{V1}/representatives/{{id}}/"): with_id("admin", representative, department="Gas"),
    ("post", f"{V1}/request-updates/"): lambda server, path: Call(
        server.as_("support"), path, {"service_request": request(server), "comment": "seen"}
    ),
    ("post", f"{V1}/requests/"): call("customer", **WORDS),
    ("patch", f"{V1}/requests/{{id}}/"): with_id("customer", unassigned, title="Rustier pipe"),
    ("put", f"{V1}/requests/{{id}}/"): with_id("customer", unassigned, **WORDS),
    ("post", f"{V1}/requests/{{id}}/assign/"): assigning(unassigned, "assigned_to"),
    ("post", f"{V1}/requests/{{id}}/attachments/"): with_id("customer", request),
    ("post", f"{V1}/requests/{{id}}/cancel/"): with_id("customer", unassigned, reason="no more"),
    ("post", f"{V1}/requests/{{id}}/comments/"): with_id("customer", request, text="please"),
    ("patch", f"{V1}/requests/{{id}}/comments/{{comment}}/"): comment("text"),
    ("post", f"{V1}/requests/bulk/"): bulk,
    ("put", f"{V1}/requests/{{id}}/presence/"): with_id("support", request, state="viewing"),
    ("post", f"{V1}/service-types/"): new_type(),
    ("patch", f"{V1}/service-types/{{id}}/"): with_id("admin", service_type, name="Changed"),
    ("put", f"{V1}/service-types/{{id}}/"): lambda server, path: Call(
        server.as_("admin"), path.format(id=service_type(server)), {"slug": unique(), "name": "N"}
    ),
    ("post", f"{V1}/sessions/"): call(None, **LOGIN),
    ("post", f"{V1}/tickets/"): call("customer", subject="Bill", message="Why twice?"),
    ("patch", f"{V1}/tickets/{{id}}/"): with_id("customer", case, subject="Changed"),
    ("post", f"{V1}/tickets/{{id}}/assign/"): assigning(case, "assigned_to"),
    ("post", f"{V1}/tickets/{{id}}/posts/"): with_id("customer", conversation, message="please"),
    ("post", f"{V1}/users/"): lambda server, path: Call(
        server.as_("admin"), path, person(password=PASSWORD)
    ),
    ("patch", f"{V1}/users/{{id}}/"): with_id("admin", customer, address="13, Green Valley"),
    ("post", f"{V1}/views/"): lambda server, path: Call(
        server.as_("support"), path, {"name": unique(), "filters": {"status": "pending"}}
    ),
    ("patch", f"{V1}/views/{{id}}/"): with_id("support", view, filters={"status": "resolved"}),
    # -- conversation
    ("post", "/api/newticket/"): call("customer", subject="Bill", message="Why twice?"),
    ("post", "/api/signup/"): registering(password=PASSWORD),
    ("post", "/api/tickets/{id}/reply/"): with_id("customer", conversation, message="please"),
    # -- desk
    ("post", "/api/auth/login/"): call(
        None, email="meera.customer@example.com", password=logins.PASSWORD
    ),
    ("post", "/api/auth/register/"): lambda server, path: Call(
        server.client(), path, {"email": f"{unique()}@example.com", "password": PASSWORD}
    ),
    ("post", "/api/service-request/create/"): call(
        "customer", title="Rusted pipe", description="as it was before", service_type="repair"
    ),
    ("patch", "/api/service-request/update/{id}/"): with_id(
        "support", work_of_support, status="in_progress"
    ),
    ("post", "/api/token/refresh/"): refresh,
    # -- session
    ("post", f"{USERS}/create/"): lambda server, path: Call(
        server.as_("admin"), path, person(**CREATED)
    ),
    ("put", f"{USERS}/{{id}}/"): with_id("admin", customer, address="13, Green Valley"),
    ("post", "/accounts/api/login/"): call(None, **LOGIN),
    ("post", "/accounts/api/register/"): registering(**CREATED),
    ("put", "/api/admin/requests/{id}/"): with_id("admin", unassigned, status="In Progress"),
    ("post", "/api/submit/"): call("customer", type_of_request="Repair", details="as it was"),
    # -- token
    ("post", f"{ACCOUNTS}/customers/"): new_customer,
    ("post", f"{ACCOUNTS}/customers/get_token/"): by_new_account(),
    ("put", f"{ACCOUNTS}/customers/{{id}}/"): edited_customer("put"),
    ("patch", f"{ACCOUNTS}/customers/{{id}}/"): edited_customer("patch"),
    ("post", f"{ACCOUNTS}/representatives/"): new_representative,
    ("put", f"{ACCOUNTS}/representatives/{{id}}/"): edited_representative,
    ("patch", f"{ACCOUNTS}/representatives/{{id}}/"): edited_representative,
    ("post", f"{SERVICES}/requests/"): token_request("customer", None),
    ("put", f"{SERVICES}/requests/{{id}}/"): token_request("customer", unassigned),
    ("patch", f"{SERVICES}/requests/{{id}}/"): with_id("customer", unassigned, title="Rustier"),
    ("post", f"{SERVICES}/requests/{{id}}/assign/"): assigning(unassigned, "assigned_to"),
    ("post", f"{SERVICES}/requests/{{id}}/comments/"): with_id(
        "customer", request, comment="please"
    ),
    ("put", f"{SERVICES}/requests/{{id}}/comments/{{comment}}/"): comment("comment"),
    ("patch", f"{SERVICES}/requests/{{id}}/comments/{{comment}}/"): comment("comment"),
    ("post", f"{SERVICES}/requests/{{id}}/update_status/"): with_id(
        "support", unassigned, status="IN_PROGRESS"
    ),
    ("post", f"{SERVICES}/types/"): new_type(description="d", estimated_time=2),
    ("put", f"{SERVICES}/types/{{id}}/"): lambda server, path: Call(
        server.as_("admin"),
        path.format(id=service_type(server)),
        {"name": unique(), "description": "d", "estimated_time": 2},
    ),
    ("patch", f"{SERVICES}/types/{{id}}/"): with_id("admin", service_type, description="Changed"),
    ("post", f"{SUPPORT}/interactions/"): token_contact(None),
    ("put", f"{SUPPORT}/interactions/{{id}}/"): token_contact(contact),
    ("patch", f"{SUPPORT}/interactions/{{id}}/"): with_id("support", contact, notes="wrote back"),
    ("post", f"{SUPPORT}/tickets/"): token_ticket(None),
    ("put", f"{SUPPORT}/tickets/{{id}}/"): token_ticket(case),
    ("patch", f"{SUPPORT}/tickets/{{id}}/"): with_id("customer", case, description="Changed"),
    ("post", f"{SUPPORT}/tickets/{{id}}/assign/"): assigning(case, "assigned_to"),
    ("post", f"{SUPPORT}/tickets/{{id}}/resolve/"): with_id(
        "support", case, resolution_notes="done"
    ),
    ("post", "/api/token/"): call(None, **LOGIN),
}
