"""The program around the API: commands, documents, pages, health, metrics, drain."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sqlite3

import pytest
from harness import logins, program
from harness.server import binary

ROOT = pathlib.Path(__file__).resolve().parents[2]
V1 = "/api/v1"


@pytest.mark.parametrize("surface", program.surfaces())
def test_the_api_document_is_the_committed_one(surface):
    path = "api/openapi.json" if surface == "canonical" else f"api/compat/{surface}.json"
    assert program.openapi(surface) == json.loads(
        (ROOT / path).read_text()
    ), f"run: build/release/pilotlight openapi {surface} | python3 -m json.tool > {path}"


def test_the_committed_api_documents_are_those_of_the_surfaces(demo):
    committed = {path.stem for path in (ROOT / "api/compat").glob("*.json")}
    assert {"canonical", *committed} == set(program.surfaces())
    page = demo.client().get("/swagger/swagger-init.js", headers={"Accept-Encoding": "identity"})
    offered = set(re.findall(r'"/api/compat/(\w+)\.json"', page.expect(200).text))
    assert offered == committed


def test_the_configuration_manual_is_the_committed_one():
    assert (
        program.printed("configuration") == (ROOT / "docs/configuration.md").read_text()
    ), "run: build/release/pilotlight configuration > docs/configuration.md"


def test_help_and_version():
    for words in (["--help"], ["serve", "--help"], ["version"]):
        done = subprocess.run([binary(), *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stdout, words
    assert (
        "--access-token-lifetime-s"
        in subprocess.run(
            [binary(), "serve", "--help"], capture_output=True, text=True, check=True
        ).stdout
    )


def test_bad_settings_are_all_named_at_once(tmp_path):
    done = subprocess.run(
        [
            binary(),
            "serve",
            "--data",
            str(tmp_path),
            "--listen",
            "nowhere",
            "--read-deadline-ms",
            "soon",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "listen:" in done.stderr and "read_deadline_ms:" in done.stderr


def test_pages_health_and_headers(demo):
    client = demo.client()
    assert client.get("/healthz").expect(200).text == "ok\n"
    assert client.get("/readyz").expect(200).text == "ready\n"
    assert client.get("/api/openapi.json").expect(200).json["openapi"] == "3.1.0"
    for page in ("/swagger/", "/redoc/", "/swagger", "/redoc"):
        answer = client.get(page, headers={"Accept-Encoding": "identity"}).expect(200)
        assert "<html" in answer.text and "script-src 'self'" in answer.header(
            "Content-Security-Policy"
        )
    answer = demo.as_("customer").get(f"{V1}/profile/").expect(200)
    for name, value in {
        "Allow": "GET, PUT, PATCH",
        "Vary": "Accept",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Request-Id": "",
    }.items():
        assert value in answer.header(name), name


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_there_to_be_read(demo, method):
    pages = ["/healthz", "/readyz", "/metrics", "/swagger/", "/api/openapi.json", "/"]
    for path in [*pages, "/api/compat/desk.json"]:
        answer = demo.client().request(method, path).expect(405)
        assert answer.header("Allow") == "GET, HEAD", path
        assert answer.json["code"] == "method_not_allowed"
        demo.client().get(path).expect(200)


def test_metrics_count_requests(demo):
    demo.as_("customer").get(f"{V1}/profile/").expect(200)
    page = demo.client().get("/metrics").expect(200).text
    assert 'pilotlight_requests_total{class="2xx",method="GET",route="/api/v1/profile/"}' in page
    for name in ("write_queue_depth", "write_batch_size_mean", "database_bytes", "pool_busy"):
        assert f'pilotlight_figure{{name="{name}"}}' in page


def test_cors_is_for_listed_origins_only(demo):
    listed = {"Origin": "http://localhost:3000"}
    answer = demo.client().get("/api/v1/nothing/", headers=listed)
    assert answer.header("Access-Control-Allow-Origin") == "http://localhost:3000"
    assert (
        demo.client()
        .get("/api/v1/nothing/", headers={"Origin": "http://evil.example"})
        .header("Access-Control-Allow-Origin")
        is None
    )
    preflight = demo.client().request(
        "OPTIONS", f"{V1}/requests/", headers={**listed, "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status == 204 and "POST" in preflight.header("Access-Control-Allow-Methods")


def test_two_servers_on_one_folder_are_refused(demo):
    done = demo.command("serve", "--listen", "127.0.0.1:0")
    assert done.returncode == 1 and "another process serves this data folder" in done.stderr


def test_check_and_backup_beside_a_running_server_and_restore(demo, start_server, tmp_path):
    made = (
        demo.as_("customer")
        .post(
            f"{V1}/requests/",
            multipart={
                "request_type": "repair",
                "details": "kept in the backup",
                "attachment": ("note.txt", b"precious bytes\n", "text/plain"),
            },
        )
        .expect(201)
        .json
    )
    assert "No fault found." in demo.command("check").stdout
    archive = tmp_path / "desk.tar"
    demo.command("backup", str(archive))
    assert archive.stat().st_mode & 0o777 == 0o600, "it holds password hashes"
    assert demo.command("backup", str(archive)).returncode == 1, "never overwrites"
    target = tmp_path / "restored"
    restored = subprocess.run(
        [binary(), "restore", "--data", f"{target}/", str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert restored.returncode == 0, restored.stderr
    with sqlite3.connect(target / "pilotlight.db") as database:
        row = database.execute(
            "SELECT description FROM service_request WHERE id = ?", (made["id"],)
        ).fetchone()
        (key,) = database.execute(
            "SELECT storage_key FROM attachment WHERE service_request = ?", (made["id"],)
        ).fetchone()
    assert row == ("kept in the backup",)
    assert (target / "attachments" / key[:2] / key).read_bytes() == b"precious bytes\n"
    again = subprocess.run(
        [binary(), "restore", "--data", str(target), str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 1, "a folder with data is left alone"


def test_restore_refuses_a_damaged_archive(demo, tmp_path):
    archive = tmp_path / "desk.tar"
    demo.command("backup", str(archive))
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)
    target = tmp_path / "restored"
    done = subprocess.run(
        [binary(), "restore", "--data", str(target), str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and done.stderr and not target.exists()


def test_restore_takes_nothing_from_a_run_that_died(demo, tmp_path):
    archive = tmp_path / "desk.tar"
    demo.command("backup", str(archive))
    left = tmp_path / "restored.restoring"
    left.mkdir()
    (left / "attachments").mkdir()
    (left / "attachments" / "foreign").write_bytes(b"not in the archive")
    target = tmp_path / "restored"
    done = subprocess.run(
        [binary(), "restore", "--data", str(target), str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "restored.restoring" in done.stderr
    assert not target.exists() and (left / "attachments" / "foreign").exists()


def test_check_finds_a_missing_file(production, tmp_path):
    client = production.client().as_(logins.PRODUCTION_ADMIN)
    made = (
        client.post(
            f"{V1}/users/",
            json={
                "username": "filer",
                "password": "Valve-Seat-9041!",
                "email": "filer@example.com",
                "first_name": "Fi",
                "last_name": "Ler",
            },
        )
        .expect(201)
        .json
    )
    assert made["role"] == "customer"
    filer = production.client().as_(logins.Login("filer", "Valve-Seat-9041!"))
    filer.post(
        f"{V1}/requests/",
        multipart={
            "request_type": "repair",
            "details": "x",
            "attachment": ("a.txt", b"abc", "text/plain"),
        },
    ).expect(201)
    stored = [p for p in (production.data / "attachments").rglob("*") if len(p.name) == 32]
    assert len(stored) == 1
    stray = stored[0].with_name("f" * 32)
    stray.write_bytes(b"left behind")
    assert production.command("check").returncode == 0, "a young file may wait for its row"
    os.utime(stray, (0, 0))
    assert "no attachment refers to it" in production.command("check").stdout
    stray.unlink()
    stored[0].unlink()
    done = production.command("check")
    assert done.returncode == 1 and "its file is missing" in done.stdout


@pytest.mark.parametrize(
    "words, text",
    [
        (["--username", "a b", "--email", "a@example.com"], "username"),
        (["--username", "boss", "--email", "nope"], "email"),
    ],
)
def test_createsuperuser_checks_its_input(tmp_path, words, text):
    done = subprocess.run(
        [binary(), "createsuperuser", "--data", str(tmp_path / "d"), *words, "--password-stdin"],
        input="Valve-Seat-9041!\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and text in done.stderr
