"""A shape that everything fits would pass unnoticed."""

from __future__ import annotations

import pytest

from .shapes import MOMENT, Maybe, faults

SHAPE = {"id": int, "at": MOMENT, "who": Maybe({"name": str}), "tags": [str]}
GOOD = {"id": 1, "at": "2026-01-02T03:04:05Z", "who": None, "tags": ["a", "b"]}


@pytest.mark.parametrize(
    "change",
    [{}, {"at": "2026-01-02T03:04:05.000001Z"}, {"who": {"name": "x"}}, {"tags": []}],
)
def test_what_fits(change):
    assert faults(GOOD | change, SHAPE) == []


@pytest.mark.parametrize(
    "value",
    [
        GOOD | {"id": "1"},
        GOOD | {"id": True},
        GOOD | {"at": "2026-01-02T03:04:05.123Z"},
        GOOD | {"at": "2026-01-02T03:04:05+07:00"},
        GOOD | {"who": {}},
        GOOD | {"who": {"name": "x", "age": 1}},
        GOOD | {"tags": [1]},
        GOOD | {"tags": None},
        GOOD | {"more": 1},
        {"at": GOOD["at"], "id": 1, "who": None, "tags": []},
        [],
    ],
)
def test_what_does_not(value):
    assert len(faults(value, SHAPE)) == 1
