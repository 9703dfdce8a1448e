"""The demo data tells stories that could have happened."""

from __future__ import annotations

import contextlib
import sqlite3
import time

import pytest
from harness.server import Server

# What an ending speaks of, by the type of the request that it ends.
SPEAKS_OF = {
    "alteration": "Meter moved",
    "complaint": "We are sorry",
    "feedback": "thank you",
    "high_pressure": "pressure set",
    "leak": "Made safe",
    "locate": "Pipe marked",
    "maintenance": "Fittings checked",
    "meter_read": "Reading entered",
    "meter_replace": "Meter replaced",
    "name_change": "your name",
    "new_connection": "Connection laid",
    "no_gas": "Supply restored",
    "payment": "Payment found",
    "reconnect": "gas is on",
    "relight": "pilot light",
}

# Everything dated that hangs on a request: whose, which, when it was told, if customers see it.
TOLD = """
    SELECT service_request AS request, 'event ' || id AS what, created_at AS told,
           visibility = 'public' AS shows
      FROM request_event
    UNION ALL SELECT service_request, 'comment ' || id, created_at, visibility = 'public'
      FROM comment
    UNION ALL SELECT service_request, 'comment edit ' || id, updated_at, visibility = 'public'
      FROM comment
    UNION ALL SELECT service_request, 'attachment ' || id, created_at, 1 FROM attachment
    UNION ALL SELECT id, 'resolved', resolved_at, 1 FROM service_request
      WHERE resolved_at IS NOT NULL
    UNION ALL SELECT id, 'updated', updated_at, 1 FROM service_request
"""


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """The data as first made: a server of our own, for the others' tests add to the shared one."""
    own = Server(tmp_path_factory.mktemp("stories") / "data", "demo").start()
    path = f"file:{own.data}/pilotlight.db?mode=ro"
    with contextlib.closing(sqlite3.connect(path, uri=True)) as database:
        yield database
    own.close()


def test_no_history_runs_backwards(stories):
    rows = stories.execute(
        "SELECT service_request, id, created_at FROM request_event ORDER BY service_request, id"
    ).fetchall()
    assert len(rows) > 600
    backwards = {
        request
        for (request, _, told), (next_request, _, next_told) in zip(rows, rows[1:])
        if request == next_request and next_told < told
    }
    assert not backwards


def test_nothing_is_told_before_its_request_or_ahead_of_the_clock(stories):
    opened = "SELECT id, created_at, updated_at FROM service_request"
    rows = stories.execute(
        "SELECT t.request, t.what, t.told, t.shows, r.created_at, r.updated_at "
        f"FROM ({TOLD}) t "
        f"JOIN ({opened}) r ON r.id = t.request"
    ).fetchall()
    kinds = {what.rpartition(" ")[0] or what for _, what, *_ in rows}
    assert kinds == {"event", "comment", "comment edit", "attachment", "resolved", "updated"}
    now = time.time() * 1e6
    wrong = [
        (request, what)
        for request, what, told, shows, start, updated in rows
        if not (start <= told <= now and updated <= now and (told <= updated or not shows))
    ]
    assert not wrong


def test_a_request_is_resolved_when_its_history_says_so(stories):
    rows = stories.execute(
        "SELECT r.id, r.resolved_at, MAX(e.created_at) FROM service_request r "
        "LEFT JOIN request_event e ON e.service_request = r.id AND e.to_value = 'resolved' "
        "WHERE r.status = 'resolved' OR r.resolved_at IS NOT NULL GROUP BY r.id"
    ).fetchall()
    assert len(rows) >= 50
    assert not [request for request, resolved, told in rows if resolved != told]


def test_what_was_done_fits_what_was_asked(stories):
    rows = stories.execute(
        "SELECT DISTINCT t.slug, r.resolution FROM service_request r "
        "JOIN service_type t ON t.id = r.service_type WHERE r.status = 'resolved'"
    ).fetchall()
    assert {slug for slug, _ in rows} == set(SPEAKS_OF)
    assert not [(slug, end) for slug, end in rows if SPEAKS_OF[slug] not in end]
