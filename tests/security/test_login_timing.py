"""How long a refused log-in takes tells nobody whether there is an account, whether it is active or
where its password hash comes from."""

from __future__ import annotations

import base64
import hashlib
import itertools
import math
import random
import sqlite3
import statistics
import time

import pytest
from harness import logins
from harness.server import Server

V1 = "/api/v1"
ROUNDS = 21
# Of rank sums, in standard deviations (Mann and Whitney): the same work goes beyond by chance once
# in 15,000 comparisons, two times 21 without any overlap are at 5.5. Ranks know no size: medians
# so near to one another are alike, however steady the difference.
DEVIATIONS_MAX = 4.0
ALIKE_RATIO_MAX = 1.02
HASH_S_MIN = 0.005
# About twice the work of a hash of ours.
IMPORTED_ITERATIONS = 120_000

DOORS = {
    f"{V1}/login/": ("username", 401),
    f"{V1}/sessions/": ("username", 401),
    "/accounts/api/login/": ("username", 401),
    "/api/token/": ("username", 400),
    "/api/auth/login/": ("email", 401),
}
KINDS = ("known", "unknown", "inactive", "imported", "unusable")


def import_hashes(server):
    """What a move from Django leaves in the database while no server runs."""
    digest = hashlib.pbkdf2_hmac("sha256", b"OldPassword#7", b"salt", IMPORTED_ITERATIONS)
    text = f"pbkdf2_sha256${IMPORTED_ITERATIONS}$salt${base64.b64encode(digest).decode()}"
    with sqlite3.connect(server.data / "pilotlight.db") as database:
        for name, kept in (("imported", text), ("unusable", "!" + "x" * 40)):
            changed = database.execute(
                "UPDATE account SET password_hash = ? WHERE username = ?", (kept, name)
            )
            assert changed.rowcount == 1
    database.close()


def people(server):
    admin = server.as_(logins.PRODUCTION_ADMIN)
    for name in KINDS:
        if name == "unknown":
            continue
        person = {"username": name, "email": f"{name}@example.com", "password": "Valve-Seat-9041!"}
        person |= {"first_name": "Time", "last_name": "Keeper", "is_active": name != "inactive"}
        admin.post(f"{V1}/users/", json=person).expect(201)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    many = {"login_failures_per_account_max": 1000, "login_failures_per_address_max": 9999}
    server = Server(tmp_path_factory.mktemp("timing") / "data", "production", many)
    server.create_superuser()
    server.start()
    people(server)
    yield server
    server.close()


def refusals(server, path, rounds, kinds=KINDS):
    """Seconds of refused log-ins by kind, mixed so that what disturbs disturbs them all."""
    field, status = DOORS[path]
    taken = {kind: [] for kind in kinds}
    client = server.client()
    dice = random.Random(path)
    for turn in range(rounds + 1):
        for kind in dice.sample(kinds, len(kinds)):
            name = f"{kind}@example.com" if field == "email" else kind
            began = time.perf_counter()
            client.post(path, json={field: name, "password": f"wrong-{turn}"}).expect(status)
            if turn > 0:
                taken[kind].append(time.perf_counter() - began)
    return taken


def deviations(some, others):
    """How far their ranks are from those of one population, in its standard deviations."""
    wins = sum((a > b) + (a == b) / 2 for a in some for b in others)
    pairs = len(some) * len(others)
    return (wins - pairs / 2) / math.sqrt(pairs * (len(some) + len(others) + 1) / 12)


def alike(median, other):
    return max(median, other) < ALIKE_RATIO_MAX * min(median, other)


def assert_alike(taken):
    medians = {kind: statistics.median(times) for kind, times in taken.items()}
    assert min(medians.values()) > HASH_S_MIN, f"a password was not hashed at all: {medians}"
    for (some, times), (others, other_times) in itertools.combinations(taken.items(), 2):
        if not alike(medians[some], medians[others]):
            apart = deviations(times, other_times)
            assert abs(apart) < DEVIATIONS_MAX, (some, others, apart, medians)


def test_a_steady_difference_of_a_twelfth_is_seen_in_the_noise():
    times = [0.050 + 0.001 * (n % 7) for n in range(ROUNDS)]
    slower = [time + 0.0044 for time in times]
    assert deviations(times, times) == 0
    assert_alike({"a": times, "b": times[::-1]})
    with pytest.raises(AssertionError):
        assert_alike({"a": times, "b": slower})


@pytest.mark.parametrize("path", DOORS)
def test_refusals_take_the_same_time_at_every_door(server, path):
    # "imported" and "unusable" get their hashes below.
    taken = refusals(server, path, ROUNDS, ("known", "unknown", "inactive"))
    assert all(min(times) > HASH_S_MIN for times in taken.values()), taken
    assert_alike(taken)


def test_the_words_are_the_same_too(server):
    for path, (field, status) in DOORS.items():
        answers = set()
        for kind in KINDS:
            name = f"{kind}@example.com" if field == "email" else kind
            answer = server.client().post(path, json={field: name, "password": "wrong"})
            heads = [h for h in answer.headers.items() if h[0] not in ("Date", "X-Request-Id")]
            cookies = [value for name, value in heads if name == "Set-Cookie"]
            kept = tuple((n, v) for n, v in heads if n != "Set-Cookie")
            answers.add((answer.expect(status).body, kept, len(cookies)))
        assert len(answers) == 1, (path, answers)


def test_refusals_take_the_same_time_while_imported_hashes_are_left(server):
    server.stop()
    import_hashes(server)
    server.start()
    assert_alike(refusals(server, f"{V1}/login/", ROUNDS))
    right = {"username": "imported", "password": "OldPassword#7"}
    server.client().post(f"{V1}/login/", json=right).expect(200)
