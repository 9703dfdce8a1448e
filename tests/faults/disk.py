"""What a disk holds after a power cut, from the trace that fault_shim.cpp has written.

A write lasts once its file is synced, a name once its folder is. What is not synced may be lost,
kept, or kept in part: each 512-byte sector of a write and each name for itself, only a rename is
whole.
"""

from __future__ import annotations

import os
import pathlib
import random
import struct
from dataclasses import dataclass, field
from typing import Callable, Iterator

SECTOR_BYTES = 512
HEAD = struct.Struct("<IiqQ")  # kind, descriptor, number, text_bytes: as fault_shim.cpp's Record
OPEN, WRITE, TRUNCATE, SYNC, CLOSE, RENAME, REMOVE, MKDIR = range(1, 9)
TURNS = frozenset({OPEN, TRUNCATE, SYNC, RENAME, REMOVE, MKDIR})
NAMES = frozenset({OPEN, RENAME, REMOVE, MKDIR})


@dataclass(frozen=True)
class Luck:
    """Whether the next unsynced name, or sector, is kept."""

    name: Callable[[], bool]
    sector: Callable[[], bool]


STRICT = Luck(lambda: False, lambda: False)  # keeps nothing that was not asked of it
NAMES_FIRST = Luck(lambda: True, lambda: False)  # files are there, and empty


def dice(seed: int) -> Luck:
    """Some of both: few, half, or most."""
    rolls = random.Random(seed)
    share = rolls.choice((0.1, 0.5, 0.9))
    return Luck(lambda: rolls.random() < share, lambda: rolls.random() < share)



@dataclass
class File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut to that size

    def write(self, offset: int, data: bytes | None) -> None:
        self.pending.append((offset, data))

    def sync(self) -> None:
        for offset, data in self.pending:
            _apply(self.durable, offset, data)
        self.pending.clear()

    def after_cut(self, luck: Luck) -> bytearray:
        content = bytearray(self.durable)
        for offset, data in self.pending:
            for start, part in [(offset, None)] if data is None else _sectors(offset, data):
                if luck.sector():
                    _apply(content, start, part)
        return content


@dataclass
class Folder:
    """`now` is what the program sees; `pending` holds (name, node or None, rename or 0)."""

    now: dict[str, "File | Folder"] = field(default_factory=dict)
    durable: dict[str, "File | Folder"] = field(default_factory=dict)
    pending: list[tuple[str, "File | Folder | None", int]] = field(default_factory=list)

    def put(self, name: str, node: "File | Folder | None", rename: int = 0) -> None:
        _put(self.now, name, node)
        self.pending.append((name, node, rename))

    def sync(self) -> None:
        for name, node, _ in self.pending:
            _put(self.durable, name, node)
        self.pending.clear()


def _put(names: dict[str, File | Folder], name: str, node: File | Folder | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
    missing = offset - len(content)
    if missing > 0:
        content += bytes(missing)
    if data is not None:
        content[offset : offset + len(data)] = data


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR_BYTES - (offset + start) % SECTOR_BYTES)
        yield offset + start, data[start:end]
        start = end


def turns(trace: pathlib.Path, kinds: frozenset[int] = TURNS) -> list[int]:
    """Where one of `kinds` has just happened: the moments that protocols hang on."""
    found, position = [], 0
    with open(trace, "rb") as records:
        while len(head := records.read(HEAD.size)) == HEAD.size:
            kind, _, _, text_bytes = HEAD.unpack(head)
            records.seek(text_bytes, os.SEEK_CUR)
            position += HEAD.size + text_bytes
            if kind in kinds:
                found.append(position)
    return found


class Disk:
    """Follows a trace as far as wanted, forward only."""

    def __init__(
        self, root: pathlib.Path, trace: pathlib.Path, before: pathlib.Path | None
    ) -> None:
        """`before`: a copy of the folder as it was, all of it durable; None: it was not there."""
        self.root = root
        self.top = Folder()
        self.position = 0  # bytes of the trace that have happened
        self._open: dict[int, File | Folder] = {}
        self._renames = 0
        self._trace = open(trace, "rb")
        if before is not None:
            _load(self.top, before)

    def go_on(self, position: int) -> None:
        """Everything that had begun to be written down before `position`."""
        while self.position < position:
            head = self._trace.read(HEAD.size)
            if len(head) < HEAD.size:
                return
            kind, descriptor, number, text_bytes = HEAD.unpack(head)
            text = self._trace.read(text_bytes)
            self.position += HEAD.size + text_bytes
            self._follow(kind, descriptor, number, text)

    def leave(self, target: pathlib.Path, luck: Luck) -> None:
        """Writes what a cut here leaves on such a disk."""
        _leave(self.top, target, luck, {})

    def _follow(self, kind: int, descriptor: int, number: int, text: bytes) -> None:
        if kind == OPEN:
            self._open[descriptor] = self._opened(text.decode(), number)
        elif kind in (WRITE, TRUNCATE):
            file = self._open[descriptor]
            assert isinstance(file, File)
            file.write(number, text if kind == WRITE else None)
        elif kind == SYNC:
            self._open[descriptor].sync()
        elif kind == CLOSE:
            del self._open[descriptor]
        elif kind == RENAME:
            self._rename(*text.decode().split("\0"))
        elif kind in (REMOVE, MKDIR):
            folder, name = self._place(text.decode())
            folder.put(name, Folder() if kind == MKDIR else None)

    def _opened(self, path: str, flags: int) -> File | Folder:
        if path == str(self.root):
            return self.top
        folder, name = self._place(path)
        if name not in folder.now:
            assert flags & os.O_CREAT, path
            folder.put(name, File())
        node = folder.now[name]
        if flags & os.O_TRUNC:
            assert isinstance(node, File)
            node.write(0, None)
        return node

    def _rename(self, source: str, target: str) -> None:
        self._renames += 1
        old, old_name = self._place(source)
        new, new_name = self._place(target)
        node = old.now[old_name]
        new.put(new_name, node, self._renames)
        old.put(old_name, None, self._renames)

    def _place(self, path: str) -> tuple[Folder, str]:
        *parents, name = pathlib.PurePath(path).relative_to(self.root).parts
        folder = self.top
        for parent in parents:
            below = folder.now[parent]
            assert isinstance(below, Folder), path
            folder = below
        return folder, name


def _load(folder: Folder, path: pathlib.Path) -> None:
    for entry in path.iterdir():
        node: File | Folder
        if entry.is_dir():
            node = Folder()
            _load(node, entry)
        else:
            node = File(bytearray(entry.read_bytes()))
        folder.now[entry.name] = folder.durable[entry.name] = node


def _leave(folder: Folder, target: pathlib.Path, luck: Luck, renames: dict[int, bool]) -> None:
    names = dict(folder.durable)
    for name, node, rename in folder.pending:
        if luck.name() if rename == 0 else renames.setdefault(rename, luck.name()):
            _put(names, name, node)
    target.mkdir(mode=0o700)
    for name, left in names.items():
        if isinstance(left, Folder):
            _leave(left, target / name, luck, renames)
        else:
            (target / name).write_bytes(left.after_cut(luck))
            (target / name).chmod(0o600)
