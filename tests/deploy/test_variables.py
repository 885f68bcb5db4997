"""`.env.example` is the whole truth about the environment."""

import ast
import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from deploy.compose import load, variables

LINE = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def variables_read_by_settings() -> set[str]:
    """The names that `env(…)` is called with, in every settings module that is not for the tests."""
    names: set[str] = set()
    for path in Path(settings.BASE_DIR, "cms", "settings").glob("*.py"):
        if path.name == "test.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
                if isinstance(called, ast.Name) and called.id == "env":
                    names.add(str(node.args[0].value))
    return names


def test_example_lists_every_variable_and_no_other() -> None:
    example = LINE.findall(Path(settings.BASE_DIR, ".env.example").read_text())

    read = variables_read_by_settings() | set(variables(load()["services"]))
    assert len(example) == len(set(example))
    assert set(example) == read


def test_each_variable_of_the_example_has_its_line_of_explanation() -> None:
    lines = Path(settings.BASE_DIR, ".env.example").read_text().splitlines()

    bare = [line for before, line in pairwise(lines) if LINE.match(line) and before[:2] != "# "]
    assert bare == []


def test_environment_is_read_in_the_settings_and_nowhere_else() -> None:
    readers = [
        str(path.relative_to(settings.BASE_DIR))
        for top in ("cms", "crm", "home", "newsletters")
        for path in Path(settings.BASE_DIR, top).rglob("*.py")
        if path.parent.name != "settings" and re.search(r"os\.getenv|environ\.get\(|environ\[", path.read_text())
    ]
    assert readers == []
