"""Presence: staff see who else has a request open; nothing of it reaches the database."""

from __future__ import annotations

import pytest
from harness import matrix
from harness.scenario import Scenario, each, run

V1 = "/api/v1"


@pytest.fixture(name="path")
def path_of_a_request(demo):
    return f"{V1}/requests/{matrix.open_request(demo)}/presence/"


def people(answer):
    return [(row["name"].split()[0], row["state"], row["is_me"]) for row in answer.json]


def test_two_at_one_request_know_of_each_other(demo, path):
    assert demo.as_("support").get(path).expect(200).json == []
    first = demo.as_("support").put(path, json={}).expect(200)
    assert people(first) == [("Asha", "viewing", True)]
    second = demo.as_("second_support").put(path, json={"state": "replying"}).expect(200)
    assert people(second) == [("Asha", "viewing", False), ("Dev", "replying", True)]
    demo.as_("support").put(path, json={"state": "replying"}).expect(200)
    seen = demo.as_("admin").get(path).expect(200)
    assert people(seen) == [("Asha", "replying", False), ("Dev", "replying", False)]
    assert seen.json[0]["since"] == first.json[0]["since"]
    assert seen.json[0]["expires_at"] > first.json[0]["expires_at"]
    demo.as_("support").delete(path).expect(204)
    assert people(demo.as_("second_support").get(path)) == [("Dev", "replying", True)]
    demo.as_("support").delete(path).expect(204)


def test_requests_are_apart(demo, path):
    demo.as_("support").put(path, json={}).expect(200)
    other = f"{V1}/requests/{matrix.open_request(demo)}/presence/"
    assert demo.as_("support").get(other).expect(200).json == []


@each(
    [
        Scenario(f"{name}", "support", "PUT", "{path}", 400, json=body, has=["$.errors.state[0]"])
        for name, body in {
            "unknown": {"state": "asleep"},
            "number": {"state": 7},
            "null": {"state": None},
            "list": {"state": ["viewing"]},
        }.items()
    ]
    + [
        Scenario("a customer, even the owner", "customer", "PUT", "{path}", 403, json={}),
        Scenario("nor sees who reads", "customer", "GET", "{path}", 403),
        Scenario("a technician elsewhere", "technician", "PUT", "{path}", 404, json={}),
        Scenario("a stranger", None, "PUT", "{path}", 401, json={}),
        Scenario("no request", "support", "PUT", f"{V1}/requests/999999/presence/", 404, json={}),
        Scenario("nothing was said", "support", "GET", "{path}", 200, has=["$.length == 0"]),
        Scenario("no body at all", "support", "PUT", "{path}", 200, has=["$.length == 1"]),
    ]
)
def test_who_may_say_what(demo, scenario, captures):
    if "path" not in captures:
        captures["path"] = f"{V1}/requests/{matrix.open_request(demo)}/presence/"
    run(demo, scenario, captures)


def test_nothing_is_written_and_a_restart_forgets(start_server):
    server = start_server("demo")
    path = f"{V1}/requests/{matrix.open_request(server)}/presence/"
    request = path.removesuffix("presence/")
    before = server.as_("support").get(request).expect(200).json
    events = server.as_("support").get(f"{request}events/").expect(200).json
    for _ in range(3):
        server.as_("support").put(path, json={}).expect(200)
    assert server.as_("support").get(request).json == before
    assert server.as_("support").get(f"{request}events/").json == events
    server.stop()
    server.start()
    assert server.as_("support").get(path).expect(200).json == []
