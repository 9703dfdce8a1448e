"""Pilotlight and its contenders, all in this one run, in turn in every round."""

from __future__ import annotations

import argparse
import pathlib
from contextlib import ExitStack
from typing import Any, Callable

import cluster
import data as common_rows
import group_commit
import processes
import static_file
from load import LoadFailed, Sample, fire
from report import Aim, Part, at_least, figure, median, rows
from rivals import Drf, Pilotlight, Rival
from workloads import CONNECTIONS, CREATE, DEFAULT_HASHER_WORKLOAD, LIST, READ, WORKLOADS
from workloads import Session, Unequal, Workload, read_one, require_equal_work

OURS = Pilotlight.name
DRF = "drf"
DURABLE = [{"journal_mode": "wal", "synchronous": 2}, {"fsync": "on", "synchronous_commit": "on"}]

Results = dict[str, dict[str, list[Sample]]]


class Contest:
    """The started contenders, the samples taken so far and a number for each run of wrk."""

    def __init__(self, options: argparse.Namespace, folder: pathlib.Path) -> None:
        self.options = options
        self.folder = folder
        self.rows = common_rows.rows(options.customers, options.requests)
        self.results: Results = {}
        self.runs = 0
        self.notes: list[str] = []
        self.ours = Pilotlight(folder)
        self.rivals: list[Rival] = []  # of every workload
        self.pbkdf2: Drf | None = None
        self.file: static_file.StaticFile | None = None
        self.loop: group_commit.GroupCommit | None = None

    def start(self, stack: ExitStack) -> None:
        stack.callback(self.ours.stop)
        self.ours.start(self.rows)
        costs = self.ours.argon2()
        self.rivals.append(Drf(self.folder, DRF, costs))
        if not self.options.smoke:
            self.pbkdf2 = Drf(self.folder, "drf (PBKDF2)")
        if self.options.postgres:
            server = cluster.Cluster(self.folder)
            self.rivals.append(Drf(self.folder, "drf, PostgreSQL", costs, server))
        for rival in [*self.rivals, *([self.pbkdf2] if self.pbkdf2 else [])]:
            stack.callback(rival.stop)
            rival.start(self.rows)
            if rival.durability not in DURABLE:
                raise Unequal(f"{rival.name} is not durable: {rival.durability}")
        self.notes += [self._equal(), self._durable(), hashing(costs)]
        self._start_yardsticks(stack)

    def _equal(self) -> str:
        ours, theirs = Session(self.ours, self.rows), Session(self.rivals[0], self.rows)
        try:
            return require_equal_work(ours, theirs)
        finally:
            ours.close()
            theirs.close()

    def _durable(self) -> str:
        rate = processes.fsyncs_per_s(self.folder)
        return (
            "durable: all with WAL and synchronous=FULL (PostgreSQL: fsync and synchronous_commit);"
            f" a lone thread gets {rate:.0f} fdatasync/s from this disk"
        )

    def _start_yardsticks(self, stack: ExitStack) -> None:
        session = Session(self.ours, self.rows)
        try:
            if static_file.is_installed():
                answer = session.customers[0].get(read_one(session)[0].path).expect(200)
                self.file = static_file.StaticFile(self.folder)
                stack.callback(self.file.stop)
                self.file.start(answer.body)
            else:
                print("skipped: nginx is not installed (script/setup bench)", flush=True)
            self.loop = group_commit.GroupCommit(self.folder, self.ours.database)
            self._require_same_rows(session)
        finally:
            session.close()

    def _require_same_rows(self, session: Session) -> None:
        """What one create leaves in every table, here and there."""
        assert self.loop is not None
        before, theirs_before = self.ours.rows(), self.loop.rows()
        create = next(work for work in WORKLOADS if work.name == CREATE).targets(session)[0]
        body = create.body.replace("{n}", "alike")
        client = session.customers[0]
        content = {"Content-Type": "application/json"}
        client.post(create.path, body=body, headers=content).expect(201)
        self.loop.run(1, 0)
        ours = group_commit.difference(before, self.ours.rows())
        group_commit.require_same_rows(
            ours, group_commit.difference(theirs_before, self.loop.rows())
        )
        self.notes.append(f"rows of one create, in Pilotlight and in the C loop: {ours}")

    def sample(self, rival: Rival, workload: Workload) -> Sample:
        session = Session(rival, self.rows)
        try:
            targets = workload.targets(session)
            counted = rival.count(session.support)
            take = self._firing(rival, targets, workload.connections)
            sample = self._warm_then(take)
            if workload.creates and rival.count(session.support) - counted < sample.requests:
                raise LoadFailed(f"{rival.name}: {sample.requests} creates answered, fewer stored")
            return sample
        finally:
            session.close()

    def _firing(self, rival: Any, targets: Any, connections: int) -> Callable[[int], Sample]:
        def take(seconds: int) -> Sample:
            self.runs += 1
            return fire(rival.place, targets, connections, seconds, self.runs)

        return take

    def _warm_then(self, take: Callable[[int], Sample]) -> Sample:
        if self.options.warm_up:
            take(self.options.warm_up)
        return take(self.options.seconds)

    def round(self, number: int, workload: Workload, rivals: list[Rival]) -> None:
        takes = [(r.name, lambda r=r: self.sample(r, workload)) for r in [self.ours, *rivals]]
        if workload.name == READ and self.file:
            file = self._firing(self.file, self.file.targets(), CONNECTIONS)
            takes.append((self.file.name, lambda: self._warm_then(file)))
        if workload.name == CREATE and self.loop:
            loop = self.loop
            once = lambda seconds: loop.run(CONNECTIONS, seconds)  # noqa: E731
            takes.append((loop.name, lambda: self._warm_then(once)))
        by_name = self.results.setdefault(workload.name, {name: [] for name, _ in takes})
        for name, take in takes if number % 2 == 0 else takes[::-1]:
            sample = take()
            by_name[name].append(sample)
            print(f"round {number + 1}  {workload.name}  {name}: {sample}", flush=True)

    def run(self) -> None:
        for number in range(self.options.rounds):
            for workload in WORKLOADS:
                self.round(number, workload, self.rivals)
            if self.pbkdf2:
                self.round(number, DEFAULT_HASHER_WORKLOAD, [self.pbkdf2])

    def memory(self) -> list[list[str]]:
        """By server; the loop is a program that has ended, of which its peak is known."""
        servers = [self.ours, *self.rivals, *([self.file] if self.file else [])]
        lines = []
        for server in servers:
            found = processes.memory_mib(server.place.pids)
            lines.append([server.name, *(figure(mib) for mib in found)])
        if self.loop:
            lines.append([f"{self.loop.name}, at most", figure(self.loop.rss_mib), ""])
        return lines


def measure(options: argparse.Namespace, folder: pathlib.Path) -> Part:
    contest = Contest(options, folder)
    with ExitStack() as stack:
        contest.start(stack)
        contest.run()
        memory = contest.memory()
    volume = (
        f"{options.requests} requests of {options.customers} customers at the start; "
        f"medians of {options.rounds} × {options.seconds} s"
    )
    text = render(contest.results, memory, [volume, *contest.notes])
    return Part("contenders", text, aims_of(contest.results))


def ratio(results: Results, workload: str, rival: str) -> float:
    of = {name: median(samples, lambda s: s.per_s) for name, samples in results[workload].items()}
    return of[OURS] / of[rival]


def aims_of(results: Results) -> list[Aim]:
    wanted = [
        ("read one request, vs Django REST Framework", READ, DRF, 25),
        ("list 20 requests, vs Django REST Framework", LIST, DRF, 20),
        ("durable create, vs Django REST Framework", CREATE, DRF, 25),
        ("read one request, vs nginx with a static file", READ, static_file.NAME, 0.5),
        ("durable create, vs a bare C loop", CREATE, group_commit.NAME, 0.6),
    ]
    return [
        at_least(what, least, ratio(results, workload, rival))
        for what, workload, rival, least in wanted
        if rival in results[workload]
    ]


def render(results: Results, memory: list[list[str]], notes: list[str]) -> str:
    head = ["workload", "server", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "Pilotlight"]
    lines = []
    for workload, by_rival in results.items():
        for rival, samples in by_rival.items():
            cells = [median(samples, lambda s: s.per_s), median(samples, lambda s: s.p50_us / 1000)]
            cells.append(median(samples, lambda s: s.p99_us / 1000))
            cells.append(median(samples, lambda s: s.cpu_us))
            times = "" if rival == OURS else f"**{figure(ratio(results, workload, rival))} ×**"
            lines.append([workload, rival, *(figure(cell) for cell in cells), times])
    table = rows(head, 2, lines)
    table += ["", *rows(["server", "RSS MiB", "PSS MiB"], 1, memory)]
    return "\n".join([*table, "", *(f"- {note}" for note in notes)])


def hashing(costs: dict[str, int]) -> str:
    return (
        f"argon2id in both: {costs['memory_cost'] // 1024} MiB, {costs['time_cost']} passes, "
        f"{costs['parallelism']} lane; PBKDF2 is Django 3.2's default, 260 000 rounds of SHA-256"
    )
