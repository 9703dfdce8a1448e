"""The rows of the token surface (test_compat_matrix.py)."""

from __future__ import annotations

from harness import matrix, tickets

ACCOUNTS = "/api/accounts"
CUSTOMERS = f"{ACCOUNTS}/customers"
REPRESENTATIVES = f"{ACCOUNTS}/representatives"
TYPES = "/api/services/types"
REQUESTS = "/api/services/requests"
COMMENTS = f"{REQUESTS}/{{id}}/comments"
TICKETS = "/api/support/tickets"
INTERACTIONS = "/api/support/interactions"

STRANGER = 401
ALL = (200, 200, 200, 200, 200)
STAFF = (None, None, 200, 200, 200)
ADMIN = (None, None, None, None, 404)
SEEN = (200, 404, 200, 404, 200)

ROUTES = {
    ("get", f"{ACCOUNTS}/"): ("signed_in", *ALL),
    ("get", "/api/services/"): ("signed_in", *ALL),
    ("get", "/api/support/"): ("signed_in", *ALL),
    ("post", "/api/token/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", f"{CUSTOMERS}/get_token/"): ("signed_in", *ALL),
    ("get", f"{CUSTOMERS}/"): ("signed_in", *ALL),
    ("post", f"{CUSTOMERS}/"): ("anyone", 403, 403, 400, 403, 400, 401),
    ("get", f"{CUSTOMERS}/my_profile/"): ("signed_in", 200, 200, 404, 404, 404),
    ("get", f"{CUSTOMERS}/{{id}}/"): ("signed_in", *SEEN),
    ("put", f"{CUSTOMERS}/{{id}}/"): ("signed_in", 400, 404, 400, 404, 400),
    ("patch", f"{CUSTOMERS}/{{id}}/"): ("signed_in", *SEEN),
    ("delete", f"{CUSTOMERS}/{{id}}/"): ("admin", None, None, None, None, 400),
    ("get", f"{REPRESENTATIVES}/"): ("staff", *STAFF),
    ("post", f"{REPRESENTATIVES}/"): ("admin", None, None, None, None, 400),
    ("get", f"{REPRESENTATIVES}/available_representatives/"): ("staff", *STAFF),
    ("get", f"{REPRESENTATIVES}/{{id}}/"): ("staff", *STAFF),
    ("put", f"{REPRESENTATIVES}/{{id}}/"): ("admin", None, None, None, None, 400),
    ("patch", f"{REPRESENTATIVES}/{{id}}/"): ("admin", None, None, None, None, 200),
    ("delete", f"{REPRESENTATIVES}/{{id}}/"): ("admin", None, None, None, None, 400),
    ("get", f"{REPRESENTATIVES}/{{id}}/current_workload/"): ("staff", *STAFF),
    ("get", f"{TYPES}/"): ("signed_in", *ALL),
    ("post", f"{TYPES}/"): ("admin", None, None, None, None, 400),
    ("get", f"{TYPES}/{{id}}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("put", f"{TYPES}/{{id}}/"): ("admin", *ADMIN),
    ("patch", f"{TYPES}/{{id}}/"): ("admin", *ADMIN),
    ("delete", f"{TYPES}/{{id}}/"): ("admin", *ADMIN),
    ("get", f"{REQUESTS}/"): ("signed_in", *ALL),
    ("post", f"{REQUESTS}/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", f"{REQUESTS}/{{id}}/"): ("signed_in", *SEEN),
    ("put", f"{REQUESTS}/{{id}}/"): ("signed_in", 400, 404, 400, 404, 400),
    ("patch", f"{REQUESTS}/{{id}}/"): ("signed_in", *SEEN),
    ("delete", f"{REQUESTS}/{{id}}/"): ("signed_in", 204, 404, 403, 404, 204),
    ("post", f"{REQUESTS}/{{id}}/update_status/"): ("staff", None, None, 400, 404, 400),
    ("post", f"{REQUESTS}/{{id}}/assign/"): ("desk", None, None, 400, None, 400),
    ("get", f"{COMMENTS}/"): ("signed_in", *SEEN),
    ("post", f"{COMMENTS}/"): ("signed_in", 400, 404, 400, 404, 400),
    ("get", f"{COMMENTS}/{{comment}}/"): ("signed_in", *SEEN),
    ("put", f"{COMMENTS}/{{comment}}/"): ("signed_in", 200, 404, 403, 404, 403),
    ("patch", f"{COMMENTS}/{{comment}}/"): ("signed_in", 200, 404, 403, 404, 403),
    ("delete", f"{COMMENTS}/{{comment}}/"): ("signed_in", 204, 404, 403, 404, 204),
    ("get", f"{TICKETS}/"): ("signed_in", *ALL),
    ("post", f"{TICKETS}/"): ("signed_in", 400, 400, 400, 400, 400),
    ("get", f"{TICKETS}/{{id}}/"): ("signed_in", *SEEN),
    ("put", f"{TICKETS}/{{id}}/"): ("signed_in", 400, 404, 400, 404, 400),
    ("patch", f"{TICKETS}/{{id}}/"): ("signed_in", *SEEN),
    ("delete", f"{TICKETS}/{{id}}/"): ("admin", None, None, None, None, 204),
    ("post", f"{TICKETS}/{{id}}/resolve/"): ("staff", None, None, 400, 404, 400),
    ("post", f"{TICKETS}/{{id}}/assign/"): ("desk", None, None, 400, None, 400),
    ("get", f"{INTERACTIONS}/"): ("signed_in", *ALL),
    ("post", f"{INTERACTIONS}/"): ("staff", None, None, 400, 400, 400),
    ("get", f"{INTERACTIONS}/recent_interactions/"): ("signed_in", *ALL),
    ("get", f"{INTERACTIONS}/interaction_stats/"): ("signed_in", *ALL),
    ("get", f"{INTERACTIONS}/{{id}}/"): ("signed_in", *SEEN),
    ("put", f"{INTERACTIONS}/{{id}}/"): ("staff", None, None, 400, 404, 400),
    ("patch", f"{INTERACTIONS}/{{id}}/"): ("staff", None, None, 200, 404, 200),
    ("delete", f"{INTERACTIONS}/{{id}}/"): ("staff", None, None, 204, 404, 204),
}
BODIES = {
    (method, f"{COMMENTS}/{{comment}}/"): {"comment": "matrix of comments"}
    for method in ("put", "patch")
}


def filled(server, method, path):
    """What lies under the path belongs to the customer and is assigned to no technician."""
    if "{id}" not in path or path.startswith(TYPES):
        return path
    if path.startswith(ACCOUNTS):
        who = "customer" if path.startswith(CUSTOMERS) else "second_support"
        return path.replace("{id}", str(tickets.me(server, who)))
    request = matrix.open_request(server)
    if path.startswith(REQUESTS):
        return with_comment(server, path.replace("{id}", str(request)))
    case = tickets.open_case(server, request=request)["id"]
    if path.startswith(TICKETS):
        return path.replace("{id}", str(case))
    return path.replace("{id}", str(tickets.record(server, ticket=case)["id"]))


def with_comment(server, path):
    if "{comment}" not in path:
        return path
    made = server.as_("customer").post(
        path.replace("{comment}/", ""), json={"comment": "matrix of roles"}
    )
    return path.replace("{comment}", str(made.expect(201).json["id"]))
