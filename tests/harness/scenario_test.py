"""The harness's own rules: a checker that lets everything pass would pass unnoticed."""

from __future__ import annotations

import email.message
import http.client
import json
from typing import Any

import pytest

from .client import Response, multipart_body
from .scenario import MISSING, Scenario, check, each, fill_scenario, holds, look_up

DOCUMENT = {"id": 7, "updates": [{"notes": "valve closed"}, {"notes": None}], "city": "Pune"}


def answer(status: int, document: Any, **headers: str) -> Response:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    message = http.client.HTTPMessage(email.message.Message().policy)
    message["Content-Type"] = "application/json"
    for name, value in headers.items():
        message[name] = value
    return Response(status, message, body)


@pytest.mark.parametrize(
    "path, value",
    [
        ("$", DOCUMENT),
        ("$.id", 7),
        ("$.updates[0].notes", "valve closed"),
        ("$.updates[-1].notes", None),
        ("$.updates.length", 2),
        ("$.city.length", 4),
        ("$.updates[2]", MISSING),
        ("$.id.length", MISSING),
        ("$.nothing.at.all", MISSING),
    ],
)
def test_look_up(path: str, value: Any) -> None:
    assert look_up(DOCUMENT, path) == value


@pytest.mark.parametrize(
    "row, true",
    [
        ("valve", True),
        ("gas", False),
        ("$.updates[1].notes", True),
        ("$.updates[1].notes == null", True),
        ("$.id == 7", True),
        ('$.id == "7"', False),
        ("$.id != 8", True),
        ("$.id != 7", False),
        ("$.nothing != 7", False),
        ('$.updates == [{"notes": "valve closed"}, {"notes": null}]', True),
    ],
)
def test_holds(row: str, true: bool) -> None:
    assert holds(row, answer(200, DOCUMENT)) is true


@pytest.mark.parametrize(
    "expected, response, fault",
    [
        ({"status": 201}, answer(200, {}), "status 200, expected 201"),
        ({"has": ["$.id"]}, answer(200, {}), "lacks $.id"),
        ({"lacks": ["secret"]}, answer(200, {"secret": 1}), "has secret"),
        ({"has_headers": {"Allow": "GET"}}, answer(200, {}, Allow="POST"), "header Allow"),
        ({"has_headers": {"Allow": None}}, answer(200, {}, Allow="POST"), "header Allow"),
        ({"has_headers": {"Allow": ""}}, answer(200, {}), "header Allow"),
        ({"status": 204}, answer(204, {}), "204 with a body"),
        ({}, answer(200, b"{"), "not JSON"),
        ({"status": 400}, answer(400, {"detail": "UNIQUE constraint failed"}), "the inside"),
    ],
)
def test_check_finds(expected: dict[str, Any], response: Response, fault: str) -> None:
    plain = {"name": "n", "who": None, "method": "GET", "path": "/", "status": 200}
    row = Scenario(**(plain | expected))
    assert any(fault in found for found in check(row, response))


def test_check_is_content_with_a_good_answer() -> None:
    row = Scenario("n", None, "GET", "/", 200, has=["$.id == 7"], has_headers={"allow": "GET"})
    assert check(row, answer(200, DOCUMENT, Allow="GET, POST")) == []


def test_captures_fill_the_request_and_keep_their_type() -> None:
    row = Scenario("n", None, "GET", "/requests/{id}/", 200, json={"request": "{id}"}, has=["{id}"])
    filled = fill_scenario(row, {"id": 7})
    assert (filled.path, filled.json, filled.has) == ("/requests/7/", {"request": 7}, ["7"])
    with pytest.raises(AssertionError, match="no capture named id"):
        fill_scenario(row, {})


def test_two_rows_of_one_name_are_refused() -> None:
    row = Scenario("n", None, "GET", "/", 200)
    with pytest.raises(AssertionError, match="used twice"):
        each([row, row])


def test_multipart_carries_files_and_fields() -> None:
    photo = ("leak.jpg", b"\xff\xd8", "image/jpeg")
    body, content_type = multipart_body([("a", "1"), ("f", photo)])
    boundary = content_type.partition("boundary=")[2]
    parts = body.split(f"--{boundary}".encode())
    assert parts[1] == b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    assert parts[2].endswith(b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n")
    assert parts[3] == b"--\r\n"
