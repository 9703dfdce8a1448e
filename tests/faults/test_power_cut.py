"""The power goes: what was acknowledged is there, whole, and the program starts by itself.

The program writes to a folder whose changes the shim writes down. At moments of that trace the disk
of after a cut is made (disk.py), and the program is started on it.

    PILOTLIGHT_LONG=1 pytest tests/faults -k power      PILOTLIGHT_CRASH_SEED=n: other moments
"""

from __future__ import annotations

import os
import pathlib
import random
import shutil

import pytest
from disk import NAMES, NAMES_FIRST, STRICT, Disk, Luck, dice, turns
from harness import logins
from harness.server import Server, binary
from harness.wait import until
from harness.witness import Writers, Written, faults_of
from shim import FaultyServer

LONG = bool(os.environ.get("PILOTLIGHT_LONG"))
SEED = int(os.environ.get("PILOTLIGHT_CRASH_SEED", "20260"))
ROUNDS = 5 if LONG else 1  # runs of the program
CUTS_PER_ROUND = 20 if LONG else 5
PROMISES_MIN = 150
WRITERS = 8
LABEL = "cut"


def record(data: pathlib.Path, lies: bool = False) -> tuple[FaultyServer, list[Written], int]:
    """Writers, uploads and a backup on `data`, ended by SIGKILL; where the writing began."""
    server = FaultyServer(data, lies=lies)
    server.traces = True
    server.start()
    began = server.traced_bytes()
    admin = server.as_("admin")
    writers = Writers(server, LABEL, WRITERS, server.traced_bytes)
    until(lambda: writers.promised() >= PROMISES_MIN // 2, "half of the writing")
    admin.post("/api/v1/system/backup/").expect(202)
    until(lambda: (data / "backups").exists(), "the backup begins")
    until(lambda: writers.promised() >= PROMISES_MIN, "enough has been promised")
    server.kill()
    admin.close()
    return server, writers.finish(), began


def faults_after(
    disk: Disk, luck: Luck, target: pathlib.Path, results: list[Written]
) -> list[str]:
    """Leaves the disk's folder in `target`, starts the program there and asks."""
    disk.leave(target, luck)
    server = Server(target, program=binary("PILOTLIGHT_CRASH_BINARY"))
    try:
        server.start()
        faults = faults_of(server, results, LABEL, disk.position)
        server.close()
    except AssertionError as failure:
        return [f"it does not start or stop: {failure}"[:3000]]
    checked = server.command("check")
    if checked.returncode != 0:
        faults.append(f"pilotlight check: {checked.stdout[:500]}{checked.stderr[:500]}")
    for archive in sorted((target / "backups").glob("*.tar")):
        restored = Server(target.with_name("restored"), program=server.program)
        if (done := restored.command("restore", str(archive))).returncode != 0:
            faults.append(f"restore of {archive.name}: {done.stderr[:300]}")
        shutil.rmtree(restored.data, ignore_errors=True)
    shutil.rmtree(target)
    return faults


@pytest.fixture(name="filled", scope="module")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The folder of a server that was stopped in peace."""
    data = tmp_path_factory.mktemp("filled") / "data"
    server = Server(data, program=binary("PILOTLIGHT_CRASH_BINARY")).start()
    server.close()
    return data


@pytest.mark.parametrize("number", range(ROUNDS))
@pytest.mark.parametrize("is_new", [False, True], ids=["a folder of before", "a new folder"])
def test_a_cut_loses_nothing_acknowledged(
    tmp_path: pathlib.Path, filled: pathlib.Path, number: int, is_new: bool
) -> None:
    choices = random.Random(SEED + number)
    data = tmp_path / "data"
    if not is_new:
        shutil.copytree(filled, data)
    server, results, began = record(data)
    disk = Disk(data, server.trace, None if is_new else filled)
    end = server.traced_bytes()
    turning = [moment for moment in turns(server.trace) if moment >= began]
    moments = [turning[0], *sorted(choices.choices(turning, k=CUTS_PER_ROUND - 3)), end, end]
    for cut, moment in enumerate(moments):
        disk.go_on(moment)
        seed = choices.randrange(2**32)
        luck = [STRICT, dice(seed), NAMES_FIRST, dice(seed)][cut % 4]
        faults = faults_after(disk, luck, tmp_path / "after", results)
        assert not faults, f"cut {cut} at {moment}, seed {seed}:\n" + "\n".join(faults[:20])
    promised = sum(len(result.acknowledged) for result in results)
    print(f"{len(moments)} cuts, {promised} promises, {end} bytes of trace")


def test_a_cut_during_the_first_start(tmp_path: pathlib.Path) -> None:
    """Half-made keys, folders or schemas must not stand in the way of the next start."""
    data = tmp_path / "data"
    server = FaultyServer(data, "production")
    server.traces = True
    server.create_superuser()
    promised_at = server.traced_bytes()
    server.start()
    server.kill()
    moments = [m for m in turns(server.trace, NAMES) if LONG or m >= promised_at]
    disk = Disk(data, server.trace, None)
    for number, moment in enumerate([*moments, server.traced_bytes()]):
        disk.go_on(moment)
        lucks = [STRICT, NAMES_FIRST, dice(SEED + number)]
        for luck in lucks if LONG else [lucks[1]]:
            disk.leave(tmp_path / "after", luck)
            again = Server(tmp_path / "after", "production", program=server.program).start()
            if moment >= promised_at:
                again.client().log_in(logins.PRODUCTION_ADMIN)
            again.close()
            assert again.command("check").returncode == 0
            shutil.rmtree(again.data)
    assert len(moments) > 5


def test_a_disk_that_lies_about_syncing_is_found_out(
    tmp_path: pathlib.Path, filled: pathlib.Path
) -> None:
    """What shows that the cuts above could fail: the same, on a disk that never wrote anything."""
    data = tmp_path / "data"
    shutil.copytree(filled, data)
    server, results, _ = record(data, lies=True)
    disk = Disk(data, server.trace, filled)
    disk.go_on(server.traced_bytes())
    faults = faults_after(disk, STRICT, tmp_path / "after", results)
    assert any("lost after 201" in fault for fault in faults), faults
