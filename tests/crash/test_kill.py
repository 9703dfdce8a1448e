"""Nothing acknowledged is lost and nothing is half there, whenever the power goes.

32 writers file requests as fast as they can; SIGKILL falls at a random moment; the program starts
again on the same folder and is asked about every request it had answered 201 for.

    pytest tests/crash --loops 100       PILOTLIGHT_CRASH_SEED=n chooses other moments
    PILOTLIGHT_CRASH_BINARY=build/asan/pilotlight
"""

from __future__ import annotations

import http.client
import os
import pathlib
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Iterator

import pytest

from harness import logins
from harness.client import Client
from harness.server import Server, binary

WRITERS = 32
READERS = 8
WRITING_S_MIN = 0.2
WRITING_S_MAX = 1.0
CUSTOMERS_MAX = 8
KILLS_PER_FOLDER = 5
LOOP_S_MAX = 60.0
PAGE_ROWS = 100
BROKEN_OFF = (OSError, http.client.HTTPException)


@dataclass
class Written:
    """What one writer knows: which ids it was promised, and the one text it had no answer to."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    in_flight: str | None = None
    refused: list[str] = field(default_factory=list)


def request_body(text: str) -> dict[str, str]:
    return {
        "request_type": "gas_leak_inspection",
        "description": text,
        "address": f"Flat 302, Sunrise Apartments; {text}",
    }


def write_until_cut(client: Client, label: str, written: Written) -> None:
    """Files one request after another until the server is gone."""
    number = 0
    while not written.refused:
        number += 1
        text = f"crash {number} {label}"
        written.in_flight = text
        try:
            response = client.post("/api/v1/requests/", json=request_body(text))
        except BROKEN_OFF:
            return
        if response.status == 201:
            written.acknowledged[response.json["id"]] = text
        elif response.status != 503:
            written.refused.append(f"{response.status} {response.text[:300]}")
        written.in_flight = None


def write_and_kill(
    server: Server, customers: list[str], label: str, writing_s: float
) -> list[Written]:
    """Lets the writers run for `writing_s`, kills the server under them, returns what they know."""
    results = [Written() for _ in range(WRITERS)]
    clients = [server.as_(customers[index % len(customers)]) for index in range(WRITERS)]
    threads = [
        threading.Thread(target=write_until_cut, args=(client, f"{label} thread {index}", result))
        for index, (client, result) in enumerate(zip(clients, results))
    ]
    for thread in threads:
        thread.start()
    threading.Event().wait(writing_s)
    assert server.running(), "the server died under load\n" + server.log_tail()
    server.kill()
    for thread in threads:
        thread.join(LOOP_S_MAX)
    for client in clients:
        client.close()
    assert not any(thread.is_alive() for thread in threads), "a writer hangs on a dead server"
    refused = [text for result in results for text in result.refused]
    assert not refused, f"creates refused: {refused[:3]}"
    return results


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
        path = next_path(response.header("Link"), server.origin)
    support.close()


def next_path(link: str | None, origin: str) -> str | None:
    for part in (link or "").split(", <"):
        target, _, relation = part.partition(">")
        if 'rel="next"' in relation:
            return target.lstrip("<").removeprefix(origin)
    return None


def read_faults(client: Client, identifier: int, text: str) -> list[str]:
    """What is wrong with one request that must be whole: its own row and its first event."""
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
    return faults


def all_read_faults(server: Server, wanted: dict[int, str]) -> list[str]:
    """read_faults of every request, over a few connections at once."""
    rows = list(wanted.items())

    def read(rows_of_one: list[tuple[int, str]]) -> list[str]:
        client = server.as_("support")
        faults = [fault for row in rows_of_one for fault in read_faults(client, *row)]
        client.close()
        return faults

    server.as_("support").close()
    with ThreadPoolExecutor(READERS) as pool:
        parts = pool.map(read, [rows[start::READERS] for start in range(READERS)])
        return [fault for part in parts for fault in part]


def found_faults(found: dict[int, str], results: list[Written], label: str) -> list[str]:
    """The listing after the restart against what the writers know."""
    promised = {i: text for result in results for i, text in result.acknowledged.items()}
    open_ended = {result.in_flight for result in results if result.in_flight}
    mine = {i: text for i, text in found.items() if f" {label} " in text}
    lost = promised.keys() - found.keys()
    strangers = [text for i, text in mine.items() if i not in promised and text not in open_ended]
    faults = [f"lost after 201: {sorted(lost)[:10]}, {len(lost)} in all"] if lost else []
    if strangers or len(set(mine.values())) != len(mine):
        faults.append(f"never sent, or sent once and stored twice: {strangers[:10]}")
    return faults


def counter_faults(server: Server, rows: list[dict[str, Any]]) -> list[str]:
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


def check_folder(server: Server) -> None:
    done = server.command("check")
    assert done.returncode == 0, f"pilotlight check: {done.stdout}{done.stderr}"


def verify(server: Server, results: list[Written], label: str) -> int:
    """Checks the restarted server; returns how many requests had been acknowledged."""
    rows = list(listing(server))
    assert len({row["id"] for row in rows}) == len(rows), "the listing shows a request twice"
    found = {row["id"]: row["description"] for row in rows}
    faults = found_faults(found, results, label) + counter_faults(server, rows)
    promised = {i: text for result in results for i, text in result.acknowledged.items()}
    survivors = {i: text for i, text in found.items() if f" {label} " in text}
    faults += all_read_faults(server, survivors | promised)
    assert not faults, f"{len(faults)} faults after {label}:\n" + "\n".join(faults[:20])
    return len(promised)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per data folder: "kills" of them in turn on that folder."""
    loops = metafunc.config.getoption("loops")
    folders = range(0, loops, KILLS_PER_FOLDER)
    rows = [(number, min(KILLS_PER_FOLDER, loops - first)) for number, first in enumerate(folders)]
    metafunc.parametrize("folder, kills", rows)


def test_kill_loses_nothing_acknowledged(tmp_path: pathlib.Path, folder: int, kills: int) -> None:
    seed = int(os.environ.get("PILOTLIGHT_CRASH_SEED", "20260")) + folder
    moments = random.Random(seed)
    server = Server(tmp_path / "data", "demo", program=binary("PILOTLIGHT_CRASH_BINARY")).start()
    customers = demo_customers(server)
    acknowledged = 0
    for kill in range(kills):
        began = time.monotonic()
        label = f"kill {kill} seed {seed}"
        writing_s = moments.uniform(WRITING_S_MIN, WRITING_S_MAX)
        results = write_and_kill(server, customers, label, writing_s)
        check_folder(server)
        server.start()
        acknowledged += verify(server, results, label)
        assert time.monotonic() - began < LOOP_S_MAX, f"{label} took longer than {LOOP_S_MAX:g} s"
    server.close()
    check_folder(server)
    print(f"{kills} kills, {acknowledged} acknowledged requests, none lost")
    assert acknowledged > kills * WRITERS, "the writers hardly wrote; the test proves nothing"
