"""A module is read in one sitting and a function in one screen (design.md, section 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

MOST_LINES_A_MODULE = 400
MOST_LINES_A_FUNCTION = 60

MODULES = sorted(
    path
    for top in ("cms", "crm", "newsletters", "home", "tests", "benchmarks", "deploy")
    for path in Path(settings.BASE_DIR, top).rglob("*.py")
    if "migrations" not in path.parts
)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_module_and_its_functions_are_short(path: Path) -> None:
    long_functions = [
        f"{function.name} ({(function.end_lineno or 0) - function.lineno + 1})"
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno >= MOST_LINES_A_FUNCTION
    ]
    assert long_functions == []
    assert len(path.read_text().splitlines()) <= MOST_LINES_A_MODULE
