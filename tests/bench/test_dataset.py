"""The rows that script/bench measures on: what the program keeps counted must be what is there."""

from __future__ import annotations

import json
import pathlib
import sqlite3
import subprocess
from contextlib import closing

import pytest

from harness.server import Server, binary

REQUESTS = 600
FILL_DEADLINE_S = 100
# Clocks, and chance of its own: salts and names of files.
UNSEEDED = {
    "account": {"password_hash"},
    "attachment": {"storage_key"},
    "schema_migration": {"applied_at"},
}
# Of a search index: how far its segments are merged hangs on how long a server rested over them.
MERGED = ("_search_data", "_search_idx", "_search_config")

# What is kept, what it must be equal to. Kept rows that have come down to 0 say nothing.
COUNTED = {
    "requests of the desk": (
        "SELECT status, service_type, priority, assigned_to, n FROM service_request_count",
        "SELECT status, service_type, priority, COALESCE(assigned_to, 0), COUNT(*)"
        " FROM service_request GROUP BY 1, 2, 3, 4",
    ),
    "requests by type": (
        "SELECT status, service_type, priority, n FROM service_request_type_count",
        "SELECT status, service_type, priority, COUNT(*) FROM service_request GROUP BY 1, 2, 3",
    ),
    "requests by assignee": (
        "SELECT assigned_to, status, priority, n FROM service_request_load_count",
        "SELECT COALESCE(assigned_to, 0), status, priority, COUNT(*) FROM service_request"
        " GROUP BY 1, 2, 3",
    ),
    "requests of customers": (
        "SELECT customer, status, n FROM service_request_customer_count",
        "SELECT customer, status, COUNT(*) FROM service_request GROUP BY 1, 2",
    ),
    "accounts": (
        "SELECT role, is_active, n FROM account_count",
        "SELECT role, is_active, COUNT(*) FROM account GROUP BY 1, 2",
    ),
    "open work": (
        "SELECT id, open_work FROM account",
        "SELECT assigned_to, COUNT(*) FROM service_request WHERE assigned_to IS NOT NULL"
        " AND status IN ('pending', 'in_progress') GROUP BY 1",
    ),
    "tickets of the desk": (
        "SELECT kind, status, priority, assigned_to, n FROM ticket_count",
        "SELECT kind, status, priority, COALESCE(assigned_to, 0), COUNT(*) FROM ticket"
        " GROUP BY 1, 2, 3, 4",
    ),
    "tickets by kind": (
        "SELECT kind, status, priority, n FROM ticket_kind_count",
        "SELECT kind, status, priority, COUNT(*) FROM ticket GROUP BY 1, 2, 3",
    ),
    "tickets of customers": (
        "SELECT customer, kind, status, n FROM ticket_customer_count",
        "SELECT customer, kind, status, COUNT(*) FROM ticket GROUP BY 1, 2, 3",
    ),
    "posts": (
        "SELECT id, post_count FROM ticket",
        "SELECT ticket, COUNT(*) FROM post GROUP BY 1",
    ),
    "interactions": (
        "SELECT type, minutes, n FROM interaction_count WHERE party = 'everybody'",
        "SELECT type, SUM(duration_minutes), COUNT(*) FROM interaction GROUP BY 1",
    ),
    "ages": (
        "SELECT slot, n FROM request_age",
        "SELECT created_at - created_at % 900000000, COUNT(*) FROM service_request"
        " WHERE status IN ('pending', 'in_progress') GROUP BY 1",
    ),
    "resolutions": (
        "SELECT day, SUM(n) FROM request_time WHERE measure = 'resolution' GROUP BY 1",
        "SELECT resolved_at - resolved_at % 86400000000, COUNT(*) FROM service_request"
        " WHERE resolved_at IS NOT NULL GROUP BY 1",
    ),
    "first responses": (
        "SELECT day, SUM(n) FROM request_time WHERE measure = 'first_response' GROUP BY 1",
        "SELECT first_response_at - first_response_at % 86400000000, COUNT(*)"
        " FROM service_request WHERE first_response_at IS NOT NULL GROUP BY 1",
    ),
}


def fill(folder: pathlib.Path, seed: int) -> dict[str, object]:
    program = binary("PILOTLIGHT_CRASH_BINARY").with_name("pilotlight_dataset")
    command = [str(program), "--data", str(folder)]
    command += ["--requests", str(REQUESTS), "--seed", str(seed), "--password", "Seed-Valve-7301!"]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, timeout=FILL_DEADLINE_S
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[pathlib.Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("dataset") / "data"
    return folder, fill(folder, 1)


def query(folder: pathlib.Path, text: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "pilotlight.db")) as database:
        return database.execute(text).fetchall()


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_kept_is_what_is_there(filled, name: str) -> None:
    kept, there = (query(filled[0], text) for text in COUNTED[name])
    assert there, "nothing to compare"
    assert sorted(row for row in kept if row[-1]) == sorted(row for row in there if row[-1])


def test_the_program_finds_no_fault(filled) -> None:
    done = Server(filled[0]).command("check")
    assert (done.returncode, done.stdout) == (0, "No fault found.\n")


def test_one_request_has_a_long_history(filled) -> None:
    folder, facts = filled
    busy = f"SELECT COUNT(*) FROM request_event WHERE service_request = {facts['busy_request']}"
    assert query(folder, busy) == [(500,)]


def rows_of(folder: pathlib.Path) -> dict[str, list[tuple]]:
    found = {}
    for (table,) in query(folder, "SELECT name FROM sqlite_schema WHERE type = 'table'"):
        if table.endswith(MERGED):
            continue
        columns = [row[1] for row in query(folder, f"PRAGMA table_info({table})")]
        shown = [name for name in columns if name not in UNSEEDED.get(table, set())]
        found[table] = query(folder, f"SELECT {', '.join(shown)} FROM {table}")
    return found


def test_a_seed_stands_for_its_rows(filled, tmp_path: pathlib.Path) -> None:
    first = rows_of(filled[0])
    fill(tmp_path / "again", 1)
    assert rows_of(tmp_path / "again") == first
    fill(tmp_path / "other", 2)
    assert rows_of(tmp_path / "other")["service_request"] != first["service_request"]
