"""Requests beyond seed 001: lists, pages, search, versions, repeats, files, history, assignment."""

from __future__ import annotations

import hashlib

import pytest
from harness.scenario import Scenario, each, run, run_flow

V1 = "/api/v1"


def open_request(demo, who="customer", **fields):
    body = {"request_type": "repair", "details": "made by a test", **fields}
    return demo.as_(who).post(f"{V1}/requests/", json=body).expect(201).json


def stored_files(server):
    return [file for file in (server.data / "attachments").rglob("*") if file.is_file()]


def test_pages_cover_the_whole_list_once(demo):
    support = demo.as_("support")
    seen, path = [], f"{V1}/requests/?limit=30&sort=created_at"
    while path:
        page = support.get(path).expect(200)
        seen += [row["id"] for row in page.json]
        path = page.next_page(demo.origin)
    assert len(seen) == len(set(seen)) == int(page.header("X-Total-Count"))
    assert len(seen) >= 200


@pytest.mark.parametrize(
    "sort, key",
    [
        ("created_at", "created_at"),
        ("-created_at", "created_at"),
        ("updated_at", "updated_at"),
        ("-updated_at", "updated_at"),
    ],
)
def test_sorts(demo, sort, key):
    rows = demo.as_("support").get(f"{V1}/requests/?limit=100&sort={sort}").expect(200).json
    values = [(row[key], row["id"]) for row in rows]
    assert values == sorted(values, reverse=sort.startswith("-")) and len(values) == 100


@pytest.mark.parametrize(
    "query, holds",
    [
        ("status=resolved", lambda row: row["status"] == "resolved"),
        ("type=leak", lambda row: row["type"] == "leak"),
        ("request_type=gas_leak_inspection", lambda row: row["type"] == "leak"),
        ("priority=urgent", lambda row: row["priority"] == "urgent"),
        ("assignee=me", lambda row: row["assigned_to_name"].startswith("Asha")),
        (
            "status=pending&priority=urgent",
            lambda row: (row["status"], row["priority"]) == ("pending", "urgent"),
        ),
        ("type=leak&created_from=2020-01-01&created_until=2099-01-01", lambda row: True),
    ],
)
def test_filters(demo, query, holds):
    answer = demo.as_("support").get(f"{V1}/requests/?{query}").expect(200)
    assert answer.json and all(holds(row) for row in answer.json)
    assert int(answer.header("X-Total-Count")) >= len(answer.json)


def test_unassigned_filter_and_future_are_empty_or_true(demo):
    support = demo.as_("support")
    assert all(
        row["assigned_to"] is None
        for row in support.get(f"{V1}/requests/?assignee=none").expect(200).json
    )
    assert support.get(f"{V1}/requests/?created_from=2099-01-01").expect(200).json == []


def test_totals_equal_the_lists(demo):
    support = demo.as_("support")
    stats = support.get(f"{V1}/stats/").expect(200).json
    for status, n in stats["by_status"].items():
        head = support.get(f"{V1}/requests/?status={status}&limit=1").expect(200)
        assert int(head.header("X-Total-Count")) == n
    assert sum(stats["by_type"].values()) == stats["total"] == sum(stats["by_assignee"].values())
    for queue, assignee in {"mine": "me", "unassigned": "none", "all": ""}.items():
        for status, n in stats["queues"][queue].items():
            query = f"status={status}&assignee={assignee}&limit=1"
            head = support.get(f"{V1}/requests/?{query}").expect(200)
            assert int(head.header("X-Total-Count")) == n, (queue, status)


def test_search_finds_ranks_and_respects_the_caller(demo):
    mine = open_request(demo, details="the quokka regulator whistles")
    other = open_request(demo, "other_customer", details="another quokka regulator")
    found = demo.as_("customer").get(f"{V1}/requests/?q=quokka").expect(200).json
    assert [row["id"] for row in found] == [mine["id"]]
    both = demo.as_("support").get(f"{V1}/requests/?q=quokka+regul").expect(200).json
    assert {row["id"] for row in both} == {mine["id"], other["id"]}
    phrase = demo.as_("support").get(f"{V1}/requests/?q=%22regulator+whistles%22").expect(200).json
    assert [row["id"] for row in phrase] == [mine["id"]]
    by_number = demo.as_("support").get(f"{V1}/requests/?q={mine['number']}").expect(200).json
    assert mine["id"] in [row["id"] for row in by_number]


@pytest.mark.parametrize(
    "text", ["%22", "*", "a+OR+b", "NEAR(", "%27%3B--", "%00", "%F0%9F%94%A5", "owner:c1"]
)
def test_hostile_search_text_is_harmless(demo, text):
    assert demo.as_("support").get(f"{V1}/requests/?q={text}").status in (200, 400)


def test_versions_guard_against_lost_updates(demo):
    made = open_request(demo)
    path = f"{V1}/requests/{made['id']}/"
    support = demo.as_("support")
    first = support.get(path).expect(200)
    etag = first.header("ETag")
    assert support.get(path, headers={"If-None-Match": etag}).status == 304
    changed = support.patch(path, json={"priority": "high"}, headers={"If-Match": etag}).expect(200)
    assert changed.header("ETag") != etag and changed.json["priority"] == "high"
    lost = support.patch(path, json={"priority": "low"}, headers={"If-Match": etag})
    assert lost.status == 412
    assert support.get(path).json["priority"] == "high"
    for no_tag in ("bogus", "", " ", ",,"):
        assert support.patch(path, json={}, headers={"If-Match": no_tag}).status == 412
    assert demo.as_("customer").delete(path, headers={"If-Match": etag}).status == 412


def test_an_edit_keeps_what_it_takes_away(demo):
    customer, support = demo.as_("customer"), demo.as_("support")
    made = open_request(demo, title="My boiler", description="It smells of gas.", address="Flat 3")
    path = f"{V1}/requests/{made['id']}/"
    customer.patch(path, json={"description": "It hums."}).expect(200)
    change = {"title": "A boiler", "description": "Seen to.", "request_type": "maintenance"}
    support.patch(path, json=change | {"status": "resolved", "notes": "Done."}).expect(200)
    support.patch(path, json=change | {"address": "", "resolution": "Done!"}).expect(200)

    def edits(reader):
        events = reader.get(f"{path}events/").expect(200).json
        return [
            (each["actor_name"], each["to_value"], each["note"])
            for each in events
            if each["kind"] == "edited"
        ]

    told = [
        ("Meera Iyer", "description", "It smells of gas."),
        ("Asha Pillai", "request_type", "repair"),
        ("Asha Pillai", "title", "My boiler"),
        ("Asha Pillai", "description", "It hums."),
        ("Asha Pillai", "resolution", ""),
        ("Asha Pillai", "address", "Flat 3"),
    ]
    assert edits(customer) == told
    assert edits(support) == [*told, ("Asha Pillai", "resolution", "Done.")]
    assert [update["notes"] for update in customer.get(path).json["updates"]] == ["Done."]


GUARDED = {
    "edit": ("PATCH", "/requests/{id}/", {"priority": "high"}),
    "assign": ("POST", "/requests/{id}/assign/", {"assigned_to": None}),
    "update": ("POST", "/request-updates/", {"comment": "On the way.", "status": "in_progress"}),
    "cancel": ("POST", "/requests/{id}/cancel/", {"reason": "Not needed."}),
    "remove": ("DELETE", "/requests/{id}/", None),
}


@pytest.mark.parametrize("verb", GUARDED)
def test_a_change_keeps_what_came_between(demo, verb):
    method, path, body = GUARDED[verb]
    made = open_request(demo)
    own = f"{V1}/requests/{made['id']}/"
    if verb == "update":
        body = {**body, "service_request": made["id"]}
    admin = demo.as_("admin")
    known = admin.get(own).header("ETag")
    between = admin.patch(own, json={"title": "Changed meanwhile"}).expect(200)
    change = (method, V1 + path.format(**made))
    admin.request(*change, json=body, headers={"If-Match": known}).expect(412)
    unchanged = admin.get(own).expect(200)
    assert unchanged.body == between.body
    newest = {"If-Match": unchanged.header("ETag")}
    assert admin.request(*change, json=body, headers=newest).status in (200, 201, 204)


def test_an_etag_tells_of_everything_that_shows(demo):
    made = open_request(demo)
    path = f"{V1}/requests/{made['id']}/"
    support = demo.as_("support")
    etag = support.get(path).expect(200).header("ETag")
    customer = demo.as_("customer")
    name = customer.get(f"{V1}/profile/").expect(200).json["last_name"]
    customer.patch(f"{V1}/profile/", json={"last_name": "Renamed"}).expect(200)
    try:
        renamed = support.get(path, headers={"If-None-Match": etag}).expect(200)
        assert renamed.json["customer_name"].endswith("Renamed")
        assert renamed.header("ETag") != etag
        support.patch(path, json={"title": "x"}, headers={"If-Match": etag}).expect(200)
    finally:
        customer.patch(f"{V1}/profile/", json={"last_name": name}).expect(200)


def test_internal_notes_leave_no_trace_that_customers_see(demo):
    made = open_request(demo)
    path = f"{V1}/requests/{made['id']}/"
    before = demo.as_("customer").get(path).expect(200)
    note = {"text": "dog in the yard", "visibility": "internal"}
    demo.as_("support").post(f"{path}comments/", json=note).expect(201)
    after = demo.as_("customer").get(path).expect(200)
    assert after.json == before.json and after.header("ETag") == before.header("ETag")
    assert [e["kind"] for e in demo.as_("support").get(f"{path}events/").json][-1] == "commented"
    public = {"text": "we are on our way", "visibility": "public"}
    demo.as_("support").post(f"{path}comments/", json=public).expect(201)
    assert demo.as_("customer").get(path).json["version"] == before.json["version"] + 1


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_change_brings_files_along(start_server, method):
    server = start_server("demo", attachments_per_request_max=2)
    customer, before = server.as_("customer"), stored_files(server)
    made = open_request(server)
    path = f"{V1}/requests/{made['id']}/"
    fields = {"request_type": "repair", "details": "now with a photo"}
    photo = {"attachment": ("photo.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    changed = customer.request(method, path, multipart=fields | photo).expect(200).json
    assert changed["details"] == "now with a photo"
    assert [file["name"] for file in changed["attachments"]] == ["photo.png"]
    assert changed["version"] == made["version"] + 1
    url = changed["attachment"].removeprefix(server.origin)
    assert customer.get(url).expect(200).body == b"\x89PNG\r\n\x1a\n"
    kinds = [event["kind"] for event in customer.get(f"{path}events/").expect(200).json]
    assert "attached" in kinds and "edited" in kinds
    two = [(f"f{n}", (f"{n}.txt", b"text", "text/plain")) for n in range(2)]
    refused = customer.request(method, path, multipart=list(fields.items()) + two)
    assert refused.status == 400 and "at most 2 files" in refused.text
    stale = {"If-Match": '"1"'}
    assert customer.request(method, path, multipart=fields | photo, headers=stale).status == 412
    assert len(customer.get(path).json["attachments"]) == 1
    assert len(stored_files(server)) == len(before) + 1


def test_a_request_without_a_title_is_called_like_its_type(demo):
    made = open_request(demo, title="My boiler")
    path = f"{V1}/requests/{made['id']}/"
    changed = demo.as_("customer").patch(path, json={"title": ""}).expect(200).json
    assert changed["title"] == "Repair"


def test_the_key_of_a_deleted_request_says_so(demo):
    key = {"Idempotency-Key": "made-and-deleted"}
    body = {"request_type": "repair", "details": "made twice"}
    customer = demo.as_("customer")
    made = customer.post(f"{V1}/requests/", json=body, headers=key).expect(201).json
    customer.delete(f"{V1}/requests/{made['id']}/").expect(204)
    again = customer.post(f"{V1}/requests/", json=body, headers=key)
    assert again.status == 409
    assert again.json["detail"] == "The request made with this key was deleted."


def test_an_idempotency_key_makes_one_request(demo):
    customer = demo.as_("customer")
    body = {"request_type": "repair", "details": "sent twice"}
    key = {"Idempotency-Key": "test-key-1"}
    first = customer.post(f"{V1}/requests/", json=body, headers=key).expect(201)
    again = customer.post(f"{V1}/requests/", json=body, headers=key).expect(201)
    assert first.json["id"] == again.json["id"]
    assert again.header("Idempotency-Replayed") == "true"
    other = customer.post(f"{V1}/requests/", json={**body, "details": "else"}, headers=key)
    assert other.status == 409
    stranger = (
        demo.as_("other_customer").post(f"{V1}/requests/", json=body, headers=key).expect(201)
    )
    assert stranger.json["id"] != first.json["id"]
    assert (
        customer.post(f"{V1}/requests/", json=body, headers={"Idempotency-Key": "k" * 101}).status
        == 400
    )


def test_files_are_stored_sniffed_and_limited(demo):
    made = open_request(demo)
    path = f"{V1}/requests/{made['id']}/attachments/"
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    customer = demo.as_("customer")
    added = customer.post(
        path,
        multipart={
            "a": ("../../etc/x.html", png, "text/html"),
            "b": ("grün.txt", b"hello world\n", "image/png"),
        },
    )
    files = added.expect(201).json
    assert [file["media_type"] for file in files] == ["image/png", "text/plain"]
    assert files[0]["name"] == "x.html" and files[1]["name"] == "grün.txt"
    assert files[1]["sha256"] == hashlib.sha256(b"hello world\n").hexdigest()
    download = customer.get(files[1]["url"].removeprefix(demo.origin)).expect(200)
    assert download.body == b"hello world\n"
    assert "filename*=UTF-8''gr%C3%BCn.txt" in download.header("Content-Disposition")
    etag = {"If-None-Match": download.header("ETag")}
    assert customer.get(files[1]["url"].removeprefix(demo.origin), headers=etag).status == 304
    nine = {f"f{i}": (f"{i}.txt", b"x", "text/plain") for i in range(9)}
    refused = customer.post(path, multipart=nine)
    assert refused.status == 400 and "at most 10 files" in refused.text
    assert len(customer.get(path).expect(200).json) == 2
    eleven = {f"f{i}": (f"{i}.txt", b"x", "text/plain") for i in range(11)}
    assert customer.post(path, multipart=eleven).status == 413


def test_a_stranger_cannot_upload_even_a_byte(demo):
    made = open_request(demo)
    big = {"a": ("big.bin", b"x" * 3_000_000, "application/octet-stream")}
    path = f"{V1}/requests/{made['id']}/attachments/"
    assert demo.client().post(path, multipart=big).status == 401
    assert demo.as_("other_customer").post(path, multipart=big).status == 404


FLOW = [
    Scenario(
        "opened",
        "customer",
        "POST",
        f"{V1}/requests/",
        201,
        json={"request_type": "no_gas", "details": "no supply since noon"},
        has=["$.assigned_to != null"],
        capture={"id": "$.id"},
    ),
    Scenario(
        "who is the technician",
        "technician",
        "GET",
        f"{V1}/profile/",
        200,
        capture={"technician": "$.id"},
    ),
    Scenario(
        "the technician does not see it yet", "technician", "GET", f"{V1}/requests/{{id}}/", 404
    ),
    Scenario(
        "given to the technician",
        "support",
        "POST",
        f"{V1}/requests/{{id}}/assign/",
        200,
        json={"assigned_to": "{technician}"},
        has=["$.assigned_to == {technician}"],
    ),
    Scenario(
        "not to a customer",
        "support",
        "POST",
        f"{V1}/requests/{{id}}/assign/",
        400,
        json={"assigned_to": 99999999},
        has=["active member of staff"],
    ),
    Scenario(
        "now the technician works on it",
        "technician",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        200,
        json={"status": "in_progress", "notes": "On my way"},
    ),
    Scenario(
        "an internal note",
        "technician",
        "POST",
        f"{V1}/requests/{{id}}/comments/",
        201,
        json={"text": "dog in the yard", "visibility": "internal"},
    ),
    Scenario(
        "a public comment",
        "customer",
        "POST",
        f"{V1}/requests/{{id}}/comments/",
        201,
        json={"text": "thank you"},
        has=['$.author_role == "customer"'],
    ),
    Scenario(
        "no internal note by a customer",
        "customer",
        "POST",
        f"{V1}/requests/{{id}}/comments/",
        403,
        json={"text": "x", "visibility": "internal"},
    ),
    Scenario(
        "the customer reads what is public",
        "customer",
        "GET",
        f"{V1}/requests/{{id}}/comments/",
        200,
        has=["$.length == 1", "thank you"],
        lacks=["dog in the yard"],
    ),
    Scenario(
        "staff read all of it",
        "support",
        "GET",
        f"{V1}/requests/{{id}}/comments/",
        200,
        has=["$.length == 2", "dog in the yard"],
    ),
    Scenario(
        "a customer cannot cancel what is under way",
        "customer",
        "POST",
        f"{V1}/requests/{{id}}/cancel/",
        409,
    ),
    Scenario(
        "nor delete it",
        "customer",
        "DELETE",
        f"{V1}/requests/{{id}}/",
        409,
        has=["Cannot delete a request that is in progress or resolved."],
    ),
    Scenario(
        "resolved",
        "technician",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        200,
        json={"status": "resolved", "notes": "Valve replaced"},
        has=["$.resolved_at != null", '$.resolution == "Valve replaced"'],
    ),
    Scenario(
        "what is resolved cannot be cancelled",
        "support",
        "POST",
        f"{V1}/requests/{{id}}/cancel/",
        409,
    ),
    Scenario(
        "reopened",
        "support",
        "PATCH",
        f"{V1}/requests/{{id}}/",
        200,
        json={"status": "in_progress"},
        has=["$.resolved_at == null"],
    ),
    Scenario(
        "the whole history",
        "support",
        "GET",
        f"{V1}/requests/{{id}}/events/",
        200,
        has=['$[0].kind == "opened"', "status_changed", "commented", '"from_value":"pending"'],
    ),
    Scenario(
        "the customer's history lacks the internal",
        "customer",
        "GET",
        f"{V1}/requests/{{id}}/events/",
        200,
        lacks=['"internal"'],
    ),
    Scenario("an administrator removes it", "admin", "DELETE", f"{V1}/requests/{{id}}/", 204),
    Scenario("it is gone", "customer", "GET", f"{V1}/requests/{{id}}/", 404),
]


def test_the_life_of_a_request(demo):
    run_flow(demo, FLOW)


def test_an_emergency_is_urgent_whatever_was_asked(demo):
    assert open_request(demo, request_type="leak", priority="low")["priority"] == "urgent"
    assert open_request(demo, request_type="repair", priority="low")["priority"] == "low"


def test_the_owner_cancels_while_pending(demo):
    made = open_request(demo)
    path = f"{V1}/requests/{made['id']}/cancel/"
    cancelled = demo.as_("customer").post(path, json={"reason": "found the key"}).expect(200).json
    assert cancelled["status"] == "cancelled"
    assert demo.as_("other_customer").post(path, json={}).status == 404
