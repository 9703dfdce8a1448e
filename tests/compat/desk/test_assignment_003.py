"""Who is given a request that came through the desk surface: seed 003 gave it to a random member of
staff and wished for availability, workload and skill instead (design.md §2, C10)."""

from __future__ import annotations

import pytest

from desk_door import REQUESTS, assign, created, listed, newcomer
from harness import logins
from harness.wait import until

ADMIN = logins.PRODUCTION_ADMIN


class Office:
    """A desk with nobody on it but its administrator and one customer."""

    def __init__(self, server):
        self.server = server
        self.admin = server.as_(ADMIN)
        _, self.customer = newcomer(server, "resident")

    def hire(self, name, **change):
        """A member of support staff: (id, client)."""
        hired = newcomer(self.server, name, admin=self.admin, role="support_staff")
        if change:
            self.change(hired[0], **change)
        return hired

    def change(self, account, **change):
        path = f"/api/v1/representatives/{account}/"
        self.admin.patch(path, json=change).expect(200)

    def activate(self, account, is_active):
        path = f"/api/v1/users/{account}/"
        self.admin.patch(path, json={"is_active": is_active}).expect(200)

    def request(self, **changes):
        """A new request: (id, the member of staff it was given to)."""
        made = created(self.customer, **changes).json
        return made["id"], made["support_staff"]

    def staff_of(self, request):
        return listed(self.customer)[request]["support_staff"]


@pytest.fixture(name="office")
def empty_office(production):
    return Office(production)


def test_load_decides(office):
    first, _ = office.hire("first")
    second, second_client = office.hire("second")
    given = [office.request()[1] for _ in range(4)]
    assert sorted(given) == sorted([first, second] * 2)
    for request in listed(second_client):
        path = f"{REQUESTS}/update/{request}/"
        second_client.patch(path, json={"status": "resolved"}).expect(200)
    assert [office.request()[1] for _ in range(2)] == [second, second], "done work is no load"


def test_C10_availability_decides(office):
    present, _ = office.hire("present")
    absent, _ = office.hire("absent", available=False)
    assert {office.request()[1] for _ in range(3)} == {present}
    office.change(absent, available=True)
    assert office.request()[1] == absent


def test_skill_decides(office):
    fitter, _ = office.hire("fitter", skills=["new_connection"])
    anybody, _ = office.hire("anybody")
    assert {office.request(service_type="repair")[1] for _ in range(3)} == {anybody}
    installation = [office.request(service_type="installation")[1] for _ in range(2)]
    assert installation == [fitter, fitter], "less loaded, and skilled"


def test_nobody_there_is_null_and_given_out_when_somebody_comes(office):
    request, staff = office.request()
    assert staff is None
    hired, client = office.hire("late")
    until(lambda: office.staff_of(request) == hired, "the queue is given out")
    assert set(listed(client)) == {request}


def test_an_explicit_assignment_stands(office):
    first, _ = office.hire("first")
    second, _ = office.hire("second", available=False)
    request, staff = office.request()
    assert staff == first
    assign(office.server, request, second, admin=ADMIN)
    assert office.staff_of(request) == second


def test_who_is_deactivated_loses_open_work_to_the_queue(office):
    leaver, leaver_client = office.hire("leaver")
    pending, _ = office.request(title="Pending one")
    running, _ = office.request(title="Running one")
    done, _ = office.request(title="Finished one")
    for request, word in ((running, "in_progress"), (done, "resolved")):
        path = f"{REQUESTS}/update/{request}/"
        leaver_client.patch(path, json={"status": word}).expect(200)
    assert {office.staff_of(each) for each in (pending, running, done)} == {leaver}

    office.activate(leaver, False)
    rows = listed(office.customer)
    assert [rows[each]["support_staff"] for each in (pending, running, done)] == [
        None,
        None,
        leaver,
    ], "nobody else is there: the open work waits, what is done stays on record"
    assert [rows[each]["status"] for each in (pending, running)] == ["pending", "in_progress"]
    leaver_client.get(f"{REQUESTS}/getAll/").expect(401)

    heir, heir_client = office.hire("heir")
    until(lambda: set(listed(heir_client)) == {pending, running}, "the work is given out again")
    path = f"{REQUESTS}/update/{running}/"
    heir_client.patch(path, json={"status": "resolved"}).expect(200)
    assert office.staff_of(running) == heir


def test_work_goes_to_a_colleague_and_does_not_come_back(office):
    leaver, _ = office.hire("leaver")
    request, _ = office.request()
    colleague, client = office.hire("colleague")
    office.activate(leaver, False)
    until(lambda: office.staff_of(request) == colleague, "the colleague takes over")
    assert office.request()[1] == colleague, "new work is not given to who left"
    office.activate(leaver, True)
    assert office.staff_of(request) == colleague
    assert len(listed(client)) == 2
    events = office.admin.get(f"/api/v1/requests/{request}/events/").expect(200).json
    moves = [(row["from_value"], row["to_value"]) for row in events if row["kind"] == "assigned"]
    expected = [("", str(leaver)), (str(leaver), ""), ("", str(colleague))]
    assert sorted(moves) == sorted(expected), "the history tells each step"
