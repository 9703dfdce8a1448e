import pathlib

import pytest
from numbers_report import report
from tree import Tree

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tree() -> Tree:
    return Tree(ROOT)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.section("tidy: current values")
    for line in report(Tree(ROOT)):
        terminalreporter.write_line(line)
