"""Log lines carry their facts, and no address."""

import logging

import pytest

from cms.logs import KeyValueFormatter


def line(message: str, **extra: object) -> str:
    record = logging.makeLogRecord({"name": "parvis.newsletters", "levelname": "INFO", "msg": message, **extra})
    return KeyValueFormatter().format(record).split(" ", 1)[1]


def test_line_carries_the_facts_after_the_message() -> None:
    written = line("mailing started", mailing=12, reason="le serveur refuse", empty="")

    assert written == 'INFO parvis.newsletters mailing started mailing=12 reason="le serveur refuse" empty=""'


def test_line_leaves_out_what_libraries_pass_along() -> None:
    assert line("not found", request=object(), status_code=404) == "INFO parvis.newsletters not found status_code=404"


def test_line_stays_one_line_when_a_fact_has_several() -> None:
    assert "\n" not in line("refused", reply="550 first\n550 second")


@pytest.mark.parametrize("address", ["marie.tremblay+parvis@example.org", "x@conseil.example"])
def test_address_is_masked_in_message_fact_and_traceback(address: str) -> None:
    try:
        raise ValueError(f"Key (email)=({address}) already exists")
    except ValueError as error:
        written = line(f"refused {address}", who=address, exc_info=(type(error), error, error.__traceback__))

    assert address not in written
    assert written.count("[address]") == 3
