"""What the servers cost, read from /proc: whole process trees, so gunicorn's workers count."""

from __future__ import annotations

import os
import pathlib
import tempfile
import threading
import time
from typing import Sequence

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
KIB_PER_MIB = 1024
FSYNC_PROBES = 200
SETTLE_QUIET_S = 0.2
SETTLE_DEADLINE_S = 30.0


def tree(pid: int) -> list[int]:
    """A process and all its living descendants."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            children = (task / "children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has just ended has no children
        for child in children:
            found += tree(int(child))
    return found


Pids = Sequence[int]


def trees(pids: Pids) -> list[int]:
    return [member for pid in pids for member in tree(pid)]


def cpu_us(pids: Pids) -> int:
    """User and system time of the trees so far."""
    ticks = 0
    for member in trees(pids):
        fields = pathlib.Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1_000_000 // TICKS_PER_S


def settle(pids: Pids, deadline_s: float = SETTLE_DEADLINE_S) -> None:
    """Waits until the trees have stopped working: what a load left in its queues would otherwise
    run on, into the next contender's time. AssertionError after the deadline."""
    pause = threading.Event()
    ends_at = time.monotonic() + deadline_s
    spent = -1
    while spent != (spent := cpu_us(pids)):
        assert time.monotonic() < ends_at, f"processes {pids} do not come to rest"
        pause.wait(SETTLE_QUIET_S)


def memory_mib(pids: Pids) -> tuple[float, float]:
    """(RSS, PSS) summed over the trees; PSS counts what processes share only once."""
    rss = pss = 0
    for member in trees(pids):
        for line in pathlib.Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            rss += int(value.split()[0]) if name == "Rss" else 0
            pss += int(value.split()[0]) if name == "Pss" else 0
    return rss / KIB_PER_MIB, pss / KIB_PER_MIB


def fsyncs_per_s(folder: pathlib.Path) -> float:
    """How often a lone thread can append 4 KiB and wait for the disk: the bound of a server that
    commits each request by itself."""
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        began = time.monotonic()
        for _ in range(FSYNC_PROBES):
            os.write(probe.fileno(), b"\0" * 4096)
            os.fdatasync(probe.fileno())
        return FSYNC_PROBES / (time.monotonic() - began)
