"""The current values beside their aims (style.md of the project, §5)."""
import rules_shape
import rules_tests
from tree import Tree, is_cpp_test


def quantile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def spread(values: list[int]) -> str:
    return f"{quantile(values, 0.5)} · {quantile(values, 0.9)} · {max(values, default=0)}"


def header_comment_share(tree: Tree) -> float:
    headers = [path for path in tree.cpp_code if path.endswith(".hpp")]
    comments = sum(len(tree.comment_lines(path)) for path in headers)
    return 100 * comments / max(1, sum(tree.texts[path].count("\n") for path in headers))


def report(tree: Tree) -> list[str]:
    files = [tree.texts[path].count("\n") for path in tree.cpp]
    functions = [one.lines for one in tree.functions
                 if one.path.startswith("src/") and not is_cpp_test(one.path)]
    repeated, total = rules_shape.twin_lines(tree)
    tests, code = rules_tests.line_counts(tree)
    return [
        f"C++ files                 {len(files)}, {code} code lines, {tests} test lines",
        f"lines per file            {spread(files)} (median · p90 · max; aim 110 · 300 · 500)",
        f"lines per function        {spread(functions)} (aim 10 · 40 · 70)",
        f"repeated 8-line blocks    {100 * sum(repeated.values()) / max(1, total):.1f} %"
        " (aim < 4, hard 6)",
        f"test lines / code lines   {tests / max(1, code):.2f} (aim 0.85, hard 0.6)",
        f"comments in headers       {header_comment_share(tree):.0f} % of lines (aim 20)",
    ]
