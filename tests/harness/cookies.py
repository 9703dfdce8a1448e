"""A browser's session for scenarios, as data: `after=remember` keeps the cookies that an answer
sets among the captures, the headers below send them back."""

from __future__ import annotations

import http.cookies
from typing import Any

from .client import Response

COOKIES = {"Cookie": "sessionid={sessionid}; csrftoken={csrftoken}"}
SIGNED_IN = COOKIES | {"X-CSRFToken": "{csrftoken}"}


def set_by(response: Response) -> dict[str, http.cookies.Morsel[str]]:
    """The cookies that an answer sets, by name, with their attributes."""
    jar: http.cookies.SimpleCookie[str] = http.cookies.SimpleCookie()
    for header in response.headers.get_all("Set-Cookie") or []:
        jar.load(header)
    return dict(jar)


def remember(_server: Any, response: Response, captures: dict[str, Any]) -> None:
    captures |= {name: morsel.value for name, morsel in set_by(response).items()}


def headers_of(captures: dict[str, Any]) -> dict[str, str]:
    """SIGNED_IN for a plain client."""
    return {name: text.format(**captures) for name, text in SIGNED_IN.items()}
