"""The rows of the conversation surface (test_compat_matrix.py). In the demo any signed-in account
reads and answers any conversation, as the document says; production is in
tests/compat/conversation."""

from __future__ import annotations

ROUTES = {
    ("post", "/api/signup/"): ("anyone", 400, 400, 400, 400, 400),
    ("post", "/api/newticket/"): ("signed_in", 201, 201, 403, 403, 403),
    ("get", "/api/tickets/{id}/posts/"): ("signed_in", 200, 200, 200, 200, 200),
    ("post", "/api/tickets/{id}/reply/"): ("signed_in", 201, 201, 201, 201, 201),
    ("delete", "/api/posts/{id}/"): ("signed_in", 204, 403, 403, 403, 403),
}
BODIES = {
    ("post", "/api/newticket/"): {"subject": "Matrix", "message": "Who may?"},
    ("post", "/api/tickets/{id}/reply/"): {"message": "I may."},
}


def filled(server, method, path):
    if "{id}" not in path:
        return path
    client = server.as_("customer")
    body = {"subject": "Matrix", "message": "Of roles and routes"}
    made = client.post("/api/newticket/", json=body).expect(201).json["id"]
    if "/posts/{id}/" in path:
        answer = {"message": "A second post, which may be taken back"}
        made = client.post(f"/api/tickets/{made}/reply/", json=answer).expect(201).json["id"]
    return path.replace("{id}", str(made))
