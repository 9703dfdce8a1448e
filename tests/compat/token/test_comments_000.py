"""Comments of contracts.md §2: rows 15 and 16, and what the original serves undocumented."""

from __future__ import annotations

from harness import tickets
from harness.seed_000 import CM
from harness.shapes import faults

REQUESTS = "/api/services/requests/"


def test_comments_of_a_request(demo):
    made = tickets.open_request(demo)
    path = f"{REQUESTS}{made['id']}/comments/"
    own = demo.as_("customer")
    assert own.get(path).expect(200).json == []
    said = own.post(path, json={"comment": " When? ", "service_request": 1}).expect(201).json
    assert not faults(said, CM)
    assert (said["comment"], said["service_request"]) == ("When?", made["id"])
    demo.as_("support").post(path, form={"comment": "At ten."}).expect(201)
    internal = {"text": "difficult stairs", "visibility": "internal"}
    demo.as_("support").post(f"/api/v1/requests/{made['id']}/comments/", json=internal).expect(201)
    assert [row["comment"] for row in own.get(path).json] == ["When?", "At ten."]
    assert len(demo.as_("support").get(path).json) == 3
    assert len(own.get(f"{REQUESTS}{made['id']}/").json["comments"]) == 2
    page = own.get(f"{path}?page_size=1&page=last").expect(200).json
    assert (page["count"], page["results"][0]["comment"]) == (2, "At ten.")
    first = own.get(f"{path}?limit=1").expect(200)
    assert first.header("X-Total-Count") == "2" and len(first.json) == 1
    refused = own.post(path, json={}).expect(400)
    assert refused.json == {"comment": ["This field is required."]}


def test_a_comment_is_its_authors(demo):
    made = tickets.open_request(demo)
    path = f"{REQUESTS}{made['id']}/comments/"
    said = demo.as_("customer").post(path, json={"comment": "first"}).expect(201).json
    one = f"{path}{said['id']}/"
    assert demo.as_("support").get(one).expect(200).json == said
    changed = demo.as_("customer").put(one, json={"comment": "second"}).expect(200).json
    assert changed["comment"] == "second" and changed["updated_at"] > said["updated_at"]
    assert demo.as_("customer").patch(one, json={}).expect(200).json == changed
    demo.as_("customer").put(one, json={}).expect(400)
    demo.as_("support").patch(one, json={"comment": "third"}).expect(403)
    elsewhere = tickets.open_request(demo)
    demo.as_("customer").get(f"{REQUESTS}{elsewhere['id']}/comments/{said['id']}/").expect(404)
    demo.as_("support").delete(one).expect(403)
    demo.as_("admin").delete(one).expect(204)
    demo.as_("customer").get(one).expect(404)
