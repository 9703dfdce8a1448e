#!/usr/bin/env python3
"""Runs clang-tidy over the sources whose text, or that of a header they include, has changed since
they last passed. Tests are left to the compilers and sanitizers: they are half of the time.

    lint.py BUILD_DIR [PATTERN ...]     BUILD_DIR was built with the clang of this clang-tidy, whose
                                        precompiled headers it reads; only sources whose path
                                        contains a pattern

tools/lint_scope.cpp, a plugin that is built here, keeps the checks to the source itself; the
headers are judged once, in a source that includes them all (pattern "headers"). The analyzer gives
a function up after STEPS_MAX steps, which can miss what more would find; with PILOTLIGHT_LONG
(script/test --long) its own bound holds, 225,000.

The stamps lie in the user's cache, named by the content they vouch for, so that a second clone
finds them. Exits 1 when a source fails, 77 when the clang-tidy here is not the reference version,
whose judgement alone counts.
"""
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
STAMPS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
                      "pilotlight-lint")
REFERENCE_VERSION = "14."
FILE_TIMEOUT_S = 300
# To load clang-tidy and the precompiled headers takes a quarter of the time of a source by itself.
SOURCES_PER_RUN = 8
CORES = os.cpu_count() or 1
STEPS_MAX = 10_000
LIMITS = [] if os.environ.get("PILOTLIGHT_LONG") else [
    f"--extra-arg={part}"
    for part in ("-Xclang", "-analyzer-config", "-Xclang", f"max-nodes={STEPS_MAX}")]
# One fault for the checks and one for the analyzer: both must be told. The first also in a header.
PLANTED = """int sign(int a) { if (a < 0) { return -1; } else { return 1; } }
int share(int a) { int parts = 0; return a / parts; }
"""
TOLD = ("readability-else-after-return", "clang-analyzer-core.DivideZero")
SYSTEM_HEADERS = "pilotlight_base"  # the target that precompiles them, and nothing else
LIKE = "/src/http/context.cpp"  # sees as much as any
IN_HEADERS = {"LINT_SCOPE": "headers"}  # for the plugin
SCOPE = ROOT / "tools" / "lint_scope.cpp"
TIDY = shutil.which("clang-tidy-14") or shutil.which("clang-tidy") or sys.exit(77)


@functools.lru_cache(maxsize=None)
def version() -> str:
    answer = subprocess.run([TIDY, "--version"], stdout=subprocess.PIPE, text=True, check=True)
    return re.search(r"version (\S+)", answer.stdout)[1]


@functools.lru_cache(maxsize=None)
def included(path: pathlib.Path) -> frozenset[pathlib.Path]:
    names = re.findall(r'^\s*#include "([^"]+)"', path.read_text(), re.M)
    return frozenset(header for name in names if (header := ROOT / "src" / name).is_file())


def closure(path: pathlib.Path) -> set[pathlib.Path]:
    reached, waiting = set(), [path]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(included(one))
    return reached


@functools.lru_cache(maxsize=None)
def scope() -> pathlib.Path:
    """The plugin, built when it is not at hand; the name says from what."""
    digest = hashlib.sha256(version().encode() + SCOPE.read_bytes()).hexdigest()
    plugin = STAMPS / f"{SCOPE.stem}-{digest[:32]}.so"
    if not plugin.exists():
        headers = subprocess.run(["llvm-config-14", "--includedir"], stdout=subprocess.PIPE,
                                 text=True, check=True).stdout.strip()
        fresh = plugin.with_suffix(f".{os.getpid()}")
        subprocess.run(["g++", "-std=c++20", "-O1", "-shared", "-fPIC", "-fno-rtti",
                        "-isystem", headers, str(SCOPE), "-o", str(fresh)], check=True)
        fresh.rename(plugin)
    return plugin


def stamp(path: pathlib.Path) -> pathlib.Path:
    digest = hashlib.sha256(version().encode() + (ROOT / ".clang-tidy").read_bytes()
                            + pathlib.Path(__file__).read_bytes() + SCOPE.read_bytes()
                            + "".join(LIMITS).encode())
    for one in sorted(closure(path)):
        digest.update(one.relative_to(ROOT).as_posix().encode() + b"\0" + one.read_bytes())
    return STAMPS / f"{path.stem}-{digest.hexdigest()[:32]}"


def write_headers(build_dir: str, sources: list[pathlib.Path]) -> pathlib.Path:
    """Writes a source that includes every header of these sources, and beside it how to compile
    that and all others. It alone goes without our own precompiled headers, which the plugin would
    not see.
    """
    folder = ROOT / build_dir / "lint"
    folder.mkdir(exist_ok=True)
    source = folder / "headers.cpp"
    reached = set().union(*map(closure, sources))
    headers = sorted(path.relative_to(ROOT / "src").as_posix()
                     for path in reached if path.suffix == ".hpp")
    source.write_text("".join(f'#include "{header}"\n' for header in headers))
    commands = json.loads((ROOT / build_dir / "compile_commands.json").read_text())
    like = next((one for one in commands if one["file"].endswith(LIKE)), None)
    if like is None:
        sys.exit(f"lint.py: {build_dir} does not build {LIKE}")
    command = re.sub(r"\w+\.dir/cmake_pch", f"{SYSTEM_HEADERS}.dir/cmake_pch", like["command"])
    commands.append({"directory": like["directory"], "file": str(source),
                     "command": command.replace(like["file"], str(source))})
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    return source


def is_awake() -> bool:
    """Whether clang-tidy with the plugin and the limits still finds what is PLANTED."""
    def told(source: pathlib.Path, environment: dict[str, str]) -> str:
        good = source.with_stem("good")  # before it, so that the plugin has judged one already
        good.touch()
        command = [TIDY, "--load", str(scope()), "--quiet",
                   f"--config-file={ROOT / '.clang-tidy'}", *LIMITS, str(good), str(source),
                   "--", "-std=c++20"]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=FILE_TIMEOUT_S, check=False,
                              env=os.environ | environment).stdout

    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "src", "planted.cpp")
        source.parent.mkdir()
        source.write_text(PLANTED)
        in_source = told(source, {})
        source.with_suffix(".hpp").write_text(PLANTED)
        source.write_text('#include "planted.hpp"\n')
        in_header = told(source, IN_HEADERS)
    return all(check in in_source for check in TOLD) and TOLD[0] in in_header


def judge(paths: list[pathlib.Path], headers: pathlib.Path) -> str:
    """Answers the complaints about these sources, empty when there are none."""
    command = [TIDY, "--load", str(scope()), "--quiet", "-p", str(headers.parent), *LIMITS,
               *map(str, paths)]
    try:
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, timeout=FILE_TIMEOUT_S,
                                env=os.environ | (IN_HEADERS if paths == [headers] else {}))
    except subprocess.TimeoutExpired:
        return f"{paths[0]}: clang-tidy took more than {FILE_TIMEOUT_S} s\n"
    if answer.returncode == 0:
        return ""
    return answer.stdout or f"{paths[0]}: clang-tidy ended with {answer.returncode}\n"


def lint(paths: list[pathlib.Path], headers: pathlib.Path) -> dict[pathlib.Path, str]:
    """The complaints about each; where there are some, each is asked about by itself."""
    complaints = judge(paths, headers)
    if not complaints or len(paths) == 1:
        return dict.fromkeys(paths, complaints)
    return {path: judge([path], headers) for path in paths}


def runs_of(sources: list[pathlib.Path], headers: pathlib.Path) -> list[list[pathlib.Path]]:
    rest = [path for path in sources if path != headers]
    alone = [[headers]] if headers in sources else []
    size = max(1, min(SOURCES_PER_RUN, len(rest) // CORES))
    return alone + [rest[at:at + size] for at in range(0, len(rest), size)]


def main(build_dir: str, patterns: list[str]) -> int:
    if not version().startswith(REFERENCE_VERSION):
        print(f"lint.py: needs clang-tidy {REFERENCE_VERSION}x, found {version()}: nothing judged")
        return 77
    STAMPS.mkdir(parents=True, exist_ok=True)
    product = [path for path in sorted((ROOT / "src").rglob("*.cpp"))
               if not path.stem.endswith("_test")]
    headers = write_headers(build_dir, product)
    sources = [path for path in [headers, *product]
               if not patterns or any(pattern in str(path) for pattern in patterns)]
    stamps = {path: stamp(path) for path in sources}
    waiting = [path for path in sources if not stamps[path].exists()]
    failed = 0
    if waiting and not is_awake():
        print("lint.py: clang-tidy does not find the planted faults")
        return 1
    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        for told in pool.map(lambda run: lint(run, headers), runs_of(waiting, headers)):
            for path, complaints in told.items():
                if complaints:
                    failed += 1
                    print(complaints, flush=True)
                else:
                    stamps[path].touch()
    print(f"clang-tidy: {len(sources)} sources, {len(waiting)} looked at, {failed} with complaints")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
