"""What a phone has to load before the portal is there, measured on what the build made."""

from __future__ import annotations

import json
import subprocess

import pytest

from harness.server import ROOT, binary

JAVASCRIPT_BYTES_MAX = 150 * 1000
STYLES_BYTES_MAX = 25 * 1000
PORTAL = (
    "src/service-request/MyRequestsPage.tsx",
    "src/service-request/NewRequestPage.tsx",
    "src/service-request/RequestPage.tsx",
    "src/session/LogInPage.tsx",
)
LANGUAGES = ("en", "hi")


@pytest.fixture(scope="module")
def built():
    return binary().parent / "generated" / "web"


@pytest.fixture(scope="module")
def manifest(built):
    return json.loads((built / "assets" / "manifest.json").read_text())


def files_of(manifest, *entries):
    """The scripts that have come when these entries run."""
    waiting, seen = list(entries), set()
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += manifest[key].get("imports", [])
    return {manifest[key]["file"] for key in seen}


def packed(file):
    command = ["brotli", "--quality=11", "--stdout", str(file)]
    return len(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", PORTAL)
def test_first_load_of_the_portal_is_small(built, manifest, screen, language):
    files = files_of(manifest, "index.html", screen, f"src/language/{language}/portal.json")
    assert len(files) >= 3
    size = sum(packed(built / file) for file in files)
    assert size <= JAVASCRIPT_BYTES_MAX, f"{screen}: {size} bytes"


def test_styles_are_small(built, manifest):
    assert sum(packed(built / file) for file in manifest["index.html"]["css"]) <= STYLES_BYTES_MAX


def test_the_desk_does_not_travel_with_the_portal(built, manifest):
    first = files_of(manifest, "index.html", *PORTAL)
    staff = [row["file"] for key, row in manifest.items() if key.startswith(("src/desk/",))]
    assert not first & set(staff)


def test_no_file_names_another_origin(built):
    document = (built / "index.html").read_text()
    assert "//" not in document.replace("<!--", "")


def test_the_build_needs_no_node_at_run_time():
    program = binary().read_bytes()
    assert b"/assets/index-" in program
    assert (ROOT / "web" / "package-lock.json").exists()
