"""A PostgreSQL of our own for one run: in a temporary folder, on a free port of loopback."""

from __future__ import annotations

import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
from typing import Any

import paths  # noqa: F401: makes the harness importable

from harness.wait import until

VERSIONS = pathlib.Path("/usr/lib/postgresql")
OWNER = "postgres"  # it refuses to run as root; Debian's package brings this account
DATABASE = "postgres"
INIT_DEADLINE_S = 60
STOP_DEADLINE_S = 30


def programs() -> pathlib.Path | None:
    """The folder of the newest version installed."""
    found = sorted(VERSIONS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder / "postgresql"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.user = OWNER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def start(self) -> None:
        bin_folder = programs()
        assert bin_folder is not None, "no PostgreSQL under /usr/lib/postgresql"
        self.folder.mkdir()
        # Its own account must pass through the temporary folder above.
        self.folder.parent.chmod(0o711)
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER, OWNER)
        data = self.folder / "data"
        init = [str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", self.user]
        subprocess.run(
            init, check=True, stdout=subprocess.DEVNULL, timeout=INIT_DEADLINE_S, **self._as_owner()
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        serve = [str(bin_folder / "postgres"), "-D", str(data), "-p", str(self.port)]
        serve += ["-c", "listen_addresses=127.0.0.1", "-k", str(self.folder)]
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(serve, stdout=log, stderr=log, **self._as_owner())
        until(lambda: self._is_ready(bin_folder), "PostgreSQL answers", INIT_DEADLINE_S)

    @property
    def address(self) -> dict[str, Any]:
        """As Django's settings name it."""
        return {"HOST": "127.0.0.1", "PORT": self.port, "USER": self.user, "NAME": DATABASE}

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_DEADLINE_S)
        finally:
            self.process.kill()

    def _as_owner(self) -> dict[str, Any]:
        return {"user": OWNER, "group": OWNER, "cwd": "/"} if os.geteuid() == 0 else {"cwd": "/"}

    def _is_ready(self, bin_folder: pathlib.Path) -> bool:
        assert self.process and self.process.poll() is None, (self.folder / "log").read_text()
        command = [str(bin_folder / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        return subprocess.run(command, check=False).returncode == 0
