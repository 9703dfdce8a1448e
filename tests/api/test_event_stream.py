"""GET /api/v1/events/stream: who is told what, once each, in order, for as long as they may be."""

from __future__ import annotations

import itertools
import pathlib
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import credentials, events
from harness.events import STREAM, bearer, watch
from harness.wait import until

V1 = "/api/v1"
BEAT_MS = 200
ROLES = ("customer", "other_customer", "support", "technician", "admin")


@pytest.fixture(scope="module")
def lively(tmp_path_factory):
    """A demo desk with quick heartbeats and room for many streams of one account."""
    server = events.Server(
        tmp_path_factory.mktemp("lively") / "data",
        "demo",
        {"stream_heartbeat_ms": BEAT_MS, "streams_per_account_max": 300},
    ).start()
    yield server
    server.close()


@pytest.fixture
def opened():
    """Streams put here are closed at the end, so that no test leaves a watcher to the next."""
    streams = []
    yield lambda stream: streams.append(stream) or stream
    for stream in streams:
        stream.close()


def open_request(server, who="customer", title="live"):
    body = {"request_type": "repair", "details": "made by a test", "title": title}
    return server.as_(who).post(f"{V1}/requests/", json=body).expect(201).json["id"]


def assign(server, request, username):
    account = None
    if username:
        account = server.as_(username).get(f"{V1}/profile/").json["id"]
    path = f"{V1}/requests/{request}/assign/"
    server.as_("admin").post(path, json={"assigned_to": account}).expect(200)


def comment(server, request, who, visibility="public"):
    body = {"text": "only for whom it is meant", "visibility": visibility}
    return server.as_(who).post(f"{V1}/requests/{request}/comments/", json=body).expect(201)


def kinds_of(found, request):
    return [e.data["kind"] for e in found if (e.name, e.data.get("id")) == ("request", request)]


def watchers(server, opened, roles=ROLES):
    return {role: opened(watch(server, role)).ready() for role in roles}


def told_until(server, streams, marker):
    """What each stream was told before `marker`, a request that its watcher may see."""
    return {
        role: stream.until(lambda event: event.data.get("id") == marker[role])[:-1]
        for role, stream in streams.items()
    }


def markers(server):
    """A last request for each role, so that what did not come before it will not come."""
    own = {role: open_request(server, role) for role in ("customer", "other_customer")}
    given = open_request(server, "other_customer")
    assign(server, given, None)
    assign(server, given, "tarun_technician")
    return own | {"support": given, "admin": given, "technician": given}


def test_each_role_is_told_what_it_may_see_and_nothing_else(lively, opened):
    streams = watchers(lively, opened)
    request = open_request(lively)
    assign(lively, request, None)
    assign(lively, request, "tarun_technician")
    comment(lively, request, "customer")
    comment(lively, request, "support", "internal")
    assign(lively, request, None)
    comment(lively, request, "customer")
    told = told_until(lively, streams, markers(lively))
    told = {role: kinds_of(found, request) for role, found in told.items()}
    assert told["other_customer"] == []
    seen = ["assigned", "commented", "commented", "assigned"]
    assert told["technician"] == seen
    assert told["support"] == told["admin"]
    whole = [kind for kind in told["admin"] if kind != "opened"][-6:]
    assert whole == ["assigned", "assigned", "commented", "commented", "assigned", "commented"]
    without_internal = list(told["admin"])
    without_internal.pop(-3)
    assert told["customer"] == without_internal


def test_an_event_names_the_subject_and_tells_nothing_of_its_text(lively, opened):
    stream = opened(watch(lively, "customer")).ready()
    request = open_request(lively, title="Secret meter cupboard")
    event = stream.next()
    assert event.name == "request" and int(event.id) > 0
    at = event.data.pop("at")
    assert event.data == {"noun": "request", "id": request, "version": 1, "kind": "opened"}
    row = lively.as_("customer").get(f"{V1}/requests/{request}/").json
    assert row["created_at"] == at


def test_tickets_are_told_of_too(lively, opened):
    streams = watchers(lively, opened, ("customer", "other_customer", "support"))
    request = open_request(lively)
    body = {"service_request": request, "description": "leaks again"}
    case = lively.as_("customer").post(f"{V1}/tickets/", json=body).expect(201).json["id"]
    told = told_until(lively, streams, markers(lively))
    tickets = {
        role: [e.data["kind"] for e in found if (e.name, e.data["id"]) == ("ticket", case)]
        for role, found in told.items()
    }
    assert tickets == {"customer": ["opened"], "other_customer": [], "support": ["opened"]}


@pytest.mark.parametrize("kind", sorted(credentials.KINDS))
def test_any_credential_opens_a_stream(lively, opened, kind):
    account, login = credentials.newcomer(lively)
    stream = opened(watch(lively, credentials.KINDS[kind](lively, login))).ready()
    request = open_request(lively, login)
    assert stream.next().data["id"] == request


def test_the_head_of_the_answer(lively, opened):
    headers = bearer(lively, "customer") | {"Accept-Encoding": "gzip, br", "Accept": "text/html"}
    head = opened(watch(lively, headers)).head.lower()
    for line in (
        "content-type: text/event-stream",
        "cache-control: no-store, no-transform",
        "x-accel-buffering: no",
        "connection: close",
    ):
        assert f"\r\n{line}\r\n" in head + "\r\n"
    assert "content-length" not in head and "content-encoding" not in head


@pytest.mark.parametrize(
    "headers, path, status",
    [
        ({}, STREAM, 401),
        ({"Authorization": "Bearer x.y.z"}, STREAM, 401),
        ({"Last-Event-ID": "not a number"}, STREAM, 400),
        ({"Last-Event-ID": "-1"}, STREAM, 400),
        ({}, f"{STREAM}?last_event_id=x", 400),
    ],
    ids=["nobody", "bad token", "bad id", "negative id", "bad parameter"],
)
def test_what_is_refused(lively, headers, path, status):
    if status == 400:
        headers = headers | bearer(lively, "customer")
    lively.client().get(path, headers=headers).expect(status)


def test_head_opens_no_stream(lively):
    before = lively.figure("streams_open")
    lively.as_("customer").request("HEAD", STREAM).expect(200)
    assert lively.figure("streams_open") == before


# -- resuming ----------------------------------------------------------------------------------


def write_much(server, writers, each, requests):
    """`writers` threads, each with `each` changes; returns when all are acknowledged."""

    def write(number):
        client = server.as_(("customer", "other_customer")[number % 2])
        body = {"request_type": "repair", "details": "one of many"}
        for _ in range(each // 2):
            made = client.post(f"{V1}/requests/", json=body).expect(201).json["id"]
            client.post(f"{V1}/requests/{made}/comments/", json={"text": "and more"}).expect(201)
            requests.append(made)
        client.close()

    with ThreadPoolExecutor(writers) as pool:
        for job in [pool.submit(write, number) for number in range(writers)]:
            job.result()


@pytest.mark.parametrize("who", ["admin", "customer"])
def test_reconnecting_while_many_write_loses_nothing_and_repeats_nothing(lively, opened, who):
    start = opened(watch(lively, who)).ready().last_id
    requests: list[int] = []
    marker: list[int] = []

    def write():
        write_much(lively, 8, 60, requests)
        marker.append(open_request(lively))

    writing = threading.Thread(target=write)
    writing.start()
    taken, last_id, connections = [], start, 0
    while not marker or marker[0] not in {event.data["id"] for event in taken}:
        stream = watch(lively, who, after=last_id)
        taken += stream.some("request", 1 + connections % 7)
        last_id = taken[-1].id if taken else start
        stream.close()
        connections += 1
    writing.join()
    whole = opened(watch(lively, who, after=start)).until(lambda event: event.name == "ready")[:-1]
    assert connections > 5
    assert taken == whole[: len(taken)]
    assert marker[0] in {event.data["id"] for event in whole[len(taken) - 7 :]}
    assert [int(e.id) for e in taken] == sorted({int(e.id) for e in taken})
    told = [e.data["id"] for e in whole if e.data["kind"] == "opened"]
    assert len(told) == len(set(told)) and set(told) <= {*requests, *marker}
    if who == "admin":
        assert set(told) == {*requests, *marker}
    for request in told:
        lively.as_(who).get(f"{V1}/requests/{request}/").expect(200)
    commented = [e.data["id"] for e in whole if e.data["kind"] == "commented"]
    assert sorted(commented) == sorted(set(told) - set(marker))


def test_live_readers_miss_nothing_while_many_write(lively, opened):
    streams = [opened(watch(lively, "support")).ready() for _ in range(4)]
    start = streams[0].last_id
    requests: list[int] = []
    write_much(lively, 8, 40, requests)
    marker = open_request(lively)
    whole = opened(watch(lively, "support", after=start)).until(lambda e: e.name == "ready")
    for stream in streams:
        found = stream.until(lambda e: e.data.get("id") == marker)
        assert found == whole[: len(found)]


def test_a_header_and_a_parameter_resume_alike(lively, opened):
    position = opened(watch(lively, "customer")).ready().last_id
    request = open_request(lively)
    by_header = opened(watch(lively, "customer", after=position))
    assert by_header.next().data["id"] == request
    answer = lively.client().get(
        f"{STREAM}?last_event_id={position}", headers=bearer(lively, "customer")
    )
    answer.expect(200)


def test_a_position_that_is_not_kept_is_told_to_read_anew(lively, opened):
    """The stories of the demo are days old, and so are their notices: the sweep takes them."""

    def swept():
        stream = watch(lively, "admin", after=1)
        first = stream.next()
        stream.close()
        return first if first.name == "resync" else None

    first = until(swept, "the sweep")
    assert first.data == {"reason": "too_old"}
    future = opened(watch(lively, "admin", after=10**12))
    assert future.next().name == "resync"
    assert future.next().name == "ready"
    request = open_request(lively)
    assert future.next().data["id"] == request


def test_a_restart_keeps_positions(start_server):
    server = start_server("demo")
    stream = watch(server, "customer").ready()
    position = stream.last_id
    request = open_request(server)
    stream.close()
    server.stop()
    server.start()
    stream = watch(server, "customer", after=position)
    assert stream.next().data["id"] == request
    stream.close()


# -- heartbeats and ends -----------------------------------------------------------------------


def test_a_silent_stream_beats_and_outlives_the_idle_timeout(start_server):
    server = start_server("demo", stream_heartbeat_ms=100, idle_timeout_ms=200)
    began = time.monotonic()
    stream = watch(server, "other_customer").ready()
    before = stream.last_id
    open_request(server, "customer")
    stream.until_comments(12)
    assert time.monotonic() - began > 1.0
    assert int(stream.last_id) > int(before), "what was for others moves the position on"
    stream.close()
    until(lambda: server.figure("streams_open") == 0, "the server sees it go")


def deactivate(server, account, login, headers):
    server.as_("admin").patch(f"{V1}/users/{account}/", json={"is_active": False}).expect(200)


def promote(server, account, login, headers):
    server.as_("admin").patch(f"{V1}/users/{account}/", json={"user_type": "admin"}).expect(200)


def log_out(server, account, login, headers):
    server.client().post(f"{V1}/logout/", headers=headers).expect(204)


def change_password(server, account, login, headers):
    other = credentials.by_bearer(server, login)
    new = "Other-Valve-1177!"
    body = {"old_password": login.password, "password": new, "password2": new}
    server.client().post(f"{V1}/profile/password/", json=body, headers=other).expect(200, 204)


def end_as_admin(server, account, login, headers):
    client = server.as_("admin")
    for row in client.get(f"{V1}/sessions/?user={account}").expect(200).json:
        client.delete(f"{V1}/sessions/{row['id']}/").expect(204)


@pytest.mark.parametrize(
    "kind, ending",
    [
        (kind, ending)
        for kind, ending in itertools.product(
            sorted(credentials.KINDS), (deactivate, promote, log_out, change_password)
        )
    ]
    + [("cookie", end_as_admin)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_ends_a_credential_ends_its_stream(lively, kind, ending):
    account, login = credentials.newcomer(lively)
    headers = credentials.KINDS[kind](lively, login)
    stream = watch(lively, headers).ready()
    _, bystander_login = credentials.newcomer(lively)
    bystander = watch(lively, credentials.by_cookie(lively, bystander_login)).ready()
    ending(lively, account, login, headers)
    began = time.monotonic()
    assert stream.rest() == []
    assert time.monotonic() - began < 10 * BEAT_MS / 1000
    bystander.until_comments(bystander.comments + 2)
    stream.close()
    bystander.close()


def test_nothing_is_told_after_the_end(lively):
    """Even before the heartbeat: the first news after the deactivation finds the door shut."""
    account, login = credentials.newcomer(lively)
    request = open_request(lively, login)
    stream = watch(lively, credentials.by_cookie(lively, login)).ready()
    deactivate(lively, account, login, None)
    comment(lively, request, "support")
    assert stream.rest() == []
    stream.close()


def test_an_access_token_carries_a_stream_until_it_expires(start_server):
    server = start_server("demo", stream_heartbeat_ms=100, access_token_lifetime_s=10)
    stream = watch(server, "customer").ready()
    began = time.monotonic()
    assert stream.rest() == []
    assert 5 < time.monotonic() - began < 15
    stream.close()


def test_a_stop_ends_streams_cleanly(start_server):
    server = start_server("demo", streams_per_account_max=50)
    streams = [watch(server, "admin").ready() for _ in range(20)]
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 4, "the drain did not wait for its timeout"
    for stream in streams:
        assert stream.rest() == [] and 2_000 <= stream.retry_ms <= 5_000
    assert len({stream.retry_ms for stream in streams}) > 5, "not all come again at once"
    assert server.log().count(f'"path":"{STREAM}"') == len(streams)


# -- limits ------------------------------------------------------------------------------------


def test_limits_of_an_account_and_of_all(start_server, opened):
    server = start_server("demo", streams_per_account_max=2, streams_max=3)
    first = opened(watch(server, "customer")).ready()
    opened(watch(server, "customer")).ready()
    refused = server.as_("customer").get(STREAM).expect(429)
    assert refused.header("Retry-After") and "too many" in refused.json["detail"]
    opened(watch(server, "support")).ready()
    refused = server.as_("admin").get(STREAM).expect(503)
    assert refused.header("Retry-After")
    assert server.figure("streams_open") == 3 and server.figure("streams_refused") == 2
    first.close()
    until(lambda: server.figure("streams_open") == 2, "the server sees it go")
    opened(watch(server, "customer")).ready()


def test_two_hundred_streams_at_once(lively):
    roles = ("admin", "support", "technician", "customer", "other_customer")
    streams = [watch(lively, roles[n % len(roles)]) for n in range(200)]
    for stream in streams:
        stream.ready()
    assert lively.figure("streams_open") >= 200
    marker = markers(lively)
    for number, stream in enumerate(streams):
        role = roles[number % len(roles)]
        stream.until(lambda event: event.data.get("id") == marker[role])
    for stream in streams:
        stream.close()
    until(lambda: lively.figure("streams_open") < 10, "all of them go")


def resident_kb(server):
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def is_sanitized(server):
    """Then memory is mostly the sanitizer's own, which has set aside terabytes of addresses."""
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmSize:\s+(\d+) kB", status)[1]) > SANITIZER_KB


SANITIZER_KB = 1 << 30
SLOW, SLOW_OF_TSAN = 100, 10
SLOW_KB_MAX = 12 * 1024  # where a queue for each of them would take 30 MB


def test_who_takes_nothing_is_dropped_though_the_kernel_has_room(start_server):
    server = start_server("demo", write_timeout_ms=500)
    slow = watch(server, "admin", receive_buffer=2_048).ready()
    write_much(server, 1, 60, [])
    until(lambda: server.figure("streams_open") == 0, "it is dropped", 30)
    assert server.figure("streams_dropped_slow") == 1
    slow.close()


def test_who_breaks_the_connection_off_is_gone_at_once_and_not_called_slow(start_server):
    server = start_server("demo", write_timeout_ms=60_000)
    stream = watch(server, "admin", receive_buffer=2_048).ready()
    write_much(server, 8, 160, [])  # more than the kernel keeps for it
    stream.reset()
    until(lambda: server.figure("streams_open") == 0, "it is gone")
    assert server.figure("streams_dropped_slow") == 0


@pytest.mark.timeout(600)  # the thread sanitizer takes minutes to fill so many sockets
def test_slow_clients_are_dropped_and_owed_nothing(start_server):
    # Filling so many sockets may outlast an access token.
    lasting = {"streams_per_account_max": 150, "access_token_lifetime_s": 3_600}
    server = start_server("demo", write_timeout_ms=1_500, **lasting)
    requests: list[int] = []
    write_much(server, 8, 80, requests)
    count = SLOW_OF_TSAN if server.has_tsan else SLOW
    slow = [watch(server, "admin", receive_buffer=2_048).ready() for _ in range(count)]
    quick = watch(server, "support").ready()
    whole: list[events.Event] = []
    reading = threading.Thread(target=lambda: whole.extend(quick.rest()))
    reading.start()
    before_kb = resident_kb(server)
    while server.figure("streams_dropped_slow") < count:
        write_much(server, 8, 160, requests)
    assert is_sanitized(server) or resident_kb(server) - before_kb < SLOW_KB_MAX
    until(lambda: server.figure("streams_open") == 1, "only the quick one is left")
    server.stop()
    reading.join()
    found = slow[0].rest()
    told = [event for event in found if event.name == "request"]
    assert 0 < len(told) < len(whole) and told == whole[: len(told)]
    server.start()
    again = watch(server, "admin", after=slow[0].last_id)
    rest = again.until(lambda event: event.name == "ready")[:-1]
    assert {"resync"} & {e.name for e in found + rest} or told + rest == whole
    for stream in (*slow, quick, again):
        stream.close()
