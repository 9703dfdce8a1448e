"""Role × route: who gets through the door of each row of the route tables, as data.

A row says the permission a route must have and the answer of those inside the door, role by role in
the order of INSIDE: the customer who owns what is asked for, another customer, support, a
technician to whom it is not assigned, an administrator. None is a role that the door refuses. A
stranger gets from a route for anyone what the customer gets, or a sixth status of their own.
"""

from __future__ import annotations

import itertools
from typing import Any, Mapping, Sequence

from . import logins
from .client import Client
from .server import Server

INSIDE = ("customer", "other_customer", "support", "technician", "admin")
ROLES = ("anonymous", *INSIDE, "deactivated")
NOBODY = 999_999_999
PASSWORD = "Valve-Seat-9041!"

# Permission word -> who passes the door. What they then may see is 404 or 409, never 401 or 403.
DOORS = {
    "anyone": set(ROLES),
    "signed_in": set(INSIDE),
    "customer": {"customer", "other_customer"},
    "staff": {"support", "technician", "admin"},
    "desk": {"support", "admin"},
    "admin": {"admin"},
}

Key = tuple[str, str]
Row = Sequence[Any]

_leavers = itertools.count(1)


def permissions(server: Server, document: str) -> dict[Key, str]:
    """(method, path) to permission of every route of the API document served at `document`."""
    paths = server.client().get(document).expect(200).json["paths"]
    return {
        (method, path): operation["x-permission"]
        for path, item in paths.items()
        for method, operation in item.items()
    }


def expected_status(row: Row, role: str, stranger: int = 401) -> int:
    """`stranger`: what the surface answers to those without a valid credential."""
    permission = row[0]
    if role in ("anonymous", "deactivated"):
        open_to_all = row[len(INSIDE) + 1 :] or row[1:]
        return open_to_all[0] if permission == "anyone" else stranger
    return row[1 + INSIDE.index(role)] if role in DOORS[permission] else 403


def leaver(server: Server) -> Client:
    """A client whose token is sound and whose account was deactivated after it was issued."""
    login = logins.Login(f"leaver_{next(_leavers)}", PASSWORD)
    admin = server.as_("admin")
    draft = {"email": f"{login.username}@example.com", "first_name": "Lea", "last_name": "Ver"}
    made = admin.post("/api/v1/users/", json={**login._asdict(), **draft}).expect(201).json
    client = server.as_(login)
    admin.patch(f"/api/v1/users/{made['id']}/", json={"is_active": False}).expect(200)
    return client


def open_request(server: Server) -> int:
    """A pending request of the customer; each cell gets its own, so that no cell needs another."""
    draft = {"request_type": "repair", "details": "matrix of roles"}
    return server.as_("customer").post("/api/v1/requests/", json=draft).expect(201).json["id"]


def client_of(server: Server, role: str, stopped: Client, fresh: bool = False) -> Client:
    """`stopped` is a leaver(); `fresh` logs in anew, for a route that ends the session."""
    if role == "anonymous":
        return server.client()
    return stopped if role == "deactivated" else server.client().as_(role, fresh=fresh)


def default_body(method: str, bodies: Mapping[Key, Any], key: Key) -> Any:
    return bodies.get(key, {} if method in ("post", "put", "patch") else None)
