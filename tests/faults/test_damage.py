"""Files that are not as the program left them: found, said with advice, never shown to clients."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import struct
from typing import Iterator

import pytest
from harness.server import Server, binary
from harness.wait import until
from harness.witness import Writers, faults_of

V1 = "/api/v1"
PAGE_BYTES = 4096
FRAME_BYTES = 24 + PAGE_BYTES
WAL_HEAD_BYTES = 32
# Of the -shm file: of how many frames a copy may be in the database (nBackfillAttempted of SQLite).
# Those that are surely there are fewer while a checkpoint runs.
COPIED_FRAMES_AT = 128
ADVICE = "A damaged database"
START_S_MAX = 5.0
LARGE_BYTES_MIN = 33 << 20  # beyond start_check_pages_max of src/store/sqlite/backup.hpp
PROMISES_MIN = 60
WRITERS = 4


def program() -> pathlib.Path:
    return binary("PILOTLIGHT_CRASH_BINARY")


@pytest.fixture(name="filled", scope="module")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    server = Server(tmp_path_factory.mktemp("filled") / "data", program=program()).start()
    made = server.as_("customer").post(
        f"{V1}/requests/",
        multipart={"request_type": "repair", "details": "x", "f": ("a.txt", b"0123456789")},
    )
    made.expect(201)
    server.close()
    return server.data


@pytest.fixture(name="server")
def stopped_server(tmp_path: pathlib.Path, filled: pathlib.Path) -> Iterator[Server]:
    data = tmp_path / "data"
    shutil.copytree(filled, data)
    server = Server(data, program=program())
    yield server
    if server.running():
        server.kill()


def page_of(data: pathlib.Path, name: str) -> int:
    """A leaf page of a table or an index: one whose damage breaks nothing but its rows."""
    with sqlite3.connect(f"file:{data}/pilotlight.db?mode=ro", uri=True) as database:
        (page,) = database.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno DESC",
            (name,),
        ).fetchone()
    return page


def flip(file: pathlib.Path, offset: int, count: int) -> None:
    with open(file, "r+b") as content:
        content.seek(offset)
        bytes_there = content.read(count)
        content.seek(offset)
        content.write(bytes(byte ^ 0x5A for byte in bytes_there))


def make_large(data: pathlib.Path) -> None:
    """Too large to be looked through at a start."""
    with contextlib.closing(sqlite3.connect(data / "pilotlight.db")) as database:
        database.execute(
            "UPDATE comment SET text = printf('%.*c', ?, 'x') WHERE id = 1", (LARGE_BYTES_MIN,)
        )
        database.commit()
    assert (data / "pilotlight.db").stat().st_size > LARGE_BYTES_MIN


def refusal_to_serve(server: Server, profile: str = "demo") -> str:
    done = server.command(
        "serve", "--listen", "127.0.0.1:0", "--profile", profile, deadline_s=START_S_MAX
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ["service_request", "service_request_status"])
def test_a_damaged_page_is_found_and_not_served(server, name):
    assert server.command("check").returncode == 0
    page = page_of(server.data, name)
    flip(server.data / "pilotlight.db", (page - 1) * PAGE_BYTES, 64)
    before = (server.data / "pilotlight.db").read_bytes()
    found = server.command("check")
    assert found.returncode == 1 and f"Page {page}:" in found.stdout, found.stdout
    assert ADVICE in refusal_to_serve(server)
    assert server.command("migrate").returncode == 1
    assert (server.data / "pilotlight.db").read_bytes() == before, "nothing is made worse"


def test_a_large_database_is_not_served_once_a_check_has_found_it_damaged(server):
    make_large(server.data)
    offset = (page_of(server.data, "service_request") - 1) * PAGE_BYTES
    flip(server.data / "pilotlight.db", offset, 64)
    server.start()
    server.stop()
    assert server.command("check").returncode == 1
    refusal = refusal_to_serve(server)
    assert ADVICE in refusal and "`pilotlight check` found damage: " in refusal
    assert "service_request" in refusal or "Page" in refusal, "it says what was found"
    flip(server.data / "pilotlight.db", offset, 64)
    assert "found damage" in refusal_to_serve(server), "until it is looked at again"
    found = server.command("check")
    assert found.returncode == 0, found.stdout
    server.start()
    server.close()


def test_what_a_killed_check_left_is_swept(server):
    left, young = (server.data / f"pilotlight.db.{name}.check" for name in ("0" * 16, "1" * 16))
    for path in (left, young):
        path.write_bytes(b"a copy")
    os.utime(left, (0, 0))
    assert server.command("check").returncode == 0
    assert not left.exists() and young.exists()


def test_a_check_without_room_for_its_copy_says_so(server):
    """The file is as long as all that is free, but sparse: SQLite reads what its head speaks of."""
    database = server.data / "pilotlight.db"
    bytes_there = database.stat().st_size
    os.truncate(database, bytes_there + shutil.disk_usage(server.data).free)
    found = server.command("check")
    assert found.returncode == 1 and "No room for a copy" in found.stdout, found.stdout
    assert not list(server.data.glob("*.check")), "it did not try"
    os.truncate(database, bytes_there)
    assert server.command("check").returncode == 0


def test_the_advice_leads_somewhere():
    manual = pathlib.Path(__file__).parents[2] / "docs/operations.md"
    assert f"## {ADVICE}" in manual.read_text()


@pytest.mark.parametrize(
    "make_worse",
    [
        lambda file: flip(file, 0, 100),
        lambda file: os.truncate(file, 10 * PAGE_BYTES),
        lambda file: os.truncate(file, file.stat().st_size - PAGE_BYTES),
        lambda file: file.write_bytes(b"no database" * (file.stat().st_size // 11)),
        lambda file: flip(file, 100, 200),
    ],
    ids=["head", "cut short", "last page gone", "foreign", "schema"],
)
@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
def test_a_file_that_is_no_database_is_found_and_not_served(server, make_worse, is_large):
    """Asked to serve first: what a check finds would be known to the next start."""
    if is_large:
        make_large(server.data)
    make_worse(server.data / "pilotlight.db")
    assert ADVICE in refusal_to_serve(server)
    found = server.command("check")
    assert found.returncode == 1 and found.stdout + found.stderr


def test_damage_that_shows_while_serving_tells_clients_nothing(server):
    server.expect_error("the database is damaged")
    server.start()
    support = server.as_("support")
    with open(server.data / "pilotlight.db", "rb") as file:
        pages = len(file.read()) // PAGE_BYTES
    assert pages > 20
    for name in ("comment", "comment_service_request", "attachment", "request_event"):
        flip(server.data / "pilotlight.db", (page_of(server.data, name) - 1) * PAGE_BYTES, 64)
    answers = [
        support.get(f"{V1}/requests/{number}/{part}/")
        for number in range(1, 40)
        for part in ("comments", "attachments", "events")
    ]
    damaged = [answer for answer in answers if answer.status == 500]
    assert damaged and {answer.status for answer in answers} <= {200, 404, 500}
    for answer in damaged:
        assert answer.json["code"] == "internal"
        for word in ("sqlite", "malformed", "database", "page", str(server.data)):
            assert word not in answer.text.lower(), answer.text
    assert ADVICE in server.log() and server.client().get("/healthz").status == 200
    server.close()


@pytest.mark.parametrize("content", [b"", b"012345678", b"0123456780"])
def test_attachments_that_have_changed_are_found(server, content):
    file = next(path for path in (server.data / "attachments").glob("*/*") if path.is_file())
    file.write_bytes(content)
    found = server.command("check")
    assert found.returncode == 1 and "its file is not what was uploaded" in found.stdout


def test_two_servers_do_not_share_a_folder(server):
    server.start()
    told = refusal_to_serve(server)
    assert str(server.data) in told and "another process serves this data folder" in told
    for command in ("migrate", "createsuperuser"):
        # fmt: off
        user = ["--username", "x", "--email", "x@example.com", "--password-stdin"]
        done = server.command(command, *(user if command != "migrate" else []),
                              stdin="a-long-password-9\n")
        # fmt: on
        assert done.returncode == 1 and "another process serves" in done.stderr, done.stderr
    server.as_("customer").get(f"{V1}/profile/").expect(200)
    server.kill()
    server.start()
    server.close()


def copied_bytes(data: pathlib.Path) -> int:
    """So much of the log may be in the database. It is synced before it is copied, so that no power
    cut tears it; torn all the same, it would leave a database that holds some of a commit."""
    head = (data / "pilotlight.db-shm").read_bytes()
    (frames,) = struct.unpack_from("<I", head, COPIED_FRAMES_AT)
    return WAL_HEAD_BYTES + frames * FRAME_BYTES


@pytest.mark.parametrize("tear", ["cut off", "garbled", "zeros", "cut off within a frame"])
def test_a_torn_log_loses_what_was_torn_and_nothing_before(server, tear):
    log = server.data / "pilotlight.db-wal"
    server.start()
    writers = Writers(server, "tear", WRITERS, lambda: log.stat().st_size)

    def is_halted_with_something_to_tear():
        if writers.promised() < PROMISES_MIN:
            return False
        os.kill(server.pid, signal.SIGSTOP)
        if copied_bytes(server.data) < log.stat().st_size:
            return True
        os.kill(server.pid, signal.SIGCONT)
        return False

    until(is_halted_with_something_to_tear, "enough is promised, and not all of it copied")
    server.kill()
    results = writers.finish()
    size = log.stat().st_size
    start = max(copied_bytes(server.data), size - 40 * FRAME_BYTES)
    assert start < size, "all of the log has been copied; there is nothing to tear"
    if tear == "garbled":
        flip(log, start, 3 * FRAME_BYTES)
    else:
        start += 1_000 if "within" in tear else 0
        with open(log, "r+b") as content:
            content.truncate(start)
            if tear == "zeros":
                content.truncate(size)
    server.start()
    faults = faults_of(server, results, "tear", start)
    assert not faults, "\n".join(faults[:20])
    server.close()
    assert server.command("check").returncode == 0
