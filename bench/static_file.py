"""nginx with the bytes of one request as a static file: the yardstick of a read."""

from __future__ import annotations

import pathlib
import shutil
import signal
import socket
import subprocess

from load import Place, Target
from paths import CONTENDERS
from rivals import Client, end, until

CONFIGURATION = CONTENDERS / "nginx" / "nginx.conf"
START_DEADLINE_S = 10.0
FILE = "request.json"
NAME = "nginx, static file"


def is_installed() -> bool:
    return program() is not None


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class StaticFile:
    name = NAME

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder / "nginx"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, content: bytes) -> None:
        files = self.folder / "files"
        files.mkdir(parents=True)
        # The workers of a master that runs as root are somebody else's, and must get at the file.
        for folder in (self.folder.parent, self.folder, files):
            folder.chmod(0o755)
        (files / FILE).write_bytes(content)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        text = CONFIGURATION.read_text()
        text = text.replace("{folder}", str(self.folder)).replace("{port}", str(self.port))
        (self.folder / "nginx.conf").write_text(text)
        self.process = subprocess.Popen(
            [program() or "nginx", "-e", "stderr", "-c", str(self.folder / "nginx.conf")]
        )
        until(lambda: self._serves(content), "nginx answers", START_DEADLINE_S)

    @property
    def place(self) -> Place:
        assert self.process is not None, "not started"
        return Place(f"http://127.0.0.1:{self.port}", [self.process.pid])

    def targets(self) -> list[Target]:
        return [Target("GET", f"/{FILE}")]

    def stop(self) -> None:
        end(self.process, signal.SIGQUIT)

    def _serves(self, content: bytes) -> bool:
        assert self.process and self.process.poll() is None, "nginx ended while starting"
        client = Client("127.0.0.1", self.port, {})
        try:
            answer = client.get(f"/{FILE}")
            return answer.status == 200 and answer.body == content
        except OSError:
            return False
        finally:
            client.close()
