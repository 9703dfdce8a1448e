"""Shapes of answers: which keys, in which order, of which kinds, all the way down.

    USER = {"id": int, "username": str}
    REQUEST = {"id": int, "customer": USER, "assigned_to": Maybe(USER), "created_at": MOMENT}

A shape is a type, MOMENT, Maybe(shape), [shape] for a list of them, or a dict of shapes whose order
is the order of the keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")


@dataclass(frozen=True)
class Maybe:
    """null, or that shape."""

    shape: Any


def faults(value: Any, shape: Any, at: str = "$") -> list[str]:
    """Where the value differs from the shape; empty when it fits."""
    if isinstance(shape, Maybe):
        return [] if value is None else faults(value, shape.shape, at)
    if isinstance(shape, re.Pattern):
        fits = isinstance(value, str) and shape.fullmatch(value)
        return [] if fits else [f"{at} is {value!r}"]
    if isinstance(shape, type):
        return [] if type(value) is shape else [f"{at} is {value!r}, no {shape.__name__}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [row for i, one in enumerate(value) for row in faults(one, shape[0], f"{at}[{i}]")]
    if not isinstance(value, dict) or list(value) != list(shape):
        return [f"{at} has {list(value) if isinstance(value, dict) else value!r}"]
    return [row for key in shape for row in faults(value[key], shape[key], f"{at}.{key}")]


def shaped(shape: Any) -> Callable[..., None]:
    """For Scenario.after: the answer has the shape."""

    def check(_server: Any, response: Any, _captures: Any) -> None:
        assert not faults(response.json, shape), faults(response.json, shape)

    return check
