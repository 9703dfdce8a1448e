"""Where things lie; importing it makes the test harness importable too."""

from __future__ import annotations

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "release"
CONTENDERS = ROOT / "bench" / "contenders"
sys.path.insert(0, str(ROOT / "tests"))
