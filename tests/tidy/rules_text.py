"""Words, names and papers that do not belong in the tree."""
import json
import re

from tree import Tree, line_of

# Spelled apart so that this file does not contain what it forbids.
BANNED_WORDS = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|not imple" r"mented|for n" r"ow"
    r"|in a real (app|system|implementation|world)|place" r"holder (value|data)"
    r"|dummy (data|value)|simpli" r"fied)\b")
CODE_FOLDERS = ("src/", "web/", "tests/", "script/", "bench/", "tools/", "cmake/", "CMakeLists")
BANNED_FILE_NAME = re.compile(
    r"(^|/)(utils?|helpers?|common|misc|managers?)(\.|/|$)|_(utils?|helpers?|managers?)\.")
BANNED_TYPE_NAME = re.compile(
    r"\b(?:struct|class) (\w+(?:Dto|DTO|Model|Entity|Vo|Manager|Helper))\b")
MACHINE_PATH = re.compile(r"(?<![\w.\-}])/(work|root|tmp)(?=[/\"'\s])")
REGISTRY_HOST = re.compile(r"deb\.deb" r"ian\.org|registry\.np" r"mjs|pypi\.o" r"rg"
                           r"|pythonh" r"osted|proxy\.gol" r"ang\.org")
STRAY_PAPER = re.compile(
    r"(summary|final|complete|report|checklist|walkthrough|progress)[^/]*\.md$", re.I)
ROOT_PAPERS = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
NARRATING = re.compile(
    r"^// ?(Get|Set|Create|Loop|Iterate|Initialize|Return|Check if|Call|Increment|Step [0-9])\b")
NARRATING_SHARE_MAX = 0.02
MACRO = re.compile(r"^\s*#\s*define\s+(?!TRY|DOCTEST_)(\w+)", re.M)
SWALLOWED = re.compile(
    r"catch\s*\([^)]*\)\s*\{\s*"
    r"(return\s*(\{\s*\}|true|false|nullptr|(std::)?nullopt|-?\d+|\"\s*\")?\s*;)?\s*\}")
IGNORED_RESULT = re.compile(
    r"\(void\)\s*\w+(::\w+|\.\w+|->\w+)*\(|static_cast<void>\(\w+[\w:.>-]*\(")
PYTHON_SWALLOWED = re.compile(r"except( (Base)?Exception( as \w+)?)?:\s*(\n\s*)?(pass|continue)\b")
ROUTE = re.compile(r"/api/v1/[a-z0-9_{}/-]*[a-z0-9_}/-]")
THIRD_PARTY = re.compile(
    r"(src|href)=\"(https?:)?//|<script(?![^>]*\bsrc=)|\bon\w+=\"|url\((https?:)?//")


def hits(tree: Tree, paths: list[str], pattern: re.Pattern, why: str, text_of=None) -> list[str]:
    text_of = text_of or tree.texts.__getitem__
    return [f"{path}:{line_of(text_of(path), hit.start())}: {why}: {' '.join(hit[0].split())}"
            for path in paths for hit in pattern.finditer(text_of(path))]


def banned_words(tree: Tree) -> list[str]:
    paths = [path for path in tree.paths(*CODE_FOLDERS) if not path.endswith("package-lock.json")]
    return hits(tree, paths, BANNED_WORDS, "scaffolding")


def banned_names(tree: Tree) -> list[str]:
    files = [f"{path}: a grab-bag name" for path in tree.paths("src/", "web/", "tests/", "tools/")
             if BANNED_FILE_NAME.search(path)]
    types = hits(tree, tree.cpp, BANNED_TYPE_NAME, "a twin's or a grab-bag's name", tree.code)
    return files + types


def machine_paths(tree: Tree) -> list[str]:
    return hits(tree, tree.paths(), MACHINE_PATH, "a path of one machine")


def registry_hosts(tree: Tree) -> list[str]:
    return hits(tree, tree.paths(), REGISTRY_HOST, "a registry's host")


def stray_papers(tree: Tree) -> list[str]:
    papers = tree.paths(suffix=".md")
    return [f"{path}: a stray paper" for path in papers
            if STRAY_PAPER.search(path) or ("/" not in path and path not in ROOT_PAPERS)]


def narrating_comments(tree: Tree) -> list[str]:
    comments = [(path, line) for path in tree.cpp for line in tree.comment_lines(path)]
    found = [f"{path}: narrates: {line}" for path, line in comments if NARRATING.match(line)]
    return found if len(found) > NARRATING_SHARE_MAX * len(comments) else []


def macros(tree: Tree) -> list[str]:
    return hits(tree, tree.cpp, MACRO, "a macro other than TRY", tree.code)


def swallowed_errors(tree: Tree) -> list[str]:
    return (hits(tree, tree.cpp, SWALLOWED, "a swallowed exception", tree.code)
            + hits(tree, tree.cpp_code, IGNORED_RESULT, "an ignored result", tree.code)
            + hits(tree, tree.python, PYTHON_SWALLOWED, "a swallowed exception"))


def third_party_content(tree: Tree) -> list[str]:
    return hits(tree, tree.paths("web/", suffix=(".html", ".css")), THIRD_PARTY,
                "an inline script or another origin")


def documented_routes_exist(tree: Tree) -> list[str]:
    document = tree.texts.get("api/openapi.json")
    if document is None:
        return []

    def shape(route: str) -> str:
        return re.sub(r"/(\{\w+\}|\d+)(?=/|$)", "/{}", route.rstrip("/"))

    known = {shape(route) for route in json.loads(document)["paths"]}
    return [f"{path}: names {route}, which api/openapi.json lacks"
            for path in tree.paths(suffix=".md")
            for route in sorted(set(ROUTE.findall(tree.texts[path])))
            if not any(one == shape(route) or one.startswith(shape(route) + "/") for one in known)]


RULES = [banned_words, banned_names, machine_paths, registry_hosts, stray_papers,
         narrating_comments, macros, swallowed_errors, third_party_content, documented_routes_exist]
