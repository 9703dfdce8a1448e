"""The result as a Markdown table, and its place in docs/performance.md."""

from __future__ import annotations

import pathlib
import statistics
from typing import Callable

from load import Sample

BEGIN = "<!-- bench:begin -->"
END = "<!-- bench:end -->"

Results = dict[str, dict[str, list[Sample]]]


def median(samples: list[Sample], part: Callable[[Sample], float]) -> float:
    return statistics.median(part(sample) for sample in samples)


def figure(value: float) -> str:
    """Three significant figures, no exponent."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def render(results: Results, memory: dict[str, tuple[float, float]], notes: list[str]) -> str:
    lines = [
        "| workload | server | requests/s | p50 ms | p99 ms | CPU µs/request | ratio |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for workload, by_rival in results.items():
        rivals = [samples for name, samples in by_rival.items() if name != "pilotlight"]
        baseline = median(rivals[0], lambda s: s.per_s)
        for rival, samples in by_rival.items():
            per_s = median(samples, lambda s: s.per_s)
            cells = [per_s, median(samples, lambda s: s.p50_us / 1000)]
            cells.append(median(samples, lambda s: s.p99_us / 1000))
            cells.append(median(samples, lambda s: s.cpu_us))
            ratio = f"**{figure(per_s / baseline)} ×**" if rival == "pilotlight" else "1"
            row = [workload, rival, *(figure(cell) for cell in cells), ratio]
            lines.append("| " + " | ".join(row) + " |")
    lines += ["", "| server | RSS MiB | PSS MiB |", "| --- | ---: | ---: |"]
    for rival, (rss, pss) in memory.items():
        lines.append(f"| {rival} | {figure(rss)} | {figure(pss)} |")
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])


def write(page: pathlib.Path, table: str) -> None:
    """Replaces what stands between the markers."""
    text = page.read_text()
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    assert begin and end, f"{page} has no {BEGIN} … {END}"
    page.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}")
