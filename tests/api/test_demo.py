"""The demo data tells stories that could have happened."""

from __future__ import annotations

import datetime
import sqlite3

import pytest


@pytest.fixture(scope="module")
def stories(demo):
    with sqlite3.connect(f"file:{demo.data}/pilotlight.db?mode=ro", uri=True) as database:
        yield database


def test_no_history_runs_backwards_or_ahead(stories):
    rows = stories.execute(
        "SELECT e.service_request, e.created_at, r.created_at, r.updated_at "
        "FROM request_event e JOIN service_request r ON r.id = e.service_request "
        "WHERE r.id <= 200 ORDER BY e.service_request, e.id"
    ).fetchall()
    assert len(rows) > 600
    now = datetime.datetime.now(datetime.timezone.utc).timestamp() * 1e6
    before: dict[int, int] = {}
    for request, told, opened, updated in rows:
        assert before.get(request, opened) <= told <= now, f"request {request}"
        assert told <= updated, f"request {request}"
        before[request] = told


def test_what_was_done_fits_what_was_asked(stories):
    rows = stories.execute(
        "SELECT t.slug, COUNT(DISTINCT r.resolution), COUNT(DISTINCT r.title) "
        "FROM service_request r JOIN service_type t ON t.id = r.service_type "
        "WHERE r.id <= 200 AND r.resolution <> '' GROUP BY t.slug"
    ).fetchall()
    assert len(rows) > 10
    for slug, endings, stories_told in rows:
        assert endings <= stories_told, f"{slug}: one ending for each story"
