"""One comment by itself: said in other words by its author, taken back, and kept in the history."""

from __future__ import annotations

import pytest
from harness import tickets
from harness.scenario import Scenario, run_flow

V1 = "/api/v1"


def story(path, note):
    return [
        Scenario("read", "customer", "GET", path, 200, has=['$.text == "It hisses"']),
        Scenario("not by others", "other_customer", "GET", path, 404),
        Scenario("nor is what the desk says among itself", "customer", "GET", note, 404),
        Scenario("the desk reads it", "support", "GET", note, 200, has=['$.text == "Third call"']),
        Scenario("of another request", "support", "GET", f"{V1}/requests/1/{path.split('/', 5)[5]}",
                 404),
        Scenario("nobody changes another's words", "support", "PATCH", path, 403,
                 json={"text": "It does not"}),
        Scenario("nor takes them back", "support", "DELETE", path, 403),
        Scenario("an empty one", "customer", "PATCH", path, 400, json={"text": " "},
                 has=["$.errors.text[0]"]),
        Scenario("for other readers", "customer", "PATCH", path, 400,
                 json={"text": "For staff", "visibility": "internal"},
                 has=["$.errors.visibility[0]"]),
        Scenario("for readers there are none of", "customer", "PATCH", path, 400,
                 json={"visibility": 5}, has=["$.errors.visibility[0]"]),
        Scenario("nor did it change", "customer", "GET", path, 200, has=['$.text == "It hisses"']),
        Scenario("in other words", "customer", "PATCH", path, 200,
                 json={"text": "It hisses loudly", "visibility": "public", "author": 1},
                 has=['$.text == "It hisses loudly"', '$.visibility == "public"']),
        Scenario("taken back by an administrator", "admin", "DELETE", path, 204),
        Scenario("once", "admin", "DELETE", path, 404),
        Scenario("gone", "customer", "GET", path, 404),
    ]


def test_the_life_of_a_comment(demo):
    request = tickets.open_request(demo)["id"]
    comments = f"{V1}/requests/{request}/comments/"
    made = demo.as_("customer").post(comments, json={"text": "It hisses"}).expect(201).json
    note = {"text": "Third call", "visibility": "internal"}
    internal = demo.as_("support").post(comments, json=note).expect(201).json
    run_flow(demo, story(f"{comments}{made['id']}/", f"{comments}{internal['id']}/"))

    history = f"{V1}/requests/{request}/events/"
    kept = [event["note"] for event in demo.as_("support").get(history).expect(200).json]
    assert {"It hisses", "It hisses loudly"} <= set(kept)
    assert "It hisses" not in demo.as_("customer").get(history).expect(200).text


@pytest.mark.parametrize("visibility", ["internal", "everyone", 5])
def test_what_everyone_reads_is_not_taken_for_internal(demo, visibility):
    request = tickets.open_request(demo)["id"]
    path = f"{V1}/requests/{request}/"
    hidden = {"notes": "only for the desk", "visibility": visibility}
    support = demo.as_("support")
    update = {"service_request": request, **hidden}
    written = support.post(f"{V1}/request-updates/", json=update)
    for answer in (written, support.patch(path, json=hidden)):
        assert "comment" in answer.expect(400).json["errors"]["visibility"][0]
    assert hidden["notes"] not in support.get(f"{path}events/").expect(200).text
    said = {"notes": "for everyone", "visibility": "public"}
    support.post(f"{V1}/request-updates/", json={"service_request": request, **said}).expect(201)
    support.patch(path, json=said).expect(200)
