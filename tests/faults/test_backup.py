"""A backup of a busy desk is of one moment; what is no backup of ours is refused whole."""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import tarfile
import time
from typing import Any, Callable, Iterator

import pytest
from harness.server import Server, binary
from harness.wait import until
from harness.witness import Writers, faults_of, listing

V1 = "/api/v1"
WRITERS = 8
PROMISES_BEFORE = 60
Members = dict[str, bytes]


def test_a_backup_of_a_busy_desk_is_of_one_moment(tmp_path: pathlib.Path) -> None:
    program = binary("PILOTLIGHT_CRASH_BINARY")
    server = Server(tmp_path / "data", program=program).start()
    writers = Writers(server, "backup", WRITERS, time.monotonic_ns)
    until(lambda: writers.promised() >= PROMISES_BEFORE, "the desk is busy")
    begun: list[int] = []
    for number in range(3):
        begun.append(time.monotonic_ns())
        done = server.command("backup", str(tmp_path / f"{number}.tar"))
        assert done.returncode == 0, done.stderr
    ended = time.monotonic_ns()
    until(lambda: any(p.moment > ended for r in writers.results for p in r.acknowledged.values()),
          "the desk is still busy")  # fmt: skip
    results = writers.finish()
    server.close()
    promises = {i: p for result in results for i, p in result.acknowledged.items()}
    for number, moment in enumerate(begun):
        restored = Server(tmp_path / f"restored{number}", program=program)
        done = restored.command("restore", str(tmp_path / f"{number}.tar"))
        assert done.returncode == 0, done.stderr
        assert restored.command("check").stdout == "No fault found.\n"
        restored.start()
        faults = faults_of(restored, results, "backup", moment)
        newest = max(row["id"] for row in listing(restored))
        later = {i for i, promise in promises.items() if i > newest}
        faults += [f"{i} is missing, {newest} is there" for i in promises.keys() - later
                   if restored.as_("support").get(f"{V1}/requests/{i}/").status != 200]  # fmt: skip
        assert not faults, "\n".join(faults[:20])
        assert later, "nothing was written during the backup; the test proves nothing"
        restored.close()


@pytest.fixture(name="members", scope="module")
def members_of_a_backup(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """A backup of ours, unpacked: what the wrong ones are made of."""
    folder = tmp_path_factory.mktemp("backup")
    server = Server(folder / "data", "demo").start()
    content = {"request_type": "repair", "details": "x", "f": ("a.txt", b"0123456789")}
    server.as_("customer").post(f"{V1}/requests/", multipart=content).expect(201)
    assert server.command("backup", str(folder / "good.tar")).returncode == 0
    server.close()
    with tarfile.open(folder / "good.tar") as tar:
        found = {name: tar.extractfile(name) for name in tar.getnames()}
        return {name: file.read() for name, file in found.items() if file}


def packed(members: Members, *more: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        for entry, content in more:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type = kind
    entry.linkname = target
    return entry, b""


def listed(members: Members, **changes: Any) -> Members:
    """With a manifest that fits, but for `changes` in it."""
    rest = {name: content for name, content in members.items() if name != "manifest.json"}
    manifest = json.loads(members["manifest.json"]) | changes
    manifest["members"] = [
        {
            "path": name,
            "size_bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in rest.items()
    ]
    return rest | {"manifest.json": json.dumps(manifest).encode()}


def without(members: Members, name: str) -> Members:
    return {key: content for key, content in members.items() if key != name}


def attachment(members: Members) -> str:
    return next(name for name in members if name.startswith("attachments/"))


DATABASE = "pilotlight.db"
WRONG: dict[str, tuple[Callable[[Members], bytes], str]] = {
    "nothing": (lambda m: b"", "archive"),
    "no archive": (lambda m: b"Dear customer, " * 5_000, "archive"),
    "an archive of something else": (lambda m: packed({"holiday.jpg": b"x"}), "no backup"),
    "half of one": (lambda m: packed(m)[: len(packed(m)) // 2], "runcated"),
    "without its end": (lambda m: packed(without(m, "manifest.json")), "no manifest"),
    "without the database": (lambda m: packed(without(m, DATABASE)), "lacks pilotlight.db"),
    "without an attachment": (lambda m: packed(without(m, attachment(m))), "lacks attachments/"),
    "a byte changed": (
        lambda m: packed(m | {DATABASE: m[DATABASE][:-1] + b"\x7f"}),
        "damaged at pilotlight.db",
    ),
    "of a newer program": (lambda m: packed(listed(m, schema_version=999)), "newer"),
    "of another format": (lambda m: packed(listed(m, format=2)), "another version"),
    "a manifest that is none": (lambda m: packed(m | {"manifest.json": b"[]"}), "manifest"),
    "a path that leads out": (lambda m: packed(listed(m | {"../evil": b"x"})), "foreign member"),
    "a path that leads out of attachments": (
        lambda m: packed(listed(m | {"attachments/../../evil": b"x"})),
        "foreign member",
    ),
    "an absolute path": (lambda m: packed(listed(m | {"/evil": b"x"})), "foreign member"),
    "a link for the database": (
        lambda m: packed(without(m, DATABASE), link(DATABASE, "/etc/passwd")),
        "foreign member",
    ),
    "a hard link": (
        lambda m: packed(m, link("attachments/ab/ab" + "0" * 30, DATABASE, tarfile.LNKTYPE)),
        "foreign member",
    ),
    "a device": (
        lambda m: packed(without(m, DATABASE), link(DATABASE, "", tarfile.CHRTYPE)),
        "foreign member",
    ),
    "a member twice": (
        lambda m: packed(m, (tarfile.TarInfo(DATABASE), m[DATABASE])),
        "foreign member",
    ),
    "more than it says": (
        lambda m: packed(m | {"attachments/ab/ab" + "0" * 30: b"x"}),
        "more than it says",
    ),
}


@pytest.fixture(name="target")
def restore_target(tmp_path: pathlib.Path) -> Iterator[Server]:
    yield Server(tmp_path / "target" / "data")
    left = sorted(path.name for path in (tmp_path / "target").glob("*"))
    assert left in ([], ["data"]), f"left behind: {left}"


@pytest.mark.parametrize("make, reason", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("is_there", [False, True], ids=["absent", "empty"])
def test_a_wrong_file_is_refused(target, members, tmp_path, make, reason, is_there):
    archive = tmp_path / "wrong.tar"
    archive.write_bytes(make(members))
    if is_there:
        target.data.mkdir(parents=True)
    done = target.command("restore", str(archive))
    assert done.returncode == 1 and reason in done.stderr, done.stdout + done.stderr
    assert target.data.exists() is is_there and not (is_there and list(target.data.iterdir()))
    assert not (tmp_path / "evil").exists()


def test_a_folder_in_use_is_not_touched(target, members, tmp_path):
    archive = tmp_path / "good.tar"
    archive.write_bytes(packed(members))
    target.data.mkdir(parents=True)
    (target.data / "mine.txt").write_text("mine")
    done = target.command("restore", str(archive))
    assert done.returncode == 1 and "is not empty" in done.stderr
    assert [path.name for path in target.data.iterdir()] == ["mine.txt"]
    (target.data / "mine.txt").unlink()
    assert target.command("restore", str(archive)).returncode == 0, "the archive was good"
    assert target.command("check").returncode == 0


def test_a_file_that_is_not_there(target, tmp_path):
    done = target.command("restore", str(tmp_path / "absent.tar"))
    assert done.returncode == 1 and "absent.tar" in done.stderr
