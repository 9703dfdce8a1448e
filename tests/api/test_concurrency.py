"""Many at once: whatever the order, the rules hold and nobody gets a 5xx."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest
from harness import logins
from harness.logins import Login
from harness.peer import read_all

V1 = "/api/v1"
PARALLEL = 20
STORM = 60  # log-ins, below password_queue_max
PASSWORD = "Old-Valve-Key-77"
NEW_PASSWORD = "New-Valve-Key-88"


def at_once(calls):
    """Runs the calls together, each on its own thread, let go at the same moment."""
    gate = threading.Barrier(len(calls))

    def let_go(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [job.result() for job in [pool.submit(let_go, call) for call in calls]]


def statuses(answers):
    return sorted(answer.status for answer in answers)


def registration(username, **fields):
    return {
        "username": username,
        "email": f"{username}@example.com",
        "password": PASSWORD,
        "password2": PASSWORD,
        "first_name": "Many",
        "last_name": "Hands",
        "user_type": "customer",
        **fields,
    }


@pytest.fixture
def desk(start_server):
    """A production server that throttles nothing away; two administrators."""
    return start_server(
        registrations_per_address_max=1000,
        login_failures_per_account_max=1000,
        login_failures_per_address_max=1000,
    )


def chief(server):
    return server.as_(logins.PRODUCTION_ADMIN)


def new_user(server, username, role="customer"):
    body = registration(username) | {"role": role}
    body.pop("user_type")
    chief(server).post(f"{V1}/users/", json=body).expect(201)
    return Login(username, PASSWORD)


def open_request(client):
    body = {"request_type": "repair", "details": "made by a test"}
    return client.post(f"{V1}/requests/", json=body).expect(201)


@pytest.mark.parametrize(
    "variant",
    [
        lambda n: registration("twin"),
        lambda n: registration("twin" if n % 2 else "TWIN", email=f"twin{n}@example.com"),
        lambda n: registration(
            f"twin{n}", email="Twin@Example.com" if n % 2 else "twin@example.com"
        ),
    ],
    ids=["same name and email", "same name in another case", "same email in another case"],
)
def test_one_identity_is_registered_once(desk, variant):
    calls = [
        lambda n=n: desk.client().post(f"{V1}/register/", json=variant(n)) for n in range(PARALLEL)
    ]
    answers = at_once(calls)
    assert statuses(answers) == [201] + [400] * (PARALLEL - 1)
    for answer in answers:
        assert answer.status == 201 or "already exists" in answer.text
    found = chief(desk).get(f"{V1}/users/?q=twin").expect(200)
    assert len(found.json) == 1 and found.json[0]["role"] == "customer"


@pytest.mark.parametrize("with_file", [False, True], ids=["JSON", "multipart with a file"])
def test_one_idempotency_key_opens_one_request(demo, with_file):
    fields = {"request_type": "repair", "details": "once only"}
    content = {"json": fields}
    if with_file:
        content = {"multipart": fields | {"attachment": ("a.txt", b"a note", "text/plain")}}
    before = demo.as_("customer").get(f"{V1}/stats/").json["total"]
    key = {"Idempotency-Key": f"parallel-{with_file}"}
    answers = at_once(
        [
            lambda: demo.as_("customer").post(f"{V1}/requests/", headers=key, **content)
            for _ in range(PARALLEL)
        ]
    )
    assert statuses(answers) == [201] * PARALLEL
    assert len({answer.json["id"] for answer in answers}) == 1
    assert sum(answer.header("Idempotency-Replayed") is None for answer in answers) == 1
    made = demo.as_("customer").get(f"{V1}/requests/{answers[0].json['id']}/").json
    assert len(made["attachments"]) == int(with_file)
    assert demo.as_("customer").get(f"{V1}/stats/").json["total"] == before + 1


def test_one_etag_lets_one_change_through(demo):
    opened = open_request(demo.as_("customer"))
    path, etag = f"{V1}/requests/{opened.json['id']}/", opened.header("ETag")
    demo.as_("support").get(path).expect(200)
    answers = at_once(
        [
            lambda n=n: demo.as_("support").patch(
                path, json={"title": f"title {n}"}, headers={"If-Match": etag}
            )
            for n in range(PARALLEL)
        ]
    )
    assert statuses(answers) == [200] + [412] * (PARALLEL - 1)
    winner = next(answer for answer in answers if answer.status == 200)
    now = demo.as_("support").get(path).expect(200)
    assert now.json["title"] == winner.json["title"]
    assert now.json["version"] == opened.json["version"] + 1


def test_changes_without_an_etag_are_all_counted(demo):
    opened = open_request(demo.as_("customer"))
    path = f"{V1}/requests/{opened.json['id']}/"
    demo.as_("support").get(path).expect(200)
    at_once(
        [
            lambda n=n: demo.as_("support").patch(path, json={"notes": f"note {n}"}).expect(200)
            for n in range(PARALLEL)
        ]
    )
    now = demo.as_("customer").get(path).json
    assert now["version"] == opened.json["version"] + PARALLEL
    assert {update["notes"] for update in now["updates"]} == {f"note {n}" for n in range(PARALLEL)}


@pytest.mark.parametrize("method", ["role", "is_active", "delete"])
def test_two_admins_cannot_remove_one_another(desk, method):
    second = new_user(desk, "second_admin", "admin")
    pair = [chief(desk), desk.as_(second)]
    ids = [client.get(f"{V1}/profile/").json["id"] for client in pair]

    def against(client, other):
        path = f"{V1}/users/{other}/"
        if method == "delete":
            return client.delete(path)
        change = {"role": "customer"} if method == "role" else {"is_active": False}
        return client.patch(path, json=change)

    answers = at_once(
        [lambda n=n: against(pair[n % 2], ids[1 - n % 2]) for n in (0, 1)],
    )
    assert all(answer.status < 500 for answer in answers)
    assert sum(answer.status in (200, 204) for answer in answers) <= 1
    assert any(client.get(f"{V1}/users/?role=admin").status == 200 for client in pair)


def test_parallel_guesses_never_exceed_the_limit(start_server):
    server = start_server(login_failures_per_account_max=5, login_failures_per_address_max=1000)
    guess = {"username": logins.PRODUCTION_ADMIN.username, "password": "a wrong guess"}
    answers = at_once(
        [lambda: server.client().post(f"{V1}/login/", json=guess) for _ in range(PARALLEL)]
    )
    assert statuses(answers) == [401] * 5 + [429] * (PARALLEL - 5)
    assert all(answer.header("Retry-After") for answer in answers if answer.status == 429)
    right = server.client().post(f"{V1}/login/", json=logins.PRODUCTION_ADMIN._asdict())
    assert right.status == 429


def test_what_comes_behind_a_storm_of_log_ins_is_answered_before_them(start_server):
    """Hashing has threads of its own, and the last to be served there holds up nobody else."""
    server = start_server("demo", password_workers=1)
    customer = server.as_("customer")

    def log_in():
        return server.client().post(f"{V1}/login/", json=logins.CUSTOMER._asdict())

    with ThreadPoolExecutor(STORM) as pool:
        storm = [pool.submit(log_in) for _ in range(STORM)]
        next(as_completed(storm))
        for _ in range(10):
            customer.get(f"{V1}/requests/").expect(200)
        open_request(customer)
        waiting = sum(not one.done() for one in storm)
        assert {one.result().status for one in storm} == {200}
    assert waiting > 0


def test_parallel_guesses_over_many_names_meet_the_address_limit(start_server):
    server = start_server(login_failures_per_address_max=8)
    answers = at_once(
        [
            lambda n=n: server.client().post(
                f"{V1}/login/", json={"username": f"nobody{n}", "password": "a wrong guess"}
            )
            for n in range(PARALLEL)
        ]
    )
    assert statuses(answers) == [401] * 8 + [429] * (PARALLEL - 8)


def test_parallel_right_log_ins_are_no_guesses(start_server):
    server = start_server(login_failures_per_account_max=2, password_workers=8)
    right = logins.PRODUCTION_ADMIN._asdict()
    answers = at_once(
        [lambda: server.client().post(f"{V1}/login/", json=right) for _ in range(PARALLEL)]
    )
    assert statuses(answers) == [200] * PARALLEL


@pytest.fixture
def narrow(start_server):
    """A production server that checks one password at a time and lets one more wait."""
    return start_server(password_workers=1, password_queue_max=1, registrations_per_address_max=3)


def test_what_the_pool_refuses_is_no_attempt(narrow):
    right = logins.PRODUCTION_ADMIN._asdict()
    owner = chief(narrow)
    owner.get(f"{V1}/profile/").expect(200)
    change = {
        "old_password": right["password"],
        "password": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    calls = [lambda: narrow.client().post(f"{V1}/login/", json=right)] * PARALLEL
    for _ in range(3):
        assert set(statuses(at_once(calls))) == {200, 503}
    assert owner.post(f"{V1}/profile/password/", json=change).status == 200


def test_what_the_pool_refuses_is_no_registration(narrow):
    made = at_once(
        [
            lambda n=n: narrow.client().post(f"{V1}/register/", json=registration(f"person{n}"))
            for n in range(PARALLEL)
        ]
    )
    assert set(statuses(made)) <= {201, 429, 503} and 503 in statuses(made)
    count = statuses(made).count(201)
    for n in range(3 - count):
        narrow.client().post(f"{V1}/register/", json=registration(f"late{n}")).expect(201)
    assert narrow.client().post(f"{V1}/register/", json=registration("over")).status == 429


def test_parallel_uploads_stop_at_the_limit(start_server):
    server = start_server("demo", attachments_per_request_max=4)
    path = f"{V1}/requests/{open_request(server.as_('customer')).json['id']}/attachments/"
    server.as_("customer").get(path).expect(200)
    answers = at_once(
        [
            lambda n=n: server.as_("customer").post(
                path, multipart={"attachment": (f"{n}.txt", b"note %d" % n, "text/plain")}
            )
            for n in range(12)
        ]
    )
    assert statuses(answers) == [201] * 4 + [400] * 8
    rows = server.as_("customer").get(path).expect(200).json
    assert len(rows) == 4
    for row in rows:
        body = server.as_("customer").get(row["url"].removeprefix(server.origin)).expect(200).body
        assert body == b"note " + row["name"].removesuffix(".txt").encode()


def test_a_deactivated_account_is_stopped_in_the_middle(desk):
    user = new_user(desk, "leaver")
    user_id = desk.as_(user).get(f"{V1}/profile/").json["id"]
    stop = threading.Event()

    def work():
        client, seen = desk.as_(user), []
        while not stop.is_set():
            seen.append(client.get(f"{V1}/profile/").status)
        return seen + [client.get(f"{V1}/requests/").status]

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(work) for _ in range(4)]
        change = chief(desk).patch(f"{V1}/users/{user_id}/", json={"is_active": False})
        after = desk.client().with_token(desk.tokens[user.username].access)
        refused = after.get(f"{V1}/profile/")
        stop.set()
        seen = [job.result() for job in jobs]
    change.expect(200)
    assert refused.status == 401 and "User is inactive" in refused.text
    for row in seen:
        assert set(row) <= {200, 401} and row[-1] == 401
        assert row == sorted(row), "a token came back to life"


def test_a_log_in_in_flight_does_not_outlive_a_password_change(desk):
    user = new_user(desk, "changer")
    owner = desk.as_(user)
    calls = [lambda: desk.client().post(f"{V1}/login/", json=user._asdict())] * 16
    change = {"old_password": PASSWORD, "password": NEW_PASSWORD, "password2": NEW_PASSWORD}
    calls.insert(4, lambda: owner.post(f"{V1}/profile/password/", json=change))
    answers = at_once(calls)
    answers.pop(4).expect(200)
    assert set(statuses(answers)) <= {200, 401}
    for pair in [answer.json for answer in answers if answer.status == 200]:
        refresh = {"refresh": pair["refresh"]}
        assert desk.client().post(f"{V1}/login/refresh/", json=refresh).status == 401
        assert desk.client().with_token(pair["access"]).get(f"{V1}/profile/").status == 401


def test_deleting_an_account_that_is_busy_is_clean(desk):
    user = new_user(desk, "vanisher")
    user_id = desk.as_(user).get(f"{V1}/profile/").json["id"]
    body = {"request_type": "repair", "details": "made by a test"}
    calls = [lambda: desk.as_(user).post(f"{V1}/requests/", json=body)] * 8
    calls += [lambda: desk.as_(user).patch(f"{V1}/profile/", json={"address": "A"})] * 4
    calls += [lambda: desk.client().post(f"{V1}/login/", json=user._asdict())] * 4
    calls.insert(0, lambda: chief(desk).delete(f"{V1}/users/{user_id}/"))
    chief(desk).get(f"{V1}/profile/").expect(200)
    answers = at_once(calls)
    deletion = answers.pop(0)
    assert deletion.status in (204, 409)
    assert not [answer.text for answer in answers if answer.status >= 500]
    survives = chief(desk).get(f"{V1}/users/{user_id}/").status
    assert survives == (404 if deletion.status == 204 else 200)


def test_a_deleted_account_stays_out_after_a_restart(desk):
    user = new_user(desk, "gone")
    client = desk.as_(user)
    access = client.access
    user_id = client.get(f"{V1}/profile/").json["id"]
    chief(desk).delete(f"{V1}/users/{user_id}/").expect(204)
    body = {"request_type": "repair", "details": "made by a ghost"}
    for restarted in (False, True):
        if restarted:
            desk.stop()
            desk.start()
        ghost = desk.client().with_token(access)
        assert ghost.get(f"{V1}/requests/").status == 401
        refused = ghost.post(f"{V1}/requests/", json=body)
        assert refused.status == 401 and '"user_not_found"' in refused.text
    assert chief(desk).get(f"{V1}/requests/").expect(200).json == []


def test_flags_mean_what_they_say_of_the_role_of_the_moment(demo):
    """Another administrator promotes them while the new password is hashed."""
    admin, other = demo.as_("admin"), demo.as_("admin")
    body = registration("flagged") | {"role": "customer"}
    user = admin.post(f"{V1}/users/", json=body).expect(201).json["id"]
    flags = {"is_staff": False, "password": NEW_PASSWORD}
    for _ in range(5):
        answers = at_once(
            [
                lambda: admin.put(f"/accounts/api/admin/users/{user}/", json=flags).expect(200),
                lambda: other.patch(f"{V1}/users/{user}/", json={"role": "support"}).expect(200),
            ]
        )
        assert answers[0].json["data"]["is_staff"] is False, answers[0].text
        other.patch(f"{V1}/users/{user}/", json={"role": "customer"}).expect(200)


def test_each_answer_is_logged_with_the_id_it_was_given(start_server):
    server = start_server(threads=1)  # answers that come together are sent in a row
    paths = [f"{V1}/nothing-{n}/" for n in range(2 * PARALLEL)]
    ends = "Host: x\r\nConnection: "

    def pair(n):
        first, second = paths[2 * n : 2 * n + 2]
        with socket.create_connection((server.host, server.port), timeout=10) as peer:
            peer.sendall(
                f"GET {first} HTTP/1.1\r\n{ends}keep-alive\r\n\r\n"
                f"GET {second} HTTP/1.1\r\n{ends}close\r\n\r\n".encode()
            )
            answers = read_all(peer).decode()
        lines = [line for line in answers.splitlines() if line.startswith("X-Request-Id: ")]
        return zip((first, second), [line.split(": ")[1] for line in lines], strict=True)

    pairs = at_once([lambda n=n: pair(n) for n in range(PARALLEL)])
    given = {one for each in pairs for one in each}
    server.stop()
    lines = [json.loads(line) for line in server.log().splitlines() if f"{V1}/nothing-" in line]
    assert {(line["path"], line["request_id"]) for line in lines} == given
    assert len({request_id for _, request_id in given}) == len(paths)
