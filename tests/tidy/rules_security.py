"""docs/security.md against the tree: every test that it names is there, every requirement of OWASP
ASVS 4.0.3 up to level 2 stands in it once with its test or its reason, and the program does nothing
that the page says it does not."""
import collections
import re

from tree import Tree, line_of

PAGE = "docs/security.md"
NAMED_TEST = re.compile(r"`([\w./-]+\.(?:py|cpp|ts))::([^`]+)`")
ROW = re.compile(r"^\| (\d+\.\d+\.\d[^|]*) \|[^|]*\| (.*) \|$", re.M)
EVIDENCE = re.compile(r"::|Reason:|Open:")
# Connections to others, commands, and patterns that backtrack. Who needs one brings the page along.
OUTGOING = re.compile(r"\b(async_connect|curl_\w+|popen|posix_spawn\w*|exec[vl]\w*|fork)\("
                      r"|(?<![\w.>])(::)?(connect|system)\(|\bstd::w?regex\b")
# What level 2 asks for, without what 4.0.3 has deleted.
LEVEL_2 = """
1.1.1-7 1.2.1-4 1.4.1 1.4.4-5 1.5.1-4 1.6.1-4 1.7.1-2 1.8.1-2 1.9.1-2 1.10.1 1.11.1-2 1.12.2
1.14.1-6
2.1.1-12 2.2.1-3 2.3.1-3 2.4.1-5 2.5.1-7 2.6.1-3 2.7.1-6 2.8.1-6 2.9.1-3 2.10.1-4
3.1.1 3.2.1-4 3.3.1-4 3.4.1-5 3.5.1-3 3.7.1
4.1.1-3 4.1.5 4.2.1-2 4.3.1-3
5.1.1-5 5.2.1-8 5.3.1-10 5.4.1-3 5.5.1-4
6.1.1-3 6.2.1-6 6.3.1-2 6.4.1-2
7.1.1-4 7.2.1-2 7.3.1 7.3.3-4 7.4.1-3
8.1.1-4 8.2.1-3 8.3.1-8
9.1.1-3 9.2.1-4
10.2.1-2 10.3.1-3
11.1.1-8
12.1.1-3 12.2.1 12.3.1-6 12.4.1-2 12.5.1-2 12.6.1
13.1.1 13.1.3-5 13.2.1-3 13.2.5-6 13.3.1-2 13.4.1-2
14.1.1-4 14.2.1-6 14.3.2-3 14.4.1-7 14.5.1-4
"""


def numbers_of(text: str) -> list[str]:
    """"2.1.2–2.1.4, 2.2.1" and "2.1.2-4" as single requirements."""
    found = []
    for item in re.split(r",\s*|\s+", text.strip()):
        first, _, last = item.replace("\N{EN DASH}", "-").partition("-")
        section, _, start = first.rpartition(".")
        end = last.rpartition(".")[2] if last else start
        found += [f"{section}.{number}" for number in range(int(start), int(end) + 1)]
    return found


def is_there(path: str, name: str, text: str) -> bool:
    return f"def {name}(" in text if path.endswith(".py") else f'"{name}"' in text


def named_tests_exist(tree: Tree) -> list[str]:
    return [f"{PAGE}: no test {path}::{name}"
            for path, name in NAMED_TEST.findall(tree.texts.get(PAGE, ""))
            if not is_there(path, name, tree.texts.get(path, ""))]


def asvs_is_whole(tree: Tree) -> list[str]:
    if PAGE not in tree.texts:
        return []
    rows = ROW.findall(tree.texts[PAGE])
    listed = [number for numbers, _ in rows for number in numbers_of(numbers)]
    wanted, often = numbers_of(LEVEL_2), collections.Counter(listed)
    found = [f"{number} is missing" for number in wanted if number not in often]
    found += [f"{number} is not one of level 2" for number in listed if number not in wanted]
    found += [f"{number} stands twice" for number, count in often.items() if count > 1]
    found += [f"{numbers} has neither test nor reason"
              for numbers, how in rows if not EVIDENCE.search(how)]
    return [f"{PAGE}: {fault}" for fault in found]


def asks_nobody(tree: Tree) -> list[str]:
    return [f"{path}:{line_of(code, hit.start())}: {PAGE} says that this is not done: {hit[0]}"
            for path in tree.cpp_code for code in [tree.code(path)]
            for hit in OUTGOING.finditer(code)]


RULES = [named_tests_exist, asvs_is_whole, asks_nobody]
