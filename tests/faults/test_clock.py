"""The clock jumps by a day or a year, forward and back: nobody is locked out, nothing that was
ended comes back, no time is negative, and order is the order of things."""

from __future__ import annotations

import pathlib
import re
import sqlite3
import threading
import time
from typing import Iterator

import pytest
from harness import logins
from harness.client import Client
from harness.wait import until
from shim import DAY_S, FaultyServer

V1 = "/api/v1"
YEAR_S = 365 * DAY_S
# Back by a day and two minutes: by just its window, an entry of a throttle looks full for a second.
JUMPS = [DAY_S, -DAY_S - 120, YEAR_S, -YEAR_S]
IDLE_S = 1.0
IDLE_CPU_S_MAX = 0.25
CUSTOMER = logins.CUSTOMER._asdict()


@pytest.fixture(name="server")
def faulty_server(tmp_path: pathlib.Path) -> Iterator[FaultyServer]:
    server = FaultyServer(tmp_path / "data")
    server.start()
    yield server
    server.close()
    assert server.command("check").returncode == 0


def opened(client: Client) -> dict:
    body = {"request_type": "repair", "details": "x"}
    return client.post(f"{V1}/requests/", json=body).expect(201).json


def cpu_s(server: FaultyServer) -> float:
    fields = pathlib.Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def negative_numbers(text: str) -> list[str]:
    return re.findall(r'"\w+":\s*-\d[\d.]*', text)


@pytest.mark.parametrize("jump_s", JUMPS)
def test_the_desk_goes_on(server, jump_s):
    before = opened(server.as_("customer"))
    server.set_faults(clock_jump_s=jump_s)
    server.tokens.clear()  # they may have expired: that is what they are for
    customer, support, admin = (server.as_(who) for who in ("customer", "support", "admin"))
    after = opened(customer)
    assert after["id"] > before["id"]
    assert (after["created_at"] > before["created_at"]) == (jump_s > 0)
    path = f"{V1}/requests/{before['id']}/"
    support.patch(path, json={"status": "in_progress"}).expect(200)
    server.set_faults()
    server.tokens.clear()
    server.as_("support").patch(path, json={"status": "resolved", "resolution": "Done"}).expect(200)
    events = server.as_("support").get(f"{path}events/").expect(200).json
    assert [event["id"] for event in events] == sorted(event["id"] for event in events)
    assert [e["to_value"] for e in events if e["kind"] == "status_changed"][-2:] == [
        "in_progress",
        "resolved",
    ]
    for target in ("dashboard/", "stats/", "system/"):
        shown = server.as_("admin").get(f"{V1}/{target}").expect(200)
        assert not negative_numbers(shown.text), shown.text
    admin.close()


@pytest.mark.parametrize("jump_s", [YEAR_S, -YEAR_S])
def test_no_thread_spins(server, jump_s):
    server.set_faults(clock_jump_s=jump_s)
    until(lambda: server.client().get("/healthz").status == 200, "it answers")
    # The jobs that a jump makes due are done by then.
    threading.Event().wait(IDLE_S)
    began = cpu_s(server)
    threading.Event().wait(IDLE_S)
    assert cpu_s(server) - began < IDLE_CPU_S_MAX


def test_tokens_expire_by_the_clock_and_not_before(server):
    pair = server.client().post(f"{V1}/login/", json=CUSTOMER).expect(200).json
    customer = server.client().with_token(pair["access"])
    server.set_faults(clock_jump_s=-DAY_S)
    customer.get(f"{V1}/profile/").expect(200)
    server.set_faults(clock_jump_s=DAY_S // 2)
    customer.get(f"{V1}/profile/").expect(401)
    fresh = server.client().post(f"{V1}/login/refresh/", json={"refresh": pair["refresh"]})
    server.client().with_token(fresh.expect(200).json["access"]).get(f"{V1}/profile/").expect(200)
    server.set_faults(clock_jump_s=YEAR_S)
    fresh = server.client().post(f"{V1}/login/refresh/", json={"refresh": pair["refresh"]})
    assert fresh.status == 401


def test_what_was_revoked_in_the_future_stays_revoked(server):
    """A token of next year, ended by a log-out, is no good when clock and server have gone back."""
    server.set_faults(clock_jump_s=YEAR_S)
    pair = server.client().post(f"{V1}/login/", json=CUSTOMER).expect(200).json
    customer = server.client().with_token(pair["access"])
    customer.get(f"{V1}/profile/").expect(200)
    customer.post(f"{V1}/logout/", json={"refresh": pair["refresh"]}).expect(200, 204, 205)
    customer.get(f"{V1}/profile/").expect(401)
    server.set_faults()
    server.client().with_token(pair["access"]).get(f"{V1}/profile/").expect(401)
    server.stop()
    server.start()
    server.client().with_token(pair["access"]).get(f"{V1}/profile/").expect(401)


def test_a_clock_that_is_set_back_locks_nobody_out(server):
    server.set_faults(clock_jump_s=YEAR_S)
    wrong = CUSTOMER | {"password": "wrong-password-1"}
    answers = [server.client().post(f"{V1}/login/", json=wrong).status for _ in range(12)]
    assert answers[-1] == 429 and set(answers) == {401, 429}
    server.set_faults()
    server.client().post(f"{V1}/login/", json=CUSTOMER).expect(200)


def test_a_jump_makes_no_file_old(server):
    """An upload that waits for its row while the clock jumps is not swept away as forgotten."""
    waiting = server.file_without_row()
    server.set_faults(clock_jump_s=DAY_S)
    until(lambda: "attachment_sweep" not in jobs_due(server), "the sweep has run", 20)
    assert waiting.exists()
    waiting.unlink()


def test_a_jump_in_the_middle_of_a_sweep_makes_no_file_old(server):
    server.stop()
    waiting = server.file_without_row()
    server.set_faults(walk_jump_s=DAY_S)
    server.start()
    until(server.walk_has_jumped, "a sweep has come to the file", 20)
    until(lambda: "attachment_sweep" not in jobs_due(server), "the sweep has run", 20)
    assert waiting.exists()
    waiting.unlink()


def jobs_due(server: FaultyServer) -> set[str]:
    """Kinds whose time has come by a clock that is a day ahead."""
    with sqlite3.connect(f"file:{server.data}/pilotlight.db?mode=ro", uri=True) as database:
        now_us = int((time.time() + DAY_S) * 1_000_000)
        rows = database.execute("SELECT kind FROM job WHERE run_at <= ?", (now_us,))
        return {kind for (kind,) in rows}
