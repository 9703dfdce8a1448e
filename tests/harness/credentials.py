"""The three ways to say who asks, as headers: any of them is good on any route."""

from __future__ import annotations

import itertools

from . import cookies, logins
from .server import Server

PASSWORD = "Valve-Seat-9041!"

_names = itertools.count(1)


def newcomer(server: Server, admin: str | logins.Login = "admin") -> tuple[int, logins.Login]:
    """A customer of the caller's own: (account, log-in), so that no test ends another's session."""
    login = logins.Login(f"newcomer_{next(_names)}", PASSWORD)
    draft = {"email": f"{login.username}@example.com", "first_name": "New", "last_name": "Comer"}
    made = server.as_(admin).post("/api/v1/users/", json={**login._asdict(), **draft}).expect(201)
    return made.json["id"], login


def by_bearer(server: Server, login: logins.Login) -> dict[str, str]:
    """Opens a session of its own."""
    return {"Authorization": f"Bearer {server.client().log_in(login).access}"}


def api_token(server: Server, login: logins.Login) -> str:
    """The account's only one: the same at every call until it ends."""
    headers = by_bearer(server, login)
    return server.client().post("/api/v1/tokens/", headers=headers).expect(200).json["token"]


def by_token(server: Server, login: logins.Login) -> dict[str, str]:
    return {"Authorization": f"Token {api_token(server, login)}"}


def by_cookie(server: Server, login: logins.Login) -> dict[str, str]:
    """Both cookies of a new session, and the token again as a header."""
    answer = server.client().post("/api/v1/sessions/", json=login._asdict()).expect(201)
    return cookies.headers_of({n: m.value for n, m in cookies.set_by(answer).items()})


KINDS = {"bearer": by_bearer, "token": by_token, "cookie": by_cookie}
