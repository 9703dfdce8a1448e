"""The rows of the desk surface (test_compat_matrix.py). Its request routes find by owner and
assignee, not by role: what is not the caller's own work or wish is 404, a foreign file 403."""

from __future__ import annotations

from harness import jobs, matrix

REQUESTS = "/api/service-request"

ROUTES = {
    ("post", "/api/auth/register/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/auth/login/"): ("anyone", 401, 401, 401, 401, 401),
    ("post", "/api/token/refresh/"): ("anyone", 400, 400, 400, 400, 400),
    ("get", "/api/profile/"): ("signed_in", 200, 200, 200, 200, 200),
    ("get", "/api/ping/"): ("anyone", 200, 200, 200, 200, 200),
    ("get", "/swagger.json"): ("anyone", 200, 200, 200, 200, 200),
    ("post", f"{REQUESTS}/create/"): ("customer", 400, 400, None, None, None),
    ("get", f"{REQUESTS}/getAll/"): ("signed_in", 200, 200, 200, 200, 200),
    ("patch", f"{REQUESTS}/update/{{id}}/"): ("signed_in", 404, 404, 404, 404, 404),
    ("delete", f"{REQUESTS}/delete/{{id}}/"): ("signed_in", 204, 404, 404, 404, 404),
    ("get", f"{REQUESTS}/download/{{attachment}}/"): ("signed_in", 200, 403, 403, 403, 200),
}


def filled(server, method, path):
    """The request is given to nobody, so that no role meets its own work by chance."""
    if "{attachment}" in path:
        return path.replace("{attachment}", str(file_of_customer(server)))
    return path.replace("{id}", str(unassigned(server))) if "{id}" in path else path


def unassigned(server):
    made = matrix.open_request(server)
    jobs.release(server, made)
    return made


def file_of_customer(server):
    made = (
        server.as_("customer")
        .post(
            "/api/v1/requests/",
            multipart={
                "request_type": "repair",
                "details": "matrix of roles",
                "attachment": ("a.txt", b"gas\n", "text/plain"),
            },
        )
        .expect(201)
        .json["id"]
    )
    jobs.release(server, made)
    files = server.as_("customer").get(f"/api/v1/requests/{made}/attachments/").expect(200).json
    return files[0]["id"]
