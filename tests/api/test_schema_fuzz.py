"""Every operation of every OpenAPI document, as every role, with generated input: good, at an edge,
of the wrong type, missing, too much, huge, broken. Whatever comes, the answer is no 5xx and is what
the document declares, and every operation succeeds at least once.

The input follows from a seed, the document and the names of the demo, so a fault comes again.
PILOTLIGHT_LONG (script/test --long) asks each operation ROUNDS_LONG times as often.
"""

from __future__ import annotations

import collections
import json
import os
import random
import re
import urllib.parse

import pytest
from harness import contract, program
from harness.drafts import Drafts
from harness.server import Server
from schema_world import DISRUPTIVE, ROLES, TEXT_UPLOAD, World

SEED = 20261121
ROUNDS_LONG = 5
ROUNDS = ROUNDS_LONG if os.environ.get("PILOTLIGHT_LONG") else 1
TEXT_LENGTH_SHOWN = 300
GOOD = ("no query", "good query", "good", "least")
LIMITS_NOT_UNDER_TEST = {
    "login_failures_per_account_max": 1_000,
    "login_failures_per_address_max": 100_000,
    "registrations_per_address_max": 100_000,
    "leak_reports_per_address_max": 100_000,
    "leak_reports_max": 1_000_000,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schema") / "data"
    server = Server(folder, "demo", LIMITS_NOT_UNDER_TEST).start()
    yield World(server)
    server.close()


def sent(rng, body):
    """How a body goes out: mostly as JSON; a flat one also as a form of either kind."""
    if isinstance(body, bytes):
        return {"body": body}
    is_flat = isinstance(body, dict) and all(isinstance(v, (str, int)) for v in body.values())
    kind = rng.choice(["json", "json", "form", "multipart"]) if is_flat else "json"
    if kind == "json":
        return {"body": json.dumps(body)}
    plain = {k: v for k, v in body.items() if k and k.isprintable()}
    return {kind: plain}


def cases(world, operation, rng, headers):
    """(what it is, path with its query, body options) of one round."""
    drafts = Drafts(rng, world.known(operation))
    places = world.places(operation, headers)

    def path(is_good, pairs=()):
        target = operation.path
        for parameter in operation.parameters("path"):
            known = places.get(parameter["name"], [])
            segment = str(known[0]) if is_good and known else drafts.segment(parameter, known)
            target = target.replace(f"{{{parameter['name']}}}", urllib.parse.quote(segment))
        return target + ("?" + urllib.parse.urlencode(pairs) if pairs else "")

    if operation.path.endswith("/attachments/") and operation.method == "post":
        yield "files", path(True), {"multipart": TEXT_UPLOAD}
    for what, pairs in drafts.query(operation.parameters("query")):
        yield what, path(what in GOOD, pairs), {}
    if operation.body is not None:
        for what, body in drafts.bodies(operation.body):
            yield what, path(what in GOOD), sent(rng, body)


def judge(operation, role, answer):
    faults = operation.faults(answer)
    may_be_401 = role == "anonymous" or DISRUPTIVE.search(operation.path)
    may_be_401 = may_be_401 or re.search(r"login|refresh", operation.path)
    if answer.status == 401 and not may_be_401:
        faults.append(f"the {role} is not known any more")
    return faults


def ask(world, operation, role, round_number, seen):
    """The faults of one operation as one role, each with how to come by it again."""
    rng = random.Random(f"{SEED} {operation.surface} {operation.key} {role} {round_number}")
    client, headers = world.server.client(), world.headers(role, operation)
    found = []
    for what, path, body in cases(world, operation, rng, headers):
        answer = client.request(operation.method.upper(), path, headers=headers, **body)
        seen[operation.key, answer.status] += 1
        for fault in judge(operation, role, answer):
            found.append(
                f"{operation.key} as {role}, {what}: {fault}\n"
                f"    {path[:TEXT_LENGTH_SHOWN]} {str(body)[:TEXT_LENGTH_SHOWN]}\n"
                f"    {answer.status} {answer.text[:TEXT_LENGTH_SHOWN]}"
            )
    client.close()
    return found


@pytest.mark.timeout(60 + 60 * ROUNDS)
@pytest.mark.parametrize("surface", program.surfaces())
def test_no_input_makes_an_answer_that_the_document_does_not_declare(world, surface):
    operations = list(contract.operations(program.openapi(surface), surface))
    assert operations
    seen, faults = collections.Counter(), []
    for round_number in range(ROUNDS):
        for operation in operations:
            for role in ("anonymous", *ROLES):
                faults += ask(world, operation, role, round_number, seen)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:20])
    never = [one.key for one in operations if not seen[one.key, one.success]]
    assert not never, f"never succeeded: {never}"
    assert world.server.running()
