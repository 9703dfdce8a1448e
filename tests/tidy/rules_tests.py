"""Tests that cannot fail, and too few of them."""
import ast
import re

from tree import Function, Tree, line_of

TEST_PER_CODE_MIN = 0.6
CPP_CASE = re.compile(
    r"^(?:TEST_CASE|TEST_CASE_FIXTURE|TEST_CASE_TEMPLATE)\w*\((.*?)\)\s*\{(.*?)^\}", re.M | re.S)
CPP_ASSERTION = re.compile(r"\b(?:CHECK|REQUIRE|FAIL)\w*\(")
CPP_VACUOUS = re.compile(r"\b(CHECK|REQUIRE)(\((true|1)\)|_FALSE\((false|0)\))")
CPP_SLEEP = re.compile(r"\bsleep_(?:for|until)\(|\bu?sleep\(|\bnanosleep\(")
POLL_LINES = 4
SKIPPED = re.compile(r"doctest::skip\(|pytest\.mark\.(?:skip|xfail)\b(?!if)|pytest\.skip\(")


def asserting_cpp_functions(tree: Tree) -> set[str]:
    """Functions of the test files whose body asserts, directly or through another of them."""
    bodies: dict[str, str] = {}
    for function in tree.functions:
        if function.path in tree.cpp_tests:
            bodies[function.name] = bodies.get(function.name, "") + body(tree, function)
    asserting = {name for name, text in bodies.items() if CPP_ASSERTION.search(text)}
    while True:
        more = {name for name, text in bodies.items() if calls(text, asserting)} | asserting
        if more == asserting:
            return asserting
        asserting = more


def body(tree: Tree, function: Function) -> str:
    return "\n".join(tree.code(function.path).splitlines()[function.line - 1:function.end])


def calls(text: str, names: set[str]) -> bool:
    return any(name in names for name in re.findall(r"(\w+)(?:<[^<>()]*>)?\(", text))


def cpp_cases_assert(tree: Tree) -> list[str]:
    names, found = asserting_cpp_functions(tree), []
    for path in tree.cpp_tests:
        code = tree.code(path)
        for case in CPP_CASE.finditer(code):
            where = f"{path}:{line_of(code, case.start())}"
            if CPP_VACUOUS.search(case[2]):
                found.append(f"{where}: an assertion that cannot fail")
            if not CPP_ASSERTION.search(case[2]) and not calls(case[2], names):
                found.append(f"{where}: test case asserts nothing")
    return found


def asserts(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Assert) or (isinstance(one, ast.Attribute) and one.attr in
               ("raises", "fail") and isinstance(one.value, ast.Name) and one.value.id == "pytest")
               for one in ast.walk(node))


def called_names(node: ast.AST) -> set[str]:
    calls_made = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    return ({one.id for one in calls_made if isinstance(one, ast.Name)}
            | {one.attr for one in calls_made if isinstance(one, ast.Attribute)})


def python_tests(tree: Tree) -> list[tuple[str, ast.FunctionDef]]:
    return [(path, node) for path in tree.paths("tests/", suffix=".py")
            for node in ast.walk(ast.parse(tree.texts[path])) if isinstance(node, ast.FunctionDef)]


def python_cases_assert(tree: Tree) -> list[str]:
    functions = python_tests(tree)
    asserting = {node.name for _, node in functions if asserts(node)}
    while True:
        more = {node.name for _, node in functions if called_names(node) & asserting} | asserting
        if more == asserting:
            break
        asserting = more
    return [f"{path}:{node.lineno}: {node.name} asserts nothing" for path, node in functions
            if node.name.startswith("test_") and node.name not in asserting]


def sleeps(tree: Tree) -> list[str]:
    """A pause is allowed only inside the loop that polls a condition."""
    found = []
    for path in tree.cpp_tests:
        lines = tree.code(path).splitlines()
        for number, line in enumerate(lines, 1):
            around = " ".join(lines[max(0, number - 1 - POLL_LINES):number])
            if CPP_SLEEP.search(line) and not re.search(r"\b(while|for)\b", around):
                found.append(f"{path}:{number}: a sleep outside a polling loop")
    for path in tree.paths("tests/", suffix=".py"):
        module = ast.parse(tree.texts[path])
        polled = {call for loop in ast.walk(module) if isinstance(loop, (ast.While, ast.For))
                  for call in ast.walk(loop)}
        found += [f"{path}:{call.lineno}: a sleep outside a polling loop"
                  for call in ast.walk(module)
                  if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
                  and call.func.attr == "sleep" and call not in polled]
    return found


def skipped_tests(tree: Tree) -> list[str]:
    cpp = [(path, tree.code(path)) for path in tree.cpp_tests]
    python = [(path, tree.texts[path]) for path in tree.paths("tests/", suffix=".py")
              if not path.startswith("tests/tidy/")]
    return [f"{path}:{line_of(text, hit.start())}: a test that does not run: {hit[0]}"
            for path, text in cpp + python for hit in SKIPPED.finditer(text)]


def line_counts(tree: Tree) -> tuple[int, int]:
    def count(paths):
        return sum(1 for path in paths for line in tree.texts[path].splitlines() if line.strip())
    return count(tree.cpp_tests + tree.paths("tests/", suffix=".py")), count(tree.cpp_code)


def enough_tests(tree: Tree) -> list[str]:
    tests, code = line_counts(tree)
    share = tests / max(1, code)
    return [] if share >= TEST_PER_CODE_MIN else [
        f"{tests} test lines for {code} code lines: {share:.2f}, at least {TEST_PER_CODE_MIN}"]


RULES = [cpp_cases_assert, python_cases_assert, sleeps, skipped_tests, enough_tests]
