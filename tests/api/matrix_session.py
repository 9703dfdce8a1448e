"""The rows of the session surface (test_compat_matrix.py). Who shows no credentials gets 403."""

from __future__ import annotations

from harness import matrix

STRANGER = 403
USERS = "/accounts/api/admin/users"
REQUESTS = "/api/admin/requests"

ROUTES = {
    ("post", "/accounts/api/register/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/accounts/api/login/"): ("anyone", 400, 400, 400, 400, 400),
    ("get", "/accounts/api/account/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/submit/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", "/api/track/"): ("signed_in", 200, 200, 200, 200, 200),
    ("get", f"{USERS}/"): ("admin", None, None, None, None, 200),
    ("post", f"{USERS}/create/"): ("admin", None, None, None, None, 400),
    ("get", f"{USERS}/{{id}}/"): ("admin", None, None, None, None, 404),
    ("put", f"{USERS}/{{id}}/"): ("admin", None, None, None, None, 404),
    ("delete", f"{USERS}/{{id}}/"): ("admin", None, None, None, None, 404),
    ("get", f"{REQUESTS}/"): ("admin", None, None, None, None, 200),
    ("get", f"{REQUESTS}/{{id}}/"): ("admin", None, None, None, None, 200),
    ("put", f"{REQUESTS}/{{id}}/"): ("admin", None, None, None, None, 200),
    ("delete", f"{REQUESTS}/{{id}}/"): ("admin", None, None, None, None, 200),
}


def filled(server, _method, path):
    """Of requests the customer's own; the users are nobody."""
    return path.replace("{id}", str(matrix.open_request(server))) if REQUESTS in path else path
