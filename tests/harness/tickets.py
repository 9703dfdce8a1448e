"""Tickets of the demo server, made through the canonical surface."""

from __future__ import annotations

V1 = "/api/v1"


def me(demo, who):
    """The account id of whoever has the role word."""
    return demo.as_(who).get(f"{V1}/profile/").expect(200).json["id"]


def open_request(demo, who="customer"):
    body = {"request_type": "repair", "title": "Rusted pipe", "details": "for a case"}
    return demo.as_(who).post(f"{V1}/requests/", json=body).expect(201).json


def open_case(demo, who="customer", request=None, **fields):
    request = request or open_request(demo)["id"]
    body = {"service_request": request, "description": "it drips again", **fields}
    return demo.as_(who).post(f"{V1}/tickets/", json=body).expect(201).json


def begin(demo, who="customer", **fields):
    body = {"subject": "My bill", "message": "Why twice as much?", **fields}
    return demo.as_(who).post(f"{V1}/tickets/", json=body).expect(201).json


def record(demo, who="support", ticket=None, **fields):
    """A contact with the customer; about a conversation of theirs unless a ticket is given."""
    ticket = ticket or begin(demo)["id"]
    body = {"ticket": ticket, "type": "call", "notes": "rang back", **fields}
    return demo.as_(who).post(f"{V1}/interactions/", json=body).expect(201).json


def pages(demo, who, path):
    """All rows of a list, page after page, and the last page."""
    rows, visited, client = [], set(), demo.as_(who)
    while path:
        assert path not in visited, f"{path} leads back to itself"
        visited.add(path)
        page = client.get(path).expect(200)
        rows += page.json
        path = page.next_page(demo.origin)
    return rows, page
