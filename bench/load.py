"""One load of wrk on one contender: what was answered, how fast, at what cost."""

from __future__ import annotations

import json
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass
from typing import NamedTuple

import processes

REPLAY = pathlib.Path(__file__).with_name("replay.lua")
WRK_THREADS = 2
WRK_TIMEOUT_S = 60


class Target(NamedTuple):
    method: str
    path: str
    token: str = ""  # a JWT
    body: str = ""
    cookie: str = ""


@dataclass(frozen=True)
class Sample:
    """One timed run. `requests` were answered, all of them 2xx."""

    requests: int
    per_s: float
    p50_us: int
    p99_us: int
    cpu_us: float


class LoadFailed(Exception):
    """An answer was not 2xx, a connection broke, or nothing was answered at all."""


class Place(NamedTuple):
    """Where a server answers, and the processes that do its work."""

    origin: str
    pids: processes.Pids


def fire(place: Place, targets: list[Target], connections: int, seconds: int, run: int) -> Sample:
    """Fires the targets in turn for so many seconds; `run` differs in each call on a server."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as lines:
        lines.writelines("\t".join(target) + "\n" for target in targets)
        lines.flush()
        command = ["wrk", f"-t{WRK_THREADS}", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["--timeout", f"{WRK_TIMEOUT_S}s", "-s", str(REPLAY), place.origin, "--"]
        command += [lines.name, str(run)]
        before = processes.cpu_us(place.pids)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        spent = processes.cpu_us(place.pids) - before
    processes.settle(place.pids)
    if done.returncode != 0:
        raise LoadFailed(f"wrk: {done.stdout}{done.stderr}")
    result = json.loads(done.stdout.strip().splitlines()[-1])
    faults = {name: result[name] for name in ("refused", "connect", "read", "write", "timeout")}
    if any(faults.values()) or result["requests"] == 0:
        raise LoadFailed(f"{targets[0].method} {targets[0].path}: {result}")
    return Sample(
        requests=result["requests"],
        per_s=result["requests"] * 1e6 / result["duration_us"],
        p50_us=result["p50_us"],
        p99_us=result["p99_us"],
        cpu_us=spent / result["requests"],
    )
