"""Which tests of a run one worker passes together: those of a file, and all those that look at the demo council.

The files that take minutes come first, so that no worker is left alone with one of them at the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

TOGETHER = "tests/home/demo/"
LONGEST = ("tests/benchmarks/test_faults.py", "tests/benchmarks/test_send.py", "tests/cms/test_supervisor.py")


class Scheduling(LoadFileScheduling):
    """To load the demo takes half a minute: once a run is enough."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
