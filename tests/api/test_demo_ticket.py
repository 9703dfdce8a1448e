"""The tickets of the demo data could have happened, and show every side of the desk."""

from __future__ import annotations

import contextlib
import sqlite3
import time

import pytest
from harness.server import Server

# Everything dated that hangs on a ticket: whose, which, when it was told.
TOLD = """
    SELECT ticket, 'post' AS what, created_at AS told FROM post
    UNION ALL SELECT ticket, 'interaction', created_at FROM interaction
    UNION ALL SELECT id, 'activity', last_activity_at FROM ticket
    UNION ALL SELECT id, 'resolved', resolved_at FROM ticket WHERE resolved_at IS NOT NULL
    UNION ALL SELECT subject, 'event', created_at FROM audit_event WHERE subject_kind = 'ticket'
"""


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """The data as first made: a server of our own, for the others' tests add to the shared one."""
    own = Server(tmp_path_factory.mktemp("tickets") / "data", "demo").start()
    path = f"file:{own.data}/pilotlight.db?mode=ro"
    with contextlib.closing(sqlite3.connect(path, uri=True)) as database:
        yield database
    own.close()


def words(stories, query):
    return {row[0] for row in stories.execute(query)}


def test_every_kind_of_everything_is_there(stories):
    assert words(stories, "SELECT kind || ' ' || status FROM ticket") == {
        f"{kind} {status}"
        for kind in ("case", "conversation")
        for status in ("open", "in_progress", "resolved", "closed")
    }
    assert words(stories, "SELECT priority FROM ticket") == {"low", "medium", "high", "urgent"}
    visible = "SELECT visibility FROM ticket WHERE kind = 'conversation'"
    assert words(stories, visible) == {"owner", "everyone"}
    assert words(stories, "SELECT visibility FROM ticket WHERE kind = 'case'") == {"owner"}
    kinds = {"call", "email", "chat", "visit", "other"}
    assert words(stories, "SELECT type FROM interaction") == kinds
    assert stories.execute("SELECT COUNT(*) FROM ticket WHERE kind = 'case'").fetchone()[0] > 20
    assert stories.execute("SELECT COUNT(*) FROM ticket WHERE kind <> 'case'").fetchone()[0] == 14


@pytest.mark.parametrize("username", ["meera_customer", "ravi_customer"])
@pytest.mark.parametrize("kind", ["case", "conversation"])
def test_the_customers_that_one_logs_in_as_have_both(stories, username, kind):
    own = "SELECT 1 FROM ticket t JOIN account a ON a.id = t.customer WHERE username = ?"
    assert stories.execute(f"{own} AND kind = ?", (username, kind)).fetchone()


@pytest.mark.parametrize("table", ["ticket", "post", "interaction"])
def test_ids_grow_as_time_goes_by(stories, table):
    rows = stories.execute(f"SELECT created_at FROM {table} ORDER BY id").fetchall()
    assert len(rows) > 30 and rows == sorted(rows)


def test_nothing_is_told_before_its_ticket_or_ahead_of_the_clock(stories):
    rows = stories.execute(
        f"SELECT t.ticket, t.what, t.told, k.created_at, k.updated_at FROM ({TOLD}) t "
        "JOIN ticket k ON k.id = t.ticket"
    ).fetchall()
    kinds = {what for _, what, *_ in rows}
    assert kinds == {"post", "interaction", "activity", "resolved", "event"}
    now = time.time() * 1e6
    wrong = [
        (ticket, what)
        for ticket, what, told, start, updated in rows
        if not start <= told <= (updated if what != "interaction" else now) <= now
    ]
    assert not wrong


def test_a_ticket_counts_its_posts_and_knows_the_last(stories):
    rows = stories.execute(
        "SELECT k.id, k.kind, k.post_count, COUNT(p.id), k.last_activity_at, k.created_at, "
        "MAX(p.created_at) FROM ticket k LEFT JOIN post p ON p.ticket = k.id GROUP BY k.id"
    ).fetchall()
    for ticket, kind, kept, counted, last, opened, said in rows:
        assert kept == counted and last == (said or opened), ticket
        assert counted or kind == "case", ticket


def test_what_is_resolved_says_how_and_what_is_open_does_not(stories):
    rows = stories.execute("SELECT status, resolved_at, resolution_notes, assigned_to FROM ticket")
    for status, resolved, notes, assignee in rows:
        done = status in ("resolved", "closed")
        assert (resolved is not None, notes != "") == (done, done)
        assert (assignee is None) == (status == "open")


def test_a_case_lives_within_its_request(stories):
    rows = stories.execute(
        "SELECT k.id, k.status, r.status, k.customer = r.customer, k.created_at, r.created_at, "
        "COALESCE(k.resolved_at, 0), COALESCE(r.resolved_at, k.resolved_at, 0) "
        "FROM ticket k JOIN service_request r ON r.id = k.service_request"
    ).fetchall()
    assert len(rows) > 20
    fits = {
        "pending": {"open"},
        "in_progress": {"in_progress"},
        "resolved": {"resolved", "closed"},
    }
    for ticket, status, of_request, same, opened, asked, resolved, ended in rows:
        assert same and status in fits[of_request], ticket
        assert opened > asked and resolved <= ended, ticket


def test_contacts_are_by_those_who_work_on_the_ticket(stories):
    rows = stories.execute(
        "SELECT i.representative = k.assigned_to, i.customer = k.customer, i.duration_minutes "
        "FROM interaction i JOIN ticket k ON k.id = i.ticket"
    ).fetchall()
    assert rows and all(worker and customer for worker, customer, _ in rows)
    noted = [minutes for *_, minutes in rows if minutes is not None]
    assert noted and len(noted) < len(rows) and all(0 < minutes < 120 for minutes in noted)


def test_staff_have_what_a_representative_needs(stories):
    rows = stories.execute(
        "SELECT role, employee_id, department, skills, available FROM account "
        "WHERE role <> 'customer'"
    ).fetchall()
    numbers = [number for _, number, *_ in rows]
    assert len(set(numbers)) == len(rows) and all(number.startswith("EMP") for number in numbers)
    assert all(department for _, _, department, *_ in rows)
    slugs = words(stories, "SELECT slug FROM service_type")
    skilled = [skills.strip(",").split(",") for *_, skills, _ in rows if skills]
    assert skilled and all(set(skills) <= slugs for skills in skilled)
    assert {available for *_, available in rows} == {0, 1}
    assert all(available for role, *_, available in rows if role == "support")
