"""Data folders as a desk has them after years: filled once by build/release/pilotlight_dataset,
kept under build/bench, and copied for each run, because a run writes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from typing import Any

import processes
from paths import BUILD, ROOT

from harness import logins
from harness.server import Server

PROGRAM = BUILD / "pilotlight_dataset"
SERVER = BUILD / "pilotlight"
KEPT = ROOT / "build" / "bench"
PASSWORD = "Bench-Valve-2041!"
SEED = 1
FILL_DEADLINE_S = 900
CHECK_DEADLINE_S = 600
PIECES_AT_REST_MAX = 20
REST_DEADLINE_S = 300  # the index of a million requests is written anew in some twenty seconds
# One customer creates for all.
SETTINGS = {"changes_per_customer_max": 1_000_000_000}


@dataclass(frozen=True)
class Dataset:
    """A filled folder; `facts` is what the program printed (requests, busy_request…)."""

    folder: pathlib.Path
    facts: dict[str, Any]

    @property
    def requests(self) -> int:
        return self.facts["requests"]

    def server_on_copy(self, folder: pathlib.Path) -> Server:
        """A stopped server on a copy that may be written to."""
        shutil.copytree(self.folder, folder)
        return Server(folder, "production", dict(SETTINGS), SERVER)

    def login(self, username: str) -> logins.Login:
        return logins.Login(username, PASSWORD)


def fill(folder: pathlib.Path, requests: int, seed: int = SEED) -> dict[str, Any]:
    command = [str(PROGRAM), "--data", str(folder), "--requests", str(requests)]
    command += ["--seed", str(seed), "--password", PASSWORD]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, timeout=FILL_DEADLINE_S
    )
    return json.loads(done.stdout)


def kept(requests: int) -> Dataset:
    """Fills the folder unless the same program has done so before. A folder that was not finished
    has no facts and is made anew."""
    digest = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()[:16]
    folder = KEPT / f"{requests}-{digest}"
    facts = folder / "facts.json"
    if not facts.exists():
        for old in KEPT.glob(f"{requests}-*"):
            shutil.rmtree(old)
        began = time.monotonic()
        found = fill(folder / "data", requests)
        let_rest(folder / "data")
        require_sound(folder / "data")
        found["seconds"] = round(time.monotonic() - began)
        facts.write_text(json.dumps(found))
        print(f"filled {requests} requests in {found['seconds']} s, check included", flush=True)
    return Dataset(folder / "data", json.loads(facts.read_text()))


def let_rest(folder: pathlib.Path) -> None:
    """As a server leaves it that has had nothing to do for a while: the pieces of its search index
    brought together."""
    server = Server(folder, "production", dict(SETTINGS), SERVER)
    server.start()
    processes.settle([server.pid], REST_DEADLINE_S)
    server.close()
    with contextlib.closing(sqlite3.connect(folder / "pilotlight.db")) as database:
        count = "SELECT COUNT(DISTINCT segid) FROM service_request_search_idx"
        (pieces,) = database.execute(count).fetchone()
    assert pieces <= PIECES_AT_REST_MAX, f"a search index of {pieces} pieces has not rested"


def require_sound(folder: pathlib.Path) -> None:
    done = subprocess.run(
        [str(SERVER), "check", "--data", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=CHECK_DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, f"pilotlight check: {done.stdout}"
