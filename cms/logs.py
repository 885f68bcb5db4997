"""How a line of the log looks: a constant message, then its facts as key=value; never an address."""

import json
import logging
import re
from typing import Any

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

# What every record carries; whatever else it has came with `extra`.
_COMMON = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class KeyValueFormatter(logging.Formatter):
    """`2026-05-14T19:30:00-0400 INFO parvis.newsletters mailing started mailing=12 prepared=412`.

    Our own code logs ids only. An address that a library puts in a message or a traceback all the
    same is masked here, the last door before the disk.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", datefmt="%Y-%m-%dT%H:%M:%S%z", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        facts = {name: value for name, value in vars(record).items() if name not in _COMMON}
        pairs = (f"{name}={_written(value)}" for name, value in facts.items() if not _is_machinery(value))
        return " ".join([super().formatMessage(record), *pairs])

    def format(self, record: logging.LogRecord) -> str:
        return ADDRESS.sub("[address]", super().format(record))


def _is_machinery(value: Any) -> bool:
    """Requests, contexts and the like, that libraries pass along for other handlers."""
    return not isinstance(value, str | int | float | bool | None | list | tuple)


def _written(value: Any) -> str:
    """A value on one line, quoted when it would run into the next."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r'[\s="]', text) or not text else text
