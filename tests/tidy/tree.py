"""The source tree as the rules see it: files by kind, code without comments, functions."""
import functools
import json
import pathlib
import re
import subprocess
from dataclasses import dataclass

SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", "dist", "__pycache__", ".pytest_cache",
                   ".cache"}
TEXT_SUFFIXES = {".cpp", ".hpp", ".py", ".sql", ".md", ".ts", ".tsx", ".js", ".html", ".css",
                 ".json", ".cmake", ".txt", ".toml", ".sh", ".lua", ".yml", ".yaml", ".conf",
                 ".c", ""}
TOKEN = re.compile(
    r'R"(?P<mark>[^()\\ ]{0,16})\((?P<raw>.*?)\)(?P=mark)"'
    r'|"(?P<quoted>(?:\\.|[^"\\\n])*)"'
    r"|(?<![0-9A-Za-z_])'(?:\\.[^']{0,8}|[^'\\\n])'"
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)", re.S)


@dataclass(frozen=True)
class Function:
    path: str
    name: str
    line: int
    end: int

    @property
    def lines(self) -> int:
        return self.end - self.line + 1


@dataclass(frozen=True)
class Literal:
    line: int
    text: str


class Tree:
    """Everything is read once; paths are relative to the root, with forward slashes."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.texts: dict[str, str] = {}
        for file in sorted(root.rglob("*")):
            relative = file.relative_to(root)
            if SKIPPED_FOLDERS & set(relative.parts) or file.suffix not in TEXT_SUFFIXES:
                continue
            if file.is_file():
                self.texts[relative.as_posix()] = file.read_text(errors="replace")

    def paths(self, *prefixes: str, suffix: tuple[str, ...] | str = "") -> list[str]:
        return [path for path in self.texts
                if path.startswith(prefixes or "") and path.endswith(suffix)]

    @functools.cached_property
    def cpp(self) -> list[str]:
        return self.paths("src/", suffix=(".cpp", ".hpp"))

    @functools.cached_property
    def cpp_code(self) -> list[str]:
        return [path for path in self.cpp if not is_cpp_test(path)]

    @functools.cached_property
    def cpp_tests(self) -> list[str]:
        beside = [path for path in self.cpp if is_cpp_test(path)]
        return beside + self.paths("tests/", suffix=(".cpp", ".hpp"))

    @functools.cached_property
    def python(self) -> list[str]:
        return self.paths("tests/", "tools/", "bench/", suffix=".py")

    @functools.lru_cache(maxsize=None)
    def code(self, path: str) -> str:
        """The C++ text with comments and the insides of literals blanked, lines kept."""
        return TOKEN.sub(lambda token: blank(token[0]) if token["comment"] else
                         '"' + blank(token[0])[2:] + '"', self.texts[path])

    def literals(self, path: str) -> list[Literal]:
        text = self.texts[path]
        return [Literal(text.count("\n", 0, token.start()) + 1, token["raw"] or token["quoted"])
                for token in TOKEN.finditer(text) if token["raw"] or token["quoted"]]

    def comment_lines(self, path: str) -> list[str]:
        return [line.strip() for token in TOKEN.finditer(self.texts[path]) if token["comment"]
                for line in token["comment"].splitlines()]

    def includes(self, path: str) -> list[tuple[int, str]]:
        return [(number, found[1])
                for number, line in enumerate(self.texts[path].splitlines(), 1)
                if (found := re.match(r'\s*#\s*include [<"]([^>"]+)[>"]', line))]

    @functools.cached_property
    def functions(self) -> list[Function]:
        """C++ functions with a body, from universal-ctags."""
        paths = self.cpp + self.paths("tests/", suffix=(".cpp", ".hpp"))
        if not paths:
            return []
        command = ["ctags", "--fields=+ne", "--output-format=json", "--languages=C++",
                   "--langmap=C++:.cpp.hpp", "--kinds-C++=f", "-f", "-", "-L", "-"]
        answer = subprocess.run(command, input="\n".join(paths), cwd=self.root, text=True,
                                stdout=subprocess.PIPE, check=True, timeout=60)
        tags = map(json.loads, answer.stdout.splitlines())
        return [Function(tag["path"], tag["name"], tag["line"], tag["end"])
                for tag in tags if "end" in tag]


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def is_cpp_test(path: str) -> bool:
    return path.endswith(("_test.cpp", "_test.hpp"))


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
