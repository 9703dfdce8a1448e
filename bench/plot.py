"""Lines over two logarithmic axes, as SVG that reads well on light and dark pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 300, 50, 60
COLOURS = ("#0b62a4", "#c2410c", "#15803d", "#7c3aed", "#b91c1c", "#0e7490", "#a16207")
MARK_RADIUS = 3
LABEL_GAP = 16  # between the names of lines that end close to one another
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2937}.grid{stroke:#d1d5db;stroke-width:1}"
    ".title{font-size:15px;font-weight:600}.line{fill:none;stroke-width:2}"
)


@dataclass(frozen=True)
class Line:
    name: str
    points: Sequence[tuple[float, float]]


class Axis:
    """Maps the decades that hold all values onto pixels."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.first = math.floor(math.log10(min(values)))
        self.last = max(math.ceil(math.log10(max(values))), self.first + 1)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def spread(wanted: Sequence[float]) -> list[float]:
    """The same heights, moved down where two would touch; in the order given."""
    placed: dict[int, float] = {}
    lowest = -math.inf
    for at in sorted(range(len(wanted)), key=wanted.__getitem__):
        lowest = placed[at] = max(wanted[at], lowest + LABEL_GAP)
    return [placed[at] for at in range(len(wanted))]


def text(x: float, y: float, content: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}"{more}>{escape(content)}</text>'


def grid(x: Axis, y: Axis) -> list[str]:
    out = []
    for value in x.decades():
        at = x.at(value)
        out.append(f'<path class="grid" d="M{at:.1f} {y.start:.1f}V{y.end:.1f}"/>')
        out.append(text(at, y.start + 20, f"{value:,.0f}".replace(",", " "), "middle"))
    for value in y.decades():
        at = y.at(value)
        out.append(f'<path class="grid" d="M{x.start:.1f} {at:.1f}H{x.end:.1f}"/>')
        out.append(text(x.start - 8, at + 4, f"{value:,.0f}".replace(",", " "), "end"))
    return out


def plot(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    x = Axis([p[0] for line in lines for p in line.points], LEFT, WIDTH - RIGHT)
    y = Axis([p[1] for line in lines for p in line.points], HEIGHT - BOTTOM, TOP)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        text(LEFT, 24, title, more=' class="title"'),
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_name, "middle"),
        text(LEFT, TOP - 10, y_name),
        *grid(x, y),
    ]
    heights = spread([y.at(line.points[-1][1]) + 4 for line in lines])
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        spots = [(x.at(a), y.at(b)) for a, b in line.points]
        path = "L".join(f"{a:.1f} {b:.1f}" for a, b in spots)
        out.append(f'<path class="line" stroke="{colour}" d="M{path}"/>')
        out += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{MARK_RADIUS}" fill="{colour}"/>'
            for a, b in spots
        ]
        out.append(text(spots[-1][0] + 10, heights[number], line.name,
                        more=f' style="fill:{colour}"'))
    return "\n".join([*out, "</svg>\n"])
