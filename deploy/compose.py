"""Reads docker-compose.yml as the engine does: merged, with its variables filled in or refused."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"

# The forms that our file uses: ${NAME:?why not}, ${NAME:-default}, $$.
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Z_]+)(?::(?P<sign>[-?])(?P<word>[^{}]*))?\})")


class MissingVariableError(Exception):
    """A variable that the file refuses to do without."""


def load(text: str | None = None) -> dict[str, Any]:
    """The file as written, merge keys applied and variables untouched."""
    document: dict[str, Any] = yaml.safe_load(text if text is not None else COMPOSE_FILE.read_text())
    return document


def fill(value: Any, environment: Mapping[str, str]) -> Any:
    """The same document with every variable filled in. Raises ``MissingVariableError``."""
    if isinstance(value, dict):
        return {key: fill(item, environment) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, environment) for item in value]
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: _filled(match, environment), value)
    return value


def variables(value: Any) -> dict[str, str]:
    """Every variable in the document, with how it is written: ``?`` required, ``-`` with a default, empty otherwise."""
    if isinstance(value, dict):
        return {name: sign for item in value.values() for name, sign in variables(item).items()}
    if isinstance(value, list):
        return {name: sign for item in value for name, sign in variables(item).items()}
    if isinstance(value, str):
        return {match["name"]: match["sign"] or "" for match in _VARIABLE.finditer(value) if match["name"]}
    return {}


def _filled(match: re.Match[str], environment: Mapping[str, str]) -> str:
    if match["dollar"]:
        return "$"
    given = environment.get(match["name"], "")
    if given or match["sign"] is None:
        return given
    if match["sign"] == "?":
        raise MissingVariableError(f"{match['name']} {match['word']}")
    return str(match["word"])
