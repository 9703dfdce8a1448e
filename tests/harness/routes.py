"""The routes of every surface, from the API documents: what is not in them is not served."""

from __future__ import annotations

import functools
import re
from typing import Any, Iterator, NamedTuple

from . import program

NOBODY = "999999999"
UNSAFE = ("post", "put", "patch", "delete")


class Route(NamedTuple):
    surface: str
    method: str
    path: str
    permission: str
    operation: Any

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path

    @property
    def to_nobody(self) -> str:
        """The path with ids that nothing has."""
        return re.sub(r"\{\w+\}", NOBODY, self.path)


@functools.cache
def documents() -> dict[str, Any]:
    return {name: program.openapi(name) for name in program.surfaces()}


def routes(*methods: str) -> Iterator[Route]:
    """Those of the methods; all without any."""
    for surface, document in documents().items():
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if not methods or method in methods:
                    yield Route(surface, method, path, operation["x-permission"], operation)


def id_of(route: Route) -> str:
    return f"{route.method} {route.path}"
