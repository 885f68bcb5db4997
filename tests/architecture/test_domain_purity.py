"""The verbs of a room speak no HTTP: they run in a worker as they run in a view."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

DOMAIN_MODULES = sorted(
    path
    for top in ("cms", "crm", "newsletters", "home")
    for path in Path(settings.BASE_DIR, top).rglob("*.py")
    if "domain" in path.parts
)


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", DOMAIN_MODULES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_domain_module_imports_no_http(path: Path) -> None:
    forbidden = {name for name in imported_names(path) if name.startswith(("django.http", "django.shortcuts"))}
    assert forbidden == set()
