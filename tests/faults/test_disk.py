"""A disk that is full or takes no changes: 507, nothing half, reads go on, and no restart is needed
when it is well again."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
from typing import Any, Callable, ContextManager, Iterator

import pytest
from harness.client import Client, Response
from harness.server import Server
from harness.wait import until
from shim import FaultyServer

V1 = "/api/v1"
FILE = b"A photo of the meter. " * 10_000
BAD_DISKS: dict[str, Callable[[FaultyServer], ContextManager[None]]] = {
    "full": FaultyServer.full_disk,
    "room for a name": lambda server: server.full_disk(100),
    "room for a page": lambda server: server.full_disk(5_000),
    "read-only": FaultyServer.read_only_disk,
}
FULL = "No space left on device"
READ_ONLY = "Read-only file system"


@pytest.fixture(name="server")
def faulty_server(tmp_path: pathlib.Path) -> Iterator[FaultyServer]:
    server = FaultyServer(tmp_path / "data")
    for text in (FULL, READ_ONLY, "database or disk is full", "disk I/O error", "is gone"):
        server.expect_error(text)
    server.start()
    yield server
    server.close()
    done = server.command("check")
    assert done.returncode == 0, done.stdout + done.stderr


def opening(client: Client, files: int = 0) -> Response:
    fields: list[tuple[str, Any]] = [("request_type", "repair"), ("details", "x")]
    if files == 0:
        return client.post(f"{V1}/requests/", json=dict(fields))
    fields += [("attachments", (f"{n}.jpg", FILE, "image/jpeg")) for n in range(files)]
    return client.post(f"{V1}/requests/", multipart=fields)


def total(server: Server) -> int:
    answer = server.as_("support").get(f"{V1}/requests/?limit=1").expect(200)
    return int(answer.header("X-Total-Count") or -1)


def files_in(server: Server) -> set[str]:
    return {path.name for path in (server.data / "attachments").rglob("*") if path.is_file()}


def assert_refused(answer: Response) -> None:
    assert answer.status == 507 and answer.json["code"] == "storage_full", answer.text
    assert "disk" in answer.json["detail"] and "sqlite" not in answer.text.lower()


@pytest.mark.parametrize("make_bad", BAD_DISKS.values(), ids=BAD_DISKS)
@pytest.mark.parametrize("files", [0, 2], ids=["write", "upload"])
def test_a_change_is_refused_whole_and_taken_later(server, make_bad, files):
    customer = server.as_("customer")
    opening(customer, files).expect(201)
    rows, kept = total(server), files_in(server)
    with make_bad(server):
        answers = [opening(customer, files) for _ in range(3)]
        for answer in answers:
            assert_refused(answer)
        assert total(server) == rows, "reads go on"
        assert server.client().get("/healthz").status == 200
        customer.get(f"{V1}/profile/").expect(200)
    made = opening(customer, files).expect(201).json
    assert total(server) == rows + 1 and len(made["attachments"]) == files
    until(lambda: len(files_in(server)) == len(kept) + files, "no file is left over")
    server.stop()
    server.start()
    assert total(server) == rows + 1


@pytest.mark.parametrize("free_bytes", [30_000, 120_000, 300_000])
def test_what_was_taken_before_the_disk_was_full_is_there(server, free_bytes):
    customer = server.as_("customer")
    rows = total(server)
    taken = 0
    with server.full_disk(free_bytes):
        while (answer := opening(customer, files=taken % 2)).status == 201:
            taken += 1
        assert_refused(answer)
        assert total(server) == rows + taken
    server.kill()
    server.start()
    assert total(server) == rows + taken
    opening(server.as_("customer")).expect(201)


@pytest.mark.parametrize("deed", ["open", "attach", "edit"])
def test_a_file_goes_when_its_commit_finds_no_room(server, deed):
    customer = server.as_("customer")
    place = f"{V1}/requests/{opening(customer).expect(201).json['id']}/"
    kept = files_in(server)
    file = {"multipart": [("attachment", ("1.jpg", FILE, "image/jpeg"))]}
    deeds = {
        "open": lambda: opening(customer, files=1),
        "attach": lambda: customer.post(place + "attachments/", **file),
        "edit": lambda: customer.patch(place, **file),
    }
    with server.full_disk(len(FILE) + 10_000):
        assert_refused(deeds[deed]())
        until(lambda: "write_commit" in server.log(), "the file was stored before")
        until(lambda: files_in(server) == kept, "the file is removed")
    deeds[deed]()
    assert len(files_in(server)) == len(kept) + 1


def test_a_log_in_needs_no_room_for_long(server):
    """A log-in writes a session: it is refused as any change, and works again at once."""
    login = {"username": "meera_customer", "password": "PilotlightDemo@2026"}
    with server.full_disk():
        assert_refused(server.client().post(f"{V1}/login/", json=login))
    server.client().post(f"{V1}/login/", json=login).expect(200)


@pytest.mark.parametrize("bad, text", [("full", FULL), ("read-only", READ_ONLY)])
def test_a_backup_fails_whole_and_says_why(server, tmp_path, bad, text):
    archive = server.data / "backup.tar"
    with BAD_DISKS[bad](server):
        done = server.command("backup", str(archive))
    assert done.returncode == 1 and text in done.stderr, done.stderr
    with server.full_disk(200_000):
        done = server.command("backup", str(archive))
    assert done.returncode == 1 and (FULL in done.stderr or "full" in done.stderr), done.stderr
    assert not list(server.data.glob("backup.tar*"))
    assert server.command("backup", str(archive)).returncode == 0
    restored = Server(tmp_path / "restored", program=server.program)
    assert restored.command("restore", str(archive)).returncode == 0
    archive.unlink()


def test_a_backup_job_is_made_when_there_is_room_again(server):
    """The job is tried again by itself, and its failure leaves no draft."""
    admin = server.as_("admin")
    folder = server.data / "backups"
    with server.full_disk(300_000):
        admin.post(f"{V1}/system/backup/").expect(202)
        until(lambda: "job_failed" in server.log(), "the job fails", 20)
        assert not folder.exists() or not list(folder.iterdir())
    until(lambda: list(folder.glob("*.tar")), "the backup is made after all", 20)


def test_a_folder_that_cannot_be_opened_fails_the_sweep_alone(server):
    """Be all descriptors taken or the disk ill: the server goes on, and sweeps later."""
    server.expect_error("Too many open files")
    server.stop()
    forgotten = server.file_without_row()
    os.utime(forgotten, (0, 0))
    server.set_faults(walk_error=errno.EMFILE)
    server.start()
    failed = '"event":"job_failed","kind":"attachment_sweep"'
    until(lambda: failed in server.log(), "the sweep fails", 20)
    opening(server.as_("customer"), files=1).expect(201)
    assert forgotten.exists()
    server.set_faults()
    until(lambda: not forgotten.exists(), "the sweep is tried again", 60)


@contextlib.contextmanager
def refused_start(server: FaultyServer) -> Iterator[str]:
    done = server.command("serve", "--listen", "127.0.0.1:0", deadline_s=10)
    assert done.returncode == 1, done.stderr
    yield done.stderr


@pytest.mark.parametrize("bad, text", [("full", FULL), ("read-only", READ_ONLY)])
def test_a_start_says_what_is_wrong_with_the_disk(tmp_path, bad, text):
    server = FaultyServer(tmp_path / "data", "production")
    server.data.mkdir()
    with BAD_DISKS[bad](server), refused_start(server) as told:
        assert told.startswith("pilotlight: ") and text in told
    server.start()
    server.close()
