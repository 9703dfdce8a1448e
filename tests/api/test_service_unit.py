"""packaging/systemd: what it starts exists, what it forbids the program does
without. No systemd runs here, so its filter of system calls and its rule against memory that is
writable and executable are set by the harness; the file system's view and the address filter are
only judged by `systemd-analyze`."""

from __future__ import annotations

import contextlib
import mmap
import os
import pathlib
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys

import pytest
from harness import logins, seccomp
from harness.server import ROOT, Server, binary

UNITS = ROOT / "packaging" / "systemd"
UNIT = UNITS / "pilotlight.service"
CHECK = UNITS / "pilotlight-check.service"
MANUAL = ROOT / "docs" / "install.md"
EXPOSURE_MAX = 1.0  # systemd's scale from 0 to 10
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)


def settings(unit=UNIT):
    """Each directive of the unit with its values, in order."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def analyze(*arguments):
    done = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def calls_of(group):
    """The system calls of "@system-service" and the groups in it."""
    names = set()
    for line in analyze("syscall-filter", group).splitlines():
        word = line.strip()
        if word.startswith("@") and word != group:
            names |= calls_of(word)
        elif re.fullmatch(r"\w+", word):
            names.add(word)
    return names


def allowed(unit):
    names: set[str] = set()
    for value in settings(unit)["SystemCallFilter"]:
        groups = {call for word in value.lstrip("~").split() for call in calls_of(word)}
        names = names - groups if value.startswith("~") else names | groups
    return names


@pytest.mark.parametrize("unit, verb", [(UNIT, "serve"), (CHECK, "check")])
def test_it_starts_the_program_with_flags_that_there_are(unit, verb):
    command = shlex.split(settings(unit)["ExecStart"][0])
    assert command[:2] == ["/usr/local/bin/pilotlight", verb]
    told = subprocess.run([binary(), verb, "--help"], capture_output=True, text=True, check=True)
    flags = [word for word in command if word.startswith("--")]
    assert flags and all(flag in told.stdout for flag in flags)
    assert command[command.index("--data") + 1] == "/var/lib/pilotlight/data"


def test_a_check_may_write_where_the_service_does():
    """It copies the database beside itself, and marks damage."""
    assert settings()["StateDirectory"] == ["pilotlight"]
    assert settings(CHECK)["ReadWritePaths"] == ["/var/lib/pilotlight"]
    assert settings(CHECK)["User"] == settings()["User"]


@needs_systemd
@pytest.mark.parametrize("unit", [UNIT, CHECK])
def test_systemd_finds_it_tight(unit):
    told = analyze("security", "--offline=true", str(unit))
    exposure = re.search(rf"exposure level for {unit.name}: ([\d.]+)", told)
    assert exposure and float(exposure[1]) <= EXPOSURE_MAX, told
    manual = re.search(r"says ([\d.]+) \(of 10; systemd (\d+)\)", MANUAL.read_text())
    assert manual, "docs/install.md says how tight it is"
    if unit == UNIT and f"systemd {manual[2]} " in analyze("--version"):
        assert exposure[1] == manual[1], "docs/install.md says another figure"


@needs_systemd
@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.iterdir()))
def test_systemd_understands_it(name):
    told = analyze("verify", str(UNITS / name)).splitlines()
    complaints = [line for line in told if name in line]
    assert all("not executable" in line for line in complaints), complaints


@needs_systemd
def test_the_filter_is_one():
    """What the next test relies on: the calls that are left out and such memory are refused."""
    probe = """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
assert libc.syscall(NUMBER, 0, 0, 0, 0) == -1 and ctypes.get_errno() == 1, "left out"
try:
    mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)
    raise SystemExit("writable and executable")
except PermissionError:
    os.write(1, b"refused")
"""
    filtered = seccomp.Filter(allowed(UNIT))
    number = seccomp.numbers()["bpf"]
    done = subprocess.run(
        [sys.executable, "-c", probe.replace("NUMBER", str(number))],
        preexec_fn=filtered.install,
        capture_output=True,
        check=False,
    )
    assert done.stdout == b"refused", done.stderr
    assert mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)


class Sandboxed(Server):
    """The program under a unit's filter, as it is delivered: sanitizers do more."""

    def __init__(self, data, unit):
        super().__init__(data, "demo", program=binary("PILOTLIGHT_CRASH_BINARY"))
        self.filter = seccomp.Filter(allowed(unit))

    def process_options(self):
        return {"preexec_fn": self.filter.install}


@needs_systemd
def test_the_desk_works_under_it(tmp_path):
    server = Sandboxed(tmp_path / "data", UNIT).start()
    assert "Seccomp:\t2" in pathlib.Path(f"/proc/{server.pid}/status").read_text()
    customer = server.as_(logins.CUSTOMER)  # argon2id: libsodium
    draft = {"request_type": "repair", "details": "in a sandbox"}
    made = customer.post("/api/v1/requests/", json=draft).expect(201).json
    path = f"/api/v1/requests/{made['id']}/attachments/"
    image = {"files": ("a.gif", b"GIF89a" + bytes(64), "text/plain")}
    kept = customer.post(path, multipart=image).expect(201).json  # its content tells: libmagic
    assert kept[0]["media_type"] == "image/gif"
    assert customer.get(f"{path}{kept[0]['id']}/").expect(200).body.startswith(b"GIF89a")
    found = customer.get("/api/v1/requests/?q=sandbox").expect(200).json
    assert [request["id"] for request in found] == [made["id"]]
    server.as_("admin").post("/api/v1/system/backup/", json={}).expect(202)
    server.close()


@needs_systemd
def test_the_desk_is_checked_under_it(tmp_path):
    """All that a check does: it copies the database, sweeps old copies, marks what is damaged."""
    server = Sandboxed(tmp_path / "data", UNIT).start()
    checker = Sandboxed(server.data, CHECK)
    left = server.data / "pilotlight.db.0000.check"
    left.write_bytes(b"a copy")
    os.utime(left, (0, 0))
    sound = checker.command("check")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert not left.exists()
    server.close()
    file = server.data / "pilotlight.db"
    with contextlib.closing(sqlite3.connect(file)) as database:
        (page_bytes,) = database.execute("PRAGMA page_size").fetchone()
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'service_request_status'"
        ).fetchone()
    with open(file, "r+b") as content:
        content.seek((page - 1) * page_bytes)
        content.write(bytes(64))
    assert checker.command("check").returncode == 1
    assert file.with_name(file.name + ".damaged").read_text().strip()
