"""What the size of the table costs, as Markdown, as aims and as a plot."""

from __future__ import annotations

import pathlib
import statistics

from plot import Line, plot
from report import Aim, Part, at_most, figure, median, rows
from scale import Desk, Key

RATIO_MAX = 1.5
DOUBTED_RATIO = 1.2
SERVING_MIB_MAX, IDLE_MIB_MAX, START_MS_MAX = 150, 40, 300
BYTES_PER_GIB = 2**30
AIMED = ("read", "list", "search", "counts")
GROWS = "large"  # what is about so much of the desk that it grows with it; the aim holds for it too
PLOTTED = {
    ("read", "one request"): "read one request",
    ("list", "all"): "list of 20",
    ("list", "status resolved"): "list of 20 in one state",
    ("search", "common word"): "search for a common word",
    ("counts", "counts of the desk"): "counts",
    ("write", "create"): "durable create",
    ("write", "status change"): "status change",
}
HEAD = ["kind", "question", "p50 ms", "p99 ms", "CPU µs", "p99 ratio"]
DESK_HEAD = ["desk", "start to healthy, ms", "idle MiB", "serving MiB"]


def part_of(desks: list[Desk], notes: list[str]) -> Part:
    small, large = desks[0], desks[-1]
    table = rows(HEAD, 2, [line_of(small, large, key) for key in small.samples])
    table += ["", *rows(DESK_HEAD, 1, [figures_of(desk) for desk in desks])]
    told = [f"requests in the table: {small.data.requests} → {large.data.requests}"]
    told += [facts(large), *notes]
    return Part("scale", "\n".join([*table, "", *(f"- {note}" for note in told)]), aims(desks))


def of(desk: Desk, key: Key, name: str) -> float:
    return median(desk.samples[key], lambda sample: getattr(sample, name))


def ratio(small: Desk, large: Desk, key: Key) -> float:
    return of(large, key, "p99_us") / of(small, key, "p99_us")


def is_doubtful(desks: list[Desk], key: Key) -> bool:
    return key[0] in AIMED and ratio(desks[0], desks[-1], key) > DOUBTED_RATIO


def line_of(small: Desk, large: Desk, key: Key) -> list[str]:
    cells = []
    for name, unit in (("p50_us", 1000), ("p99_us", 1000), ("cpu_us", 1)):
        cells.append(" → ".join(figure(of(desk, key, name) / unit) for desk in (small, large)))
    return [*key, *cells, figure(ratio(small, large, key))]


def figures_of(desk: Desk) -> list[str]:
    numbers = statistics.median(desk.start_ms), desk.idle_mib, desk.served_mib
    return [f"{desk.data.requests} requests", *(figure(number) for number in numbers)]


def facts(desk: Desk) -> str:
    told = desk.data.facts
    names = ("customers", "requests", "events", "comments", "tickets", "attachments")
    volume = ", ".join(f"{told[name]:,} {name}".replace(",", " ") for name in names)
    size = (desk.data.folder / "pilotlight.db").stat().st_size / BYTES_PER_GIB
    return f"the large desk: {volume}; {size:.2f} GiB; filled and checked in {told['seconds']} s"


def aims(desks: list[Desk]) -> list[Aim]:
    small, large = desks[0], desks[-1]
    found = []
    for group in (*AIMED, GROWS):
        ratios = {key[1]: ratio(small, large, key) for key in small.samples if key[0] == group}
        if not ratios:
            continue
        worst = max(ratios, key=ratios.__getitem__)
        what = f"p99 of {group} at {large.data.requests} requests vs {small.data.requests}"
        aim = at_most(what, RATIO_MAX, ratios[worst], " ×")
        measured = f"{aim.measured} at worst ({worst}), {figure(middle(ratios))} × in the middle"
        found.append(Aim(aim.what, aim.least, measured, aim.is_met))
    start = statistics.median(large.start_ms)
    served = large.served_mib
    found.append(at_most("memory serving the large desk", SERVING_MIB_MAX, served, " MiB"))
    idle = max(desk.idle_mib for desk in desks)
    found.append(at_most("memory idle after start", IDLE_MIB_MAX, idle, " MiB"))
    found.append(at_most("start to healthy on the large desk", START_MS_MAX, start, " ms"))
    return found


def middle(ratios: dict[str, float]) -> float:
    return statistics.median(ratios.values())


def draw(desks: list[Desk], page: pathlib.Path) -> None:
    lines = [
        Line(label, [(desk.data.requests, of(desk, key, "cpu_us")) for desk in desks])
        for key, label in PLOTTED.items()
        if all(key in desk.samples for desk in desks)
    ]
    title = "CPU per request against the size of the table"
    page.write_text(plot(title, "requests in the table", "CPU µs per request", lines))
