"""Starts the real `pilotlight` binary on a data folder and watches it until it has stopped."""

from __future__ import annotations

import atexit
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import weakref
from typing import Any

from . import logins
from .client import Client, Token
from .wait import until

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_BINARY = ROOT / "build" / "release" / "pilotlight"

START_DEADLINE_S = 60.0
STOP_DEADLINE_S = 10.0
RAW_TIMEOUT_S = 10.0
LOG_TAIL_BYTES = 4000

ERROR_LINE = re.compile(r'"?level"?\s*[:=]\s*"?(error|fatal)\b')
SANITIZER_REPORT = re.compile(
    r"ERROR: (Address|Leak|Memory)Sanitizer|WARNING: ThreadSanitizer|runtime error:"
)

_live: "weakref.WeakSet[subprocess.Popen[bytes]]" = weakref.WeakSet()


@atexit.register
def _kill_what_is_left() -> None:
    for process in list(_live):
        if process.poll() is None:
            process.kill()
            process.wait()


def binary(variable: str = "PILOTLIGHT_BINARY") -> pathlib.Path:
    """The program under test: $<variable>, else $PILOTLIGHT_BINARY, else the release build."""
    named = os.environ.get(variable) or os.environ.get("PILOTLIGHT_BINARY")
    path = pathlib.Path(named) if named else DEFAULT_BINARY
    if not path.is_absolute():
        path = ROOT / path
    if not os.access(path, os.X_OK):
        raise FileNotFoundError(f"no program at {path}: run script/build or set {variable}")
    return path


class Server:
    """One run of `pilotlight serve`. Usable again after stop() or kill(), on the same folder.

    data      the data folder; made when missing
    profile   "demo" or "production"
    settings  {"login_failures_max": 3} becomes PILOTLIGHT_LOGIN_FAILURES_MAX=3; no other
              PILOTLIGHT_* variable of the caller reaches the server
    program   the binary, default binary()
    """

    def __init__(
        self,
        data: pathlib.Path,
        profile: str = "demo",
        settings: dict[str, object] | None = None,
        program: pathlib.Path | None = None,
    ) -> None:
        self.data = pathlib.Path(data)
        self.profile = profile
        self.settings = dict(settings or {})
        self.program = program or binary()
        self.log_path = self.data.with_name(self.data.name + ".log")
        self.host = "127.0.0.1"
        self.port = 0
        self.tokens: dict[str, Token] = {}
        self.process: subprocess.Popen[bytes] | None = None
        self._expected_errors: list[str] = []
        self._log_offset = 0

    # -- life ------------------------------------------------------------------------------------

    def start(self, deadline_s: float = START_DEADLINE_S) -> "Server":
        """Returns once GET /readyz answers 200; AssertionError with the log if it does not."""
        assert not self.running(), "already started"
        self.data.mkdir(parents=True, exist_ok=True)
        address = self.data / "listen.address"
        address.unlink(missing_ok=True)
        self.tokens.clear()
        # fmt: off
        command = [str(self.program), "serve", "--data", str(self.data),
                   "--listen", f"{self.host}:0", "--profile", self.profile]
        # fmt: on
        with open(self.log_path, "ab") as log:
            self._log_offset = log.tell()
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                **self.process_options(),
            )
        _live.add(self.process)
        self.port = until(lambda: self._read_port(address), "listen.address written", deadline_s)
        until(self._ready, "GET /readyz answers 200", deadline_s)
        return self

    def process_options(self) -> dict[str, Any]:
        """More options of subprocess.Popen; for programs that start in other circumstances."""
        return {}

    def stop(self) -> None:
        """SIGTERM; the server must drain and exit 0 within 10 s."""
        process = self._require()
        assert process.poll() is None, self._died("before it was stopped")
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"still running {STOP_DEADLINE_S:g} s after SIGTERM\n{self.log_tail()}"
            ) from None
        self.process = None
        assert code == 0, f"exit {code} after SIGTERM\n{self.log_tail()}"

    def kill(self) -> None:
        """SIGKILL: nothing of the process runs after this returns. What it wrote stays in the page
        cache; a power cut is that of tests/faults."""
        process = self._require()
        process.kill()
        process.wait()
        self.process = None

    def close(self) -> None:
        """Teardown: stops a running server, then fails on errors in the log nobody expected."""
        if self.process is not None:
            self.stop()
        self.check_log()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def has_tsan(self) -> bool:
        """Whether the running program was built with the thread sanitizer: some ten times as slow,
        and each byte takes up to eight."""
        return "libtsan" in pathlib.Path(f"/proc/{self.pid}/maps").read_text()

    @property
    def pid(self) -> int:
        return self._require().pid

    def figure(self, name: str) -> float:
        """Of /metrics, by its name."""
        page = self.client().get("/metrics").expect(200).text
        rows = [line for line in page.splitlines() if f'name="{name}"' in line]
        assert len(rows) == 1, f"{name}: {rows}"
        return float(rows[0].split()[-1])

    # -- log -------------------------------------------------------------------------------------

    def log(self) -> str:
        """What the current (or last) run has written to stdout and stderr."""
        if not self.log_path.exists():
            return ""
        with open(self.log_path, "rb") as log:
            log.seek(self._log_offset)
            return log.read().decode("utf-8", "replace")

    def log_tail(self) -> str:
        return self.log()[-LOG_TAIL_BYTES:]

    def expect_error(self, text: str) -> None:
        """Error lines of the log that contain `text` are part of the test."""
        self._expected_errors.append(text)

    def check_log(self) -> None:
        lines = self.log().splitlines()
        reports = [line for line in lines if SANITIZER_REPORT.search(line)]
        assert not reports, "sanitizer report\n" + self.log_tail()
        unexpected = [
            line
            for line in lines
            if ERROR_LINE.search(line) and not any(text in line for text in self._expected_errors)
        ]
        assert not unexpected, "unexpected errors in the log\n" + "\n".join(unexpected[:20])

    # -- talking to it ---------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    def client(self) -> Client:
        """A new anonymous keep-alive client; not for sharing between threads."""
        return Client(self.host, self.port, self.tokens)

    def as_(self, who: str | logins.Login) -> Client:
        """A new client signed in as a role word, a demo user name or a Login."""
        return self.client().as_(who)

    def raw(self, payload: bytes, timeout_s: float = RAW_TIMEOUT_S) -> bytes:
        """Sends bytes as they are on a fresh connection; returns all that comes until it closes.

        A connection the server keeps open ends the read after `timeout_s`, so a payload that
        expects one answer should carry `Connection: close`.
        """
        answer = b""
        with socket.create_connection((self.host, self.port), timeout=timeout_s) as peer:
            try:
                peer.sendall(payload)
                while part := peer.recv(65536):
                    answer += part
            except (TimeoutError, ConnectionResetError, BrokenPipeError):
                # The bytes so far are the finding; a server may cut off a peer it has refused.
                return answer
        return answer

    def command(
        self, *arguments: str, stdin: str = "", deadline_s: float = 60.0
    ) -> subprocess.CompletedProcess[str]:
        """Runs `pilotlight <arguments> --data DIR`; the caller looks at returncode and output."""
        return subprocess.run(
            [str(self.program), *arguments, "--data", str(self.data)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=deadline_s,
            env=self._environment(),
            check=False,
            **self.process_options(),
        )

    def create_superuser(self, login: logins.Login = logins.PRODUCTION_ADMIN) -> logins.Login:
        """`pilotlight createsuperuser`, which also makes the database when the folder is empty."""
        self.data.mkdir(parents=True, exist_ok=True)
        # fmt: off
        done = self.command("createsuperuser", "--username", login.username,
                            "--email", f"{login.username}@example.com", "--password-stdin",
                            stdin=login.password + "\n")
        # fmt: on
        assert done.returncode == 0, f"createsuperuser: {done.stdout}{done.stderr}"
        return login

    # -- inside ----------------------------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PILOTLIGHT_")}
        inherited.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
        own = {f"PILOTLIGHT_{name.upper()}": str(value) for name, value in self.settings.items()}
        return inherited | own

    def _require(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "not started"
        return self.process

    def _died(self, when: str) -> str:
        return f"the server died ({self._require().returncode}) {when}\n{self.log_tail()}"

    def _read_port(self, address: pathlib.Path) -> int:
        assert self.running(), self._died("while starting")
        try:
            line = address.read_text()
        except FileNotFoundError:
            return 0
        return int(line.rpartition(":")[2]) if line.endswith("\n") else 0

    def _ready(self) -> bool:
        assert self.running(), self._died("while starting")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
