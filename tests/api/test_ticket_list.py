"""Lists of tickets: filters, order, pages, search, and whose they are."""

from __future__ import annotations

import pytest
from harness.tickets import begin, me, open_case, open_request, pages

V1 = "/api/v1"


@pytest.mark.parametrize(
    "sort, key, reverse",
    [
        ("", "created_at", True),
        ("-created_at", "created_at", True),
        ("created_at", "created_at", False),
        ("-last_activity_at", "last_activity_at", True),
    ],
)
@pytest.mark.parametrize("filters", ["", "kind=conversation", "customer={customer}"])
def test_pages_cover_the_whole_list_once(demo, sort, key, reverse, filters):
    for _ in range(3):
        begin(demo)
    query = filters.replace("{customer}", str(me(demo, "customer")))
    rows, last = pages(demo, "support", f"{V1}/tickets/?limit=2&sort={sort}&{query}")
    assert len({row["id"] for row in rows}) == len(rows) >= 3
    assert int(last.header("X-Total-Count")) == len(rows)
    assert rows == sorted(rows, key=lambda row: (row[key], row["id"]), reverse=reverse)


def test_filters(demo):
    request = open_request(demo)["id"]
    case = open_case(demo, request=request, subject="Lists", priority="low")
    talk = begin(demo, subject="Lists")
    support, technician = demo.as_("support"), me(demo, "technician")
    assign = f"{V1}/tickets/{case['id']}/assign/"
    support.post(assign, json={"assigned_to": technician}).expect(200)
    holds = {
        "kind=case": lambda row: row["kind"] == "case",
        "kind=conversation": lambda row: row["kind"] == "conversation",
        "status=open": lambda row: row["status"] == "open",
        "priority=low": lambda row: row["priority"] == "low",
        "kind=case&priority=low": lambda row: (row["kind"], row["priority"]) == ("case", "low"),
        f"assignee={technician}": lambda row: row["assigned_to"] == technician,
        "assignee=none": lambda row: row["assigned_to"] is None,
        "kind=conversation&status=open&assignee=none": lambda row: (
            (row["kind"], row["status"], row["assigned_to"]) == ("conversation", "open", None)
        ),
        f"customer={case['customer']}": lambda row: row["customer"] == case["customer"],
        f"service_request={request}": lambda row: row["id"] == case["id"],
    }
    everything, _ = pages(demo, "support", f"{V1}/tickets/?limit=100")
    for query, matches in holds.items():
        rows, last = pages(demo, "support", f"{V1}/tickets/?limit=100&{query}")
        expected = [row["id"] for row in everything if matches(row)]
        assert [row["id"] for row in rows] == expected, query
        assert expected, query
        assert int(last.header("X-Total-Count")) == len(expected), query
    mine, _ = pages(demo, "technician", f"{V1}/tickets/?limit=100")
    assert case["id"] in [row["id"] for row in mine]
    assert all(row["assigned_to"] == technician for row in mine)
    assert demo.as_("technician").get(f"{V1}/tickets/?assignee=me").json == mine[:50]
    assert talk["id"] not in [row["id"] for row in mine]


def test_lists_hold_what_one_may_see(demo):
    mine, other = begin(demo)["id"], begin(demo, "other_customer")["id"]
    own = me(demo, "customer")
    for query in ("", f"customer={own}", "kind=conversation", "assignee=none"):
        rows, _ = pages(demo, "customer", f"{V1}/tickets/?limit=100&{query}")
        ids = [row["id"] for row in rows]
        assert mine in ids and other not in ids


@pytest.mark.parametrize("kind", ["tickets", "requests"])
@pytest.mark.parametrize("search", ["", "&q=pipe"])
def test_a_filter_for_what_is_not_ones_own_finds_nothing(demo, kind, search):
    request = open_request(demo)["id"]
    case = open_case(demo, request=request, subject="pipe")["id"]
    give = {"assigned_to": me(demo, "technician")}
    for path in (f"requests/{request}", f"tickets/{case}"):
        demo.as_("support").post(f"{V1}/{path}/assign/", json=give).expect(200)
    stranger, desk = me(demo, "other_customer"), me(demo, "support")
    asked = [("customer", f"customer={stranger}")]
    asked += [("technician", f"assignee={word}") for word in ("none", desk, stranger)]
    for who, query in asked:
        answer = demo.as_(who).get(f"{V1}/{kind}/?{query}{search}").expect(200)
        assert answer.json == [], (who, query)
        assert answer.header("X-Total-Count") in (None, "0"), (who, query)
    own = demo.as_("technician").get(f"{V1}/{kind}/?assignee=me{search}").expect(200).json
    assert own and own == demo.as_("technician").get(f"{V1}/{kind}/?{search}").json


def test_search_finds_and_respects_the_caller(demo):
    case = open_case(demo, subject="the narwhal valve")
    talk = begin(demo, "other_customer", subject="a narwhal again")
    found = demo.as_("customer").get(f"{V1}/tickets/?q=narwhal").expect(200).json
    assert [row["id"] for row in found] == [case["id"]]
    both = demo.as_("support").get(f"{V1}/tickets/?q=narwhal").expect(200).json
    assert {row["id"] for row in both} == {case["id"], talk["id"]}
    one = demo.as_("support").get(f"{V1}/tickets/?q=narwhal&limit=1").expect(200)
    rest, _ = pages(demo, "support", f"{V1}/tickets/?q=narwhal&limit=1")
    assert len(one.json) == 1 and {row["id"] for row in rest} == {case["id"], talk["id"]}
    only = demo.as_("support").get(f"{V1}/tickets/?q=narwhal&kind=conversation").expect(200).json
    assert [row["id"] for row in only] == [talk["id"]]
    demo.as_("admin").delete(f"{V1}/tickets/{case['id']}/").expect(204)
    assert demo.as_("customer").get(f"{V1}/tickets/?q=narwhal").json == []


@pytest.mark.parametrize(
    "query, field",
    [
        ("kind=meeting", "kind"),
        ("status=done", "status"),
        ("priority=soon", "priority"),
        ("assignee=them", "assignee"),
        ("customer=x", "customer"),
        ("service_request=x", "service_request"),
        ("sort=subject", "sort"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_queries_that_make_no_sense(demo, query, field):
    refused = demo.as_("support").get(f"{V1}/tickets/?{query}").expect(400)
    assert field in refused.json["errors"]
