"""Who may know of a request, a note, a file or a number: every role through every door."""

from __future__ import annotations

import json

import pytest

V1 = "/api/v1"
SECRET = "zebrafinch"
INTERNAL = "quetzalnote"
ROLES = ["customer", "other_customer", "technician", "support", "admin"]


def profile_id(demo, who):
    return demo.as_(who).get(f"{V1}/profile/").expect(200).json["id"]


@pytest.fixture(scope="module")
def case(demo):
    """A request of `customer` with a note, an internal note, an update and a file; no technician
    has it yet."""
    owner, support = demo.as_("customer"), demo.as_("support")
    fields = {"request_type": "repair", "details": SECRET, "title": SECRET, "address": SECRET}
    attachment = (f"{SECRET}.txt", SECRET.encode(), "text/plain")
    made = owner.post(f"{V1}/requests/", multipart=fields | {"attachment": attachment})
    row = made.expect(201).json
    path = f"{V1}/requests/{row['id']}/"
    owner.post(f"{path}comments/", json={"text": SECRET}).expect(201)
    internal = {"text": INTERNAL, "visibility": "internal"}
    note = support.post(f"{path}comments/", json=internal).expect(201).json
    support.patch(path, json={"status": "in_progress", "notes": SECRET}).expect(200)
    support.post(f"{path}assign/", json={"assigned_to": profile_id(demo, "support")}).expect(200)
    file = row["attachments"][0]["url"].removeprefix(demo.origin)
    return {"id": row["id"], "path": path, "file": file, "note": note["id"]}


@pytest.fixture
def given(demo, case):
    """The same request while it is the technician's."""
    assignee = {"assigned_to": profile_id(demo, "technician")}
    demo.as_("support").post(f"{case['path']}assign/", json=assignee).expect(200)
    yield case
    demo.as_("support").post(f"{case['path']}assign/", json={"assigned_to": None}).expect(200)


SEES = ["customer", "support", "second_support", "admin"]
BLIND = ["other_customer", "technician"]
READS = ["", "events/", "comments/", "attachments/", "FILE"]
WRITES = [
    ("PATCH", "", {"json": {"title": "taken over"}}),
    ("PATCH", "", {"json": {"status": "resolved"}}),
    ("PATCH", "", {"json": {"priority": "nothing"}}),
    ("PUT", "", {"json": {"request_type": "repair", "details": "taken over"}}),
    ("DELETE", "", {}),
    ("POST", "cancel/", {"json": {}}),
    ("POST", "comments/", {"json": {"text": "taken over"}}),
    ("POST", "comments/", {"json": {"text": "taken over", "visibility": "internal"}}),
    ("POST", "attachments/", {"multipart": {"attachment": ("a.txt", b"taken over")}}),
    ("POST", "attachments/", {"multipart": {"attachment": ("a.txt", b"")}}),
]


def address(case, tail):
    return case["file"] if tail == "FILE" else case["path"] + tail


def nowhere(case, tail):
    """The same door of a request that is not there."""
    return address(case, tail).replace(f"/{case['id']}/", "/98765432/", 1)


def without_ids(answer, *ids):
    text = answer.text
    for number in ids:
        text = text.replace(str(number), "N")
    return answer.status, text


@pytest.mark.parametrize("tail", READS)
@pytest.mark.parametrize("who", SEES)
def test_who_may_see_it_does(demo, case, who, tail):
    answer = demo.as_(who).get(address(case, tail)).expect(200)
    assert SECRET in answer.text or tail == "events/"


@pytest.mark.parametrize("tail", READS)
@pytest.mark.parametrize("who", BLIND)
def test_a_foreign_request_looks_like_none(demo, case, who, tail):
    client = demo.as_(who)
    foreign, absent = client.get(address(case, tail)), client.get(nowhere(case, tail))
    assert foreign.status == 404 and '"Not found."' in foreign.text
    assert without_ids(foreign) == without_ids(absent)
    assert foreign.header("ETag") is None and foreign.header("Content-Range") is None


@pytest.mark.parametrize(
    "headers",
    [{"If-None-Match": "*"}, {"Range": "bytes=0-0"}, {"If-Match": '"1"'}, {"Accept": "text/html"}],
)
@pytest.mark.parametrize("who", BLIND)
def test_no_header_tells_a_foreign_file_from_none(demo, case, who, headers):
    client = demo.as_(who)
    for tail in READS:
        foreign = client.get(address(case, tail), headers=headers)
        absent = client.get(nowhere(case, tail), headers=headers)
        assert foreign.status in (404, 406) and without_ids(foreign) == without_ids(absent)


@pytest.mark.parametrize("method, tail, content", WRITES)
@pytest.mark.parametrize("who", BLIND)
def test_a_foreign_request_cannot_be_changed_or_felt(demo, case, who, method, tail, content):
    before = demo.as_("admin").get(case["path"]).expect(200)
    client = demo.as_(who)
    foreign = client.request(method, address(case, tail), **content)
    absent = client.request(method, nowhere(case, tail), **content)
    assert foreign.status == 404 and without_ids(foreign) == without_ids(absent)
    after = demo.as_("admin").get(case["path"]).expect(200)
    assert after.json == before.json and after.header("ETag") == before.header("ETag")


def test_an_update_of_a_foreign_request_looks_like_none(demo, case):
    technician = demo.as_("technician")
    answers = [
        technician.post(
            f"{V1}/request-updates/", json={"service_request": number, "comment": "taken over"}
        ).expect(400)
        for number in (case["id"], 98765432)
    ]
    assert without_ids(answers[0], case["id"]) == without_ids(answers[1], 98765432)
    assert "taken over" not in demo.as_("admin").get(case["path"]).text


@pytest.mark.parametrize("who", ["customer", "other_customer", "technician"])
def test_only_the_desk_assigns(demo, case, who):
    before = demo.as_("admin").get(case["path"]).json
    body = {"assigned_to": profile_id(demo, "technician")}
    assert demo.as_(who).post(case["path"] + "assign/", json=body).status == 403
    assert demo.as_("admin").get(case["path"]).json == before


@pytest.mark.parametrize("tail", READS)
def test_the_technician_sees_what_was_given_and_no_more(demo, given, tail):
    technician = demo.as_("technician")
    technician.get(address(given, tail)).expect(200)
    listed = technician.get(f"{V1}/requests/?limit=100").expect(200).json
    assert given["id"] in [row["id"] for row in listed]
    me = profile_id(demo, "technician")
    assert {row["assigned_to"] for row in listed} == {me}


LISTS = [
    "limit=100",
    "limit=100&sort=created_at",
    "limit=100&sort=-updated_at",
    "limit=100&customer={customer}",
    "limit=100&customer={other}",
    "limit=100&customer=0",
    "limit=100&assignee=none",
    "limit=100&assignee={support}",
    "limit=100&assignee=none&customer={customer}",
    "limit=100&status=in_progress",
    "limit=100&type=repair",
    "limit=100&created_from=2000-01-01",
    "limit=100&customer={other}&customer={customer}",
    "limit=100&cursor=9999999999999999.999999999",
    "limit=100&q=" + SECRET,
    "limit=100&q=" + SECRET[:6],
    "limit=100&q=" + SECRET[:6] + "*",
    "limit=100&q=SR-{id}",
    "limit=100&q={id}",
    "limit=100&q=%22" + SECRET + "%22",
    "limit=100&q=" + SECRET + "%20OR%20customer:1",
    "limit=100&q=-nothing%20" + SECRET,
    "limit=100&q=" + SECRET + "&cursor=0.0",
]


@pytest.mark.parametrize("query", LISTS)
@pytest.mark.parametrize("who", BLIND)
def test_no_list_filter_or_search_shows_or_counts_it(demo, case, who, query):
    ids = {"customer": profile_id(demo, "customer"), "other": profile_id(demo, "other_customer")}
    ids |= {"support": profile_id(demo, "support"), "id": case["id"]}
    answer = demo.as_(who).get(f"{V1}/requests/?{query.format(**ids)}").expect(200)
    me = profile_id(demo, who)
    own = "assigned_to" if who == "technician" else "customer"
    assert all(row[own] == me for row in answer.json)
    assert SECRET not in answer.text and INTERNAL not in answer.text
    total = answer.header("X-Total-Count")
    if answer.header("Link") is None and "cursor" not in query:
        assert total is None or int(total) == len(answer.json)


@pytest.mark.parametrize("who", ["other_customer", "technician", "customer"])
def test_stats_count_only_what_one_sees(demo, case, who):
    stats = demo.as_(who).get(f"{V1}/stats/").expect(200).json
    listed = demo.as_(who).get(f"{V1}/requests/?limit=1").expect(200)
    assert stats["total"] == int(listed.header("X-Total-Count"))
    assert sum(stats["by_status"].values()) == stats["total"]
    if who == "technician":
        assert set(stats["by_assignee"]) <= {str(profile_id(demo, who))}
        assert stats["queues"]["mine"] == stats["queues"]["all"] == stats["by_status"]
        assert set(stats["queues"]["unassigned"].values()) == {0}
    else:
        assert set(stats) == {"total", "queues", "by_status"} and stats["queues"] is None


def test_a_foreign_request_moves_nobody_elses_numbers(demo):
    def seen(who):
        client = demo.as_(who)
        return client.get(f"{V1}/stats/").json, client.get(f"{V1}/requests/").header(
            "X-Total-Count"
        )

    before = {who: seen(who) for who in BLIND}
    body = {"request_type": "repair", "details": SECRET}
    demo.as_("customer").post(f"{V1}/requests/", json=body).expect(201)
    assert {who: seen(who) for who in BLIND} == before


@pytest.mark.parametrize("tail", ["", "events/", "comments/", "attachments/"])
def test_the_customer_never_meets_an_internal_note(demo, case, tail):
    answer = demo.as_("customer").get(case["path"] + tail).expect(200)
    assert INTERNAL not in answer.text and "internal" not in answer.text
    if tail == "events/":
        commented = [row for row in answer.json if row["kind"] == "commented"]
        assert str(case["note"]) not in [row["to_value"] for row in commented]


@pytest.mark.parametrize("page", ["limit=1", "limit=2", "limit=100&cursor=0.0"])
@pytest.mark.parametrize("tail", ["events/", "comments/"])
def test_no_page_holds_an_internal_note(demo, case, tail, page):
    path = f"{case['path']}{tail}?{page}"
    while path:
        answer = demo.as_("customer").get(path).expect(200)
        assert INTERNAL not in answer.text and '"internal"' not in answer.text
        path = answer.next_page(demo.origin)


@pytest.mark.parametrize("who", ["customer", "other_customer", "support", "admin"])
def test_an_internal_note_is_not_found_by_search(demo, case, who):
    found = demo.as_(who).get(f"{V1}/requests/?q={INTERNAL}").expect(200)
    assert case["id"] not in [row["id"] for row in found.json] or who in ("support", "admin")


@pytest.mark.parametrize("who", ["support", "second_support", "admin"])
def test_staff_read_the_internal_note(demo, case, who):
    rows = demo.as_(who).get(f"{case['path']}comments/").expect(200).json
    assert [row["visibility"] for row in rows if row["text"] == INTERNAL] == ["internal"]


def test_one_requests_file_is_not_served_under_another(demo, case):
    body = {"request_type": "repair", "details": "mine"}
    own = demo.as_("other_customer").post(f"{V1}/requests/", json=body).expect(201).json["id"]
    path = case["file"].replace(f"/requests/{case['id']}/", f"/requests/{own}/")
    answer = demo.as_("other_customer").get(path).expect(404)
    assert SECRET not in answer.text


def test_a_key_of_one_customer_means_nothing_to_another(demo):
    body = {"request_type": "repair", "details": "same words"}
    headers = {"Idempotency-Key": "shared-between-two"}
    first, second = (
        demo.as_(who).post(f"{V1}/requests/", json=body, headers=headers).expect(201)
        for who in ("customer", "other_customer")
    )
    assert first.json["id"] != second.json["id"]
    assert second.header("Idempotency-Replayed") is None


ADMIN_DOORS = ["/users/", "/users/1/", "/users/?q=admin", "/invitations/", "/users/98765432/"]


@pytest.mark.parametrize("path", ADMIN_DOORS)
@pytest.mark.parametrize("who", ["customer", "technician", "support"])
def test_accounts_are_the_administrators(demo, who, path):
    answer = demo.as_(who).get(V1 + path).expect(403)
    assert set(answer.json) == {"type", "title", "status", "code", "detail"}
    assert answer.header("X-Total-Count") is None


@pytest.mark.parametrize("who", ROLES)
def test_no_answer_holds_a_secret(demo, case, who):
    client = demo.as_(who)
    paths = ["/profile/", "/requests/?limit=100", "/service-types/", "/users/?limit=100"]
    for path in [V1 + path for path in paths] + ["/api/openapi.json"]:
        answer = client.get(path)
        for word in ("password_hash", "argon2", "storage_key", "username_key", "refresh_digest"):
            assert word not in answer.text, f"{word} in {path}"


def test_a_deleted_request_is_gone_for_everybody(demo):
    body = {"request_type": "repair", "details": "vanishing wombat"}
    key = {"Idempotency-Key": "of-a-deleted-request"}
    owner = demo.as_("customer")
    made = owner.post(f"{V1}/requests/", json=body, headers=key).expect(201).json["id"]
    attached = owner.post(
        f"{V1}/requests/{made}/attachments/", multipart={"attachment": ("a.txt", b"a note")}
    ).expect(201)
    file = attached.json[0]["url"].removeprefix(demo.origin)
    owner.delete(f"{V1}/requests/{made}/").expect(204)
    for who in ("customer", "support", "admin"):
        client = demo.as_(who)
        for tail in ("", "events/", "comments/", "attachments/"):
            kept = (who, tail) == ("admin", "events/")
            client.get(f"{V1}/requests/{made}/{tail}").expect(200 if kept else 404)
        client.get(file).expect(404)
        client.patch(f"{V1}/requests/{made}/", json={"title": "x"}).expect(404)
        listed = client.get(f"{V1}/requests/?q=wombat").expect(200)
        assert made not in [row["id"] for row in listed.json]
        assert "wombat" not in json.dumps(client.get(f"{V1}/requests/?limit=100").json)
    owner.post(f"{V1}/requests/", json=body, headers=key).expect(404, 409)
