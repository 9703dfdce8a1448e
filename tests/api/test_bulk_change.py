"""Many requests changed at once: one transaction, an outcome for each, nothing overwritten."""

from __future__ import annotations

from harness import matrix
from harness.scenario import Scenario, each, run

V1 = "/api/v1"
PATH = f"{V1}/requests/bulk/"
CHANGES_MAX = 100


def opened(demo, count):
    """(id, version) of so many fresh requests."""
    ids = [matrix.open_request(demo) for _ in range(count)]
    support = demo.as_("support")
    return [(id, support.get(f"{V1}/requests/{id}/").expect(200).json["version"]) for id in ids]


def sent(demo, changes, who="support"):
    return demo.as_(who).post(PATH, json={"changes": changes}).expect(200).json["outcomes"]


def read(demo, id):
    return demo.as_("support").get(f"{V1}/requests/{id}/").expect(200).json


def test_each_is_told_what_became_of_it(demo):
    (moved, first), (stale, second), (given, third) = opened(demo, 3)
    support = demo.as_("support")
    support.patch(f"{V1}/requests/{stale}/", json={"notes": "faster"}).expect(200)
    me = support.get(f"{V1}/profile/").expect(200).json["id"]
    outcomes = sent(
        demo,
        [
            {"id": moved, "version": first, "status": "in_progress", "notes": "Storm in Hebbal"},
            {"id": stale, "version": second, "status": "in_progress"},
            {"id": given, "version": third, "assigned_to": me},
            {"id": 999_999, "version": 1, "assigned_to": None},
        ],
    )
    assert [outcome["id"] for outcome in outcomes] == [moved, stale, given, 999_999]
    codes = [outcome["code"] for outcome in outcomes]
    assert codes == [None, "precondition_failed", None, "not_found"]
    versions = [outcome["version"] for outcome in outcomes]
    assert versions == [*(read(demo, id)["version"] for id in (moved, stale, given)), None]
    assert read(demo, moved)["status"] == "in_progress"
    assert read(demo, moved)["updates"][0]["notes"] == "Storm in Hebbal"
    assert read(demo, stale)["status"] == "pending"
    assert read(demo, given)["assigned_to"] == me


def test_what_it_answers_undoes_it_unless_somebody_was_faster(demo):
    (kept, first), (taken, second) = opened(demo, 2)
    moved = sent(
        demo,
        [
            {"id": kept, "version": first, "status": "resolved", "notes": "Done"},
            {"id": taken, "version": second, "status": "resolved", "notes": "Done"},
        ],
    )
    assert read(demo, kept)["resolution"] == "Done"
    demo.as_("support").patch(f"{V1}/requests/{taken}/", json={"notes": "called"}).expect(200)
    back = {"status": "pending", "resolution": ""}
    undone = sent(
        demo, [{"id": row["id"], "version": row["version"], **back} for row in moved]
    )
    assert [row["code"] for row in undone] == [None, "precondition_failed"]
    assert (read(demo, kept)["status"], read(demo, kept)["resolution"]) == ("pending", "")
    assert read(demo, taken)["status"] == "resolved"


def test_sent_again_it_changes_nothing_more(demo):
    ((id, version),) = opened(demo, 1)
    change = {"id": id, "version": version, "status": "in_progress", "notes": "once"}
    sent(demo, [change])
    assert sent(demo, [change])[0]["code"] == "precondition_failed"
    assert len(read(demo, id)["updates"]) == 1


def test_a_technician_moves_their_own_and_hands_nothing_over(demo):
    (mine, _), (other, version) = opened(demo, 2)
    technician = demo.as_("technician").get(f"{V1}/profile/").expect(200).json["id"]
    given = {"assigned_to": technician}
    demo.as_("support").post(f"{V1}/requests/{mine}/assign/", json=given).expect(200)
    outcomes = sent(
        demo,
        [
            {"id": mine, "version": read(demo, mine)["version"], "status": "in_progress"},
            {"id": other, "version": version, "status": "in_progress"},
            {"id": mine, "version": read(demo, mine)["version"] + 1, "assigned_to": None},
        ],
        who="technician",
    )
    assert [row["code"] for row in outcomes] == [None, "not_found", "forbidden"]
    assert outcomes[1]["version"] is None


GOOD = {"id": 1, "version": 1, "status": "pending"}
FAULTS = {
    "nothing": ({}, "changes"),
    "no list": ({"changes": "all"}, "changes"),
    "an empty list": ({"changes": []}, "changes"),
    "one too many": ({"changes": [GOOD] * (CHANGES_MAX + 1)}, "changes"),
    "no object": ({"changes": [GOOD, 7]}, "changes.1"),
    "no version": ({"changes": [GOOD, {"id": 1, "status": "pending"}]}, "changes.1.version"),
    "no id": ({"changes": [{"version": 1, "status": "pending"}]}, "changes.0.id"),
    "nothing to change": ({"changes": [{"id": 1, "version": 1}]}, "changes.0"),
    "two things": ({"changes": [{**GOOD, "assigned_to": 1}]}, "changes.0"),
    "no such status": ({"changes": [{**GOOD, "status": "lost"}]}, "changes.0.status"),
    "no number": ({"changes": [{**GOOD, "version": "x"}]}, "changes.0.version"),
}


@each(
    Scenario(name, "support", "POST", PATH, 400, json=body, has=[f'"{field}"'])
    for name, (body, field) in FAULTS.items()
)
def test_what_is_refused(demo, scenario):
    run(demo, scenario)


def test_a_fault_in_one_changes_none(demo):
    ((id, version),) = opened(demo, 1)
    changes = [{"id": id, "version": version, "status": "in_progress"}, {"id": id}]
    demo.as_("support").post(PATH, json={"changes": changes}).expect(400)
    assert read(demo, id)["status"] == "pending"


def test_a_hundred_at_once(demo):
    rows = opened(demo, CHANGES_MAX)
    changes = [{"id": id, "version": version, "status": "in_progress"} for id, version in rows]
    assert {row["code"] for row in sent(demo, changes)} == {None}
