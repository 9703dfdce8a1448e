"""Role × route of the compat surfaces. A surface's rows are its module matrix_<name>.py beside this
file:

    STRANGER = 403           what it answers without a valid credential; 401 if absent
    ROUTES = {("get", "/api/things/{id}/"): ("signed_in", 200, 404, 200, 404, 200)}
                             as harness/matrix.py says: the permission, then a status for each role
    def filled(server, method, path):
                             the path with its {…} replaced by what the customer owns, made anew for
                             each cell; without it every {…} is an id that nobody has
    BODIES = {key: body}     what is sent instead of {} or nothing

Surface, route and permission come from the program, so a surface without a module, a route without
a line and a line without a route fail.
"""

from __future__ import annotations

import importlib
import pathlib
import re

import pytest
from harness import matrix, program

HERE = pathlib.Path(__file__).resolve().parent
MODULES = {
    path.stem.removeprefix("matrix_"): importlib.import_module(path.stem)
    for path in sorted(HERE.glob("matrix_*.py"))
}
CELLS = [
    pytest.param(name, key, role, id=f"{name} {key[0]} {key[1]} {role}")
    for name, module in MODULES.items()
    for key in module.ROUTES
    for role in matrix.ROLES
]


@pytest.fixture(scope="module")
def stopped(demo):
    return matrix.leaver(demo)


@pytest.mark.parametrize("name", [name for name in program.surfaces() if name != "canonical"])
def test_every_route_has_a_line_and_every_line_a_route(demo, name):
    assert name in MODULES, f"write tests/api/matrix_{name}.py"
    lines = {key: row[0] for key, row in MODULES[name].ROUTES.items()}
    assert lines == matrix.permissions(demo, f"/api/compat/{name}.json")


@pytest.mark.parametrize("name, key, role", CELLS)
def test_who_gets_through(demo, stopped, name, key, role):
    module, (method, path) = MODULES[name], key
    fill = getattr(module, "filled", None)
    target = fill(demo, method, path) if fill else path
    client = matrix.client_of(demo, role, stopped)
    response = client.request(
        method.upper(),
        re.sub(r"\{\w+\}", str(matrix.NOBODY), target),
        json=matrix.default_body(method, getattr(module, "BODIES", {}), key),
    )
    row = module.ROUTES[key]
    expected = matrix.expected_status(row, role, getattr(module, "STRANGER", 401))
    assert response.status == expected, response.text
