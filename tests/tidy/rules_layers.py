"""Who may include whom: a statement of policy, as a table (ARCHITECTURE.md)."""
import re

from tree import Tree, line_of

MAY_INCLUDE = {
    "base": set(),
    "domain": {"base"},
    "store": {"base", "domain"},
    "service": {"base", "domain", "store"},
    "http": {"base", "domain", "store", "service"},
    "jobs": {"base", "domain", "store", "service"},
}
# A system header, and the folders that alone may see it.
PRIVATE_HEADERS = [
    (r"boost/(beast|asio)\b", ("src/http/server/", "src/main.cpp")),
    (r"sqlite3\.h", ("src/store/sqlite/",)),
    (r"(libpq-fe|mysql|mariadb)", ("src/store/",)),
    (r"CLI/", ("src/main.cpp",)),
    (r"toml\+\+/", ("src/base/",)),
    (r"magic\.h", ("src/service/",)),
]
SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE \w+ SET\b|\bORDER BY\b"
    r"|\bCREATE (UNIQUE )?(TABLE|INDEX|TRIGGER|VIEW)\b|\bPRAGMA \w+"
    r"|\bWHERE \w+ *(=|<|>|IN|IS|LIKE)",
    re.S)
CLOCK = re.compile(r"::now\(\)|\b(system|steady|high_resolution)_clock\b|\btime\((nullptr|0|NULL)\)"
                   r"|\bgettimeofday\b|\bclock_gettime\b")


DOOR_BLIND = ("src/base/", "src/domain/", "src/store/", "src/service/", "src/jobs/")
DOOR = re.compile(r"\b[sS]urfaces?\b|\bcompat\b|\bseed_?00[0-4]\b")


def surface(path: str) -> str | None:
    found = re.match(r"http/(v1|compat/[^/]+)/", path)
    return found[1] if found else None


def include_error(path: str, included: str) -> str | None:
    mine = path.removeprefix("src/")
    layer, target = mine.split("/")[0], included.split("/")[0]
    if "/" not in mine or target not in MAY_INCLUDE:
        return None
    if target != layer and target not in MAY_INCLUDE.get(layer, set()):
        return f"{layer} may not include {target}"
    if surface(mine) and surface(included) and surface(mine) != surface(included):
        return f"surface {surface(mine)} may not include surface {surface(included)}"
    if mine.startswith("http/server/") and surface(included):
        return "the connection layer may not include a surface"
    if re.match(r"store/(sqlite|postgres|mariadb)/", included) and layer != "store":
        return "drivers are private to store"
    return None


def layers(tree: Tree) -> list[str]:
    if not tree.cpp:
        return ["no sources under src: a check that sees nothing must not pass"]
    return [f"{path}:{line}: {error}" for path in tree.cpp
            for line, included in tree.includes(path)
            if (error := include_error(path, included))]


def private_headers(tree: Tree) -> list[str]:
    return [f"{path}:{line}: <{included}> belongs to {' '.join(homes)}" for path in tree.cpp
            for line, included in tree.includes(path)
            for pattern, homes in PRIVATE_HEADERS
            if re.match(pattern, included) and not path.startswith(homes)]


def unknown_layer(tree: Tree) -> list[str]:
    return [f"{path}: src/{path.split('/')[1]} is no layer of the table" for path in tree.cpp
            if path.count("/") > 1 and path.split("/")[1] not in MAY_INCLUDE]


def sql_in_store_only(tree: Tree) -> list[str]:
    return [f"{path}:{literal.line}: SQL outside src/store" for path in tree.cpp
            if not path.startswith("src/store/")
            for literal in tree.literals(path) if SQL.search(literal.text)]


def domain_reads_no_clock(tree: Tree) -> list[str]:
    return [f"{path}:{line_of(tree.code(path), hit.start())}: the domain is given the instant"
            for path in tree.cpp if path.startswith("src/domain/")
            for hit in CLOCK.finditer(tree.code(path))]


def no_coroutines(tree: Tree) -> list[str]:
    return [f"{path}:{line_of(tree.code(path), hit.start())}: g++ 12.2 miscompiles coroutines"
            for path in tree.cpp
            for hit in re.finditer(r"\bco_(await|return|yield)\b", tree.code(path))]


def rules_know_no_surface(tree: Tree) -> list[str]:
    """What is right does not depend on the door it came through: no `if (surface == ...)`."""
    return [f"{path}:{line_of(tree.code(path), hit.start())}: {hit[0]} belongs to src/http"
            for path in tree.cpp if path.startswith(DOOR_BLIND)
            for hit in DOOR.finditer(tree.code(path))]


RULES = [layers, private_headers, unknown_layer, sql_in_store_only, domain_reads_no_clock,
         no_coroutines, rules_know_no_surface]
