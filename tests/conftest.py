"""Fixtures of the API tests. See harness/__init__.py for what they are made of."""

from __future__ import annotations

import functools
import os
import pathlib
import shutil
from typing import Any, Callable, Iterator

import pytest

from harness.client import Client
from harness.server import Server


def pytest_addoption(parser: pytest.Parser) -> None:
    loops = "100" if os.environ.get("PILOTLIGHT_LONG") else "5"
    parser.addoption(
        "--loops",
        type=int,
        default=int(os.environ.get("PILOTLIGHT_CRASH_LOOPS", loops)),
        help="how often tests/crash kills and restarts the server (5; with PILOTLIGHT_LONG 100)",
    )


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pathlib.Path]:
    """first_start("demo"): a data folder as the first start of a profile leaves it, to be copied;
    of production, as `pilotlight createsuperuser` does. Made once: it takes longer than most tests.
    """

    @functools.cache
    def made(profile: str) -> pathlib.Path:
        server = Server(tmp_path_factory.mktemp("first_start") / "data", profile)
        if profile == "production":
            server.create_superuser()
        else:
            server.start().close()
            (server.data / "secret.key").unlink()  # each copy makes its own
        return server.data

    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo-profile server for the whole session: tests add to its data, never count on it
    being untouched. All of them fail to log in from one address, which is not what they test."""
    settings = {"login_failures_per_address_max": 10_000}
    server = Server(tmp_path_factory.mktemp("demo") / "data", "demo", settings).start()
    yield server
    server.close()


@pytest.fixture
def production(start_server: Any) -> Server:
    """A fresh production-profile server with nothing in it but logins.PRODUCTION_ADMIN."""
    return start_server()


@pytest.fixture
def start_server(
    tmp_path: pathlib.Path, first_start: Callable[[str], pathlib.Path]
) -> Iterator[Any]:
    """start_server(profile="production", login_failures_max=3): fresh servers with settings, each
    on its own copy of one folder."""
    started: list[Server] = []

    def start(profile: str = "production", **settings: object) -> Server:
        data = shutil.copytree(first_start(profile), tmp_path / f"data{len(started)}")
        started.append(Server(data, profile, settings).start())
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def client(demo: Server) -> Iterator[Client]:
    """An anonymous client of the demo server; client.as_("support") signs in."""
    fresh = demo.client()
    yield fresh
    fresh.close()


@pytest.fixture(scope="module")
def captures() -> dict[str, Any]:
    """What the scenarios of one module have captured so far."""
    return {}
