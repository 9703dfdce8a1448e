"""A server with fault_shim.cpp between it and the C library."""

from __future__ import annotations

import contextlib
import mmap
import os
import pathlib
import struct
from typing import Iterator

from harness.server import Server, binary

CONTROL = struct.Struct("<qqqqqq")  # as fault_shim.cpp's Control
UNLIMITED = 2**63 - 1
DAY_S = 86_400
NS_PER_S = 1_000_000_000


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
        self,
        free_bytes: int = UNLIMITED,
        read_only: bool = False,
        clock_jump_s: int = 0,
        walk_jump_s: int = 0,
        walk_error: int = 0,
    ) -> None:
        """From now on, and instead of all that was set before.

        walk_jump_s  the clock jumps once more when the server walks from one folder into another
        walk_error   errno with which it fails to
        """
        self._control[:] = CONTROL.pack(
            free_bytes,
            read_only,
            clock_jump_s * NS_PER_S,
            self._lies,
            walk_jump_s * NS_PER_S,
            walk_error,
        )

    def walk_has_jumped(self) -> bool:
        return CONTROL.unpack(self._control[:])[4] == 0

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

    def file_without_row(self) -> pathlib.Path:
        """A stored file as an upload has it until its row is written, and a crash for good."""
        folder = self.data / "attachments" / "ab"
        folder.mkdir(exist_ok=True)
        file = folder / ("ab" + "0" * 30)
        file.write_bytes(b"the row of this comes in a moment")
        return file

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
