"""The web app as the program serves it: its screens, its files, and what browsers may do with
them."""

from __future__ import annotations

import re

import pytest

SCREENS = (
    "/",
    "/emergency",
    "/log-in",
    "/sign-up",
    "/requests",
    "/requests/7",
    "/desk",
    "/tickets/7",
)
NO_SCREENS = ("/nothing", "/desks", "/api/v1/nothing/", "/assets/nothing.js", "/assets/")


def plain(demo, path, **headers):
    return demo.client().get(path, headers={"Accept-Encoding": "identity", **headers})


def files_named_by(document):
    return sorted(set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', document)))


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_is_the_one_document(demo, path):
    answer = plain(demo, path).expect(200)
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    assert answer.header("Cache-Control") == "no-cache"
    assert answer.text == plain(demo, "/").text
    policy = answer.header("Content-Security-Policy")
    assert "script-src 'self';" in policy and "style-src 'self';" in policy
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize("path", NO_SCREENS)
def test_other_paths_are_not_found(demo, path):
    assert "<html" not in plain(demo, path).expect(404).text


def test_the_emergency_number_is_there_before_any_script(demo):
    before_scripts = plain(demo, "/").text.split("<body>")[1]
    assert 'href="tel:1906"' in before_scripts


def test_the_document_holds_nothing_inline_and_nothing_foreign(demo):
    document = plain(demo, "/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", document)
    assert not re.search(r"(src|href)=\"(https?:)?//", document)


def test_files_are_kept_for_ever_and_travel_packed(demo):
    files = files_named_by(plain(demo, "/").text)
    assert any(file.endswith(".js") for file in files)
    assert any(file.endswith(".css") for file in files)
    for file in files:
        whole = plain(demo, file).expect(200)
        assert whole.header("Cache-Control") == "public, max-age=31536000, immutable"
        for coding in ("br", "gzip"):
            packed = demo.client().get(file, headers={"Accept-Encoding": coding}).expect(200)
            assert packed.header("Content-Encoding") == coding
            assert packed.header("Vary").startswith("Accept-Encoding")
            assert int(packed.header("Content-Length")) < len(whole.text.encode())


def test_an_unchanged_document_is_not_sent_again(demo):
    tag = plain(demo, "/").header("ETag")
    assert plain(demo, "/requests", **{"If-None-Match": tag}).expect(304).text == ""
    assert plain(demo, "/", **{"If-None-Match": '"other"'}).expect(200)


def test_screens_are_only_read(demo):
    answer = demo.client().post("/requests", json={}).expect(405)
    assert answer.header("Allow") == "GET, HEAD"
