"""A server with fault_shim.cpp between it and the C library."""

from __future__ import annotations

import contextlib
import mmap
import os
import pathlib
import struct
from typing import Iterator

from harness.server import Server, binary

CONTROL = struct.Struct("<qqqq")  # as fault_shim.cpp's Control
UNLIMITED = 2**63 - 1
DAY_S = 86_400


class FaultyServer(Server):
    """A Server whose disk and clock the test holds. The program is the release build: a sanitizer's
    runtime would have to stand where the shim stands.

    trace   what the server did to its folder, for disk.Disk
    """

    def __init__(
        self,
        data: pathlib.Path,
        profile: str = "demo",
        settings: dict[str, object] | None = None,
        lies: bool = False,
    ) -> None:
        super().__init__(data, profile, settings, binary("PILOTLIGHT_CRASH_BINARY"))
        self.trace = data.with_name(data.name + ".trace")
        self.traces = False
        self._lies = lies
        self._control_path = data.with_name(data.name + ".control")
        self._control_path.write_bytes(bytes(CONTROL.size))
        with open(self._control_path, "r+b") as file:
            self._control = mmap.mmap(file.fileno(), CONTROL.size)
        self.set_faults()

    def set_faults(
        self, free_bytes: int = UNLIMITED, read_only: bool = False, clock_jump_s: int = 0
    ) -> None:
        """From now on, and instead of all that was set before."""
        packed = CONTROL.pack(free_bytes, read_only, clock_jump_s * 1_000_000_000, self._lies)
        self._control[:] = packed

    @contextlib.contextmanager
    def full_disk(self, free_bytes: int = 0) -> Iterator[None]:
        self.set_faults(free_bytes=free_bytes)
        try:
            yield
        finally:
            self.set_faults()

    @contextlib.contextmanager
    def read_only_disk(self) -> Iterator[None]:
        self.set_faults(read_only=True)
        try:
            yield
        finally:
            self.set_faults()

    def traced_bytes(self) -> int:
        return self.trace.stat().st_size

    def _environment(self) -> dict[str, str]:
        shim = self.program.parent / "libfault_shim.so"
        assert os.access(shim, os.R_OK), f"no shim at {shim}: run script/build"
        more = {
            "LD_PRELOAD": str(shim),
            "FAULT_FOLDER": str(self.data),
            "FAULT_CONTROL": str(self._control_path),
        }
        if self.traces:
            more["FAULT_TRACE"] = str(self.trace)
        return super()._environment() | more
