"""Input that no honest client sends: a clear 4xx or a harmless answer, and the server goes on."""

from __future__ import annotations

import json
import urllib.parse

import pytest
from harness.scenario import INSIDE, Scenario, check, describe

V1 = "/api/v1"
GOOD = {"request_type": "repair", "details": "x"}
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=XX"


def field(name, value):
    return b'Content-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value


def upload(name, filename, value, tail=b""):
    head = b'Content-Disposition: form-data; name="' + name + b'"; filename=' + filename + tail
    return head + b"\r\nContent-Type: text/plain\r\n\r\n" + value


def parts(*given, end=b"--XX--\r\n"):
    return b"".join(b"--XX\r\n" + part + b"\r\n" for part in given) + end


TWO = [field(b"request_type", b"repair"), field(b"details", b"x")]


def total(demo):
    return int(demo.as_("admin").get(f"{V1}/requests/?limit=1").header("X-Total-Count"))


def send(demo, who, method, path, **content):
    """The answer, after what no answer may ever do has been checked."""
    answer = demo.as_(who).request(method, path, **content)
    row = Scenario("hostile", who, method, path[:100], answer.status)
    faults = check(row, answer)
    assert not faults, describe(row, answer, faults)
    assert answer.status < 500 and not INSIDE.search(answer.text) and len(answer.body) < 300_000
    assert demo.running()
    return answer


def opens(demo, body, content_type, status):
    """POSTs a new request; one more is there after a 201, none after anything else."""
    before = total(demo)
    headers = {"Content-Type": content_type}
    answer = send(demo, "customer", "POST", f"{V1}/requests/", body=body, headers=headers)
    assert answer.status == status, answer.text
    assert total(demo) == before + (status == 201)
    return answer


DEEP = b'{"request_type":"repair","details":"x","extra":'
BODIES = {
    "a lone surrogate": (rb'{"request_type":"repair","details":"\ud800"}', 400),
    "swapped surrogates": (rb'{"request_type":"repair","details":"\udc00\ud800"}', 400),
    "a surrogate pair": (rb'{"request_type":"repair","details":"\ud83d\ude00"}', 201),
    "a byte that is no UTF-8": (b'{"request_type":"repair","details":"\xff"}', 400),
    "an overlong slash": (b'{"request_type":"repair","details":"\xc0\xaf"}', 400),
    "a surrogate in bytes": (b'{"request_type":"repair","details":"\xed\xa0\x80"}', 400),
    "beyond Unicode": (b'{"request_type":"repair","details":"\xf4\x90\x80\x80"}', 400),
    "a byte order mark": (b'\xef\xbb\xbf{"request_type":"repair","details":"x"}', 400),
    "UTF-16": (json.dumps(GOOD).encode("utf-16"), 400),
    "a raw control character": (b'{"request_type":"repair","details":"\x01"}', 400),
    "10^400": (b'{"request_type":"repair","details":1e400}', 400),
    "400 digits": (b'{"request_type":"repair","details":' + b"9" * 400 + b"}", 400),
    "not a number": (b'{"request_type":"repair","details":NaN}', 400),
    "infinity": (b'{"request_type":"repair","details":-Infinity}', 400),
    "a comment": (b'{"request_type":"repair","details":"x"/**/}', 400),
    "a trailing comma": (b'{"request_type":"repair","details":"x",}', 400),
    "two documents": (b'{"request_type":"repair","details":"x"}{}', 400),
    "the last of two keys counts": (
        b'{"request_type":"nothing","request_type":"repair","details":"x"}',
        201,
    ),
    "5000 lists": (b"[" * 5000, 400),
    "5000 objects": (b'{"a":' * 5000, 400),
    "depth in a field nobody reads": (DEEP + b"[" * 4000 + b"]" * 4000 + b"}", 400),
    "10,000 keys": (json.dumps(GOOD | {f"k{n}": n for n in range(10000)}).encode(), 413),
    "1,000 keys": (json.dumps(GOOD | {f"k{n}": n for n in range(1000)}).encode(), 201),
    "an empty key": (json.dumps(GOOD | {"": 1, "\0": 2}).encode(), 201),
    "nothing": (b"", 400),
    "blanks": (b" \r\n\t ", 400),
    "one byte": (b"\x00", 400),
}
FORMS = {
    "NUL": (b"request_type=repair&details=a%00b", 400),
    "no UTF-8": (b"request_type=repair&details=%ff", 400),
    "half an escape": (b"request_type=repair&details=%", 400),
    "a wrong escape": (b"request_type=repair&details=%zz", 400),
    "a wrong escape in a name": (b"request_type=repair&details=x&%f=1", 400),
    "no value": (b"request_type=repair&details", 400),
    "no names": (b"=&=&=", 400),
    "the last of two counts": (b"request_type=nothing&request_type=repair&details=b", 201),
    "brackets": (b"request_type[]=repair&details[a]=b", 400),
    "5000 fields": (b"&".join(b"a%d=1" % n for n in range(5000)), 400),
    "too much": (b"request_type=repair&details=" + b"x" * 70_000, 400),
    "only separators": (b"&" * 3000 + b"request_type=repair&details=x", 201),
}
MULTIPARTS = {
    "as it should be": (parts(*TWO), PARTS, 201),
    "no boundary": (parts(*TWO), "multipart/form-data", 400),
    "an empty boundary": (parts(*TWO), "multipart/form-data; boundary=", 400),
    "another boundary": (parts(*TWO), "multipart/form-data; boundary=YY", 400),
    "a long boundary": (parts(*TWO), "multipart/form-data; boundary=" + "x" * 71, 400),
    "a quoted boundary": (parts(*TWO), 'multipart/form-data; boundary="XX"', 201),
    "capitals": (parts(*TWO), "MULTIPART/Form-Data; Charset=utf-8; Boundary=XX", 201),
    "no end": (parts(*TWO, end=b""), PARTS, 400),
    "half an end": (parts(*TWO, end=b"--XX-"), PARTS, 400),
    "nothing": (b"", PARTS, 400),
    "only the end": (b"--XX--\r\n", PARTS, 400),
    "words around": (b"hello\r\n" + parts(*TWO) + b"bye", PARTS, 201),
    "line feeds alone": (parts(*TWO).replace(b"\r\n", b"\n"), PARTS, 400),
    "a part without a name": (parts(*TWO, b"Content-Disposition: form-data\r\n\r\nx"), PARTS, 400),
    "a part without a disposition": (parts(*TWO, b"X: y\r\n\r\nx"), PARTS, 400),
    "a part without a head": (parts(*TWO, b"\r\nx"), PARTS, 400),
    "an empty name": (parts(*TWO, field(b"", b"x")), PARTS, 201),
    "no UTF-8": (parts(*TWO, field(b"title", b"\xff")), PARTS, 400),
    "no UTF-8 in a name": (parts(*TWO, field(b"\xff", b"x")), PARTS, 400),
    "NUL": (parts(*TWO, field(b"title", b"a\0b")), PARTS, 400),
    "the last of two counts": (parts(*TWO, field(b"details", b"y")), PARTS, 201),
    "100 parts": (parts(*TWO, *[field(b"a%d" % n, b"x") for n in range(90)]), PARTS, 201),
    "2000 parts": (parts(*TWO, *[field(b"a%d" % n, b"x") for n in range(2000)]), PARTS, 413),
    "a huge part head": (parts(*TWO, field(b"a" * 20_000, b"x")), PARTS, 413),
    "an empty file": (parts(*TWO, upload(b"attachment", b'"a"', b"")), PARTS, 400),
    "eleven files": (
        parts(*TWO, *[upload(b"attachments", b'"a%d"' % n, b"x") for n in range(11)]),
        PARTS,
        413,
    ),
    "a file in the place of words": (parts(TWO[0], upload(b"details", b'"a"', b"x")), PARTS, 400),
    "words in the place of a file": (parts(*TWO, field(b"attachment", b"x")), PARTS, 400),
}
CONTENT_TYPES = {
    "application/json; charset=utf-8": 201,
    "APPLICATION/JSON": 201,
    "application/json ;x=y": 201,
    "application/jsonx": 415,
    "text/json": 415,
    "": 415,
    ";": 415,
    "/": 415,
    "application/json, text/plain": 415,
    "application/vnd.api+json": 415,
    "application/js\xdfon": 415,
    "x" * 4000: 415,
}


@pytest.mark.parametrize("body, status", BODIES.values(), ids=BODIES)
def test_json(demo, body, status):
    opens(demo, body, JSON, status)


@pytest.mark.parametrize("body, status", FORMS.values(), ids=FORMS)
def test_forms(demo, body, status):
    opens(demo, body, FORM, status)


@pytest.mark.parametrize("body, content_type, status", MULTIPARTS.values(), ids=MULTIPARTS)
def test_multipart(demo, body, content_type, status):
    opens(demo, body, content_type, status)


@pytest.mark.parametrize("content_type, status", CONTENT_TYPES.items())
def test_content_types(demo, content_type, status):
    answer = opens(demo, json.dumps(GOOD).encode(), content_type, status)
    assert status != 415 or ("Unsupported media type" in answer.text and len(answer.body) < 1000)
    assert answer.body.decode("utf-8")


NAMES = {
    b'"../../etc/passwd"': "passwd",
    b'"/etc/passwd"': "passwd",
    b'"C:\\\\x\\\\y.txt"': "y.txt",
    b'"a\\"b.txt"': "ab.txt",
    b'""': "file",
    b'"."': "file",
    b'".."': "file",
    b'"/"': "file",
    b'"  "': "file",
    b'"a\0b"': "ab",
    b'"a\tb"': "ab",
    b'"\xff\xfe.txt"': "file",
    '"é漢😀.txt"'.encode(): "é漢😀.txt",
    '"a\u202egpj.exe"'.encode(): "agpj.exe",
    '"\u2066\u200fa.txt\u2069"'.encode(): "a.txt",
    b'"' + b"n" * 300 + b'"': "n" * 255,
    b'"' + "漢".encode() * 300 + b'"': "漢" * 85,
    b'"aa' + "漢".encode() * 300 + b'"': "aa" + "漢" * 84,
    b'"a%0d%0ab.txt"': "a%0d%0ab.txt",
    b"\"x\"; filename*=UTF-8''%e2%82%ac%0d%0aSet-Cookie:%20a.txt": "€Set-Cookie: a.txt",
    b'"a;b.txt"': "a;b.txt",
    b'"<script>.html"': "<script>.html",
}


@pytest.mark.parametrize("sent, kept", NAMES.items(), ids=[ascii(name)[:30] for name in NAMES])
def test_file_names(demo, sent, kept):
    body = parts(*TWO, upload(b"attachment", sent, b"data"))
    made = opens(demo, body, PARTS, 201).json["attachments"][0]
    assert made["name"] == kept
    path = made["url"].removeprefix(demo.origin)
    answer = send(demo, "customer", "GET", path)
    disposition = answer.header("Content-Disposition")
    assert answer.body == b"data" and disposition.startswith('attachment; filename="')
    assert disposition.isascii() and answer.header("Set-Cookie") is None
    if "filename*" in disposition:
        assert urllib.parse.unquote(disposition.partition("''")[2]) == kept


IDS = ["0", "-1", "9223372036854775807", "9223372036854775808", "1" * 19, "1" * 40, "1" * 3000]
IDS += ["+1", "1.0", "1e0", "0x1", "%201", "1%20", "%EF%BC%91", "1%2f", "%2F1", "1;a=b", "*", "'"]


@pytest.mark.parametrize("number", IDS)
@pytest.mark.parametrize(
    "door",
    [
        "/requests/{}/",
        "/requests/{}/events/",
        "/requests/{}/comments/",
        "/requests/{}/attachments/",
        "/requests/1/attachments/{}/",
        "/service-types/{}/",
        "/users/{}/",
    ],
)
def test_ids_that_are_none(demo, door, number):
    answer = send(demo, "admin", "GET", V1 + door.format(number))
    assert answer.status == 404 and answer.json["detail"] == "Not found."
    assert number not in answer.text or number in "0 404"


PATHS = {
    "//requests/": 404,
    "/requests//": 404,
    "/requests/1//": 404,
    "/./requests/": 400,
    "/requests/../users/": 400,
    "/requests/%2e%2e/users/": 400,
    "/requests/%2E./users/": 400,
    "/requests/..%2fusers/": 400,
    "/requests/1%00/": 400,
    "/requests/%0d%0aSet-Cookie:a/": 400,
    "/requests/%ff/": 400,
    "/requests/%/": 400,
    "/requests/%zz/": 400,
    "/REQUESTS/": 404,
    "/requests/;a=1": 404,
    "/requests\\1/": 404,
    "/" + "x" * 5000: 404,
    "/" + "a/" * 2000: 404,
}


@pytest.mark.parametrize("path, status", PATHS.items(), ids=[path[:30] for path in PATHS])
def test_paths(demo, path, status):
    answer = send(demo, "admin", "GET", V1 + path)
    assert answer.status == status and answer.header("Set-Cookie") is None


QUERIES = {
    "limit=0": 400,
    "limit=-1": 400,
    "limit=99999999999": 400,
    "limit=": 400,
    "limit=1.5": 400,
    "limit=2147483647": 200,
    "limit=5&limit=6": 200,
    "cursor=": 400,
    "cursor=AAAA": 400,
    "cursor=1": 400,
    "cursor=1.2.3": 400,
    "cursor=-5.0": 400,
    "cursor=0.-1": 400,
    "cursor=9223372036854775808.0": 400,
    "cursor=" + "9" * 3000: 400,
    "limit=1&cursor=9223372036854775807.9223372036854775807": 200,
    "limit=1&sort=updated_at&cursor=9223372036854775807.1": 200,
    "q=gas&limit=1&cursor=9223372036854775807.0": 200,
    "q=gas&limit=1&cursor=-1.0": 400,
    "q=" + "a" * 3000: 200,
    "q=" + "a%20" * 1000: 200,
    "q=%22": 200,
    "q=*": 200,
    "q=-": 200,
    "q=NEAR(a%20b)": 200,
    "q=a%20AND": 200,
    "q=title:x": 200,
    "q=%27;--": 200,
    "q=%00": 400,
    "q=%ff": 400,
    "q=%F0%9F%98%80": 200,
    "status=x": 400,
    "status=PENDING": 400,
    "status[]=pending": 200,
    "priority=%00": 400,
    "type=%25": 400,
    "type=_": 400,
    "type=" + "x" * 3000: 400,
    "type=gas_leak,gas_leak_inspection": 400,
    "customer=x": 400,
    "customer=99999999999999999999": 400,
    "customer=-1": 200,
    "assignee=1%20OR%201": 400,
    "created_from=0000-00-00": 400,
    "created_from=2026-02-30": 400,
    "created_from=99999-01-01": 400,
    "created_from=9999-12-31T23:59:59-23:59": 200,
    "created_from=0000-01-01T00:00:00%2B23:59": 200,
    "created_until=1e9": 400,
    "sort=id;drop": 400,
    "sort=password_hash": 400,
    "%=1": 400,
    "&&&=&": 200,
    "x" * 2000: 200,
}


@pytest.mark.parametrize("query, status", QUERIES.items(), ids=[query[:40] for query in QUERIES])
def test_queries(demo, query, status):
    answer = send(demo, "support", "GET", f"{V1}/requests/?{query}")
    assert answer.status == status, answer.text
    assert len(answer.body) < 2000 or status == 200
    if status == 200:
        assert isinstance(answer.json, list) and len(answer.json) <= 100


TAGS = {
    "*": 200,
    "": 412,
    '"1"': 200,
    '"1-0123456789abcdef"': 200,
    '"7", "1"': 200,
    '"7-00", W/"1", "x"': 412,
    ',"1",': 200,
    'W/"1"': 412,
    "1": 412,
    '""': 412,
    '"': 412,
    '"1': 412,
    '"-1"': 412,
    '"2"': 412,
    '"01x"': 412,
    '"99999999999999999999"': 412,
    "\xff": 412,
    "x" * 4000: 412,
}


@pytest.mark.parametrize("tag, status", TAGS.items(), ids=[ascii(tag)[:20] for tag in TAGS])
def test_if_match(demo, tag, status):
    made = demo.as_("customer").post(f"{V1}/requests/", json=GOOD).expect(201).json
    path = f"{V1}/requests/{made['id']}/"
    headers = {"If-Match": tag}
    answer = send(demo, "customer", "PATCH", path, json={"title": "t"}, headers=headers)
    assert answer.status == status
    after = demo.as_("customer").get(path).json
    assert after["title"] == ("t" if status == 200 else made["title"])
    assert send(demo, "customer", "DELETE", path, headers={"If-Match": '"77"'}).status == 412


RANGES = {
    "bytes=0-0": (206, b"0"),
    "bytes=-1": (206, b"9"),
    "bytes=-100": (206, b"0123456789"),
    "bytes=0-99": (206, b"0123456789"),
    "bytes=10-": (416, None),
    "bytes=-0": (416, None),
    "bytes=5-2": (200, None),
    "bytes=0-1,3-4": (200, None),
    "bytes=": (200, None),
    "bytes=a-b": (200, None),
    "chars=0-1": (200, None),
    "bytes=0-99999999999999999999": (200, None),
    "bytes=99999999999999999999-": (200, None),
    "bytes=0-0" + ",0-0" * 500: (200, None),
    "\xff": (200, None),
}


@pytest.fixture(scope="module")
def ten_bytes(demo):
    content = {"attachment": ("ten.txt", b"0123456789")}
    made = demo.as_("customer").post(f"{V1}/requests/", multipart=GOOD | content).expect(201)
    return made.json["attachments"][0]["url"].removeprefix(demo.origin)


@pytest.mark.parametrize("value", RANGES, ids=[ascii(value)[:30] for value in RANGES])
def test_ranges(demo, ten_bytes, value):
    status, body = RANGES[value]
    answer = send(demo, "customer", "GET", ten_bytes, headers={"Range": value})
    assert answer.status == status
    if status != 416:
        assert answer.body == (body or b"0123456789")
        assert answer.header("Content-Length") == str(len(answer.body))
    else:
        assert answer.header("Content-Range") == "bytes */10"


KEYS = {"a" * 100: 201, "a" * 101: 400, "é" * 3: 400, "\xff\xfe": 400, '"x"': 201, "a,b": 201}


@pytest.mark.parametrize("key, status", KEYS.items(), ids=[ascii(key)[:20] for key in KEYS])
def test_idempotency_keys(demo, key, status):
    headers = {"Idempotency-Key": key}
    before = total(demo)
    for repeated in (False, True):
        answer = send(demo, "customer", "POST", f"{V1}/requests/", json=GOOD, headers=headers)
        assert answer.status == status
        if status == 201:
            assert (answer.header("Idempotency-Replayed") == "true") is repeated
    other = GOOD | {"details": "another"}
    answer = send(demo, "customer", "POST", f"{V1}/requests/", json=other, headers=headers)
    assert answer.status == (409 if status == 201 else 400)
    assert total(demo) == before + (status == 201)


WORDS = ["%", "_", "leak%", "l_ak", ",", "gas_leak,gas_leak_inspection", ",gas_leak", "gas_leak,"]


@pytest.mark.parametrize("word", WORDS)
def test_words_that_would_match_more_than_a_type(demo, word):
    answer = opens(demo, json.dumps(GOOD | {"request_type": word}).encode(), JSON, 400)
    assert "is not a valid choice." in answer.text


HEADERS = {
    "User-Agent": "\xff" * 600,
    "X-Request-Id": "a b\xff\"'<>",
    "Accept": "*/*;q=x, ,;," + "a/b," * 500,
    "Accept-Encoding": "gzip;q=9999999, br;q=-1, *;q=",
    "Accept-Language": "\xff",
    "Origin": "null",
    "X-Forwarded-For": "::1, x, \xff",
    "X-Forwarded-Proto": "javascript",
    "Forwarded": 'for="',
    "X-HTTP-Method-Override": "DELETE",
    "Cookie": "a" * 4000,
    "If-Modified-Since": "yesterday",
    "Expect": "nothing",
}


@pytest.mark.parametrize("name, value", HEADERS.items())
def test_headers(demo, name, value):
    answer = send(demo, "customer", "GET", f"{V1}/profile/", headers={name: value})
    assert answer.status in (200, 406, 417)
    login = {"username": "meera_customer", "password": "PilotlightDemo@2026"}
    answer = send(demo, "customer", "POST", f"{V1}/login/", json=login, headers={name: value})
    assert answer.status in (200, 406, 417)


AUTHORIZATIONS = [
    "Bearer", "Bearer ", "Bearer a b", "Bearer .", "Bearer ..", "Bearer a.b.c", "Bearer \xff",
    "Bearer " + "a" * 6000, "Bearer eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoxfQ.",
    "bearer x", "Basic YWRtaW46YWRtaW4=", "Token x", "Digest", "\xff",
]  # fmt: skip


@pytest.mark.parametrize("value", AUTHORIZATIONS, ids=[ascii(v)[:30] for v in AUTHORIZATIONS])
def test_credentials(demo, value):
    answer = send(demo, "customer", "GET", f"{V1}/profile/", headers={"Authorization": value})
    assert answer.status == 401 and answer.header("WWW-Authenticate").startswith("Bearer")
    assert len(answer.body) < 1000
