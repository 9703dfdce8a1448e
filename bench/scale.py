"""The same questions to a desk of ten thousand requests and to one of a million, in turn."""

from __future__ import annotations

import argparse
import pathlib
import time
from dataclasses import dataclass, field
from typing import Container

import dataset
import processes
from dataset import Dataset, Server
from load import Place, Sample, fire
from scale_workloads import Asker, Question

SMALL, LARGE = 10_000, 1_000_000
# Few connections: the time of an answer, not that of a queue before it.
CONNECTIONS = 4
ASKED_S = 1
STARTS = 5


@dataclass
class Desk:
    """One started server with what was measured of it."""

    data: Dataset
    server: Server
    asker: Asker
    start_ms: list[float]
    idle_mib: float
    served_mib: float = 0.0
    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(self.server.origin, [self.server.pid])


def times_to_healthy(server: Server) -> list[float]:
    """Milliseconds from exec to the first 200 of /readyz, the last start is left running."""
    times = []
    for left in range(STARTS, 0, -1):
        began = time.monotonic()
        server.start()
        times.append((time.monotonic() - began) * 1000)
        if left > 1:
            server.stop()
    return times


def open_desk(requests: int, folder: pathlib.Path) -> Desk:
    data = dataset.kept(requests)
    server = data.server_on_copy(folder / str(requests))
    start_ms = times_to_healthy(server)
    processes.settle([server.pid])
    idle_mib, _ = processes.memory_mib([server.pid])
    return Desk(data, server, Asker(data, server), start_ms, idle_mib)


def ask(desk: Desk, question: Question, run: int) -> None:
    sample = fire(desk.place, desk.asker.signed(question), CONNECTIONS, ASKED_S, run)
    desk.samples.setdefault((question.group, question.name), []).append(sample)
    print(
        f"{desk.data.requests:>9} {question.group} {question.name}: p50 {sample.p50_us} µs  "
        f"p99 {sample.p99_us} µs  {sample.cpu_us:.0f} µs CPU",
        flush=True,
    )


def between(small: int, large: int) -> list[int]:
    """The powers of ten between two sizes, for a curve."""
    found, size = [], small * 10
    while size < large:
        found.append(size)
        size *= 10
    return found


def touch(sizes: list[int], folder: pathlib.Path) -> int:
    """Asks every question once, for the answer alone; how many requests that took."""
    asked = 0
    for requests in sizes:
        desk = open_desk(requests, folder)
        try:
            for question in desk.asker.questions():
                asked += desk.asker.touch(question)
        finally:
            desk.server.close()
    return asked


def measure(
    sizes: list[int],
    folder: pathlib.Path,
    options: argparse.Namespace,
    only: Container[tuple[str, str]] | None = None,
) -> list[Desk]:
    """Asks every desk every question (or those in `only`), in turn within each round."""
    desks: list[Desk] = []
    try:
        for requests in sizes:
            desks.append(open_desk(requests, folder))
        lists = [list(desk.asker.questions()) for desk in desks]
        run = 0
        for number in range(options.rounds):
            for questions in zip(*lists, strict=True):
                key = questions[0].group, questions[0].name
                if options.questions not in " ".join(key) or (only and key not in only):
                    continue
                turn = list(zip(desks, questions, strict=True))
                for desk, question in turn if number % 2 == 0 else turn[::-1]:
                    run += 1
                    ask(desk, question, run)
        for desk in desks:
            desk.served_mib, _ = processes.memory_mib([desk.server.pid])
        return desks
    finally:
        for desk in desks:
            desk.server.close()
