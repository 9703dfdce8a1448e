"""Nothing acknowledged is lost and nothing is half there, whenever the program is killed.

32 writers file requests, some with files, as fast as they can, while backups are made; SIGKILL
falls at a random moment; the program starts again on the same folder and is asked about every
request it had answered 201 for. A backup that was asked for is made in the end.

    script/crash --loops 100             PILOTLIGHT_CRASH_SEED=n chooses other moments
    PILOTLIGHT_CRASH_BINARY=build/asan/pilotlight
"""

from __future__ import annotations

import os
import pathlib
import random
import shutil
import threading
import time

import pytest
from harness import jobs
from harness.server import Server, binary
from harness.witness import Writers, Written, faults_of

WRITERS = 32
WRITING_S_MIN = 0.2
WRITING_S_MAX = 1.0
KILLS_PER_FOLDER = 5
LOOP_S_MAX = 60.0
BACKUP_S_MAX = 30.0


def write_and_kill(server: Server, label: str, writing_s: float) -> list[Written]:
    """Lets the writers run for `writing_s`, kills the server under them, returns what they know."""
    admin = server.as_("admin")
    writers = Writers(server, label, WRITERS)
    # The job takes it up within half a second: some kills fall into the making of the archive.
    admin.post("/api/v1/system/backup/").expect(202)
    threading.Event().wait(writing_s)
    assert server.running(), "the server died under load\n" + server.log_tail()
    server.kill()
    admin.close()
    return writers.finish()


def check_folder(server: Server) -> None:
    done = server.command("check")
    assert done.returncode == 0, f"pilotlight check: {done.stdout}{done.stderr}"


def check_backups(server: Server, asked_at: float) -> int:
    """A backup that has its name is whole, and the last that was asked for is there; returns how
    many there are."""
    archives = sorted((server.data / "backups").glob("*.tar"))
    assert archives, "no backup was made"
    newest = max(archive.stat().st_mtime for archive in archives)
    assert newest >= asked_at, "the backup that was asked for last was never made"
    for archive in archives:
        restored = Server(server.data.with_name("restored"), program=server.program)
        done = restored.command("restore", str(archive))
        assert done.returncode == 0, f"restore of {archive.name}: {done.stderr}"
        check_folder(restored)
        shutil.rmtree(restored.data)
    return len(archives)


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
    acknowledged = files = 0
    asked_at = 0.0
    for kill in range(kills):
        began = time.monotonic()
        label = f"kill {kill} seed {seed}"
        asked_at = time.time()
        results = write_and_kill(server, label, moments.uniform(WRITING_S_MIN, WRITING_S_MAX))
        check_folder(server)
        server.start()
        faults = faults_of(server, results, label)
        assert not faults, f"{len(faults)} faults after {label}:\n" + "\n".join(faults[:20])
        promises = [p for result in results for p in result.acknowledged.values()]
        acknowledged += len(promises)
        files += sum(len(promise.digests) for promise in promises)
        assert time.monotonic() - began < LOOP_S_MAX, f"{label} took longer than {LOOP_S_MAX:g} s"
    # Asked for before the last kill: the job was done then, or it is taken up again now.
    jobs.finish(server, "backup", BACKUP_S_MAX)
    assert jobs.dead(server) == [], "a job was given up"
    server.close()
    check_folder(server)
    backups = check_backups(server, asked_at)
    print(f"{kills} kills, {acknowledged} requests, {files} files, {backups} backups, none lost")
    assert acknowledged > kills * WRITERS, "the writers hardly wrote; the test proves nothing"
    assert files > kills, "hardly a file was sent; the test proves nothing of them"
