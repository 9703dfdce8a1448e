"""Repetition, speculation and dead files."""
import collections
import pathlib
import re

from tree import Tree, is_cpp_test

TWIN_LINES = 8
TWIN_SHARE_MAX = 0.06
# Edges of the program where an interface with one implementation is allowed.
EDGE_INTERFACES = {"Application", "Responder", "Clock", "Mailer"}
EDGE_FOLDERS = ("src/store/",)


def twin_lines(tree: Tree) -> tuple[collections.Counter, int]:
    """Lines per file that sit in a repeated block of TWIN_LINES, and the lines looked at."""
    seen, total = collections.defaultdict(list), 0
    written = [path for path in tree.paths("web/src/", suffix=(".ts", ".tsx"))
               if not path.endswith(".gen.ts")]
    for path in tree.cpp_code + written:
        squeezed = [re.sub(r"\s+", "", line) for line in tree.texts[path].splitlines()]
        lines = [line for line in squeezed
                 if len(line) > 3 and not line.startswith(("//", "#include", "import", '"'))]
        total += len(lines)
        for start in range(len(lines) - TWIN_LINES + 1):
            seen["\n".join(lines[start:start + TWIN_LINES])].append((path, start))
    repeated = {(path, start + offset) for places in seen.values() if len(places) > 1
                for path, start in places for offset in range(TWIN_LINES)}
    return collections.Counter(path for path, _ in repeated), total


def twins(tree: Tree) -> list[str]:
    repeated, total = twin_lines(tree)
    if sum(repeated.values()) <= TWIN_SHARE_MAX * total:
        return []
    return [f"{path}: {count} lines repeated elsewhere" for path, count in repeated.most_common(10)]


def single_implementation(tree: Tree) -> list[str]:
    interfaces, implementations = {}, collections.Counter()
    for path in tree.cpp:
        code = tree.code(path)
        for found in re.finditer(r"\b(?:class|struct)\s+(\w+)[^;{]*\{(.*?)\n\};", code, re.S):
            if re.search(r"virtual[^;]*=\s*0\s*;", found[2]):
                interfaces[found[1]] = path
        for bases in re.findall(r"\b(?:class|struct)\s+\w+(?:\s+final)?\s*:\s*([^{;]*)\{", code):
            for base in re.findall(r"(\w+)\s*(?:<[^>]*>)?\s*(?:,|$)", bases.strip()):
                implementations[base] += 1
    return [f"{path}: interface {name} has {implementations[name]} implementation"
            for name, path in interfaces.items()
            if implementations[name] < 2 and name not in EDGE_INTERFACES
            and not path.startswith(EDGE_FOLDERS)]


def stem(path: str) -> str:
    return re.sub(r"(_test)?\.[ch]pp$", "", path)


def dead_headers(tree: Tree) -> list[str]:
    """A header that only its own .cpp and its own test include serves nobody."""
    used = {"src/" + included for path in tree.cpp + tree.paths("tests/", "bench/", suffix=".cpp")
            for _, included in tree.includes(path) if stem("src/" + included) != stem(path)}
    generated = {path for path in tree.cpp if stem(path) == "src/http/assets"}
    return [f"{path}: no other file includes it" for path in tree.cpp
            if path.endswith(".hpp") and path not in used | generated]


def pragma_once(tree: Tree) -> list[str]:
    return [f"{path}: a header starts with #pragma once" for path in tree.cpp
            if path.endswith(".hpp") and not tree.texts[path].startswith("#pragma once\n")]


def empty_sources(tree: Tree) -> list[str]:
    return [f"{path}: holds no code" for path in tree.cpp
            if not re.sub(r"#.*|namespace [\w:]*|using .*|[{}\s]", "", tree.code(path))]


def tests_have_a_subject(tree: Tree) -> list[str]:
    """foo_test.cpp tests foo.hpp or foo.cpp beside it, or the folder of its name."""
    return [f"{path}: tests no file of its name" for path in tree.cpp
            if is_cpp_test(path) and path.endswith(".cpp")
            and not {stem(path) + ".hpp", stem(path) + ".cpp"} & set(tree.texts)
            and pathlib.PurePath(stem(path)).name not in path.split("/")[:-1]]


RULES = [twins, single_implementation, dead_headers, pragma_once, empty_sources,
         tests_have_a_subject]
