"""No spelling of a path leads out of what is served, and nothing uploaded is ever run or shown."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from harness import logins

V1 = "/api/v1"
# Of the account file, of our key, of our database, of our sources.
OUTSIDE = re.compile(rb"root:.*:0:0:|SQLite format 3|^[0-9a-f]{64}\n", re.M)
UPS = [
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..%252f", "..%c0%af",
    "%c0%ae%c0%ae/", "..%ef%bc%8f", "..\\", "..%5c", "%2e%2e%5c", "..;/", "....//", "..%00/",
    "..%0d/", "..%09/", "%uff0e%uff0e/", "./../", "..//",
]  # fmt: skip
STARTS = [
    "/", "/assets/", "/swagger/", "/redoc/", f"{V1}/requests/1/attachments/", "/attachments/",
    "/media/", "/static/",
]  # fmt: skip
TARGETS = ["etc/passwd", "secret.key"]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("up", UPS)
def test_no_way_up(demo, start, up):
    key = f"Authorization: Bearer {demo.as_('admin').access}"
    for target in TARGETS:
        for depth in (1, 9):
            path = start + up * depth + target
            head = f"GET {path} HTTP/1.1\r\nHost: x\r\n{key}\r\nConnection: close\r\n\r\n"
            answer = demo.raw(head.encode("latin1"))
            body = answer.partition(b"\r\n\r\n")[2]
            assert re.match(rb"HTTP/1\.1 (400|404) ", answer), (path, answer[:80])
            assert not OUTSIDE.search(body) and target.encode() not in body, path


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "//etc/passwd", "file:///etc/passwd", "/proc/self/environ", "C:\\boot.ini",
        "/%2fetc%2fpasswd", "/.git/config", "/secret.key", "/data/secret.key", "/pilotlight.db",
        "/attachments/", "/index.html.map", "/.env", "/src/main.cpp", "/assets/", "/assets",
    ],
)  # fmt: skip
def test_nothing_else_is_served(demo, path):
    answer = demo.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1\.1 (400|404) ", answer), answer[:80]
    assert not OUTSIDE.search(answer.partition(b"\r\n\r\n")[2])


def zip_of(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


SCRIPT = b"<script>fetch('/api/v1/profile/')</script>"
UPLOADS = {
    "a page": ("a.html", b"<!doctype html><html><body>" + SCRIPT + b"</body></html>", "text/html"),
    "a page called a picture": ("a.png", b"<html>" + SCRIPT + b"</html>", "image/png"),
    "a picture with a script": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
        "image/svg+xml",
    ),
    "XML with a style sheet": (
        "a.xml",
        b'<?xml version="1.0"?><?xml-stylesheet href="//evil.example/a"?><a>' + SCRIPT + b"</a>",
        "text/xml",
    ),
    "XHTML": (
        "a.xhtml",
        b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
        "application/xhtml+xml",
    ),
    "a script": ("a.js", b"alert(document.cookie)", "text/javascript"),
    "a GIF that is a script": ("a.gif", b"GIF89a=1;alert(1)//" + SCRIPT, "image/gif"),
    "a PDF": ("a.pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(alert(1))>>>>", "x/y"),
    "a manifest": ("cache.manifest", b"CACHE MANIFEST\n", "text/cache-manifest"),
    "a bomb": ("a.zip", zip_of("zeros", b"\0" * 1_000_000), "application/zip"),
    "a way up in an archive": ("b.zip", zip_of("../../evil", b"x"), "application/zip"),
    "an entity": (
        "e.xml",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "text/xml",
    ),
}


@pytest.mark.parametrize("file", UPLOADS.values(), ids=UPLOADS)
def test_an_upload_is_bytes_to_save(demo, file):
    fields = {"request_type": "repair", "details": "x", "attachment": file}
    owner = demo.as_("customer")
    made = owner.post(f"{V1}/requests/", multipart=fields).expect(201).json
    attachment = made["attachments"][0]
    number = attachment["id"]
    for path in (
        f"{V1}/requests/{made['id']}/attachments/{number}/",
        f"/api/service-request/download/{number}/",
    ):
        answer = owner.get(path).expect(200)
        assert answer.body == file[1], "neither unpacked nor rewritten"
        assert answer.header("Content-Disposition").startswith("attachment; filename=")
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert "sandbox" in answer.header("Content-Security-Policy")
        assert answer.header("Content-Encoding") is None
        partial = owner.get(path, headers={"Range": "bytes=0-3"}).expect(206)
        assert partial.header("Content-Disposition").startswith("attachment; filename=")
        demo.client().get(path).expect(401)
        demo.as_("other_customer").get(path).expect(403, 404)
    stored = [f for f in (demo.data / "attachments").rglob("*") if f.is_file()]
    assert all(re.fullmatch("[0-9a-f]{32}", f.name) for f in stored if "spool" not in str(f.parent))
    assert not any(f.name in ("evil", file[0]) for f in demo.data.rglob("*"))


def test_a_file_of_a_request_is_not_had_by_another_way(demo):
    words = {"request_type": "repair", "details": "x"}
    fields = words | {"attachment": ("a.txt", b"mine", "text/plain")}
    made = demo.as_("customer").post(f"{V1}/requests/", multipart=fields).expect(201).json
    key = next(f.name for f in (demo.data / "attachments").rglob("*") if f.is_file())
    for who in (None, "other_customer", "technician"):
        client = demo.client() if who is None else demo.as_(who)
        for path in (f"/attachments/{key}", f"/attachments/{key[:2]}/{key}", f"/media/{key}",
                     f"{V1}/requests/{made['id']}/attachments/{key}/"):
            assert client.get(path).status in (401, 404), path
        assert client.get("/attachments/uploads/a.txt").status in (401, 404)


def test_the_data_folder_is_closed_to_others(demo):
    for name in ("secret.key", "attachments", "pilotlight.db", "lock"):
        assert (demo.data / name).stat().st_mode & 0o077 == 0, name
    assert demo.client().log_in(logins.CUSTOMER)
