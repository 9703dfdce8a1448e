"""Role × route: who gets through the door of each row of the route tables. The rows come from the
API document, so a route without a line here fails, and so does a line without a route."""

from __future__ import annotations

import re

import pytest
from harness import matrix, tickets

# Each route, the permission it must have, and the answer of those inside the door, role by role:
# (customer who owns the request, another customer, support, technician not assigned, admin).
ROUTES = {
    ("post", "/api/v1/register/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/login/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/login/refresh/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/logout/"): ("signed_in", 204, 204, 204, 204, 204),
    ("get", "/api/v1/sessions/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/sessions/"): ("anyone", 400, 400, 400, 400, 400),
    ("delete", "/api/v1/sessions/"): ("signed_in", 204, 204, 204, 204, 204),
    ("delete", "/api/v1/sessions/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("get", "/api/v1/tokens/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/tokens/"): ("signed_in", 200, 200, 200, 200, 200),
    ("delete", "/api/v1/tokens/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("get", "/api/v1/profile/"): ("signed_in", 200, 200, 200, 200, 200),
    ("put", "/api/v1/profile/"): ("signed_in", 200, 200, 200, 200, 200),
    ("patch", "/api/v1/profile/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/profile/password/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", "/api/v1/requests/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/requests/"): ("customer", 400, 400, None, None, None),
    ("post", "/api/v1/requests/bulk/"): ("staff", None, None, 400, 400, 400),
    ("get", "/api/v1/requests/{id}/"): ("signed_in", 200, 404, 200, 404, 200),
    ("patch", "/api/v1/requests/{id}/"): ("signed_in", 200, 404, 200, 404, 200),
    ("put", "/api/v1/requests/{id}/"): ("signed_in", 400, 404, 400, 404, 400),
    ("delete", "/api/v1/requests/{id}/"): ("signed_in", 204, 404, 403, 404, 204),
    ("post", "/api/v1/requests/{id}/assign/"): ("desk", None, None, 400, None, 400),
    ("post", "/api/v1/requests/{id}/cancel/"): ("signed_in", 200, 404, 200, 404, 200),
    ("get", "/api/v1/requests/{id}/events/"): ("signed_in", 200, 404, 200, 404, 200),
    ("post", "/api/v1/request-updates/"): ("staff", None, None, 400, 400, 400),
    ("get", "/api/v1/requests/{id}/comments/"): ("signed_in", 200, 404, 200, 404, 200),
    ("post", "/api/v1/requests/{id}/comments/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", "/api/v1/requests/{id}/comments/{comment}/"): (
        "signed_in",
        404,
        404,
        404,
        404,
        404,
    ),
    ("patch", "/api/v1/requests/{id}/comments/{comment}/"): (
        "signed_in",
        404,
        404,
        404,
        404,
        404,
    ),
    ("delete", "/api/v1/requests/{id}/comments/{comment}/"): (
        "signed_in",
        404,
        404,
        404,
        404,
        404,
    ),
    ("get", "/api/v1/requests/{id}/attachments/"): ("signed_in", 200, 404, 200, 404, 200),
    ("post", "/api/v1/requests/{id}/attachments/"): ("signed_in", 400, 404, 400, 404, 400),
    ("get", "/api/v1/requests/{id}/attachments/{attachment}/"): (
        "signed_in",
        404,
        404,
        404,
        404,
        404,
    ),
    ("get", "/api/v1/tickets/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/tickets/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", "/api/v1/tickets/{id}/"): ("signed_in", 200, 200, 200, 200, 200),
    ("patch", "/api/v1/tickets/{id}/"): ("signed_in", 200, 403, 200, 403, 200),
    ("delete", "/api/v1/tickets/{id}/"): ("admin", None, None, None, None, 204),
    ("post", "/api/v1/tickets/{id}/assign/"): ("desk", None, None, 400, None, 400),
    ("get", "/api/v1/tickets/{id}/posts/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/tickets/{id}/posts/"): ("signed_in", 400, 400, 400, 400, 400),
    ("delete", "/api/v1/tickets/{id}/posts/{post}/"): ("signed_in", 409, 403, 403, 403, 403),
    ("get", "/api/v1/interactions/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/interactions/"): ("staff", None, None, 400, 400, 400),
    ("get", "/api/v1/interactions/stats/"): ("signed_in", 200, 200, 200, 200, 200),
    ("get", "/api/v1/interactions/{id}/"): ("signed_in", 200, 404, 200, 404, 200),
    ("patch", "/api/v1/interactions/{id}/"): ("signed_in", 403, 404, 200, 404, 200),
    ("delete", "/api/v1/interactions/{id}/"): ("signed_in", 403, 404, 204, 404, 204),
    ("get", "/api/v1/representatives/"): ("staff", None, None, 200, 200, 200),
    ("get", "/api/v1/representatives/{id}/"): ("staff", None, None, 200, 200, 200),
    ("patch", "/api/v1/representatives/{id}/"): ("staff", None, None, 403, 200, 200),
    ("get", "/api/v1/representatives/{id}/workload/"): ("staff", None, None, 200, 200, 200),
    ("get", "/api/v1/service-types/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/service-types/"): ("admin", None, None, None, None, 400),
    ("get", "/api/v1/service-types/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("patch", "/api/v1/service-types/{id}/"): ("admin", None, None, None, None, 404),
    ("put", "/api/v1/service-types/{id}/"): ("admin", None, None, None, None, 400),
    ("get", "/api/v1/users/"): ("admin", None, None, None, None, 200),
    ("post", "/api/v1/users/"): ("admin", None, None, None, None, 400),
    ("get", "/api/v1/users/{id}/"): ("admin", None, None, None, None, 404),
    ("patch", "/api/v1/users/{id}/"): ("admin", None, None, None, None, 404),
    ("delete", "/api/v1/users/{id}/"): ("admin", None, None, None, None, 404),
    ("get", "/api/v1/invitations/"): ("admin", None, None, None, None, 200),
    ("post", "/api/v1/invitations/"): ("admin", None, None, None, None, 201),
    ("get", "/api/v1/stats/"): ("signed_in", 200, 200, 200, 200, 200),
    ("get", "/api/v1/events/stream"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/leak-reports/"): ("anyone", 400, 400, 400, 400, 400),
    ("get", "/api/v1/leak-reports/{token}/"): ("anyone", 404, 404, 404, 404, 404),
    ("get", "/api/v1/drafts/{key}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("put", "/api/v1/drafts/{key}/"): ("signed_in", 400, 400, 400, 400, 400),
    ("delete", "/api/v1/drafts/{key}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("get", "/api/v1/requests/{id}/presence/"): ("staff", None, None, 200, 404, 200),
    ("put", "/api/v1/requests/{id}/presence/"): ("staff", None, None, 200, 404, 200),
    ("delete", "/api/v1/requests/{id}/presence/"): ("staff", None, None, 204, 404, 204),
    ("get", "/api/v1/audit/"): ("admin", None, None, None, None, 200),
    ("get", "/api/v1/audit/export/"): ("admin", None, None, None, None, 200),
    ("get", "/api/v1/dashboard/"): ("desk", None, None, 200, None, 200),
    ("get", "/api/v1/system/"): ("admin", None, None, None, None, 200),
    ("post", "/api/v1/system/backup/"): ("admin", None, None, None, None, 202),
    ("get", "/api/v1/views/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/views/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", "/api/v1/views/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("patch", "/api/v1/views/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("delete", "/api/v1/views/{id}/"): ("signed_in", 404, 404, 404, 404, 404),
}


@pytest.fixture(scope="module")
def stopped(demo):
    return matrix.leaver(demo)


def test_every_route_has_a_line_and_every_line_a_route(demo):
    lines = {key: row[0] for key, row in ROUTES.items()}
    assert lines == matrix.permissions(demo, "/api/openapi.json")


def filled(demo, path):
    """Fresh things of the customer for each cell, so that no cell depends on another."""
    thing = {}
    if "/requests/{id}/" in path:
        thing["id"] = matrix.open_request(demo)
    elif "/tickets/{id}/" in path:
        thing["id"] = tickets.begin(demo)["id"]
        posts = demo.as_("customer").get(f"/api/v1/tickets/{thing['id']}/posts/").expect(200)
        thing["post"] = posts.json[0]["id"]
    elif "/interactions/{id}/" in path:
        thing["id"] = tickets.record(demo)["id"]
    elif "/representatives/{id}/" in path:
        thing["id"] = tickets.me(demo, "technician")
    return re.sub(r"{(\w+)}", lambda hit: str(thing.get(hit[1], matrix.NOBODY)), path)


@pytest.mark.parametrize("role", matrix.ROLES)
@pytest.mark.parametrize("key", ROUTES, ids=lambda key: f"{key[0]} {key[1]}")
def test_who_gets_through(demo, stopped, key, role):
    method, path = key
    client = matrix.client_of(demo, role, stopped, fresh=path.endswith("logout/"))
    body = matrix.default_body(method, {}, key)
    response = client.request(method.upper(), filled(demo, path), json=body)
    assert response.status == matrix.expected_status(ROUTES[key], role), response.text
