"""contracts.md §5: create, getAll, update, delete and download, row by row."""

from __future__ import annotations

import re

import pytest

from desk_door import CREATE, DRAFT, LIST, REQUESTS, assign, created, id_of, listed, newcomer
from harness.scenario import Scenario, each, run

NOBODY = 999_999_999
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z"
UPDATE_404 = '{"detail":"Request not found or unauthorized."}'
DELETE_404 = '{"detail":"Request not found."}'
DOWNLOAD_403 = '{"error":"You do not have permission to download this file."}'
DOWNLOAD_404 = '{"error":"Attachment not found"}'


# -- create --------------------------------------------------------------------------------------


def test_a_request_to_the_byte(demo):
    number, client = newcomer(demo, "byte_owner")
    made = created(client, ("a.txt", b"gas", "text/plain"), ("a.txt", b"more", "text/plain"))
    told = made.json
    files = [file["id"] for file in told["uploaded_attachments"]]
    pattern = (
        f'{{"id":{told["id"]},"customer":{number},"support_staff":{told["support_staff"]},'
        '"title":"Leaky pipe","service_type":"repair","description":"There is a gas leak",'
        '"status":"pending","uploaded_attachments":['
        f'{{"id":{files[0]},"file":"/attachments/uploads/a.txt","uploaded_at":"T"}},'
        f'{{"id":{files[1]},"file":"/attachments/uploads/a.txt","uploaded_at":"T"}}],'
        '"created_at":"T","updated_at":"T"}'
    )
    assert re.sub(MOMENT, "T", made.text) == pattern
    assert isinstance(told["support_staff"], int)
    assert client.get(LIST).expect(200).json["results"] == [told]


@pytest.mark.parametrize("form", ["json", "form", "multipart"])
@pytest.mark.parametrize("path", [CREATE, CREATE.rstrip("/")])
def test_create_takes_every_form_of_body(demo, form, path):
    made = demo.as_("customer").post(path, **{form: DRAFT}).expect(201).json
    assert {key: made[key] for key in DRAFT} == DRAFT and made["uploaded_attachments"] == []


@pytest.mark.parametrize("word", ["installation", "maintenance", "repair"])
def test_each_type_keeps_its_word(demo, word):
    made = demo.as_("customer").post(CREATE, form={**DRAFT, "service_type": word}).expect(201)
    assert made.json["service_type"] == word


def create_fails(name, body, has, who="customer", status=400):
    return Scenario(name, who, "POST", CREATE, status, json=body, has=[has])


def draft(**changes):
    return {key: value for key, value in {**DRAFT, **changes}.items() if value is not ...}


CREATE_FAILURES = [
    create_fails("the type is asked for alone", {}, '{"service_type":["This field is required."]}'),
    create_fails(
        "the type is asked for before the rest",
        {"title": "a", "description": "b"},
        '{"service_type":["This field is required."]}',
    ),
    create_fails(
        "all at once",
        {"title": "abcd", "service_type": "boom", "description": "too short"},
        '{"title":["Title must be at least 5 characters long."],'
        '"service_type":["\\"boom\\" is not a valid choice."],'
        '"description":["Description must be at least 10 characters long."]}',
    ),
    create_fails(
        "nothing but a type",
        {"service_type": "repair"},
        '{"title":["This field is required."],"description":["This field is required."]}',
    ),
    create_fails(
        "blanks, which are not short",
        draft(title="     ", description="           "),
        '{"title":["This field may not be blank."],'
        '"description":["This field may not be blank."]}',
    ),
    create_fails(
        "nulls",
        draft(title=None, service_type=None, description=None),
        '{"title":["This field may not be null."],'
        '"service_type":["This field may not be null."],'
        '"description":["This field may not be null."]}',
    ),
    create_fails(
        "a title of four, blanks taken off",
        draft(title="  gaß!  "),
        '{"title":["Title must be at least 5 characters long."]}',
    ),
    create_fails(
        "a title of 256",
        draft(title="t" * 256),
        '{"title":["Ensure this field has no more than 255 characters."]}',
    ),
    create_fails(
        "a description of 10,001",
        draft(description="d" * 10_001),
        '{"description":["Ensure this field has no more than 10000 characters."]}',
    ),
    create_fails("a list for a title", draft(title=["x" * 9]), '{"title":["Not a valid string."]}'),
    create_fails(
        "the type of another surface",
        draft(service_type="new_connection"),
        '{"service_type":["\\"new_connection\\" is not a valid choice."]}',
    ),
    create_fails(
        "text for a file",
        draft(attachments="a.txt"),
        '{"attachments":{"0":["The submitted data was not a file. '
        'Check the encoding type on the form."]}}',
    ),
    create_fails(
        "a list",
        [DRAFT],
        '{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}',
    ),
    Scenario(
        "broken JSON",
        "customer",
        "POST",
        CREATE,
        400,
        body="{'",
        has=["JSON parse error - Expecting property name enclosed in double quotes"],
    ),
    *(
        create_fails(
            f"{who}, whatever the body",
            {},
            '{"detail":"Only customers can create service requests."}',
            who=who,
            status=403,
        )
        for who in ("support", "technician", "admin")
    ),
]


@each(CREATE_FAILURES)
def test_create_refuses(demo, scenario):
    run(demo, scenario)


def test_an_empty_file_is_named_by_its_place(demo):
    fields = [
        *DRAFT.items(),
        ("attachments", ("a.txt", b"gas", "text/plain")),
        ("attachments", ("b.txt", b"", "text/plain")),
    ]
    refused = demo.as_("customer").post(CREATE, multipart=fields).expect(400)
    assert refused.text == '{"attachments":{"1":["The submitted file is empty."]}}'


def test_shortest_and_longest_are_taken(demo):
    edges = {"title": "gaß 5", "description": "ten chars!"}
    assert created(demo.as_("customer"), **edges).json["title"] == "gaß 5"
    longest = created(demo.as_("customer"), title="t" * 255, description="d" * 10_000).json
    assert len(longest["title"]) == 255 and len(longest["description"]) == 10_000


def test_status_and_staff_are_not_taken_from_the_body(demo):
    client = demo.as_("customer")
    sent = {**DRAFT, "status": "resolved", "customer": NOBODY, "support_staff": NOBODY, "id": 1}
    made = client.post(CREATE, json=sent).expect(201).json
    assert made["status"] == "pending" and made["customer"] == id_of(client)
    assert made["support_staff"] != NOBODY and made["id"] != 1


# -- getAll --------------------------------------------------------------------------------------


def test_a_list_is_pages_of_ten_from_the_oldest(demo):
    _, client = newcomer(demo, "lister")
    assert client.get(LIST).expect(200).text == (
        '{"count":0,"next":null,"previous":null,"results":[]}'
    )
    made = [created(client, title=f"Request {n}").json["id"] for n in range(12)]
    first = client.get(LIST).expect(200).json
    origin = demo.origin + LIST
    assert [first["count"], first["next"], first["previous"]] == [12, f"{origin}?page=2", None]
    assert [row["id"] for row in first["results"]] == made[:10]
    second = client.get(f"{LIST}?page=2").expect(200).json
    assert [second["count"], second["next"], second["previous"]] == [12, None, origin]
    assert [row["id"] for row in second["results"]] == made[10:]
    assert client.get(f"{LIST}?page=last").expect(200).json["results"] == second["results"]
    middle = client.get(f"{LIST}?page_size=5&page=2").expect(200).json
    assert middle["next"] == f"{origin}?page=3&page_size=5"
    assert middle["previous"] == f"{origin}?page_size=5"
    assert [row["id"] for row in middle["results"]] == made[5:10]


PAGES = [
    ("page=0", 404),
    ("page=3000", 404),
    ("page=x", 404),
    ("page=", 404),
    ("page_size=0", 200),
    ("page_size=abc", 200),
    ("page_size=-1", 200),
    ("page_size=100000", 200),
    ("page=1", 200),
]


@pytest.mark.parametrize("query, status", PAGES)
def test_pages_that_are_none(demo, query, status):
    answer = demo.as_("admin").get(f"{LIST}?{query}").expect(status)
    if status == 404:
        assert answer.text == '{"detail":"Invalid page."}'
    else:
        assert len(answer.json["results"]) == (100 if "100000" in query else 10)


def test_each_role_lists_its_own(demo):
    owner, client = newcomer(demo, "shown_owner")
    _, stranger = newcomer(demo, "shown_stranger")
    given, staff = newcomer(demo, "shown_staff", role="support_staff")
    _, colleague = newcomer(demo, "shown_colleague", role="support_staff")
    request = created(client).json["id"]
    assign(demo, request, given)

    def lists(who):
        return request in listed(who)

    shown = [lists(who) for who in (client, stranger, staff, colleague, demo.as_("admin"))]
    assert shown == [True, False, True, False, True]
    assert {row["customer"] for row in client.get(LIST).expect(200).json["results"]} == {owner}
    technician = demo.as_("technician")
    assert not lists(technician)
    assign(demo, request, id_of(technician))
    assert lists(technician) and not lists(staff)
    assert demo.client().get(LIST).expect(401).header("WWW-Authenticate") == 'Bearer realm="api"'


# -- update --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def work(demo):
    """A request of the customer that was given to the support of the harness."""
    support = demo.as_("support")
    request = created(demo.as_("customer"), ("a.txt", b"gas", "text/plain")).json
    assign(demo, request["id"], id_of(support))
    return request


@pytest.mark.parametrize("form", ["json", "form", "multipart"])
def test_any_direction_is_allowed(demo, work, form):
    support = demo.as_("support")
    path = f"{REQUESTS}/update/{work['id']}/"
    for word in ("resolved", "pending", "in_progress", "resolved", "in_progress", "pending"):
        done = support.patch(path, **{form: {"status": word}}).expect(200)
        assert done.text == '{"detail":"Status updated successfully."}'
        seen = demo.as_("customer").get(f"/api/v1/requests/{work['id']}/").expect(200).json
        assert seen["status"] == word
        assert (seen["resolved_at"] is not None) == (word == "resolved")


BAD_STATUS = [{}, {"status": "done"}, {"status": None}, {"status": ["pending"]}, {"status": ""}]


@pytest.mark.parametrize("body", [*BAD_STATUS, {"status": "cancelled"}], ids=str)
def test_a_status_that_is_none(demo, work, body):
    path = f"{REQUESTS}/update/{work['id']}/"
    refused = demo.as_("support").patch(path, json=body).expect(400)
    assert refused.text == '{"detail":"Invalid status value."}'


@pytest.mark.parametrize(
    "who", ["customer", "other_customer", "second_support", "technician", "admin"]
)
@pytest.mark.parametrize("body", [{"status": "resolved"}, {}], ids=str)
def test_only_whom_it_was_given_to_updates(demo, work, who, body):
    refused = demo.as_(who).patch(f"{REQUESTS}/update/{work['id']}/", json=body).expect(404)
    assert refused.text == UPDATE_404
    seen = demo.as_("support").get(f"/api/v1/requests/{work['id']}/").expect(200).json
    assert seen["status"] == "pending"


def test_a_technician_updates_what_was_given_to_them(demo):
    technician = demo.as_("technician")
    request = created(demo.as_("customer")).json["id"]
    assign(demo, request, id_of(technician))
    path = f"{REQUESTS}/update/{request}/"
    technician.patch(path, json={"status": "in_progress"}).expect(200)


STRANGERS = [
    Scenario(
        "unknown work",
        "support",
        "PATCH",
        f"{REQUESTS}/update/{NOBODY}/",
        404,
        json={"status": "resolved"},
        has=[UPDATE_404],
    ),
    Scenario("nobody's", None, "PATCH", f"{REQUESTS}/update/{NOBODY}/", 401, json={}),
    Scenario(
        "an unknown request",
        "customer",
        "DELETE",
        f"{REQUESTS}/delete/{NOBODY}/",
        404,
        has=[DELETE_404],
    ),
    Scenario("deleted by nobody", None, "DELETE", f"{REQUESTS}/delete/{NOBODY}/", 401),
    Scenario(
        "an unknown file",
        "customer",
        "GET",
        f"{REQUESTS}/download/{NOBODY}/",
        404,
        has=[DOWNLOAD_404],
    ),
    Scenario("fetched by nobody", None, "GET", f"{REQUESTS}/download/{NOBODY}/", 401),
]


@each(STRANGERS)
def test_what_is_not_there(demo, scenario):
    run(demo, scenario)


# -- delete --------------------------------------------------------------------------------------


def test_the_owner_deletes_while_it_is_pending(demo):
    client = demo.as_("customer")
    made = created(client, ("a.txt", b"gas", "text/plain")).json
    path = f"{REQUESTS}/delete/{made['id']}/"
    for who in ("other_customer", "support", "second_support", "technician", "admin"):
        assert demo.as_(who).delete(path).expect(404).text == DELETE_404
    gone = client.delete(path).expect(204)
    assert gone.body == b"" and gone.header("Content-Length") in (None, "0")
    assert client.delete(path).expect(404).text == DELETE_404
    file = made["uploaded_attachments"][0]["id"]
    assert client.get(f"{REQUESTS}/download/{file}/").expect(404).text == DOWNLOAD_404
    client.get(f"/api/v1/requests/{made['id']}/").expect(404)


@pytest.mark.parametrize("word", ["in_progress", "resolved"])
def test_what_is_not_pending_stays(demo, word):
    client, support = demo.as_("customer"), demo.as_("support")
    request = created(client).json["id"]
    assign(demo, request, id_of(support))
    support.patch(f"{REQUESTS}/update/{request}/", json={"status": word}).expect(200)
    refused = client.delete(f"{REQUESTS}/delete/{request}/").expect(400)
    assert refused.text == '{"detail":"Cannot delete a request that is in progress or resolved."}'
    client.get(f"/api/v1/requests/{request}/").expect(200)


# -- download ------------------------------------------------------------------------------------

DOWNLOADS = [
    ("customer", 200),
    ("support", 200),
    ("admin", 200),
    ("other_customer", 403),
    ("second_support", 403),
    ("technician", 403),
]


@pytest.mark.parametrize("who, status", DOWNLOADS)
def test_who_downloads(demo, work, who, status):
    file = work["uploaded_attachments"][0]["id"]
    answer = demo.as_(who).get(f"{REQUESTS}/download/{file}/").expect(status)
    if status == 403:
        assert answer.text == DOWNLOAD_403
        return
    assert answer.body == b"gas"
    assert answer.header("Content-Disposition") == 'attachment; filename="a.txt"'
    assert answer.header("Content-Type").startswith("text/plain")
    assert answer.header("X-Content-Type-Options") == "nosniff"


def test_a_file_that_is_lost(start_server):
    server = start_server(profile="demo")
    client = server.as_("customer")
    content = b"a file that will be lost"
    file = created(client, ("a.txt", content, "text/plain")).json["uploaded_attachments"][0]["id"]
    stored = [
        path
        for path in (server.data / "attachments").rglob("*")
        if path.is_file() and path.read_bytes() == content
    ]
    assert len(stored) == 1
    stored[0].unlink()
    refused = client.get(f"{REQUESTS}/download/{file}/").expect(404)
    assert refused.text == '{"detail":"Not found."}'
