"""The audit list: both logs as one, filtered, in pages and as CSV; for administrators."""

from __future__ import annotations

import csv
import io

import pytest
from harness import credentials, matrix, tickets
from harness.scenario import Scenario, each, run

V1 = "/api/v1"
PATH = f"{V1}/audit/"
KEYS = "id created_at actor actor_name object_kind object kind from_value to_value note".split()


def lines(demo, query=""):
    return demo.as_("admin").get(f"{PATH}?{query}").expect(200).json


def test_it_tells_of_requests_and_of_accounts(demo):
    request = matrix.open_request(demo)
    note = {"service_request": request, "notes": "looked at it", "status": "in_progress"}
    demo.as_("support").post(f"{V1}/request-updates/", json=note).expect(201)
    account, _ = credentials.newcomer(demo)
    history = lines(demo, f"object_kind=service_request&object={request}")
    assert [line["kind"] for line in history][0] == "status_changed"
    assert history[-1]["kind"] == "opened" or history[-2]["kind"] == "opened"
    first = history[0]
    assert list(first) == KEYS
    assert (first["from_value"], first["to_value"]) == ("pending", "in_progress")
    assert first["note"] == "looked at it" and first["actor_name"].startswith("Asha")
    registered = lines(demo, f"object_kind=account&object={account}")
    assert [(line["kind"], line["note"]) for line in registered] == [("registered", "customer")]
    newest = lines(demo, "limit=1")[0]
    assert newest["id"] == registered[0]["id"]


def test_an_edited_account_is_told_without_what_stood_in_it(demo):
    account, login = credentials.newcomer(demo)
    change = {"phone_number": "+919812345678", "address": "Fourth lane"}
    demo.as_(login).patch(f"{V1}/profile/", json=change).expect(200)
    demo.as_(login).patch(f"{V1}/profile/", json=change).expect(200)  # nothing new
    told = lines(demo, f"object_kind=account&object={account}&kind=edited")
    assert [(line["actor"], line["note"]) for line in told] == [(account, "phone_number, address")]


@pytest.mark.parametrize("query", ["", "kind=status_changed", "object_kind=service_request"])
def test_pages_cover_both_logs_once_in_order(demo, query):
    credentials.newcomer(demo)
    matrix.open_request(demo)
    seen, _ = tickets.pages(demo, "admin", f"{PATH}?limit=37&{query}")
    keys = [(row["created_at"], row["id"]) for row in seen]
    assert len(set(keys)) == len(keys) > 100
    moments = [row["created_at"] for row in seen]
    assert [stamp(m) for m in moments] == sorted(map(stamp, moments), reverse=True)
    if not query:
        assert {"service_request", "account"} <= {row["object_kind"] for row in seen}


def stamp(moment):
    """With its fraction, which is left out when it is 0."""
    return moment if "." in moment else moment.replace("Z", ".000000Z")


def test_filters_hold_of_every_line(demo):
    asha = tickets.me(demo, "support")
    assert {row["actor"] for row in lines(demo, f"actor={asha}")} == {asha}
    assert {row["kind"] for row in lines(demo, "kind=registered")} == {"registered"}
    assert {row["kind"] for row in lines(demo, "kind=assigned")} == {"assigned"}
    assert {row["object_kind"] for row in lines(demo, "object_kind=account")} == {"account"}
    both = lines(demo, f"actor={asha}&kind=status_changed&object_kind=service_request")
    assert both and {(row["actor"], row["kind"]) for row in both} == {(asha, "status_changed")}
    middle = lines(demo)[20]["created_at"]
    assert min(stamp(row["created_at"]) for row in lines(demo, f"from={middle}")) == stamp(middle)
    assert stamp(lines(demo, f"until={middle}&limit=1")[0]["created_at"]) < stamp(middle)
    assert lines(demo, f"from={middle}&until={middle}") == []
    assert lines(demo, "kind=no_such_thing") == lines(demo, "actor=999999") == []


@each(
    [
        Scenario(f"wrong {query}", "admin", "GET", f"{PATH}?{query}", 400,
                 has=[f"$.errors.{field}[0]"])
        for field, query in {
            "actor": "actor=x", "object": "object_kind=account&object=x",
            "object_kind": "object=5", "from": "from=yesterday", "until": "until=x",
            "cursor": "cursor=x", "limit": "limit=0",
        }.items()
    ]
    + [
        Scenario(f"{who} {path}", who, "GET", path, status)
        for path in (PATH, f"{PATH}export/")
        for who, status in ((None, 401), ("customer", 403), ("technician", 403), ("support", 403))
    ]
    + [
        Scenario("hostile words", "admin", "GET", f"{PATH}?kind='%20OR%201=1--", 200,
                 has=["$.length == 0"]),
        Scenario("it is only read", "admin", "DELETE", PATH, 405),
        Scenario("no secrets", "admin", "GET", f"{PATH}?limit=100", 200,
                 lacks=["password_hash", "digest", "argon2"]),
    ]
)  # fmt: skip
def test_who_may_ask_what(demo, scenario):
    run(demo, scenario)


def exported(demo, query=""):
    answer = demo.as_("admin").get(f"{PATH}export/?{query}").expect(200)
    assert answer.header("Content-Type").startswith("text/csv")
    assert "attachment" in answer.header("Content-Disposition")
    return answer, list(csv.DictReader(io.StringIO(answer.text)))


def test_the_export_says_what_the_list_says(demo):
    query = "object_kind=service_request&kind=status_changed"
    answer, rows = exported(demo, query)
    assert answer.header("Link") is None
    listed, _ = tickets.pages(demo, "admin", f"{PATH}?limit=100&{query}")
    assert [int(row["id"]) for row in rows] == [line["id"] for line in listed]
    assert list(rows[0]) == KEYS
    assert rows[0]["to_value"] == listed[0]["to_value"]


def test_the_export_is_harmless_in_a_spreadsheet(demo):
    request = matrix.open_request(demo)
    note = {"service_request": request, "notes": '=HYPERLINK("http://evil.example","x"),\n2nd'}
    demo.as_("support").post(f"{V1}/request-updates/", json=note).expect(201)
    answer, rows = exported(demo, f"object_kind=service_request&object={request}&kind=noted")
    assert len(rows) == 1 and rows[0]["note"] == "'" + note["notes"]
    assert '""http://evil' in answer.text


def test_the_export_is_bounded_and_goes_on(start_server):
    server = start_server("demo", read_deadline_ms=60_000)  # a sanitizer reads slowly
    request = matrix.open_request(server)
    note = {"service_request": request, "notes": "n" * 10_000}
    for _ in range(1_750):
        server.as_("support").post(f"{V1}/request-updates/", json=note).expect(201)
    query = f"object_kind=service_request&object={request}&kind=noted"
    first, rows = exported(server, query)
    assert len(first.body) < 19 * 1024 * 1024 and 1_600 <= len(rows) < 1_750
    rest = server.as_("admin").get(first.next_page(server.origin)).expect(200)
    more = list(csv.DictReader(io.StringIO(rest.text)))
    assert rest.header("Link") is None
    ids = [row["id"] for row in rows + more]
    assert len(ids) == len(set(ids)) == 1_750
