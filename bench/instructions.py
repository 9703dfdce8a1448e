"""Instructions that one answer takes outside the kernel, counted by callgrind over one connection:
the same on a busy machine as on a quiet one, so that a small change shows."""

from __future__ import annotations

import itertools
import pathlib
import re
import shlex
import subprocess

import data as common_rows
from load import Target
from report import Part, figure, rows
from rivals import Client, Pilotlight, measured_binary
from workloads import WORKLOADS, Session, Workload

CUSTOMERS, REQUESTS = 40, 400  # a larger desk takes callgrind minutes to fill
WARM_UP = 200
COUNTED = {True: 200, False: 1_000}  # creates, others
TOTAL = re.compile(r"([\d,]+) \([\d.]+%\)\s+PROGRAM TOTALS")
WORDS_OF_LOGIN = "log-in"  # hashing, which the rival's figures tell more of


def measure(options: object, folder: pathlib.Path) -> Part:
    counts = folder / "callgrind.out"
    rival = Pilotlight(folder, _under_callgrind(folder, counts))
    try:
        data = common_rows.rows(CUSTOMERS, REQUESTS)
        rival.start(data)
        session = Session(rival, data)
        asked = [each for each in WORKLOADS if not each.name.startswith(WORDS_OF_LOGIN)]
        lines = [[each.name, figure(_count(rival, session, each, counts))] for each in asked]
        session.close()
    finally:
        rival.stop()
    text = [*rows(["workload", "instructions"], 1, lines), ""]
    desk = f"- {REQUESTS} requests of {CUSTOMERS} customers"
    note = f"{desk}; one connection, so that each create pays for a commit of its own"
    return Part("instructions", "\n".join([*text, note]))


def _under_callgrind(folder: pathlib.Path, counts: pathlib.Path) -> pathlib.Path:
    """The program, which counts when it serves and is told to."""
    wrapper = folder / "counted"
    flags = f"--tool=callgrind --instr-atstart=no --callgrind-out-file={shlex.quote(str(counts))}"
    program = shlex.quote(str(measured_binary()))
    wrapper.write_text(
        f'#!/bin/sh\n[ "$1" = serve ] && exec valgrind {flags} {program} "$@"\n'
        f'exec {program} "$@"\n'
    )
    wrapper.chmod(0o700)
    return wrapper


def _count(rival: Pilotlight, session: Session, workload: Workload, counts: pathlib.Path) -> float:
    targets = itertools.cycle(workload.targets(session))
    numbers = itertools.count()
    client = rival.client()
    pid = str(rival.place.pids[0])
    answers = COUNTED[workload.creates]

    def ask(times: int) -> None:
        for target in itertools.islice(targets, times):
            _send(client, target, next(numbers))

    ask(WARM_UP)
    _control("--instr=on", pid)
    ask(answers)
    _control("--instr=off", pid)
    _control("--dump", pid)
    client.close()
    dumped = max(counts.parent.glob(f"{counts.name}.*"), key=lambda file: file.stat().st_mtime_ns)
    told = subprocess.check_output(["callgrind_annotate", dumped], text=True)
    found = TOTAL.search(told)
    assert found, f"callgrind_annotate: no total in {told[:300]}"
    return int(found[1].replace(",", "")) / answers


def _control(what: str, pid: str) -> None:
    subprocess.run(["callgrind_control", what, pid], check=True, capture_output=True)


def _send(client: Client, target: Target, number: int) -> None:
    headers = {"Accept": "application/json"}
    if target.token:
        headers["Authorization"] = f"Bearer {target.token}"
    if target.cookie:
        headers["Cookie"] = target.cookie
    body = target.body.replace("{n}", f"counted-{number}").encode() or None
    if body:
        headers["Content-Type"] = "application/json"
    client.request(target.method, target.path, body=body, headers=headers).expect(200, 201)
