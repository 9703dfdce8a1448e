"""Waiting on a condition with a deadline; tests never sleep for a guessed time."""

from __future__ import annotations

import threading
import time
from typing import Callable, TypeVar

POLL_INTERVAL_S = 0.01

T = TypeVar("T")


def until(condition: Callable[[], T], what: str, deadline_s: float = 10.0) -> T:
    """Calls `condition` until true and returns its value; AssertionError after `deadline_s`."""
    pause = threading.Event()
    ends_at = time.monotonic() + deadline_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= ends_at:
            raise AssertionError(f"not within {deadline_s:g} s: {what}")
        pause.wait(POLL_INTERVAL_S)
