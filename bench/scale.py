"""The same questions to a desk of ten thousand requests and to one of a million, in turn."""

from __future__ import annotations

import argparse
import itertools
import pathlib
import time
from dataclasses import dataclass, field
from typing import Callable, Container

import dataset
import processes
from dataset import Dataset, Server
from load import Place, Sample, fire
from scale_workloads import CHANGES, Asker, Question

Key = tuple[str, str]  # group and name of a question

SMALL, LARGE = 10_000, 1_000_000
# Few connections: the time of an answer, not that of a queue before it.
CONNECTIONS = 4
ASKED_S = 1
# What is near the aim after the rounds, on either side of it, is asked again so often, and judged
# by the median of that alone. Not longer at a time: a disturbance spoils the whole run that it
# falls into.
DOUBTED_ROUNDS = 9
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
    samples: dict[Key, list[Sample]] = field(default_factory=dict)

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


class Interview:
    """Asks every desk the same questions, in turn within each round."""

    def __init__(self, desks: list[Desk]) -> None:
        self.desks = desks
        lists = [list(desk.asker.questions()) for desk in desks]
        self.questions = {
            (one[0].group, one[0].name): one for one in zip(*lists, strict=True)
        }
        self.runs = 0

    def ask(self, keys: list[Key], rounds: int) -> None:
        for number in range(rounds):
            for key in keys:
                turn = list(zip(self.desks, self.questions[key], strict=True))
                for desk, question in turn if number % 2 == 0 else turn[::-1]:
                    self.runs += 1
                    ask(desk, question, self.runs)


def measure(
    sizes: list[int],
    folder: pathlib.Path,
    options: argparse.Namespace,
    only: Container[Key] | None = None,
    is_doubtful: Callable[[list[Desk], Key], bool] | None = None,
) -> list[Desk]:
    """Asks every question, or those in `only`."""
    desks: list[Desk] = []
    try:
        for requests in sizes:
            desks.append(open_desk(requests, folder))
        interview = Interview(desks)
        keys = [
            key
            for key in interview.questions
            if options.questions in " ".join(key) and (not only or key in only)
        ]
        changes = [key for key in keys if key[0] == CHANGES]
        reads = [key for key in keys if key[0] != CHANGES]
        interview.ask(reads, options.rounds)
        if is_doubtful:
            doubted = [key for key in reads if is_doubtful(desks, key)]
            for desk, key in itertools.product(desks, doubted):
                del desk.samples[key][:]
            interview.ask(doubted, DOUBTED_ROUNDS)
        # Last: a request that was changed a hundred times is another one to read.
        interview.ask(changes, options.rounds)
        for desk in desks:
            desk.served_mib, _ = processes.memory_mib([desk.server.pid])
        return desks
    finally:
        for desk in desks:
            desk.server.close()
