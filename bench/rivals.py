"""The contenders: each can be started with the common rows, asked for its address and stopped."""

from __future__ import annotations

import json
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import group_commit
from cluster import Cluster
from load import Place
from paths import CONTENDERS

from harness import cookies, logins
from harness.client import Client, Response
from harness.server import DEFAULT_BINARY, Server
from harness.wait import until

DEBIAN_PYTHON = "/usr/bin/python3"
GUNICORN_WORKERS = 4
LOADERS = 16
START_DEADLINE_S = 30.0
STOP_DEADLINE_S = 30.0
ARGON2_HASH = re.compile(rb"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$")


def end(process: subprocess.Popen[bytes] | None, politely: signal.Signals) -> None:
    """Asks it to end, and makes it when it does not."""
    if process is None:
        return
    process.send_signal(politely)
    try:
        process.wait(STOP_DEADLINE_S)
    finally:
        process.kill()


def measured_binary() -> pathlib.Path:
    """Not PILOTLIGHT_BINARY: script/test names a sanitizer build there."""
    return pathlib.Path(os.environ.get("PILOTLIGHT_BENCH_BINARY", DEFAULT_BINARY))


class Pilotlight:
    name = "pilotlight"

    def __init__(self, folder: pathlib.Path, program: pathlib.Path | None = None) -> None:
        program = program or measured_binary()
        settings = {"changes_per_customer_max": 1_000_000_000}
        self.server = Server(folder / "pilotlight", "production", settings, program)

    def start(self, data: dict[str, Any]) -> None:
        admin = self.server.create_superuser()
        self.server.start()
        as_admin = self.server.as_(admin)
        self._each(data["users"], lambda user: self._add_user(as_admin.access, user, data))
        support = self.server.as_(logins.Login(data["support"], data["password"]))
        rows: dict[str, list[dict[str, str]]] = {}
        for row in data["requests"]:
            rows.setdefault(row["customer"], []).append(row)
        password = data["password"]
        self._each(
            rows.items(),
            lambda item: self._file(logins.Login(item[0], password), support.access, item[1]),
        )

    def client(self) -> Client:
        return self.server.client()

    @property
    def place(self) -> Place:
        return Place(self.server.origin, [self.server.pid])

    @property
    def database(self) -> pathlib.Path:
        return self.server.data / "pilotlight.db"

    def rows(self) -> dict[str, int]:
        return group_commit.rows_of(self.database)

    def count(self, client: Client) -> int:
        answer = client.get("/api/v1/requests/?limit=1").expect(200)
        return int(answer.header("X-Total-Count") or -1)

    def page(self, client: Client, rows: int) -> list[dict[str, Any]]:
        return client.get(f"/api/v1/requests/?limit={rows}").expect(200).json

    def argon2(self) -> dict[str, int]:
        """The costs in a stored hash, whatever settings made it."""
        for file in sorted(self.server.data.rglob("*")):
            if file.is_file() and (found := ARGON2_HASH.search(file.read_bytes())):
                memory, time, lanes = (int(part) for part in found.groups())
                return {"memory_cost": memory, "time_cost": time, "parallelism": lanes}
        raise LookupError(f"no argon2id hash under {self.server.data}")

    def stop(self) -> None:
        self.server.close()

    def _each(self, items: Any, work: Any) -> None:
        with ThreadPoolExecutor(LOADERS) as pool:
            for _ in pool.map(work, items):
                pass

    def _add_user(self, access: str | None, user: dict[str, str], data: dict[str, Any]) -> None:
        client = self.client().with_token(access)
        body = user | {"role": user["user_type"], "password": data["password"]}
        client.post("/api/v1/users/", json=body).expect(201)
        client.close()

    def _file(self, who: logins.Login, support: str | None, rows: list[dict[str, str]]) -> None:
        client = self.client().as_(who, fresh=True)
        staff = client.with_token(support)
        for row in rows:
            body = {name: row[name] for name in ("request_type", "description", "address")}
            made = client.post("/api/v1/requests/", json=body).expect(201).json
            comment = {"text": row["comment"]}
            client.post(f"/api/v1/requests/{made['id']}/comments/", json=comment).expect(201)
            if row["notes"]:
                note = {"service_request": made["id"], "notes": row["notes"]}
                staff.post("/api/v1/request-updates/", json=note).expect(201)
        client.close()
        staff.close()


class Drf:
    """Django REST Framework under gunicorn. `argon2`: costs of the hasher; None: Django's own.
    `cluster`: a PostgreSQL to keep its rows in; None: SQLite."""

    def __init__(
        self,
        folder: pathlib.Path,
        name: str = "drf",
        argon2: dict[str, int] | None = None,
        cluster: Cluster | None = None,
    ) -> None:
        self.name = name
        self.project = CONTENDERS / "drf"
        self.folder = folder / name
        self.argon2 = argon2
        self.cluster = cluster
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.durability: dict[str, Any] = {}

    def start(self, data: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True)
        if self.cluster is not None:
            self.cluster.start()
        environment = os.environ | {
            "DRF_DATABASE": str(self.folder / "db.sqlite3"),
            "DRF_POSTGRESQL": "" if self.cluster is None else json.dumps(self.cluster.address),
            "DRF_SECRET_KEY": secrets.token_hex(32),
            "DRF_ARGON2": json.dumps(self.argon2),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        loaded = subprocess.run(
            [DEBIAN_PYTHON, "load.py"],
            cwd=self.project,
            env=environment,
            input=json.dumps(data),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.durability = json.loads(loaded.stdout)
        with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
            self.port = listener.getsockname()[1]
            command = [DEBIAN_PYTHON, "-m", "gunicorn", f"-w{GUNICORN_WORKERS}", "desk.wsgi"]
            command += ["--bind", f"fd://{listener.fileno()}", "--log-level", "warning"]
            self.process = subprocess.Popen(
                command, cwd=self.project, env=environment, pass_fds=[listener.fileno()]
            )
        until(self._answers, "Django answers", START_DEADLINE_S)

    def client(self) -> Client:
        return Client("127.0.0.1", self.port, {})

    @property
    def place(self) -> Place:
        assert self.process is not None, "not started"
        database = [] if self.cluster is None else [self.cluster.pid]
        return Place(f"http://127.0.0.1:{self.port}", [self.process.pid, *database])

    def count(self, client: Client) -> int:
        return client.get("/api/v1/requests/?limit=1").expect(200).json["count"]

    def page(self, client: Client, rows: int) -> list[dict[str, Any]]:
        return client.get(f"/api/v1/requests/?limit={rows}").expect(200).json["results"]

    def stop(self) -> None:
        end(self.process, signal.SIGTERM)
        if self.cluster is not None:
            self.cluster.stop()

    def _answers(self) -> bool:
        assert self.process and self.process.poll() is None, "gunicorn ended while starting"
        client = self.client()
        try:
            return client.get("/api/v1/requests/").status == 401
        except OSError:
            return False
        finally:
            client.close()


Rival = Pilotlight | Drf
