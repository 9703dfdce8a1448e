"""The results as Markdown, and their places in docs/performance.md: one for each part of the run
and one for the aims, so that a part can be measured without losing what is known of the others."""

from __future__ import annotations

import pathlib
import re
import statistics
from dataclasses import dataclass, field
from typing import Callable, Iterable, Sequence

from load import Sample

AIMS = "aims"
AIMS_HEAD = ["| what | at least | measured | met |", "| --- | --- | --- | --- |"]


@dataclass(frozen=True)
class Aim:
    """One row of design.md §5."""

    what: str
    least: str
    measured: str
    is_met: bool

    def line(self) -> str:
        cells = [self.what, self.least, self.measured, "yes" if self.is_met else "NO"]
        return "| " + " | ".join(cells) + " |"


@dataclass(frozen=True)
class Part:
    name: str
    text: str
    aims: Sequence[Aim] = field(default=())


def at_least(what: str, least: float, measured: float, unit: str = " ×") -> Aim:
    return Aim(what, f"≥ {least:g}{unit}", f"{figure(measured)}{unit}", measured >= least)


def at_most(what: str, most: float, measured: float, unit: str) -> Aim:
    return Aim(what, f"≤ {most:g}{unit}", f"{figure(measured)}{unit}", measured <= most)


def median(samples: Iterable[Sample], part: Callable[[Sample], float]) -> float:
    return statistics.median(part(sample) for sample in samples)


def figure(value: float) -> str:
    """Three significant figures, no exponent."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def rows(head: Sequence[str], numbers_from: int, lines: Iterable[Sequence[str]]) -> list[str]:
    """A table whose columns from `numbers_from` on are numbers."""
    marks = ["---" if at < numbers_from else "---:" for at in range(len(head))]
    return ["| " + " | ".join(cells) + " |" for cells in [head, marks, *lines]]


def aims_table(lines: Iterable[str]) -> str:
    return "\n".join([*AIMS_HEAD, *lines])


def write(page: pathlib.Path, parts: Sequence[Part]) -> None:
    """Replaces what stands between the markers of each part, and the rows of the aims measured."""
    text = page.read_text()
    for part in parts:
        text = _replaced(text, part.name, part.text)
    known = {line.split(" | ")[0]: line for line in _between(text, AIMS).splitlines()[2:]}
    for part in parts:
        known |= {line.split(" | ")[0]: line for line in (aim.line() for aim in part.aims)}
    page.write_text(_replaced(text, AIMS, aims_table(known.values())))


def _marked(name: str) -> re.Pattern[str]:
    begin, end = f"<!-- bench:{name}:begin -->\n", f"<!-- bench:{name}:end -->"
    return re.compile(f"({re.escape(begin)})(.*?)({re.escape(end)})", re.S)


def _between(text: str, name: str) -> str:
    found = _marked(name).search(text)
    assert found, f"the page has no place for {name}"
    return found[2]


def _replaced(text: str, name: str, content: str) -> str:
    _between(text, name)
    return _marked(name).sub(lambda place: place[1] + content + "\n" + place[3], text)
