"""Writers that remember what they were promised, and what a server that came back owes them.

A promise is a 201: the request is there with its text, its one "opened" event, and every byte of
its files. So is the good answer to a later change of it: a comment, another title, its end. What
had no answer may be there or not, but only whole.
"""

from __future__ import annotations

import hashlib
import http.client
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Iterator

from . import logins
from .client import Client, Response
from .server import Server

READERS = 8
CUSTOMERS_MAX = 8
PAGE_ROWS = 100
# What follows a request, by turns, and the event that must stand beside it. Every fourth has files.
CHANGES = {"comment": "commented", "title": "edited", "cancel": "status_changed"}
TURNS = ("files", *CHANGES)
FILE_BYTES_MAX = 100_000
JOIN_S_MAX = 60.0
BROKEN_OFF = (OSError, http.client.HTTPException)


@dataclass
class Promise:
    """One 201: the text, the digests of the files, and when it came on the caller's own clock; and
    when which change of it was acknowledged, made with the same text."""

    text: str
    digests: list[str]
    moment: int
    changes: dict[str, int] = field(default_factory=dict)


@dataclass
class Written:
    """What one writer knows: which ids it was promised, and the one text it had no answer to."""

    acknowledged: dict[int, Promise] = field(default_factory=dict)
    in_flight: str | None = None
    refused: list[str] = field(default_factory=list)


def request_body(text: str) -> dict[str, str]:
    return {
        "request_type": "gas_leak_inspection",
        "description": text,
        "address": f"Flat 302, Sunrise Apartments; {text}",
    }


class Writers:
    """Threads that file requests until the server is gone or stop() is called.

    moment   asked at each promise; its answers say in which order promises and cuts came
    """

    def __init__(
        self,
        server: Server,
        label: str,
        count: int,
        moment: Callable[[], int] = lambda: 0,
    ) -> None:
        customers = demo_customers(server)
        self.results = [Written() for _ in range(count)]
        self._stopping = threading.Event()
        self._moment = moment
        self._clients = [server.as_(customers[i % len(customers)]) for i in range(count)]
        self._threads = [
            threading.Thread(target=self._write, args=(client, f"{label} thread {index}", result))
            for index, (client, result) in enumerate(zip(self._clients, self.results))
        ]
        for thread in self._threads:
            thread.start()

    def promised(self) -> int:
        return sum(len(result.acknowledged) for result in self.results)

    def finish(self) -> list[Written]:
        """Waits for all; AssertionError when one hangs or was refused."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(JOIN_S_MAX)
        for client in self._clients:
            client.close()
        assert not any(thread.is_alive() for thread in self._threads), "a writer hangs"
        refused = [text for result in self.results for text in result.refused]
        assert not refused, f"refused: {refused[:3]}"
        return self.results

    def _write(self, client: Client, label: str, written: Written) -> None:
        dice = random.Random(label)
        number = 0
        while not written.refused and not self._stopping.is_set():
            number += 1
            text = f"crash {number} {label}"
            turn = TURNS[number % len(TURNS)]
            files = _files(dice) if turn == "files" else []
            try:
                identifier = self._open(client, text, files, written)
                if identifier is not None and turn in CHANGES:
                    self._change(client, identifier, turn, written)
            except BROKEN_OFF:
                return

    def _open(self, client: Client, text: str, files: list[bytes], written: Written) -> int | None:
        written.in_flight = text
        response = _file_request(client, text, files)
        written.in_flight = None
        if not _is_done(response, 201, written):
            return None
        digests = [hashlib.sha256(file).hexdigest() for file in files]
        written.acknowledged[response.json["id"]] = Promise(text, digests, self._moment())
        return response.json["id"]

    def _change(self, client: Client, identifier: int, change: str, written: Written) -> None:
        promise = written.acknowledged[identifier]
        response = _send_change(client, identifier, change, promise.text)
        if _is_done(response, 201 if change == "comment" else 200, written):
            promise.changes[change] = self._moment()


def _is_done(response: Response, status: int, written: Written) -> bool:
    """Whether it is a promise. A busy server may say 503; anything else is noted as a fault."""
    if response.status not in (status, 503):
        written.refused.append(f"{response.status} {response.text[:300]}")
    return response.status == status


def _send_change(client: Client, identifier: int, change: str, text: str) -> Response:
    path = f"/api/v1/requests/{identifier}/"
    if change == "comment":
        return client.post(f"{path}comments/", json={"text": text})
    if change == "title":
        return client.patch(path, json={"title": text})
    return client.post(f"{path}cancel/", json={"reason": text})


def _files(dice: random.Random) -> list[bytes]:
    return [dice.randbytes(dice.randint(1, FILE_BYTES_MAX)) for _ in range(dice.randint(1, 2))]


def _file_request(client: Client, text: str, files: list[bytes]) -> Response:
    if not files:
        return client.post("/api/v1/requests/", json=request_body(text))
    fields: list[tuple[str, Any]] = list(request_body(text).items())
    fields += [("attachments", (f"{n}.bin", file)) for n, file in enumerate(files)]
    return client.post("/api/v1/requests/", multipart=fields)


def demo_customers(server: Server) -> list[str]:
    """Up to eight customers of the demo data, the two documented ones first."""
    users = server.as_("admin").get("/api/v1/users/?role=customer&limit=100").expect(200).json
    known = [logins.CUSTOMER.username, logins.OTHER_CUSTOMER.username]
    more = [user["username"] for user in users if user.get("is_active", True)]
    return list(dict.fromkeys(known + more))[:CUSTOMERS_MAX]


def listing(server: Server) -> Iterator[dict[str, Any]]:
    """Every request support can see, page by page along the Link headers."""
    support = server.as_("support")
    path: str | None = f"/api/v1/requests/?limit={PAGE_ROWS}"
    while path:
        response = support.get(path).expect(200)
        yield from response.json
        path = _next_path(response.header("Link"), server.origin)
    support.close()


def _next_path(link: str | None, origin: str) -> str | None:
    for part in (link or "").split(", <"):
        target, _, relation = part.partition(">")
        if 'rel="next"' in relation:
            return target.lstrip("<").removeprefix(origin)
    return None


def _file_faults(client: Client, origin: str, identifier: int, wanted: list[str]) -> list[str]:
    """The files of a request, byte for byte; `wanted` is empty for one that was not promised."""
    files = client.get(f"/api/v1/requests/{identifier}/attachments/").expect(200).json
    found = []
    for file in files:
        answer = client.get(file["url"].removeprefix(origin))
        if answer.status != 200 or len(answer.body) != file["size_bytes"]:
            return [f"request {identifier}: {file['name']} answers {answer.status}, not whole"]
        found.append(hashlib.sha256(answer.body).hexdigest())
    if wanted and sorted(found) != sorted(wanted):
        return [f"request {identifier}: {len(found)} files, {len(wanted)} promised, or others"]
    return []


def _change_faults(
    client: Client, row: dict[str, Any], told: set[str], promise: Promise
) -> list[str]:
    """Each change is there with its event or not at all, and there when it was promised."""
    comments = client.get(f"/api/v1/requests/{row['id']}/comments/").expect(200).json
    is_there = {
        "comment": [comment["text"] for comment in comments] == [promise.text],
        "title": row["title"] == promise.text,
        "cancel": row["status"] == "cancelled",
    }
    name = f"request {row['id']} ({promise.text})"
    faults = [f"{name}: lost its {change}" for change in promise.changes if not is_there[change]]
    for change, event in CHANGES.items():
        if is_there[change] != (event in told):
            faults.append(f"{name}: {change} is half there, events {sorted(told)}")
    return faults


def _read_faults(client: Client, origin: str, identifier: int, promise: Promise) -> list[str]:
    """What is wrong with one request that must be whole: its row, events, changes and files."""
    text = promise.text
    one = client.get(f"/api/v1/requests/{identifier}/")
    if one.status != 200:
        return [f"request {identifier} ({text}): GET answers {one.status}"]
    faults = []
    if one.json["description"] != text:
        faults.append(f"request {identifier}: {one.json['description']!r} instead of {text!r}")
    if one.json["address"] != request_body(text)["address"]:
        faults.append(f"request {identifier}: address {one.json['address']!r}")
    events = client.get(f"/api/v1/requests/{identifier}/events/").expect(200)
    opened = [event for event in events.json if "opened" in event.values()]
    if len(opened) != 1:
        faults.append(f"request {identifier} has {len(opened)} opened events: {events.text[:300]}")
    faults += _change_faults(client, one.json, {event["kind"] for event in events.json}, promise)
    return faults + _file_faults(client, origin, identifier, promise.digests)


def _all_read_faults(server: Server, wanted: dict[int, Promise]) -> list[str]:
    """_read_faults of every request, over a few connections at once."""
    rows = list(wanted.items())

    def read(rows_of_one: list[tuple[int, Promise]]) -> list[str]:
        client = server.as_("support")
        origin = server.origin
        faults = [fault for row in rows_of_one for fault in _read_faults(client, origin, *row)]
        client.close()
        return faults

    server.as_("support").close()
    with ThreadPoolExecutor(READERS) as pool:
        parts = pool.map(read, [rows[start::READERS] for start in range(READERS)])
        return [fault for part in parts for fault in part]


def _found_faults(
    mine: dict[int, str], promised: dict[int, Promise], open_ended: set[str]
) -> list[str]:
    """The listing after the restart against what the writers know."""
    lost = promised.keys() - mine.keys()
    strangers = [text for i, text in mine.items() if i not in promised and text not in open_ended]
    faults = [f"lost after 201: {sorted(lost)[:10]}, {len(lost)} in all"] if lost else []
    if strangers or len(set(mine.values())) != len(mine):
        faults.append(f"never sent, or sent once and stored twice: {strangers[:10]}")
    return faults


def _counter_faults(server: Server, rows: list[dict[str, Any]]) -> list[str]:
    """The maintained counters against a count of the rows themselves."""
    support = server.as_("support")
    stats = support.get("/api/v1/stats/").expect(200).json
    total = support.get("/api/v1/requests/?limit=1").expect(200).header("X-Total-Count")
    support.close()
    faults = []
    if int(total or -1) != len(rows):
        faults.append(f"X-Total-Count {total}, the listing has {len(rows)}")
    for key, member in (("by_status", "status"), ("by_type", "type")):
        counted: dict[str, int] = {}
        for row in rows:
            counted[row[member]] = counted.get(row[member], 0) + 1
        stated = {name: count for name, count in stats[key].items() if count}
        if stated != counted:
            faults.append(f"stats {key} says {stated}, the listing {counted}")
    return faults


def _is_by(promised_at: int, moment: int | None) -> bool:
    return moment is None or promised_at <= moment


def _by(promise: Promise, moment: int | None) -> Promise:
    """Without the changes that were promised later."""
    changes = {change: at for change, at in promise.changes.items() if _is_by(at, moment)}
    return replace(promise, changes=changes)


def faults_of(
    server: Server, results: list[Written], label: str, moment: int | None = None
) -> list[str]:
    """What the server that came back owes to the writers of `label`.

    With a `moment`, what was promised later may be there or not.
    """
    rows = list(listing(server))
    everything = {i: p for result in results for i, p in result.acknowledged.items()}
    promised = {i: _by(p, moment) for i, p in everything.items() if _is_by(p.moment, moment)}
    allowed = {result.in_flight for result in results if result.in_flight}
    allowed |= {p.text for i, p in everything.items() if i not in promised}
    mine = {row["id"]: row["description"] for row in rows if f" {label} " in row["description"]}
    survivors = {i: Promise(text, [], 0) for i, text in mine.items()}
    faults = _found_faults(mine, promised, allowed) + _counter_faults(server, rows)
    if len({row["id"] for row in rows}) != len(rows):
        faults.append("the listing shows a request twice")
    return faults + _all_read_faults(server, survivors | promised)
