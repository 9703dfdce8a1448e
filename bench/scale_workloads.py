"""What is asked of a small and of a large desk: the same questions, in each one's own words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Callable, Iterator

from dataset import Dataset, Server
from load import LoadFailed, Target

CHANGES = "write"  # the group of the questions that change the desk
SPREAD = 200  # different rows, evenly over the table
LIST = "/api/v1/requests/?limit=20"
PROFILE = "/api/v1/profile/"
OPEN_ROWS = "/api/v1/requests/?status=in_progress&limit=100"
FILTERS = {  # each in all four sorts, in turn
    "all": "",
    "status pending": "&status=pending",
    "status resolved": "&status=resolved",
    "type": "&type=leak",
    "priority": "&priority=urgent",
    "assignee": "&assignee={assignee}",
    "unassigned": "&assignee=none",
    "assignee and status": "&assignee={assignee}&status=resolved",
    "customer": "&customer={customer}",
    "customer and status": "&customer={customer}&status=resolved",
    # As many rows as the usual customer of the small desk has.
    "customer and type": "&customer={customer}&type=leak&limit=2",
    "type and status": "&type=leak&status=pending",
    "type and priority": "&type=repair&priority=high",
    "priority and status": "&priority=urgent&status=in_progress",
    "assignee and type": "&assignee={assignee}&type=leak",
    "customer and priority": "&customer={customer}&priority=high&limit=2",
    "unassigned and type": "&assignee=none&type=repair",
    "unassigned and status": "&assignee=none&status=pending",
}
CREATED = "&created_from=2026-03-01&created_until=2026-04-01"
UPDATED = "&updated_from=2026-03-01&updated_until=2026-04-01"
RANGES = {  # in the order of their own time
    "created in a month": CREATED + "&sort={sign}created_at",
    "created in a month, in one state": CREATED + "&status=resolved&sort={sign}created_at",
    "updated in a month": UPDATED + "&sort={sign}updated_at",
    "updated in a month, of a type": UPDATED + "&type=leak&sort={sign}updated_at",
}
ACROSS = {  # in the order of the other time: all rows of the range have to be looked at
    "created in a month, by last change": CREATED + "&sort={sign}updated_at",
    "updated in a month, by age": UPDATED + "&sort={sign}created_at",
}
SORTS = ("-created_at", "created_at", "-updated_at", "updated_at")
SEARCHES = {
    "common word": "gas",
    "rare word": "{rare_word}",
    "phrase": "%22smell of gas%22",
    "prefix": "kitch*",
    "long word": "boiler",  # its start is longer than what the index of starts knows
    "start of a long word": "connectio",
    "word and status": "gas&status=pending",
    "word and type": "valve&type=leak",
    "number": "SR-000042",
    "no match": "zzyzx",
}
TICKET_LISTS = {
    "all": "",
    "kind": "&kind=case",
    "status": "&status=open",
    "priority": "&priority=urgent",
    "assignee": "&assignee={assignee}",
    "unassigned": "&assignee=none",
    "kind and status": "&kind=conversation&status=closed",
    "kind and priority": "&kind=case&priority=high",
    "assignee and status": "&assignee={assignee}&status=closed",
    "customer": "&customer={customer}",
    "of a request": "&service_request={case_request}",
    "latest activity": "&sort=-last_activity_at",
    "oldest": "&sort=created_at",
    "text search": "&q=gas",
}
OTHER_LISTS = {
    "interactions": "/api/v1/interactions/?limit=20",
    "interactions by type": "/api/v1/interactions/?limit=20&type=visit",
    "interactions of a ticket": "/api/v1/interactions/?limit=20&ticket={case_ticket}",
    "interactions of a customer": "/api/v1/interactions/?limit=20&customer={customer}",
    "interactions of a representative, oldest": "/api/v1/interactions/?limit=20"
    "&representative={assignee}&sort=created_at",
    "users": "/api/v1/users/?limit=20",
    "users by start of name": "/api/v1/users/?limit=20&q=bench_customer_1",  # a full page of both
    "users by role": "/api/v1/users/?limit=20&role=customer",
    "users who may not log in": "/api/v1/users/?limit=20&is_active=0",
    "representatives": "/api/v1/representatives/?limit=20",
    "representatives who are free": "/api/v1/representatives/?limit=20&role=support&available=1",
    "representatives by start of name": "/api/v1/representatives/?limit=20&q=bench_s",
    "audit": "/api/v1/audit/?limit=20",
    "audit by kind": "/api/v1/audit/?limit=20&kind=assigned",
    "audit by object": "/api/v1/audit/?limit=20&object_kind=service_request&object={busy_request}",
    "audit by actor": "/api/v1/audit/?limit=20&actor={assignee}",
    "audit of a month": "/api/v1/audit/?limit=20&from=2026-03-01&until=2026-04-01",
}
NESTED = "/api/services/requests/"  # the surface of seed 000: pages have numbers, and none is all
COUNTS = {
    "counts of the desk": ("bench_support_0", "/api/v1/stats/"),
    "counts of a technician": ("bench_technician_0", "/api/v1/stats/"),
    "counts of a customer": ("{usual_customer}", "/api/v1/stats/"),
    "dashboard": ("bench_support_0", "/api/v1/dashboard/"),
    "interactions": ("bench_support_0", "/api/v1/interactions/stats/"),
}


@dataclass(frozen=True)
class Question:
    # read, list, search and counts are what the aim of design.md §5 speaks of; "large" grows with
    # what it is about, whatever the table holds beside; or write
    group: str
    name: str
    who: str
    targets: tuple[Target, ...]  # without a token


class Asker:
    """Turns the questions into requests of one server."""

    def __init__(self, dataset: Dataset, server: Server) -> None:
        self.dataset = dataset
        self.server = server
        as_support = self._client("bench_support_0")
        self.words = dataset.facts | {
            "assignee": as_support.get(PROFILE).expect(200).json["id"],
            "customer": self._client(dataset.facts["usual_customer"]).get(PROFILE).json["id"],
        }
        step = max(dataset.requests // SPREAD, 1)
        self.spread = range(step, dataset.requests + 1, step)

    def signed(self, question: Question) -> list[Target]:
        access = self._client(question.who).access or ""
        return [target._replace(token=access) for target in question.targets]

    def touch(self, question: Question) -> int:
        """Sends each of its requests once; how many there were."""
        client = self._client(question.who)
        for target in question.targets:
            headers = {"Content-Type": "application/json"} if target.body else {}
            body = target.body.replace("{n}", "1") or None
            answer = client.request(target.method, target.path, headers=headers, body=body)
            if answer.status >= 300:
                raise LoadFailed(f"{question.name}: {answer.status} {answer.text[:200]}")
        return len(question.targets)

    def questions(self) -> Iterator[Question]:
        yield from self._reads()
        yield from self._lists()
        yield from self._searches()
        for name, (who, path) in COUNTS.items():
            who = who.format(**self.words)
            yield Question("counts", name, who, (Target("GET", path),))
        yield from self._writes()

    def _client(self, username: str):
        return self.server.as_(self.dataset.login(username))

    def _get(self, path: str) -> Target:
        return Target("GET", path.format(**self.words).replace(" ", "+"))

    def _one(self, group: str, name: str, path: str, who: str = "bench_admin") -> Question:
        return Question(group, name, who, (self._get(path),))

    def _reads(self) -> Iterator[Question]:
        rows = tuple(self._get(f"/api/v1/requests/{id}/") for id in self.spread)
        yield Question("read", "one request", "bench_support_0", rows)
        busy = "/api/v1/requests/{busy_request}/"
        yield self._one("read", "a request with 500 events", busy)
        yield self._one("read", "its history, 100 lines", busy + "events/?limit=100")
        yield self._one("read", "its comments, 100", busy + "comments/?limit=100")

    def _lists(self) -> Iterator[Question]:
        for name, query in FILTERS.items():
            sorted_ways = tuple(self._get(f"{LIST}{query}&sort={sort}") for sort in SORTS)
            yield Question("list", name, "bench_admin", sorted_ways)
        for group, ranges in (("list", RANGES), ("large", ACROSS)):
            for name, query in ranges.items():
                ways = tuple(self._get(LIST + query.replace("{sign}", sign)) for sign in ("-", ""))
                yield Question(group, name, "bench_admin", ways)
        yield from self._numbered()
        usual, busy = (self.words[name] for name in ("usual_customer", "busy_customer"))
        yield self._one("list", "a customer's own", LIST, usual)
        yield self._one("large", "the busiest customer's own", LIST, busy)
        yield self._one("large", "the busiest customer's own, a word", f"{LIST}&q=gas", busy)
        yield self._one("list", "a technician's own", LIST, "bench_technician_0")
        middle = self.dataset.requests // 2
        moment = self._client("bench_admin").get(f"/api/v1/requests/{middle}/").json["created_at"]
        yield self._one("list", "from the middle on", f"{LIST}&created_until={moment}")
        for name, query in TICKET_LISTS.items():
            group = "search" if "q=" in query else "list"
            yield self._one(group, f"tickets: {name}", "/api/v1/tickets/?limit=20" + query)
        for name, path in OTHER_LISTS.items():
            yield self._one("list", name, path)

    def _numbered(self) -> Iterator[Question]:
        page = f"{NESTED}?page_size=20&page="
        yield self._one("list", "the first page by number", page + "1")
        yield self._one("list", "the last page by number", page + "last")
        yield self._one("large", "a page deep down", f"{page}{self.dataset.requests // 80}")
        yield self._one("list", "an array of a thousand", NESTED)

    def _searches(self) -> Iterator[Question]:
        for name, query in SEARCHES.items():
            yield self._one("search", name, f"{LIST}&q={query}")
        yield self._one("large", "search for two words", f"{LIST}&q=boiler+cellar")
        usual = self.words["usual_customer"]
        yield self._one("search", "word, a customer's own", f"{LIST}&q=gas", usual)

    def _writes(self) -> Iterator[Question]:
        body = json.dumps(
            {
                "request_type": "leak",
                "description": "Smell of gas near the stove in the kitchen, {n}",
                "address": "302 Lake View, Kamapur",
            }
        )
        create = Target("POST", "/api/v1/requests/", body=body)
        yield Question(CHANGES, "create", "bench_customer_0", (create,))
        moves = []
        worked_on = self._client("bench_admin").get(OPEN_ROWS).expect(200).json
        for status in ("pending", "in_progress"):
            change = json.dumps({"status": status, "notes": "Seen by the desk, {n}"})
            for row in worked_on:
                moves.append(Target("PATCH", f"/api/v1/requests/{row['id']}/", body=change))
        yield Question(CHANGES, "status change", "bench_support_0", tuple(moves))
