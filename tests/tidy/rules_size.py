"""Hard limits of size; the aims are only printed (numbers_report.py)."""
import ast

from tree import Tree, is_cpp_test

FILE_LINES_MAX = 500
TYPESCRIPT_FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
HANDLER_LINES_MAX = 40
COLUMNS_MAX = 100
HANDLER_FOLDERS = ("src/http/v1/", "src/http/compat/")


def sources(tree: Tree) -> list[str]:
    return tree.cpp + tree.paths("tests/", suffix=(".cpp", ".hpp")) + tree.python


def file_lines(tree: Tree) -> list[str]:
    limits = {path: FILE_LINES_MAX for path in sources(tree)}
    limits |= {path: TYPESCRIPT_FILE_LINES_MAX
               for path in tree.paths("web/src/", suffix=(".ts", ".tsx"))
               if not path.endswith(".gen.ts")}
    return [f"{path}: {lines} lines, at most {limit}" for path, limit in limits.items()
            if (lines := tree.texts[path].count("\n")) > limit]


def columns(tree: Tree) -> list[str]:
    return [f"{path}:{number}: {len(line)} columns, at most {COLUMNS_MAX}"
            for path in sources(tree)
            for number, line in enumerate(tree.texts[path].splitlines(), 1)
            if len(line) > COLUMNS_MAX and " " in line.strip()]


def cpp_function_lines(tree: Tree) -> list[str]:
    return [f"{function.path}:{function.line}: {function.name} has {function.lines} lines, "
            f"at most {FUNCTION_LINES_MAX}"
            for function in tree.functions if function.lines > FUNCTION_LINES_MAX]


def handler_lines(tree: Tree) -> list[str]:
    return [f"{function.path}:{function.line}: handler {function.name} has {function.lines} lines, "
            f"at most {HANDLER_LINES_MAX}"
            for function in tree.functions
            if function.path.startswith(HANDLER_FOLDERS) and not is_cpp_test(function.path)
            and function.lines > HANDLER_LINES_MAX]


def python_function_lines(tree: Tree) -> list[str]:
    found = []
    for path in tree.python:
        for node in ast.walk(ast.parse(tree.texts[path])):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines, "
                                 f"at most {FUNCTION_LINES_MAX}")
    return found


RULES = [file_lines, columns, cpp_function_lines, handler_lines, python_function_lines]
