"""What each route asks of the database: so many statements at most, and never one for each row of a
list. The routes come from the API documents, so a route without a line here fails. The server under
test refuses a statement that no index serves (store.hpp), so each good answer says besides that its
queries are served; the last test says that no query was left out."""

from __future__ import annotations

import re

import pytest
from harness import contract, doors, logins, tickets
from harness.doors import DOORS
from harness.routes import documents, id_of, routes
from harness.server import ROOT, Server
from harness.wait import until
from schema_world import TEXT_UPLOAD, V1, World

MANY = 20
LIMITS_NOT_UNDER_TEST = {
    "login_failures_per_address_max": 100_000,
    "registrations_per_address_max": 100_000,
    "attachments_per_request_max": 100,
}
# So many compare a bearer token that is doubted with the database (service/access.hpp).
OF_DOUBT = 2
# The statements of one good call, as measured. A number that grows needs a reason. What a commit
# writes to the search index and to the kept counts of requests and tickets comes on top: one
# statement for each text that has changed and for each count.
ROUTES = {
    # -- canonical
    ("get", "/api/v1/audit/"): 3,
    ("get", "/api/v1/audit/export/"): 3,  # and two for each further hundred lines
    ("get", "/api/v1/dashboard/"): 13,
    ("get", "/api/v1/drafts/{key}/"): 2,
    ("put", "/api/v1/drafts/{key}/"): 3,
    ("delete", "/api/v1/drafts/{key}/"): 2,
    ("get", "/api/v1/events/stream"): 2,
    ("get", "/api/v1/interactions/"): 3,
    ("post", "/api/v1/interactions/"): 6,
    ("get", "/api/v1/interactions/stats/"): 2,
    ("get", "/api/v1/interactions/{id}/"): 2,
    ("patch", "/api/v1/interactions/{id}/"): 5,
    ("delete", "/api/v1/interactions/{id}/"): 7,
    ("get", "/api/v1/invitations/"): 2,
    ("post", "/api/v1/invitations/"): 2,
    ("post", "/api/v1/leak-reports/"): 11,
    ("get", "/api/v1/leak-reports/{token}/"): 3,
    ("post", "/api/v1/login/"): 4,
    ("post", "/api/v1/login/refresh/"): 2,
    ("post", "/api/v1/logout/"): 2,
    ("get", "/api/v1/profile/"): 2,
    ("put", "/api/v1/profile/"): 6,
    ("patch", "/api/v1/profile/"): 6,
    ("post", "/api/v1/profile/password/"): 8,
    ("post", "/api/v1/register/"): 5,
    ("get", "/api/v1/representatives/"): 3,
    ("get", "/api/v1/representatives/{id}/"): 2,
    ("patch", "/api/v1/representatives/{id}/"): 4,
    ("get", "/api/v1/representatives/{id}/workload/"): 3,
    ("post", "/api/v1/request-updates/"): 5,
    ("get", "/api/v1/requests/"): 5,
    ("post", "/api/v1/requests/"): 10,
    ("post", "/api/v1/requests/bulk/"): 5,
    ("get", "/api/v1/requests/{id}/"): 2,
    ("patch", "/api/v1/requests/{id}/"): 6,
    ("put", "/api/v1/requests/{id}/"): 8,
    ("delete", "/api/v1/requests/{id}/"): 7,
    ("post", "/api/v1/requests/{id}/assign/"): 7,
    ("get", "/api/v1/requests/{id}/attachments/"): 3,
    ("post", "/api/v1/requests/{id}/attachments/"): 7,
    ("get", "/api/v1/requests/{id}/attachments/{attachment}/"): 3,
    ("post", "/api/v1/requests/{id}/cancel/"): 5,
    ("get", "/api/v1/requests/{id}/comments/"): 3,
    ("post", "/api/v1/requests/{id}/comments/"): 6,
    ("get", "/api/v1/requests/{id}/comments/{comment}/"): 4,
    ("patch", "/api/v1/requests/{id}/comments/{comment}/"): 10,
    ("delete", "/api/v1/requests/{id}/comments/{comment}/"): 8,
    ("get", "/api/v1/requests/{id}/events/"): 3,
    ("get", "/api/v1/requests/{id}/presence/"): 2,
    ("put", "/api/v1/requests/{id}/presence/"): 2,
    ("delete", "/api/v1/requests/{id}/presence/"): 2,
    ("get", "/api/v1/service-types/"): 2,
    ("post", "/api/v1/service-types/"): 3,
    ("get", "/api/v1/service-types/{id}/"): 2,
    ("patch", "/api/v1/service-types/{id}/"): 4,
    ("put", "/api/v1/service-types/{id}/"): 4,
    ("get", "/api/v1/sessions/"): 2,
    ("post", "/api/v1/sessions/"): 4,
    ("delete", "/api/v1/sessions/"): 2,
    ("delete", "/api/v1/sessions/{id}/"): 3,
    ("get", "/api/v1/stats/"): 2,
    ("get", "/api/v1/system/"): 4,
    ("post", "/api/v1/system/backup/"): 3,
    ("get", "/api/v1/tickets/"): 3,
    ("post", "/api/v1/tickets/"): 5,
    ("get", "/api/v1/tickets/{id}/"): 2,
    ("patch", "/api/v1/tickets/{id}/"): 6,
    ("delete", "/api/v1/tickets/{id}/"): 7,
    ("post", "/api/v1/tickets/{id}/assign/"): 6,
    ("get", "/api/v1/tickets/{id}/posts/"): 3,
    ("post", "/api/v1/tickets/{id}/posts/"): 7,
    ("delete", "/api/v1/tickets/{id}/posts/{post}/"): 11,
    ("get", "/api/v1/tokens/"): 2,
    ("post", "/api/v1/tokens/"): 4,
    ("delete", "/api/v1/tokens/{id}/"): 4,
    ("get", "/api/v1/users/"): 3,
    ("post", "/api/v1/users/"): 5,
    ("get", "/api/v1/users/{id}/"): 2,
    ("patch", "/api/v1/users/{id}/"): 10,
    ("delete", "/api/v1/users/{id}/"): 9,
    ("get", "/api/v1/views/"): 3,
    ("post", "/api/v1/views/"): 2,
    ("get", "/api/v1/views/{id}/"): 2,
    ("patch", "/api/v1/views/{id}/"): 3,
    ("delete", "/api/v1/views/{id}/"): 3,
    # -- token
    ("get", "/api/accounts/"): 1,
    ("get", "/api/accounts/customers/"): 2,
    ("post", "/api/accounts/customers/"): 6,
    ("post", "/api/accounts/customers/get_token/"): 5,
    ("get", "/api/accounts/customers/my_profile/"): 2,
    ("get", "/api/accounts/customers/{id}/"): 2,
    ("put", "/api/accounts/customers/{id}/"): 8,
    ("patch", "/api/accounts/customers/{id}/"): 8,
    ("delete", "/api/accounts/customers/{id}/"): 10,
    ("get", "/api/accounts/representatives/"): 2,
    ("post", "/api/accounts/representatives/"): 7,
    ("get", "/api/accounts/representatives/available_representatives/"): 2,
    ("get", "/api/accounts/representatives/{id}/"): 2,
    ("put", "/api/accounts/representatives/{id}/"): 6,
    ("patch", "/api/accounts/representatives/{id}/"): 6,
    ("delete", "/api/accounts/representatives/{id}/"): 10,
    ("get", "/api/accounts/representatives/{id}/current_workload/"): 3,
    ("get", "/api/services/"): 1,
    ("get", "/api/services/requests/"): 4,
    ("post", "/api/services/requests/"): 11,
    ("get", "/api/services/requests/{id}/"): 4,
    ("put", "/api/services/requests/{id}/"): 15,
    ("patch", "/api/services/requests/{id}/"): 5,
    ("delete", "/api/services/requests/{id}/"): 7,
    ("post", "/api/services/requests/{id}/assign/"): 9,
    ("get", "/api/services/requests/{id}/comments/"): 3,
    ("post", "/api/services/requests/{id}/comments/"): 7,
    ("get", "/api/services/requests/{id}/comments/{comment}/"): 4,
    ("put", "/api/services/requests/{id}/comments/{comment}/"): 10,
    ("patch", "/api/services/requests/{id}/comments/{comment}/"): 10,
    ("delete", "/api/services/requests/{id}/comments/{comment}/"): 8,
    ("post", "/api/services/requests/{id}/update_status/"): 7,
    ("get", "/api/services/types/"): 2,
    ("post", "/api/services/types/"): 4,
    ("get", "/api/services/types/{id}/"): 2,
    ("put", "/api/services/types/{id}/"): 5,
    ("patch", "/api/services/types/{id}/"): 5,
    ("delete", "/api/services/types/{id}/"): 6,
    ("get", "/api/support/"): 1,
    ("get", "/api/support/interactions/"): 5,
    ("post", "/api/support/interactions/"): 9,
    ("get", "/api/support/interactions/interaction_stats/"): 2,
    ("get", "/api/support/interactions/recent_interactions/"): 5,
    ("get", "/api/support/interactions/{id}/"): 4,
    ("put", "/api/support/interactions/{id}/"): 4,
    ("patch", "/api/support/interactions/{id}/"): 6,
    ("delete", "/api/support/interactions/{id}/"): 7,
    ("get", "/api/support/tickets/"): 4,
    ("post", "/api/support/tickets/"): 8,
    ("get", "/api/support/tickets/{id}/"): 7,
    ("put", "/api/support/tickets/{id}/"): 9,
    ("patch", "/api/support/tickets/{id}/"): 9,
    ("delete", "/api/support/tickets/{id}/"): 8,
    ("post", "/api/support/tickets/{id}/assign/"): 10,
    ("post", "/api/support/tickets/{id}/resolve/"): 9,
    ("post", "/api/token/"): 6,
    # -- session
    ("get", "/accounts/api/account/"): 2,
    ("get", "/accounts/api/admin/users/"): 2,
    ("post", "/accounts/api/admin/users/create/"): 5,
    ("get", "/accounts/api/admin/users/{id}/"): 2,
    ("put", "/accounts/api/admin/users/{id}/"): 11,
    ("delete", "/accounts/api/admin/users/{id}/"): 9,
    ("post", "/accounts/api/login/"): 4,
    ("post", "/accounts/api/register/"): 8,
    ("get", "/api/admin/requests/"): 2,
    ("get", "/api/admin/requests/{id}/"): 2,
    ("put", "/api/admin/requests/{id}/"): 7,
    ("delete", "/api/admin/requests/{id}/"): 7,
    ("post", "/api/submit/"): 10,
    ("get", "/api/track/"): 2,
    # -- desk
    ("post", "/api/auth/login/"): 4,
    ("post", "/api/auth/register/"): 5,
    ("get", "/api/ping/"): 0,
    ("get", "/api/profile/"): 2,
    ("post", "/api/service-request/create/"): 10,
    ("delete", "/api/service-request/delete/{id}/"): 8,
    ("get", "/api/service-request/download/{attachment}/"): 3,
    ("get", "/api/service-request/getAll/"): 4,
    ("patch", "/api/service-request/update/{id}/"): 6,
    ("post", "/api/token/refresh/"): 2,
    ("get", "/swagger.json"): 0,
    # -- conversation
    ("post", "/api/newticket/"): 4,
    ("delete", "/api/posts/{id}/"): 12,
    ("post", "/api/signup/"): 5,
    ("get", "/api/tickets/{id}/posts/"): 3,
    ("post", "/api/tickets/{id}/reply/"): 6,
}

# Where the figure is the most there can be, and why there may be fewer.
AT_MOST = {
    ("get", "/api/v1/requests/"): "what no row refers to is not looked up",
    ("get", "/api/support/interactions/recent_interactions/"): "the same",
    ("post", "/api/accounts/representatives/"): "a job that is queued already is brought forward",
}


def is_list(route):
    return any(one["name"] in ("limit", "page_size") for one in route.operation["parameters"])


PROFILE = next(route for route in routes("get") if route.path == f"{V1}/profile/")
LISTS = [route for route in routes("get") if is_list(route)]
# What has no twenty rows for anybody, and why.
SHORT = {
    "/api/v1/tokens/": "an account has one token",
    "/api/v1/requests/{id}/presence/": "who is present is in no database",
    "/api/support/interactions/recent_interactions/": "shows five",
}
# The first of them have nothing nested in them, which is not asked for then.
ROWS_FEW = {"/api/support/interactions/": 5, "/api/support/tickets/": 5}
# The one list that asks for each row: a view is a question of its own, and they are few.
ONE_A_ROW = "/api/v1/views/"
# What leads to queries that a good call of each route does not.
OTHER_CALLS = [
    ("admin", f"{V1}/requests/?q=rusted"),
    ("admin", f"{V1}/requests/?created_from=2020-01-01"),
    ("admin", f"{V1}/requests/?type=outage"),
    ("admin", f"{V1}/tickets/?q=dripping"),
    ("admin", "/api/services/requests/?search=rusted&page=1"),
    ("admin", "/api/support/tickets/?search=drips&page=1"),
    ("admin", "/api/services/requests/?page=2"),
    ("admin", "/api/support/tickets/?page=2"),
    ("admin", "/api/support/interactions/?page=2"),
    ("technician", f"{V1}/stats/"),
    ("support", f"{V1}/stats/"),
    ("admin", f"{V1}/users/?q=a"),
]
# Queries that no call of this file leads to, and where they meet a store that refuses.
ELSEWHERE = {
    "check_foreign_keys": "nowhere: pilotlight check looks at everything",
    "check_integrity": "the same",
    "attachment_by_storage_key": "nowhere: src/store/sqlite/sqlite_test.cpp looks at its plan",
    "account_imported_hashes": "tests/api/test_account.py",
    "account_replace_hash": "tests/api/test_account.py",
    **dict.fromkeys(
        [
            "account_count_admins",
            "audit_event_count",
            "draft_update",
            "idempotency_key_delete",
            "idempotency_key_find",
            "idempotency_key_insert",
            "interaction_count_some",
            "invitation_by_code",
            "invitation_update",
            "job_bury",
            "job_claimed",
            "job_pull_in",
            "job_put_off",
            "notice_list_after",
            "service_request_open_of",
            "session_held_web",
            "session_touch",
            "ticket_open_of",
        ],
        "the unit tests of src/service and src/jobs (desk_fixture.hpp)",
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("statements") / "data"
    # What a read did that was cut short is not counted.
    settings = LIMITS_NOT_UNDER_TEST | {"log_level": "debug", "brief_read_ms": 10_000}
    server = Server(folder, "demo", settings).start()
    yield World(server)
    server.close()


def so_far(server, route):
    """The statements that the server has run for calls of the route."""
    page = server.client().get("/metrics").expect(200).text
    labels = f'{{method="{route.method.upper()}",route="{route.path}"}}'
    name = "pilotlight_sql_statements_total"
    return int(float(page.partition(f"{name}{labels} ")[2].partition("\n")[0]))


def counted(server, route, client, path, **content):
    """(answer, statements) of one call."""
    before = so_far(server, route)
    answer = client.request(route.method.upper(), path, **content)
    return answer, so_far(server, route) - before


def doubt_of(server, client):
    """What the caller's bearer token costs, where a read of one row shows it; an API token is
    looked up at each call, and so part of each figure."""
    if client.access is None:
        return 0
    answer, statements = counted(server, PROFILE, client, PROFILE.path)
    answer.expect(200)
    assert statements in (1, 1 + OF_DOUBT)
    return statements - 1


def further_hundreds(route, answer):
    """Of the lines of a download; beside them stands one with the names of the columns."""
    return (answer.text.count("\n") - 1) // 100 if route.path.endswith("/export/") else 0


def operation_of(route):
    components = documents()[route.surface]["components"]
    return contract.Operation(*route[:3], route.operation, components)


def calls(world, route):
    """Calls one of which is good: (client, path, content)."""
    if route.key in DOORS:
        client, path, body = DOORS[route.key](world.server, route.path)
        is_upload = route.path.endswith("/attachments/")
        yield client, path, {"multipart": TEXT_UPLOAD} if is_upload else {"json": body}
        return
    is_open = route.permission == "anyone"
    for role in ("anonymous",) if is_open else ("customer", "support", "admin"):
        headers = world.headers(role, operation_of(route))
        path = route.path
        for name, known in world.places(operation_of(route), headers).items():
            path = path.replace(f"{{{name}}}", str(known[0]))
        yield world.server.client(), path, {"headers": headers}


def test_every_route_has_a_line_and_every_line_a_route():
    assert {route.key for route in routes()} == set(ROUTES)


@pytest.mark.parametrize("route", routes(), ids=id_of)
def test_a_good_call_runs_so_many_statements(world, route):
    refused = []
    for client, path, content in calls(world, route):
        doubt = doubt_of(world.server, client)
        answer, statements = counted(world.server, route, client, path, **content)
        if 200 <= answer.status < 300:
            figure = ROUTES[route.key] + 2 * further_hundreds(route, answer) + doubt
            assert statements == figure or (route.key in AT_MOST and statements < figure)
            return
        refused.append(f"{answer.status} {path} {answer.text[:200]}")
    raise AssertionError(f"no good call: {refused}")


@pytest.fixture(scope="module")
def crowd(world):
    """Twenty of everything that is listed, each with what is nested in it."""
    server = world.server
    customer, support = server.as_("customer"), server.as_("support")
    for number in range(MANY):
        made = tickets.open_request(server)["id"]
        tickets.record(server, ticket=tickets.open_case(server, request=made)["id"])
        for request in (made, world.request):
            path = f"{V1}/requests/{request}"
            customer.post(f"{path}/attachments/", multipart=TEXT_UPLOAD).expect(201)
            customer.post(f"{path}/comments/", json={"text": f"comment {number}"}).expect(201)
            note = {"service_request": request, "comment": f"update {number}"}
            support.post(f"{V1}/request-updates/", json=note).expect(201)
        path = f"{V1}/tickets/{world.conversation}/posts/"
        customer.post(path, json={"message": f"post {number}"}).expect(201)
        invited = {"role": "support"}
        server.as_("admin").post(f"{V1}/invitations/", json=invited).expect(201)
        customer.post(f"{V1}/views/", json={"name": f"crowd {number}"}).expect(201)
        doors.service_type(server)
        doors.representative(server)
        world.newcomer("customer")
        customer.log_in(logins.CUSTOMER)
    return world


def rows_of(answer):
    return answer.json["results"] if isinstance(answer.json, dict) else answer.json


@pytest.fixture(scope="module")
def seen():
    """The most rows that a list has shown to anybody."""
    return {}


@pytest.mark.parametrize("role", ["customer", "support", "admin"])
@pytest.mark.parametrize("route", LISTS, ids=id_of)
def test_twenty_rows_take_no_more_statements_than_one(crowd, seen, route, role):
    subject = crowd.conversation if "/posts/" in route.path else crowd.request
    path, client = route.path.replace("{id}", str(subject)), crowd.server.as_(role)
    if client.get(path).status in (403, 404):
        return
    for parameter in [one["name"] for one in route.operation["parameters"]]:
        if parameter not in ("limit", "page_size"):
            continue
        rows_few = ROWS_FEW.get(route.path, 1)
        _, few = counted(crowd.server, route, client, f"{path}?{parameter}={rows_few}")
        many, most = counted(crowd.server, route, client, f"{path}?{parameter}={MANY}")
        rows = len(rows_of(many))
        of_view = 1 + doubt_of(crowd.server, client) + rows
        assert most == (few if route.path != ONE_A_ROW else of_view)
        seen[route.path] = max(rows, seen.get(route.path, 0))


def test_each_list_had_twenty_rows(seen):
    """After the above."""
    assert {path for path, rows in seen.items() if rows < MANY} <= set(SHORT)
    assert set(SHORT) <= set(seen)


def named_in_the_source():
    """The names of all queries of the store."""
    named = re.compile(r'(?:\bQuery \w+|\bquery_of<\w+>|\bSelection(?: \w+)?)[({]\s*"(\w+)"')
    files = [path for path in (ROOT / "src/store").rglob("*.cpp") if "_test" not in path.name]
    return {name for path in files for name in named.findall(path.read_text())}


def test_no_query_of_the_store_is_left_out(crowd):
    """After all of the above; it stands last in the file for that."""
    for who, path in OTHER_CALLS:
        crowd.server.as_(who).get(path).expect(200)
    crowd.server.as_("admin").get(f"{V1}/requests/{crowd.request}/").expect(200)
    named = named_in_the_source()
    assert len(named) > 150
    prepared = re.compile(r'"statement_prepared",.*?"query":"(\w+)"')
    until(
        lambda: named <= {*prepared.findall(crowd.server.log()), *ELSEWHERE},
        f"run: {sorted(named - {*prepared.findall(crowd.server.log()), *ELSEWHERE})}",
    )
    assert set(ELSEWHERE) <= named
