"""What test_schema_fuzz.py finds or makes on its server, so that generated input can name things
that exist: people of every role, and the numbers that stand for the {…} of paths."""

from __future__ import annotations

import itertools
import re
from typing import Any, Sequence

from harness import credentials, logins, tickets
from harness.contract import Operation
from harness.server import Server

ROLES = ("customer", "support", "technician", "admin")
V1 = "/api/v1"
SPARES = 6  # of what deletions use up
# They end the caller's own credential, so the caller is somebody of whom no other case needs it.
DISRUPTIVE = re.compile(r"logout|/sessions/|/tokens/|/password/|get_token|/profile/$|/token/$")
# What the {…} behind a word of the path counts.
PLACES = [
    (r"/comments/{comment}", "comments"),
    (r"/posts/{post}", "posts"),
    (r"/attachments/{attachment}", "attachments"),
    (r"/(customers|users)/{id}", "spare_customers"),
    (r"/representatives/{id}", "spare_staff"),
    (r"/(service-)?types/{id}", "types"),
    (r"/interactions/{id}", "interactions"),
    (r"/tickets/{id}/(reply|posts)", "conversations"),
    (r"/tickets/{id}", "tickets"),
    (r"/requests?(/update)?/{id}|/track/{id}", "requests"),
    (r"/views/{id}", "views"),
    (r"/drafts/{key}", "drafts"),
    (r"/leak-reports/{token}", "leak_reports"),
    (r"/posts/{id}", "posts"),
    (r"/service-request/\w+/{id}", "requests"),
    (r"/download/{attachment}", "attachments"),
]
TEXT_UPLOAD = {"files": ("meter.txt", b"the reading is 4711", "text/plain")}

_names = itertools.count(1)


class World:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.admin = server.as_("admin")
        self.tokens = {role: self._token(logins.ROLES[role]) for role in ROLES}
        self.tokens["anonymous"] = None
        self.ids: dict[str, list[Any]] = {"drafts": ["new-request"]}
        self._find()
        self._make()

    # -- people ----------------------------------------------------------------------------------

    def newcomer(self, role: str) -> tuple[int, logins.Login]:
        login = logins.Login(f"fuzzed_{next(_names)}", credentials.PASSWORD)
        draft = {"email": f"{login.username}@example.com", "first_name": "A", "last_name": "B"}
        body = {**login._asdict(), **draft, "role": role}
        return self.admin.post(f"{V1}/users/", json=body).expect(201).json["id"], login

    def headers(self, role: str, operation: Operation) -> dict[str, str]:
        """Who asks: the role's own account, or one that is made for a disruptive operation."""
        if role == "anonymous":
            return {}
        if DISRUPTIVE.search(operation.path):
            return {"Authorization": f"Token {self._token(self.newcomer(role)[1])}"}
        return {"Authorization": f"Token {self.tokens[role]}"}

    def _token(self, login: logins.Login) -> str:
        return credentials.api_token(self.server, login)

    # -- things ----------------------------------------------------------------------------------

    def known(self, operation: Operation) -> dict[str, Sequence[Any]]:
        """By the name of a property or parameter: what exists, or what is good enough to go on."""
        secret = credentials.PASSWORD
        known = {
            "request_type": ["repair", "gas_leak_inspection"],
            "type_of_request": ["repair"],
            "service_type": ["maintenance", "repair"],
            "service_type_id": self.ids["types"],
            "service_request": self.ids["requests"],
            "service_request_id": self.ids["requests"],
            "ticket": self.ids["tickets"],
            "support_ticket_id": self.ids["tickets"],
            "assigned_to": self.ids["support"],
            "customer": self.ids["spare_customers"],
            "kind": ["case", "conversation"],
            "priority": ["low", "medium", "high"],
            "status": ["pending", "in_progress", "resolved", "open", "Resolved"],
            "visibility": ["everyone", "staff", "public"],
            "state": ["viewing", "replying"],
            "type": ["call"],
            "interaction_type": ["call"],
            "skills": [["repair"], []],
            "hazard": ["none"],
            "default_priority": ["medium"],
            "user_type": ["customer"],
            "role": ["customer"],
            "is_customer_service": [False],
            "is_superuser": [False],
            "invitation_code": [""],
            "phone_number": ["+15550100"],
            "phone": ["+15550100"],
            "duration_minutes": [5],
            "duration": [5],
            "limit": [1, 20, 100],
            "page": [1, 2],
            "page_size": [5],
            "old_password": [secret],
            **{name: [secret] for name in ("password", "password1", "password2")},
        }
        if operation.path.endswith("/bulk/"):
            made = tickets.open_request(self.server)
            change = {"id": made["id"], "version": made["version"], "status": "in_progress"}
            known["changes"] = [[change]]
        if operation.surface == "desk":
            known["status"] = ["in_progress", "resolved"]
        if operation.surface == "token":
            known |= {"status": ["IN_PROGRESS"], "priority": ["HIGH"], "interaction_type": ["CALL"]}
        if re.search(r"login|/sessions/|^/api/token/$", operation.path):
            _, login = self.newcomer("customer")
            known |= {"username": [login.username], "email": [f"{login.username}@example.com"]}
        if operation.path.endswith("refresh/"):
            pair = self.server.client().log_in(self.newcomer("customer")[1])
            known["refresh"] = [pair.refresh]
        return known

    def places(self, operation: Operation, headers: dict[str, str]) -> dict[str, Sequence[Any]]:
        """What exists for each {…} of the path; the first of each belong together. A deletion gets
        what no other operation counts on."""
        found: dict[str, Sequence[Any]] = {}
        for pattern, name in PLACES:
            for hit in re.finditer(pattern, operation.path):
                found.setdefault(re.findall(r"{(\w+)}", hit[0])[-1], self.ids[name])
        if found.get("id") is self.ids["requests"] and len(found) == 1:
            # Others may have brought the first to its end by now.
            found["id"] = [tickets.open_request(self.server)["id"], *self.ids["requests"]]
        own = re.search(r"/(sessions|tokens)/{id}/", operation.path)
        if own and headers:
            rows = self.server.client().get(f"{V1}/{own[1]}/", headers=headers).expect(200).json
            found["id"] = [row["id"] for row in rows]
        elif operation.method == "delete" and found:
            last = re.findall(r"{(\w+)}", operation.path)[-1]
            found[last] = self._spares(operation) or found[last]
        return found

    def _spares(self, operation: Operation) -> list[Any]:
        """Made anew: what a deletion of this operation can take."""
        path = operation.path
        if path.endswith("/comments/{comment}/"):
            return [self._comment() for _ in range(SPARES)]
        if "post" in path:
            return [self._post() for _ in range(SPARES)]
        if re.search(r"request[^/]*/(delete/)?{id}/$", path):
            return [tickets.open_request(self.server)["id"] for _ in range(SPARES)]
        if "support/tickets/{id}" in path:
            return [tickets.open_case(self.server)["id"] for _ in range(SPARES)]
        if "tickets/{id}" in path:
            return [tickets.begin(self.server)["id"] for _ in range(SPARES)]
        if "interactions/{id}" in path:
            return [tickets.record(self.server)["id"] for _ in range(SPARES)]
        if re.search("(customers|users|representatives)/{id}", path):
            role = "support" if "representatives" in path else "customer"
            return [self.newcomer(role)[0] for _ in range(SPARES)]
        if "views" in path:
            return [view for role in ROLES for view in self._views(role)]
        return []

    def _find(self) -> None:
        rows = self._rows
        self.ids["requests"] = [row["id"] for row in rows("requests")]
        self.ids["types"] = [row["id"] for row in rows("service-types")]
        self.ids["support"] = [
            row["id"] for row in rows("representatives") if row.get("role", "support") == "support"
        ]
        self.ids["interactions"] = [row["id"] for row in rows("interactions")]
        found = rows("tickets")
        self.ids["tickets"] = [row["id"] for row in found if row["kind"] == "case"]
        self.ids["conversations"] = [row["id"] for row in found if row["kind"] == "conversation"]

    def _rows(self, noun: str) -> list[Any]:
        return self.admin.get(f"{V1}/{noun}/?limit=100").expect(200).json

    def _make(self) -> None:
        self.ids["spare_customers"] = [self.newcomer("customer")[0] for _ in range(SPARES)]
        self.ids["spare_staff"] = [self.newcomer("support")[0] for _ in range(SPARES)]
        self.request = tickets.open_request(self.server)["id"]
        self.ids["requests"].insert(0, self.request)
        self.ids["comments"] = [self._comment()]
        path = f"{V1}/requests/{self.request}/attachments/"
        files = self.server.as_("customer").post(path, multipart=TEXT_UPLOAD).expect(201)
        self.ids["attachments"] = [files.json[0]["id"]]
        self.conversation = tickets.begin(self.server)["id"]
        self.ids["conversations"].insert(0, self.conversation)
        self.ids["posts"] = [self._post()]
        self.ids["views"] = [self._views(role)[0] for role in ROLES]
        for role in ROLES:
            draft = f"{V1}/drafts/{self.ids['drafts'][0]}/"
            self.server.as_(role).put(draft, json={"text": "half a sentence"}).expect(200)
        told = {"phone": "+15550100", "address": "1 Main Street", "what": "it hisses"}
        report = self.server.client().post(f"{V1}/leak-reports/", json=told).expect(201).json
        self.ids["leak_reports"] = [report["token"]]

    def _comment(self) -> int:
        path = f"{V1}/requests/{self.request}/comments/"
        made = self.server.as_("customer").post(path, json={"text": "as agreed"})
        return made.expect(201).json["id"]

    def _post(self) -> int:
        path = f"{V1}/tickets/{self.conversation}/posts/"
        made = self.server.as_("customer").post(path, json={"message": "and?"})
        return made.expect(201).json["id"]

    def _views(self, role: str) -> list[int]:
        made = self.server.as_(role).post(f"{V1}/views/", json={"name": f"view {next(_names)}"})
        return [made.expect(201).json["id"]]
