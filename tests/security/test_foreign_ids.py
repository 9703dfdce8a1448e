"""Whoever guesses an id of somebody else's learns nothing: on each route with an id, of each
surface, a stranger of the same role gets what they get for an id that nobody has."""

from __future__ import annotations

import re

import pytest
from harness import credentials, logins
from harness.routes import UNSAFE, id_of, routes
from harness.server import Server

V1 = "/api/v1"
BY_CONTRACT = {
    # Seed 003 tells "not yours" from "not there" (contracts.md §5); only the id is learned.
    ("get", "/api/service-request/download/{attachment}/"): (403, 404),
    # Types are the same for everybody.
    ("get", f"{V1}/service-types/{{id}}/"): (200, 404),
    ("get", "/api/services/types/{id}/"): (200, 404),
}
WITH_IDS = [r for r in routes() if "{" in r.path and r.permission in ("signed_in", "customer")]
BODIES = {"text": "x", "title": "x", "message": "x", "comment": "x", "notes": "x", "name": "x"}
BODIES |= {"subject": "x", "description": "x" * 20, "details": "x", "request_type": "repair"}
BODIES |= {"status": "in_progress", "state": "viewing", "filters": {}, "address": "x"}


@pytest.fixture(scope="module")
def production_desk(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("foreign") / "data", "production")
    server.create_superuser()
    yield server.start()
    server.close()


@pytest.fixture(scope="module")
def people(production_desk):
    """An owner with one of each thing, and a stranger; both customers."""
    admin = logins.PRODUCTION_ADMIN
    (_, owner), (_, stranger) = (credentials.newcomer(production_desk, admin) for _ in range(2))
    return owner, stranger


@pytest.fixture(scope="module")
def things(production_desk, people):
    """Placeholder values by the start of the path."""
    server, (owner, _) = production_desk, people
    client = server.as_(owner)
    words = {"request_type": "repair", "details": "mine alone"}
    file = {"attachment": ("a.txt", b"mine alone", "text/plain")}
    made = client.post(f"{V1}/requests/", multipart=words | file).expect(201).json
    request, attachment = made["id"], made["attachments"][0]["id"]
    comment = client.post(
        f"/api/services/requests/{request}/comments/", json={"comment": "mine alone"}
    ).expect(201)
    case = {"service_request": request, "description": "mine alone"}
    ticket = client.post(f"{V1}/tickets/", json=case).expect(201).json["id"]
    talk = {"subject": "mine alone", "message": "mine alone"}
    conversation = client.post("/api/newticket/", json=talk).expect(201).json["id"]
    post = client.get(f"{V1}/tickets/{conversation}/posts/").expect(200).json[0]["id"]
    contact = {"ticket": ticket, "type": "call", "notes": "mine alone"}
    interaction = server.as_(logins.PRODUCTION_ADMIN).post(f"{V1}/interactions/", json=contact)
    account = client.get(f"{V1}/profile/").json["id"]
    client.put(f"{V1}/drafts/mine-alone/", json={"text": "mine alone"}).expect(200)
    view = client.post(f"{V1}/views/", json={"name": "mine alone", "filters": {}}).expect(201)
    session = credentials.by_cookie(server, owner)
    rows = server.client().get(f"{V1}/sessions/", headers=session).expect(200).json
    token_headers = credentials.by_token(server, owner)
    token = server.client().get(f"{V1}/tokens/", headers=token_headers).expect(200).json[0]["id"]
    return {
        f"{V1}/requests/": {"id": request, "attachment": attachment, "comment": comment.json["id"]},
        "/api/services/requests/": {"id": request, "comment": comment.json["id"]},
        "/api/service-request/download/": {"attachment": attachment},
        "/api/service-request/": {"id": request},
        f"{V1}/tickets/": {"id": conversation, "post": post},
        "/api/support/tickets/": {"id": ticket},
        "/api/support/interactions/": {"id": interaction.expect(201).json["id"]},
        "/api/tickets/": {"id": conversation},
        "/api/posts/": {"id": post},
        "/api/track/": {"id": request},
        f"{V1}/interactions/": {"id": interaction.json["id"]},
        "/api/accounts/customers/": {"id": account},
        f"{V1}/drafts/": {"key": "mine-alone"},
        f"{V1}/views/": {"id": view.json["id"]},
        f"{V1}/sessions/": {"id": rows[0]["id"]},
        f"{V1}/tokens/": {"id": token},
        f"{V1}/service-types/": {"id": 1},
        "/api/services/types/": {"id": 1},
    }


def ids_for(things, path):
    return next(ids for start, ids in things.items() if path.startswith(start))


def filled(path, ids, nobody=False):
    def value(hit):
        if not nobody:
            return str(ids[hit[1]])
        return "not-there" if hit[1] == "key" else "98765432"

    return re.sub(r"\{(\w+)\}", value, path)


def said(answer):
    """Status and body without what was asked for."""
    return answer.status, re.sub(r"\d+|mine-alone|not-there", "N", answer.text)


@pytest.mark.parametrize("route", WITH_IDS, ids=id_of)
def test_a_foreign_thing_looks_like_none(production_desk, people, things, route):
    ids = ids_for(things, route.path)
    client = production_desk.as_(people[1])
    body = BODIES if "requestBody" in route.operation else None
    foreign, absent = (
        client.request(route.method.upper(), filled(route.path, ids, nobody), json=body)
        for nobody in (False, True)
    )
    if route.key in BY_CONTRACT:
        assert (foreign.status, absent.status) == BY_CONTRACT[route.key]
    else:
        assert said(foreign) == said(absent)
        # A draft is kept under the stranger's own key of that name.
        assert absent.status in (403, 404) or "{key}" in route.path
    assert "mine alone" not in foreign.text.replace("mine-alone", "")


def test_the_owner_still_has_all_of_it(production_desk, people, things):
    """After every stranger's attempt: nothing was changed or taken away."""
    client = production_desk.as_(people[0])
    reading = [r for r in WITH_IDS if r.method == "get"]
    assert len(reading) > 12
    for route in reading:
        path = filled(route.path, ids_for(things, route.path))
        answer = client.get(path)
        assert answer.status == 200, (path, answer.text[:200])
    draft = client.get(f"{V1}/drafts/mine-alone/").expect(200).json
    assert draft["text"] == "mine alone"
    assert len(client.get(f"{V1}/sessions/").expect(200).json) >= 1


@pytest.mark.parametrize("route", [r for r in routes(*UNSAFE) if "{" in r.path], ids=id_of)
def test_an_id_in_the_body_opens_nothing_either(production_desk, people, things, route):
    """The path says which thing it is; another's id beside it is not looked at."""
    ids = ids_for(things, route.path) if route in WITH_IDS else {}
    if not ids:
        ids = {name: 1 for name in re.findall(r"\{(\w+)\}", route.path)}
    client = production_desk.as_(people[1])
    body = dict(BODIES) | {name: ids[name] for name in ids} | {"pk": 1, "customer": 1}
    answer = client.request(route.method.upper(), filled(route.path, ids, True), json=body)
    assert answer.status in (400, 403, 404) or "{key}" in route.path, answer.text[:200]


def test_a_bulk_change_tells_nothing_of_what_is_not_ones_own(production_desk, people, things):
    chief = production_desk.as_(logins.PRODUCTION_ADMIN)
    account, technician = credentials.newcomer(production_desk, logins.PRODUCTION_ADMIN)
    chief.patch(f"{V1}/users/{account}/", json={"user_type": "technician"}).expect(200)
    foreign = things[f"{V1}/requests/"]["id"]
    before = chief.get(f"{V1}/requests/{foreign}/").expect(200).json
    changes = [
        {"id": number, "version": before["version"]} | what
        for what in ({"status": "resolved"}, {"assigned_to": account})
        for number in (foreign, 98765432)
    ]
    client = production_desk.as_(technician)
    answer = client.post(f"{V1}/requests/bulk/", json={"changes": changes})
    told = [row | {"id": "N"} for row in answer.expect(200).json["outcomes"]]
    assert told[0] == told[1] and told[2] == told[3] and told[0]["version"] is None
    assert chief.get(f"{V1}/requests/{foreign}/").expect(200).json == before
