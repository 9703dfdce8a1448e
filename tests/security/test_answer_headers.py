"""What every answer says to a browser, whatever kind of answer it is; and what none ever says."""

from __future__ import annotations

import re

import pytest
from harness import credentials, logins
from harness.events import watch
from harness.routes import id_of, routes

V1 = "/api/v1"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
INJECTIONS = ("%0d%0aSet-Cookie:%20a=b", "%0aX-A:%20b", "%E5%98%8D%E5%98%8ASet-Cookie:a", "\u2028")


def policy(answer):
    text = answer.header("Content-Security-Policy") or ""
    return {part.split()[0]: part.split()[1:] for part in text.split(";") if part.strip()}


def faults(answer, private=True):
    """What an answer lacks; empty when all is said. `private`: no cache may keep it."""
    found = [name for name, value in EVERYWHERE.items() if answer.header(name) != value]
    rules = policy(answer)
    if rules.get("default-src") != ["'none'"]:
        found.append("no closed default-src")
    is_sandboxed = "sandbox" in rules
    if rules.get("frame-ancestors") != ["'none'"] and not is_sandboxed:
        found.append("may be framed")
    if {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:"} & set(
        rules.get("script-src", [])
    ):
        found.append("scripts of anywhere")
    caching = answer.header("Cache-Control") or ""
    if private and not caching.startswith("no-store"):
        found.append(f"Cache-Control is {caching!r}")
    for name in ("Server", "X-Powered-By"):
        if answer.header(name):
            found.append(f"{name} tells what runs here")
    if answer.status // 100 == 3 and answer.status != 304 or answer.header("Location"):
        found.append("leads elsewhere")
    return found


@pytest.fixture(scope="module")
def file_of_customer(demo):
    fields = {"request_type": "repair", "details": "x", "f": ("a.svg", b"<svg/>", "image/svg+xml")}
    made = demo.as_("customer").post(f"{V1}/requests/", multipart=fields).expect(201).json
    return made["attachment"].removeprefix(demo.origin)


@pytest.mark.parametrize("route", [r for r in routes() if "stream" not in r.path], ids=id_of)
def test_every_route_whatever_it_answers(demo, route):
    body = {} if route.method in ("post", "put", "patch") else None
    is_ending = route.path in (f"{V1}/logout/", f"{V1}/sessions/") and route.method != "get"
    people = [credentials.newcomer(demo)[1]] if is_ending else ["customer", "admin"]
    for client in [demo.client(), *map(demo.as_, people)]:
        answer = client.request(route.method.upper(), route.to_nobody, json=body)
        assert not faults(answer), (answer.status, faults(answer))


def test_every_other_kind_of_answer(demo, file_of_customer):
    client, owner = demo.client(), demo.as_("customer")
    own = {"Accept-Encoding": "identity"}
    tag = client.get("/").header("ETag")
    kinds = {
        "a page": (client.get("/", headers=own), False),
        "a screen": (client.get("/requests/17", headers=own), False),
        "the API page": (client.get("/swagger/", headers=own), False),
        "a document": (client.get("/api/openapi.json"), True),
        "health": (client.get("/healthz"), True),
        "metrics": (client.get("/metrics"), True),
        "an unknown path": (client.get("/nothing"), True),
        "an unknown API path": (client.get(f"{V1}/nothing/"), True),
        "a wrong method": (client.request("DELETE", "/healthz"), True),
        "a wrong method of a page": (client.post("/", body="x"), True),
        "a preflight": (client.request("OPTIONS", f"{V1}/login/", headers={
            "Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}), True),
        "OPTIONS": (client.request("OPTIONS", f"{V1}/login/"), True),
        "HEAD": (owner.request("HEAD", f"{V1}/profile/"), True),
        "no content": (owner.put(f"{V1}/drafts/heads/", json={"text": "x"}), True),
        "not modified": (client.get("/", headers={"If-None-Match": tag}), False),
        "a download": (owner.get(file_of_customer), False),
        "a range of it": (owner.get(file_of_customer, headers={"Range": "bytes=0-1"}), False),
        "a foreign download": (demo.as_("other_customer").get(file_of_customer), True),
        "an export": (demo.as_("admin").get(f"{V1}/audit/export/"), True),
        "not acceptable": (owner.get(f"{V1}/profile/", headers={"Accept": "text/html"}), True),
        "too long": (client.get("/" + "a" * 9000), True),
        "a bad escape": (client.get("/%zz"), True),
        "an unknown host": (client.get("/", headers={"Host": "a b"}), True),
    }
    wrong = {name: (answer.status, faults(answer, private))
             for name, (answer, private) in kinds.items() if faults(answer, private)}
    assert not wrong
    assert kinds["a download"][0].header("Cache-Control") == "private, no-cache"
    assert kinds["a download"][0].header("Content-Disposition").startswith("attachment;")


def test_a_stream_says_it_as_well(demo):
    stream = watch(demo, "customer").ready()
    head = stream.head
    stream.close()
    for name, value in EVERYWHERE.items():
        assert f"{name}: {value}" in head
    assert "Cache-Control: no-store" in head and "frame-ancestors 'none'" in head


def test_strict_transport_over_tls_alone(start_server, tmp_path):
    server = start_server("demo", trusted_proxies="127.0.0.1")
    tls = {"X-Forwarded-Proto": "https"}
    for path in ("/", f"{V1}/profile/", "/nothing", "/healthz"):
        secure = server.client().get(path, headers=tls).header("Strict-Transport-Security")
        assert int(re.fullmatch(r"max-age=(\d+)", secure)[1]) >= 15_724_800, path
        assert server.client().get(path).header("Strict-Transport-Security") is None, path


def test_cookies_are_for_the_server_and_its_own_pages(demo):
    for path in (f"{V1}/sessions/", "/accounts/api/login/"):
        opened = demo.client().post(path, json=logins.CUSTOMER._asdict()).expect(200, 201)
        texts = opened.headers.get_all("Set-Cookie")
        session = next(text for text in texts if text.startswith("sessionid="))
        assert "; HttpOnly" in session
        assert all("; SameSite=Lax" in text and "; Path=/" in text for text in texts)
        assert not any("Domain=" in text for text in texts)


# -- values of the client's in headers -------------------------------------------------------------


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize(
    "path",
    [
        f"{V1}/requests/?limit=1&q={{}}",
        f"{V1}/requests/?limit=1&{{}}=1",
        f"{V1}/requests/?limit=1&status=pending&x={{}}",
        f"{V1}/audit/?limit=1&x={{}}",
        "/api/services/requests/?page_size=1&x={}",
        "/api/service-request/getAll/?page_size=1&x={}",
        "/?next={}",
        "/swagger/?url={}",
        f"{V1}/{{}}/",
        "/{}",
    ],
)
def test_no_query_or_path_becomes_a_header(demo, path, text):
    sent = path.format(text).encode().decode("latin1")
    line = f"GET {sent} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
    line += f"{demo.as_('admin').access}\r\nConnection: close\r\n\r\n"
    head = demo.raw(line.encode("latin1")).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 ") and b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r\nset-cookie" not in head and b"\r\nx-a:" not in head
    link = [part for part in head.split(b"\r\n") if part.startswith(b"link:")]
    assert all(part.count(b"<") == 1 and part.endswith(b'rel="next"') for part in link)


@pytest.mark.parametrize("value", ["a\tb", "a b", "<b>", 'a"b', "é", "a;b=c", "x" * 65, "a,b"])
def test_a_request_id_is_plain_or_ours(demo, value):
    sent = {"X-Request-Id": value.encode().decode("latin1")}
    answer = demo.client().get("/healthz", headers=sent)
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer.header("X-Request-Id"))
    assert answer.header("X-Request-Id") != value


@pytest.mark.parametrize("host", ['x"><script>', "x/evil.example", "x@evil.example", "x\tb", "a,b"])
def test_a_host_is_a_host(demo, host):
    line = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = demo.raw(line.encode())
    assert answer.startswith(b"HTTP/1.1 400 ") and b"<script" not in answer


def test_links_are_to_where_one_is(start_server):
    server = start_server("production", public_url="https://desk.example.org")
    admin = server.as_(logins.PRODUCTION_ADMIN)
    for number in range(2):
        admin.post(f"{V1}/invitations/", json={"role": "support"}).expect(201)
    link = admin.get(f"{V1}/invitations/?limit=1", headers={"Host": "evil.example"}).header("Link")
    assert link.startswith("<https://desk.example.org/api/v1/invitations/?")


# -- redirects -------------------------------------------------------------------------------------

ELSEWHERE = ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)")


PARAMETERS = ("next", "url", "redirect", "redirect_uri", "return_to", "continue", "back")


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_parameter_leads_elsewhere(demo, where):
    query = "&".join(f"{name}={where}" for name in PARAMETERS)
    session = credentials.by_cookie(demo, logins.CUSTOMER)
    for path in ("/", "/log-in", "/swagger/", f"{V1}/profile/", "/accounts/api/account/"):
        answer = demo.client().get(f"{path}?{query}", headers=session).expect(200)
        assert answer.header("Location") is None and answer.header("Refresh") is None
    login = logins.CUSTOMER._asdict() | {name: where for name in PARAMETERS}
    for path in (f"{V1}/sessions/", "/accounts/api/login/"):
        answer = demo.client().post(f"{path}?{query}", json=login).expect(200, 201)
        assert answer.header("Location") is None and "evil" not in answer.text


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/..", "/\\evil.example", "/log-in"]
)
def test_a_missing_slash_is_no_redirect(demo, path):
    answer = demo.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1\.1 (200|400|404) ", answer) and b"\r\nLocation" not in answer
