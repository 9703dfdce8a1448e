"""The system page: figures and settings for administrators, no secrets; backups on demand."""

from __future__ import annotations

import pathlib
import tarfile

import pytest
from harness import logins
from harness.scenario import Scenario, each, run
from harness.wait import until

V1 = "/api/v1"
PATH = f"{V1}/system/"
SECRET = "a-secret-of-more-than-32-characters-x"


def test_figures_tell_of_this_server(demo):
    admin = demo.as_("admin")
    shown = admin.get(PATH).expect(200).json
    assert shown["version"] and shown["profile"] == "demo" and shown["is_healthy"] is True
    assert shown["database_bytes"] + shown["wal_bytes"] > 100_000 and shown["schema_version"] >= 14
    assert 0 <= shown["uptime_s"] < 86_400 and shown["started_at"].endswith("Z")
    assert shown["dead_jobs"] == shown["log_lines_dropped"] == 0
    body = {"request_type": "repair", "details": "one more write"}
    demo.as_("customer").post(f"{V1}/requests/", json=body).expect(201)
    assert admin.get(PATH).json["writes"] > shown["writes"]


def test_settings_tell_where_they_come_from_and_no_secret(start_server):
    server = start_server("demo", secret_key=SECRET, login_failures_window_s=77)
    answer = server.as_("admin").get(PATH).expect(200)
    settings = {row["name"]: row for row in answer.json["settings"]}
    assert SECRET not in answer.text
    assert settings["secret_key"]["value"] == "set" and settings["secret_key"]["is_secret"] is True
    assert settings["login_failures_window_s"]["value"] == "77"
    assert settings["login_failures_window_s"]["source"] == "environment"
    assert settings["profile"]["value"] == "demo" and settings["profile"]["source"] == "flag"
    assert settings["idle_timeout_ms"]["source"] == "default"
    assert all(row["doc"] and row["group"] for row in settings.values())
    manual = (pathlib.Path(__file__).parents[2] / "docs/configuration.md").read_text()
    assert [name for name in settings if f"`{name}`" not in manual] == []


def test_an_unset_secret_is_told_as_such(demo):
    rows = demo.as_("admin").get(PATH).json["settings"]
    assert next(row["value"] for row in rows if row["name"] == "secret_key") == "not set"


@each(
    [
        Scenario(f"{who} {method}", who, method, path, status)
        for method, path in (("GET", PATH), ("POST", f"{PATH}backup/"))
        for who, status in ((None, 401), ("customer", 403), ("technician", 403), ("support", 403))
    ]
    + [
        Scenario("settings are not changed here", "admin", "PATCH", PATH, 405, json={}),
        Scenario("backups are not fetched here", "admin", "GET", f"{PATH}backup/", 405),
    ]
)
def test_who_may_ask_what(demo, scenario):
    run(demo, scenario)


@pytest.fixture(name="server")
def server_of_our_own(start_server):
    return start_server("demo")


def backups(server):
    return server.as_("admin").get(PATH).expect(200).json["backups"]


def test_a_backup_is_made_and_can_be_restored(server, tmp_path):
    assert backups(server) == []
    asked = server.as_("admin").post(f"{PATH}backup/", json={}).expect(202)
    assert asked.json == {"queued": True}
    listed = until(lambda: backups(server), "the backup is there")
    archive = server.data / "backups" / listed[0]["name"]
    assert archive.stat().st_size == listed[0]["size_bytes"] > 100_000
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        assert {"pilotlight.db", "manifest.json"} <= set(tar.getnames())
        assert not [name for name in tar.getnames() if "secret" in name]
    target = tmp_path / "restored"
    done = server.command("restore", str(archive))
    assert done.returncode != 0, "never over a folder that is in use"
    restored = type(server)(target, "demo")
    assert restored.command("restore", str(archive)).returncode == 0
    restored.start()
    restored.as_(logins.CUSTOMER).get(f"{V1}/profile/").expect(200)
    restored.close()
    told = server.as_("admin").get(f"{V1}/audit/?object_kind=system").expect(200).json
    assert [line["kind"] for line in told] == ["backup_called"]


def test_the_newest_are_kept_and_drafts_are_cleared(server):
    folder = server.data / "backups"
    folder.mkdir()
    for day in range(1, 10):
        (folder / f"pilotlight-2026010{day}T000000Z.tar").write_bytes(b"old")
    (folder / "pilotlight-20260101T000000Z.tar.partial").mkdir()
    (folder / "notes.txt").write_text("mine")
    server.as_("admin").post(f"{PATH}backup/").expect(202)
    until(lambda: len(backups(server)) == 7, "the oldest are gone")
    names = [row["name"] for row in backups(server)]
    assert names == sorted(names, reverse=True) and names[0] > "pilotlight-20260109"
    assert names[-1] == "pilotlight-20260104T000000Z.tar"
    assert (folder / "notes.txt").exists()
    assert not list(folder.glob("*.partial"))
    until(lambda: names[0] in server.log() and "backup_made" in server.log(), "its line in the log")


def test_a_backup_that_cannot_be_made_is_tried_again(server):
    folder = server.data / "backups"
    folder.write_text("in the way")
    server.expect_error("job_failed")
    server.as_("admin").post(f"{PATH}backup/").expect(202)
    until(lambda: "job_failed" in server.log(), "the failure is told")
    system = server.as_("admin").get(PATH).expect(200).json
    assert system["dead_jobs"] == 0 and system["backups"] == []
    assert not system["is_healthy"] and "backups_unreadable" in server.log()
    folder.unlink()
    server.as_("admin").post(f"{PATH}backup/").expect(202)
    assert until(lambda: backups(server), "the backup is there")
    assert server.as_("admin").get(PATH).expect(200).json["is_healthy"]
