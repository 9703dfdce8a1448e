"""The bare C loop of contenders/group_commit: the yardstick of a durable create."""

from __future__ import annotations

import json
import pathlib
import resource
import shutil
import sqlite3
import subprocess
from contextlib import closing

from load import Sample
from paths import CONTENDERS
from processes import KIB_PER_MIB

FOLDER = CONTENDERS / "group_commit"
STATEMENTS = FOLDER / "create.sql"
NAME = "bare C loop"
COMPILE_DEADLINE_S = 60
COUNTS = (
    "SELECT t.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
    " WHERE t.schema = 'main' AND t.type = 'table' AND c.name = 'n'"
)
GRACE_S = 30
# FTS5's own, in place of Pilotlight's, which merges elsewhere: the loop has nobody else to merge.
MERGING = {"automerge": 4, "crisismerge": 16, "usermerge": 4}


class NotTheSame(Exception):
    """The loop writes other rows than Pilotlight, so their times would not compare."""


class GroupCommit:
    """On a copy of a database of Pilotlight's, for one customer and one member of support."""

    name = NAME
    rss_mib = 0.0  # at most, in all runs so far

    def __init__(self, folder: pathlib.Path, database: pathlib.Path) -> None:
        self.program = folder / "group_commit"
        self.database = folder / "group_commit.db"
        compiler = [shutil.which("cc") or "gcc", "-O2", "-o", str(self.program)]
        compiler += [str(FOLDER / "group_commit.c"), "-lsqlite3", "-lpthread"]
        subprocess.run(compiler, check=True, timeout=COMPILE_DEADLINE_S)
        # VACUUM INTO: a whole copy while the server runs.
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", (str(self.database),))
        with closing(sqlite3.connect(self.database)) as copy, copy:
            for setting in MERGING.items():
                copy.execute(
                    "INSERT INTO service_request_search (service_request_search, rank)"
                    " VALUES (?, ?)",
                    setting,
                )
            self.ids = [
                number(copy, text)
                for text in (
                    "SELECT min(id) FROM account WHERE role = 'customer'",
                    "SELECT id FROM service_type WHERE slug = 'leak'",
                    "SELECT min(id) FROM account WHERE role = 'support'",
                )
            ]

    def run(self, clients: int, seconds: int) -> Sample:
        command = [str(self.program), str(self.database), str(STATEMENTS), str(clients)]
        command += [str(seconds), *map(str, self.ids)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds + GRACE_S
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = json.loads(done.stdout)
        self.rss_mib = max(self.rss_mib, result["rss_kib"] / KIB_PER_MIB)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Sample(
            requests=result["rows"],
            per_s=result["rows"] / result["seconds"],
            p50_us=result["p50_us"],
            p99_us=result["p99_us"],
            cpu_us=spent * 1e6 / result["rows"],
        )

    def rows(self) -> dict[str, int]:
        return rows_of(self.database)


def number(database: sqlite3.Connection, text: str) -> int:
    return database.execute(text).fetchone()[0]


def rows_of(database: pathlib.Path) -> dict[str, int]:
    """Rows of every table; of kept counts, what they add up to."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        tables = db.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow'"
            " AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        found = {table: number(db, f"SELECT count(*) FROM {table}") for (table,) in tables}
        for (name,) in db.execute(COUNTS).fetchall():
            found[name] = number(db, f"SELECT sum(n) FROM {name}")
        found["open work"] = number(db, "SELECT sum(open_work) FROM account")
        return found


def difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: n - before[name] for name, n in after.items() if n != before[name]}


def require_same_rows(ours: dict[str, int], theirs: dict[str, int]) -> None:
    if ours != theirs:
        raise NotTheSame(f"one create leaves {ours} in Pilotlight, {theirs} in the C loop")
