"""Accounts, requests and assignments of the desk surface's tests."""

from __future__ import annotations

from harness import logins

REQUESTS = "/api/service-request"
CREATE = f"{REQUESTS}/create/"
LIST = f"{REQUESTS}/getAll/"
PASSWORD = "Valve-Seat-9041!"
DRAFT = {
    "title": "Leaky pipe",
    "service_type": "repair",
    "description": "There is a gas leak",
}


def newcomer(server, name, admin=None, **more):
    """A fresh account with nothing to its name, registered by `admin` if given: (id, client)."""
    login = logins.Login(f"{name}@example.com", PASSWORD)
    draft = {"email": login.username, "password": PASSWORD, **more}
    client = admin or server.client()
    made = client.post("/api/auth/register/", json=draft).expect(201).json
    return made["id"], server.as_(login)


def created(client, *files, **changes):
    """The answer to a new request with those files."""
    fields = [*{**DRAFT, **changes}.items(), *(("attachments", file) for file in files)]
    return client.post(CREATE, multipart=fields).expect(201)


def listed(client):
    """Every request of the caller's list, by id."""
    rows, page = {}, LIST + "?page_size=100"
    while page:
        answer = client.get(page).expect(200).json
        rows.update({row["id"]: row for row in answer["results"]})
        page = answer["next"] and answer["next"][answer["next"].index(LIST) :]
    return rows


def assign(server, request, account, admin="admin"):
    path = f"/api/v1/requests/{request}/assign/"
    server.as_(admin).post(path, json={"assigned_to": account}).expect(200)


def id_of(client):
    return client.get("/api/profile/").expect(200).json["id"]
