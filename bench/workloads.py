"""The workloads: the same requests for every contender, and the proof that answers compare."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable

from load import Target
from rivals import Response, Rival, cookies, logins

READERS = 20
WRITERS = 20
LIST_ROWS = 20
ACCOUNT = "/accounts/api/account/"
NESTED = f"/api/services/requests/?page_size={LIST_ROWS}"
CONNECTIONS = 64
# A log-in is nearly all hashing: more at once would only wait, and be half done at the end.
LOGIN_CONNECTIONS = 16

Targets = Callable[["Session"], list[Target]]


class Session:
    """Fresh tokens of one contender: customers with the ids they own, and a support account."""

    def __init__(self, rival: Rival, data: dict[str, Any]) -> None:
        self.rival = rival
        self.data = data
        entry = rival.client()
        names = [user["username"] for user in data["users"] if user["user_type"] == "customer"]
        customers = [self._login(name) for name in names[: max(READERS, WRITERS)]]
        self.customers = [entry.as_(customer, fresh=True) for customer in customers]
        self.support = entry.as_(self._login(data["support"]), fresh=True)
        self.logins = customers

    def _login(self, username: str) -> logins.Login:
        return logins.Login(username, self.data["password"])

    def close(self) -> None:
        for client in [*self.customers, self.support]:
            client.close()


@dataclass(frozen=True)
class Workload:
    name: str
    targets: Targets
    creates: bool = False
    connections: int = CONNECTIONS


def read_one(session: Session) -> list[Target]:
    found = []
    for client in session.customers[:READERS]:
        for row in session.rival.page(client, LIST_ROWS):
            found.append(Target("GET", f"/api/v1/requests/{row['id']}/", client.access or ""))
    return found


def read_by_session(session: Session) -> list[Target]:
    """Seed 002's read: the session and its account are found by cookie."""
    client = session.rival.client()
    found = []
    for login in session.logins[:READERS]:
        answer = client.post("/accounts/api/login/", json=login._asdict()).expect(200)
        cookie = f"sessionid={cookies.set_by(answer)['sessionid'].value}"
        found.append(Target("GET", ACCOUNT, cookie=cookie))
    client.close()
    return found


def list_20(session: Session) -> list[Target]:
    path = f"/api/v1/requests/?limit={LIST_ROWS}"
    return [Target("GET", path, session.support.access or "")]


def nested_20(session: Session) -> list[Target]:
    """Seed 000's list: customer, type, assignee and comments stand in each request."""
    return [Target("GET", NESTED, session.support.access or "")]


def create(session: Session) -> list[Target]:
    body = json.dumps(
        {
            "request_type": "gas_leak_inspection",
            "description": "Suspected gas leak near the kitchen stove, {n}",
            "address": "Flat 302, Sunrise Apartments, Koramangala, Bengaluru - 560095",
        }
    )
    writers = session.customers[:WRITERS]
    return [Target("POST", "/api/v1/requests/", client.access or "", body) for client in writers]


def log_in(session: Session) -> list[Target]:
    bodies = [json.dumps(login._asdict()) for login in session.logins]
    return [Target("POST", "/api/v1/login/", "", body) for body in bodies]


READ, LIST, CREATE = "read one request", "list 20 requests", "durable create"
WORKLOADS = [
    Workload(READ, read_one),
    Workload("read by session cookie", read_by_session),
    Workload(LIST, list_20),
    Workload("nested list of 20 requests", nested_20),
    Workload(CREATE, create, creates=True),
    Workload("log-in, argon2id", log_in, connections=LOGIN_CONNECTIONS),
]
DEFAULT_HASHER_WORKLOAD = Workload(
    "log-in, each with its default", log_in, connections=LOGIN_CONNECTIONS
)


class Unequal(Exception):
    """A contender answers less than another, so their times would not compare."""


def keys(document: Any) -> set[str]:
    """Every key of a document, nested ones as a.b; lists count as their elements."""
    if isinstance(document, list):
        return set().union(*(keys(part) for part in document))
    if not isinstance(document, dict):
        return set()
    nested = {f"{key}.{inner}" for key, part in document.items() for inner in keys(part)}
    return set(document) | nested


def require_equal_work(ours: Session, theirs: Session) -> str:
    """Ours must hold as many requests and answer at least the keys of theirs, in as many rows;
    returns one line that says what was compared."""
    counts = [side.rival.count(side.support) for side in (ours, theirs)]
    pages = [side.rival.page(side.support, LIST_ROWS) for side in (ours, theirs)]
    if counts[0] != counts[1] or len(pages[0]) != len(pages[1]):
        raise Unequal(f"{counts} requests in all, {[len(page) for page in pages]} on a page")
    one = [_first_own(side) for side in (ours, theirs)]
    own = [_first_account(side) for side in (ours, theirs)]
    nested = [side.support.get(NESTED).expect(200).json for side in (ours, theirs)]
    if _size(nested[0]) != _size(nested[1]):
        raise Unequal(f"nested lists of {[_size(page) for page in nested]}")
    missing = (keys(pages[1]) - keys(pages[0])) | (keys(one[1].json) - keys(one[0].json))
    missing |= keys(own[1].json) - keys(own[0].json)
    missing |= keys(nested[1]) - keys(nested[0])
    if missing:
        raise Unequal(f"keys only the other answers: {sorted(missing)}")
    return f"bytes of one request: {len(one[0].body)} (pilotlight), {len(one[1].body)} (drf)"


def _size(page: dict[str, Any]) -> tuple[int, int, int]:
    """Rows in all, rows here, and comments and assignees in them."""
    rows = page["results"]
    inner = sum(len(row["comments"]) + (row["assigned_to"] is not None) for row in rows)
    return page["count"], len(rows), inner


def _first_own(session: Session) -> Response:
    return session.customers[0].get(read_one(session)[0].path).expect(200)


def _first_account(session: Session) -> Response:
    target = read_by_session(session)[0]
    return session.rival.client().get(target.path, headers={"Cookie": target.cookie}).expect(200)
