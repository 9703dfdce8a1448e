"""What the program says of itself on the command line, without a server."""

from __future__ import annotations

import functools
import json
import re
import subprocess
from typing import Any

from .server import binary


def printed(*arguments: str) -> str:
    """What `pilotlight <arguments>` prints; AssertionError unless it exits 0."""
    done = subprocess.run([binary(), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@functools.cache
def surfaces() -> list[str]:
    """The names of its surfaces, the canonical one first."""
    done = subprocess.run([binary(), "openapi", "-"], capture_output=True, text=True, check=False)
    told = re.fullmatch(r'pilotlight: no surface is called "-"; there are (.+)\n', done.stderr)
    assert told and done.returncode == 2, f"{done.returncode}: {done.stderr}"
    return told.group(1).split(", ")


def openapi(surface: str) -> Any:
    return json.loads(printed("openapi", surface))
