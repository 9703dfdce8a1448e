"""Background jobs, which run up to half a second after what has called for them."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

from .logins import Login
from .server import Server
from .wait import until

_takers = itertools.count(1)


def settle(server: Server) -> None:
    """Waits until no request is about to be given out: a change of an account calls for that,
    and a test that counts on who has a request must not meet that of the test before it."""
    finish(server, "assign_waiting")


def kinds(server: Server, state: str) -> list[str]:
    path = f"file:{server.data}/pilotlight.db?mode=ro"
    with contextlib.closing(sqlite3.connect(path, uri=True)) as database:
        rows = database.execute("SELECT kind FROM job WHERE state = ?", (state,)).fetchall()
    return [kind for (kind,) in rows]


def dead(server: Server) -> list[str]:
    """The kinds of the jobs that were given up."""
    return kinds(server, "dead")


def finish(server: Server, kind: str, deadline_s: float = 10.0) -> None:
    """Waits until no job of the kind is queued."""
    until(lambda: kind not in kinds(server, "queued"), f"the {kind} job is done", deadline_s)


def release(server: Server, request: int) -> None:
    """Takes the request from whoever got it, and has it stay with nobody."""
    settle(server)
    path = f"/api/v1/requests/{request}/assign/"
    server.as_("admin").post(path, json={"assigned_to": None}).expect(200)


def give_out(server: Server) -> None:
    """Has a member of staff, new for this, take every request that waits: the next new one would
    get them else, and a test could not delete that account any more."""
    taker = Login(f"taker_{next(_takers)}_support", "Valve-Seat-9041!")
    draft = {"email": f"{taker.username}@example.com", "first_name": "Tara", "last_name": "Ker"}
    user = {**taker._asdict(), **draft, "role": "support"}
    server.as_("admin").post("/api/v1/users/", json=user).expect(201)
    settle(server)
