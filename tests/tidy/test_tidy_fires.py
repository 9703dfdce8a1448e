"""Every rule is shown to fire on a planted violation, and to leave its lawful neighbour alone."""
import pytest
from test_tidy import RULES
from tree import Tree

LONG = "    int x = 0;\n"
BLOCK = "".join(f"int value_{n} = compute_{n}();\n" for n in range(9))
SQL_TEXT = '"SELE' 'CT id FR' 'OM account"'
INTERFACE = "class Sender {\n  public:\n    virtual void send() = 0;\n};\n"
OPENAPI = '{"paths": {"/api/v1/requests/{id}/": {}}}'

# rule, planted files, part of the complaint
PLANTED = [
    ("layers", {"src/domain/a.cpp": '#include "store/store.hpp"\n'},
     "domain may not include store"),
    ("layers", {"src/http/v1/a.cpp": '#include "http/compat/desk/b.hpp"\n'},
     "may not include surface"),
    ("layers", {"src/http/server/a.cpp": '#include "http/v1/b.hpp"\n'}, "connection layer"),
    ("layers", {"src/service/a.cpp": '#include "store/sqlite/driver.hpp"\n'}, "private to store"),
    ("layers", {}, "sees nothing"),
    ("private_headers", {"src/http/v1/a.cpp": "#include <boost/beast/http.hpp>\n"},
     "src/http/server/"),
    ("private_headers", {"src/service/a.cpp": "#include <sqlite3.h>\n"}, "src/store/sqlite/"),
    ("unknown_layer", {"src/core/a.cpp": "int x;\n"}, "no layer"),
    ("sql_in_store_only", {"src/http/v1/a.cpp": f"auto q = {SQL_TEXT};\n"}, "a.cpp:1"),
    ("sql_in_store_only", {"src/jobs/a.cpp": '\nauto q = R"(SELE' 'CT *\nFR' 'OM x)";\n'},
     "a.cpp:2"),
    ("domain_reads_no_clock", {"src/domain/a.cpp": "auto t = Clock::now();\n"}, "a.cpp:1"),
    ("no_coroutines", {"src/http/a.cpp": "co_await f();\n"}, "a.cpp:1"),
    ("rules_know_no_surface",
     {"src/service/a.cpp": "\nif (surface == Surface::desk) return;\n"}, "a.cpp:2"),
    ("rules_know_no_surface", {"src/store/a.cpp": "namespace compat {}\n"}, "a.cpp:1"),
    ("file_lines", {"src/base/a.cpp": LONG * 501}, "501 lines"),
    ("file_lines", {"web/src/a.ts": "let x;\n" * 401}, "at most 400"),
    ("columns", {"src/base/a.cpp": "int x = 1; " + "y" * 90 + "\n"}, "101 columns"),
    ("cpp_function_lines", {"src/base/a.cpp": "void f() {\n" + LONG * 70 + "}\n"}, "f has 72"),
    ("handler_lines", {"src/http/v1/a.cpp": "void f() {\n" + LONG * 40 + "}\n"},
     "handler f has 42"),
    ("python_function_lines", {"tools/a.py": "def f():\n" + "    x = 0\n" * 70}, "f has 71"),
    ("banned_words", {"src/base/a.cpp": "// TO" "DO later\n"}, "a.cpp:1"),
    ("banned_names", {"src/base/string_utils.hpp": "#pragma once\n"}, "grab-bag"),
    ("banned_names", {"src/base/a.hpp": "struct TicketDto {\n};\n"}, "twin"),
    ("machine_paths", {"docs/a.md": "see /wo" "rk/main\n"}, "a.md:1"),
    ("registry_hosts", {"script/a": "curl registry.np" "mjs.org\n"}, "host"),
    ("stray_papers", {"docs/final-summary.md": "x\n"}, "stray"),
    ("stray_papers", {"PLAN.md": "x\n"}, "stray"),
    ("narrating_comments", {"src/base/a.cpp": "// Loop over tickets\n"}, "Loop over"),
    ("macros", {"src/base/a.hpp": "#define MAX(a, b) a\n"}, "MAX"),
    ("swallowed_errors", {"src/base/a.cpp": "try { f(); } catch (...) {\n}\n"}, "exception"),
    ("swallowed_errors", {"src/base/a.cpp": "try {} catch (const E&) { return {}; }\n"},
     "exception"),
    ("swallowed_errors", {"src/base/a.cpp": "(void)store::save(x);\n"}, "ignored"),
    ("swallowed_errors", {"tools/a.py": "try:\n    f()\nexcept Exception:\n    pass\n"},
     "exception"),
    ("third_party_content", {"web/pages/a.html": "<script>run()</script>"}, "inline"),
    ("third_party_content", {"web/pages/a.html": '<link href="https://fonts.example/a.css">'},
     "origin"),
    ("documented_routes_exist", {"api/openapi.json": OPENAPI, "docs/a.md": "/api/v1/bills/7/"},
     "/api/v1/bills/7"),
    ("twins", {"src/base/a.cpp": BLOCK, "src/base/b.cpp": BLOCK}, "repeated"),
    ("single_implementation", {"src/service/a.hpp": INTERFACE}, "Sender has 0"),
    ("dead_headers", {"src/base/a.hpp": "#pragma once\n",
                      "src/base/a.cpp": '#include "base/a.hpp"\n'},
     "no other file"),
    ("pragma_once", {"src/base/a.hpp": "struct A {};\n"}, "a.hpp"),
    ("empty_sources", {"src/base/a.cpp": '#include "base/b.hpp"\nnamespace a {}\n'}, "no code"),
    ("tests_have_a_subject", {"src/base/a_test.cpp": "x\n"}, "a_test.cpp"),
    ("cpp_cases_assert", {"src/base/a_test.cpp": 'TEST_CASE("a") {\n    run();\n}\n'},
     "asserts nothing"),
    ("cpp_cases_assert", {"src/base/a_test.cpp": 'TEST_CASE("a") {\n    CHECK(true);\n}\n'},
     "cannot fail"),
    ("python_cases_assert", {"tests/test_a.py": "def test_a():\n    run()\n"},
     "test_a asserts nothing"),
    ("sleeps", {"src/base/a_test.cpp": "void f() {\n    std::this_thread::sleep_for(1s);\n}\n"},
     "a_test"),
    ("sleeps", {"tests/test_a.py": "import time\ntime.sleep(1)\n"}, "test_a.py:2"),
    ("skipped_tests", {"tests/test_a.py": "@pytest.mark.skip\ndef test_a(): pass\n"},
     "does not run"),
    ("enough_tests", {"src/base/a.cpp": "int x;\n" * 10}, "0 test lines for 10"),
    ("named_tests_exist", {"docs/security.md": "`tests/test_a.py::test_b`\n",
                           "tests/test_a.py": "def test_a():\n    assert 1\n"}, "::test_b"),
    ("named_tests_exist", {"docs/security.md": "`src/a_test.cpp::a rule`\n"}, "a rule"),
    ("asks_nobody", {"src/http/a.cpp": "\nsocket.async_connect(peer);\n"}, "a.cpp:2"),
    ("asks_nobody", {"src/http/a.cpp": "::connect(socket, to, size);\n"}, "connect("),
    ("asks_nobody", {"src/base/a.cpp": "const std::regex word(text);\n"}, "std::regex"),
    ("asks_nobody", {"src/base/a.cpp": "system(command);\n"}, "system("),
    ("asvs_is_whole", {"docs/security.md": "| 2.1.1 | x | yes |\n"}, "2.1.1 has neither"),
    ("asvs_is_whole", {"docs/security.md": "| 2.1.1–2.1.3 | x | Open: y |\n"}, "2.1.4 is missing"),
    ("asvs_is_whole", {"docs/security.md": "| 2.1.13 | x | Open: y |\n"}, "2.1.13 is not one"),
    ("asvs_is_whole", {"docs/security.md": "| 2.1.1, 2.1.1 | x | Open: y |\n"}, "stands twice"),
]

# rule, lawful files
LAWFUL = [
    ("layers", {"src/http/v1/a.cpp": '#include "store/store.hpp"\n#include "http/server/b.hpp"\n'}),
    ("layers", {"src/main.cpp": '#include "store/sqlite/driver.hpp"\n#include "http/v1/a.hpp"\n'}),
    ("private_headers", {"src/http/server/a.cpp": "#include <boost/beast/http.hpp>\n"}),
    ("sql_in_store_only", {"src/store/a.cpp": f"auto q = {SQL_TEXT};\n"}),
    ("sql_in_store_only", {"src/http/a.cpp": f"// {SQL_TEXT}\nauto m = \"SELECT one\";\n"}),
    ("domain_reads_no_clock",
     {"src/domain/a.cpp": "// never Clock::now()\nauto s = \"::now()\";\n"}),
    ("rules_know_no_surface",
     {"src/domain/a.cpp": "// as the surface of seed 003 words it\nint surfaced;\n",
      "src/http/a.cpp": "if (surface == desk) return;\n"}),
    ("columns", {"src/base/a.cpp": "// " + "ü" * 97 + "\n"}),
    ("cpp_function_lines", {"src/base/a.cpp": "void f() {\n" + LONG * 68 + "}\n"}),
    ("machine_paths", {"docs/a.md": "--data /var/lib/pilotlight, GET /requests/{id}/work/\n"}),
    ("narrating_comments", {"src/base/a.cpp": "// Two loops: the first may delete rows.\n"}),
    ("macros", {"src/base/a.hpp": "#define TRY(x) x\n"}),
    ("swallowed_errors", {"src/base/a.cpp": "try {} catch (const E& e) { return fail(e); }\n"}),
    ("third_party_content", {"web/pages/a.html": '<script src="/a.js"></script>'}),
    ("documented_routes_exist",
     {"api/openapi.json": OPENAPI, "docs/a.md": "`/api/v1/requests/17/`"}),
    ("single_implementation", {"src/service/a.hpp": INTERFACE + "struct A : Sender {\n};\n"
                               "struct B final : public Sender {\n};\n"}),
    ("dead_headers", {"src/base/a.hpp": "#pragma once\n",
                      "src/main.cpp": '#include "base/a.hpp"\n'}),
    ("cpp_cases_assert", {"src/base/a_test.cpp": "void same(int a) {\n    CHECK(a == 1);\n}\n"
                          'TEST_CASE("a") {\n    same(1);\n}\n'}),
    ("python_cases_assert", {"tests/test_a.py": "def same(a):\n    assert a\n"
                             "def test_a():\n    same(1)\n"}),
    ("sleeps", {"tests/a.py": "import time\nwhile not ready():\n    time.sleep(0.01)\n"}),
    ("enough_tests", {"src/base/a.cpp": "int x;\n" * 10, "src/base/a_test.cpp": "int x;\n" * 6}),
    ("asks_nobody", {"src/http/a.cpp": "// no system(x)\nreconnect(a);\nstore.connect(b);\n"}),
    ("named_tests_exist", {"docs/security.md": "`tests/test_a.py::test_a` `src/a_test.cpp::rule`\n",
                           "tests/test_a.py": "def test_a():\n    assert 1\n",
                           "src/a_test.cpp": "TEST_CASE(\"rule\") {\n"}),
]

BY_NAME = {rule.__name__: rule for rule in RULES}


def plant(root, files: dict[str, str]) -> Tree:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Tree(root)


@pytest.mark.parametrize("name, files, complaint", PLANTED)
def test_rule_fires(name, files, complaint, tmp_path):
    assert complaint in "\n".join(BY_NAME[name](plant(tmp_path, files)))


@pytest.mark.parametrize("name, files", LAWFUL)
def test_rule_leaves_lawful_text_alone(name, files, tmp_path):
    assert BY_NAME[name](plant(tmp_path, files)) == []


def test_every_rule_has_a_planted_violation():
    assert {name for name, _, _ in PLANTED} == set(BY_NAME)
