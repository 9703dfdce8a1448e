"""Role × route: who gets through the door of each row of the route tables. The rows come from the
API document, so a route without a line here fails, and so does a line without a route."""

from __future__ import annotations

import pytest

ROLES = ("anonymous", "customer", "other_customer", "support", "technician", "admin", "deactivated")

# Permission word -> who passes the door. What they then may see is 404 or 409, never 401 or 403.
DOORS = {
    "anyone": {
        "anonymous",
        "customer",
        "other_customer",
        "support",
        "technician",
        "admin",
        "deactivated",
    },
    "signed_in": {"customer", "other_customer", "support", "technician", "admin"},
    "customer": {"customer", "other_customer"},
    "staff": {"support", "technician", "admin"},
    "desk": {"support", "admin"},
    "admin": {"admin"},
}

# Each route, the permission it must have, and the answer of those inside the door, role by role:
# (customer who owns the request, another customer, support, technician not assigned, admin).
ROUTES = {
    ("post", "/api/v1/register/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/login/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/login/refresh/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/v1/logout/"): ("signed_in", 204, 204, 204, 204, 204),
    ("get", "/api/v1/sessions/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/v1/sessions/"): ("anyone", 400, 400, 400, 400, 400),
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
}
INSIDE = ("customer", "other_customer", "support", "technician", "admin")
NOBODY = 999_999_999


@pytest.fixture(scope="module")
def served(demo):
    document = demo.client().get("/api/openapi.json").expect(200).json
    return {
        (method, path): operation["x-permission"]
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def test_every_route_has_a_line_and_every_line_a_route(served):
    assert {key: row[0] for key, row in ROUTES.items()} == served


def expected_status(row, role):
    permission = row[0]
    if role in ("anonymous", "deactivated") and permission != "anyone":
        return 401
    if role not in DOORS[permission]:
        return 403
    return row[1] if role in ("anonymous", "deactivated") else row[1 + INSIDE.index(role)]


def client_of(demo, role, method, path):
    if role == "anonymous":
        return demo.client()
    if role == "deactivated":
        admin = demo.as_("admin")
        made = (
            admin.post(
                "/api/v1/users/",
                json={
                    "username": f"leaver_{method}_{abs(hash(path))}",
                    "password": "Valve-Seat-9041!",
                    "email": f"leaver{method}{abs(hash(path))}@example.com",
                    "first_name": "Lea",
                    "last_name": "Ver",
                },
            )
            .expect(201)
            .json
        )
        token = (
            demo.client()
            .post(
                "/api/v1/login/",
                json={"username": made["username"], "password": "Valve-Seat-9041!"},
            )
            .expect(200)
            .json
        )
        admin.patch(f"/api/v1/users/{made['id']}/", json={"is_active": False}).expect(200)
        return demo.client().with_token(token["access"])
    return demo.client().as_(role, fresh=path.endswith("logout/"))


def filled(demo, path):
    """A fresh request of the customer for each cell, so that no cell depends on another."""
    if "/requests/{id}/" in path:
        made = (
            demo.as_("customer")
            .post("/api/v1/requests/", json={"request_type": "repair", "details": "matrix"})
            .expect(201)
            .json["id"]
        )
        return path.replace("{id}", str(made)).replace("{attachment}", str(NOBODY))
    return path.replace("{id}", str(NOBODY))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", ROUTES, ids=lambda key: f"{key[0]} {key[1]}")
def test_who_gets_through(demo, key, role):
    method, path = key
    client = client_of(demo, role, method, path)
    body = {} if method in ("post", "put", "patch") else None
    response = client.request(method.upper(), filled(demo, path), json=body)
    assert response.status == expected_status(ROUTES[key], role), response.text
