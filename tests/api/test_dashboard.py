"""The dashboard: figures that were kept agree with what the lists say."""

from __future__ import annotations

import collections
import datetime

import pytest
from harness import jobs, logins, matrix, tickets
from harness.scenario import Scenario, each, run

V1 = "/api/v1"
PATH = f"{V1}/dashboard/"
OPEN = ("pending", "in_progress")
BANDS = [
    ("under_1h", 3_600),
    ("1h_to_4h", 4 * 3_600),
    ("4h_to_1d", 86_400),
    ("1d_to_3d", 3 * 86_400),
    ("3d_to_7d", 7 * 86_400),
    ("over_7d", 10**12),
]
SLOT_S = 900


def dashboard(server, query=""):
    return server.as_("support").get(f"{PATH}?{query}").expect(200).json


def tallies(rows):
    return {row["name"]: row["n"] for row in rows}


def every_request(server):
    return tickets.pages(server, "admin", f"{V1}/requests/?limit=100&sort=created_at")[0]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_counts_are_those_of_the_lists(demo):
    rows, shown = every_request(demo), dashboard(demo)
    by_status = collections.Counter(row["status"] for row in rows)
    assert tallies(shown["by_status"]) == {
        word: by_status[word] for word in ("pending", "in_progress", "resolved", "cancelled")
    }
    unfinished = [row for row in rows if row["status"] in OPEN]
    assert tallies(shown["open_by_type"]) == collections.Counter(row["type"] for row in unfinished)
    assert shown["open_unassigned"] == sum(row["assigned_to"] is None for row in unfinished)
    for load in shown["workload"]:
        own = [row for row in unfinished if row["assigned_to"] == load["account"]]
        assert load["pending"] == sum(row["status"] == "pending" for row in own)
        assert load["in_progress"] == sum(row["status"] == "in_progress" for row in own)
        assert load["urgent"] == sum(row["priority"] == "urgent" for row in own)
    assert {load["role"] for load in shown["workload"]} == {"support", "technician", "admin"}
    assert sum(load["pending"] + load["in_progress"] for load in shown["workload"]) > 0


def test_ages_are_those_of_the_lists(demo):
    rows, shown = every_request(demo), dashboard(demo)
    now = moment(shown["generated_at"])
    expected = dict.fromkeys((name for name, _ in BANDS), 0)
    for row in rows:
        if row["status"] not in OPEN:
            continue
        opened = moment(row["created_at"])
        slot = opened - datetime.timedelta(seconds=opened.timestamp() % SLOT_S)
        age = (now - slot).total_seconds()
        expected[next(name for name, until in BANDS if age < until)] += 1
    assert tallies(shown["open_by_age"]) == expected
    assert [row["name"] for row in shown["open_by_age"]] == [name for name, _ in BANDS]


def test_resolution_times_are_near_those_of_the_lists(demo):
    shown = dashboard(demo, "from=2020-01-01&until=2020-12-31")
    assert shown["resolution"]["n"] == 0 and shown["resolution_by_day"] == []
    shown = dashboard(demo, f"from={datetime.date.today() - datetime.timedelta(days=300)}")
    took = sorted(
        (moment(row["resolved_at"]) - moment(row["created_at"])).total_seconds()
        for row in every_request(demo)
        if row["resolved_at"]
    )
    assert shown["resolution"]["n"] == len(took) > 20
    assert sum(day["n"] for day in shown["resolution_by_day"]) == len(took)
    assert shown["resolution"]["median_s"] == pytest.approx(took[(len(took) - 1) // 2], rel=0.25)
    assert shown["resolution"]["p90_s"] == pytest.approx(took[int(len(took) * 0.9) - 1], rel=0.25)
    days = [day["day"] for day in shown["resolution_by_day"]]
    assert days == sorted(set(days)) and all(day["n"] > 0 for day in shown["resolution_by_day"])


def answered(server):
    return dashboard(server)["first_response"]["n"]


@pytest.mark.parametrize(
    "who, method, path, body, counts",
    [
        ("support", "POST", "comments/", {"text": "hello"}, 1),
        ("support", "POST", "comments/", {"text": "hm", "visibility": "internal"}, 0),
        ("customer", "POST", "comments/", {"text": "hello?"}, 0),
        ("support", "PATCH", "", {"status": "in_progress"}, 1),
        ("support", "PATCH", "", {"notes": "on our way"}, 1),
        ("support", "PATCH", "", {"priority": "high"}, 0),
        ("customer", "PATCH", "", {"title": "other words"}, 0),
        ("support", "POST", "assign/", {"assigned_to": None}, 0),
        ("support", "POST", "cancel/", {"reason": "twice"}, 1),
        ("customer", "POST", "cancel/", {}, 0),
    ],
)
def test_the_first_answer_of_staff_is_measured_once(demo, who, method, path, body, counts):
    before = answered(demo)
    request = f"{V1}/requests/{matrix.open_request(demo)}/"
    assert answered(demo) == before
    demo.as_(who).request(method, request + path, json=body).expect(200, 201)
    assert answered(demo) == before + counts
    again = {"text": "once more"}
    demo.as_("support").post(f"{request}comments/", json=again).expect(201)
    assert answered(demo) == before + 1
    assert "first_response_at" not in demo.as_("admin").get(request).text


def test_removed_requests_leave_all_figures(demo):
    def known(shown):
        return [shown[name] for name in ("by_status", "open_by_type", "workload", "first_response")]

    jobs.settle(demo)
    before = known(dashboard(demo))
    request = f"{V1}/requests/{matrix.open_request(demo)}/"
    demo.as_("support").patch(request, json={"status": "in_progress"}).expect(200)
    assert known(dashboard(demo)) != before
    demo.as_("admin").delete(request).expect(204)
    assert known(dashboard(demo)) == before


@each(
    [
        Scenario(f"{query}", "support", "GET", f"{PATH}?{query}", 400, has=[f"$.errors.{field}[0]"])
        for field, query in (
            ("from", "from=x"),
            ("until", "until=x"),
            ("from", "from=2026-01-02&until=2026-01-02"),
            ("from", "from=2026-02-01&until=2026-01-01"),
            ("from", "from=2020-01-01&until=2026-01-01"),
        )
    ]
    + [
        Scenario("a year", "support", "GET", f"{PATH}?from=2025-01-01&until=2026-01-02", 200),
        Scenario("a customer", "customer", "GET", PATH, 403),
        Scenario("a technician", "technician", "GET", PATH, 403),
        Scenario("a stranger", None, "GET", PATH, 401),
        Scenario("an administrator", "admin", "GET", PATH, 200, has=["$.workload[0].name"]),
    ]
)  # fmt: skip
def test_who_may_ask_what(demo, scenario):
    run(demo, scenario)


def test_an_empty_desk_has_a_dashboard_too(production):
    admin = production.as_(logins.PRODUCTION_ADMIN)
    shown = admin.get(PATH).expect(200).json
    assert tallies(shown["open_by_age"]) == {name: 0 for name, _ in BANDS}
    assert shown["first_response"]["n"] == shown["resolution"]["median_s"] == 0
    assert len(shown["workload"]) == 1
