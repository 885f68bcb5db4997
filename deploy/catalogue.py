"""Says what the catalogue lacks against the words of the code: python -m deploy.catalogue var/django.pot"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

CATALOGUE = Path("locale/fr_CA/LC_MESSAGES/django.po")
# A line never breaks before a colon or a per cent sign, nor inside « »; `http://` and `%(name)s` are neither.
LOOSE = re.compile(r"(?<=\S) (?=:(?!//)(?:\s|$))|(?<=«) (?=\S)|(?<=\S) (?=»)|(?<=\d) (?=%(?![\w(]))")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr_CA")


def faults(extracted: Catalog, catalogue: Catalog) -> Iterator[str]:
    """A line for each message that is missing, untranslated, doubtful, broken, loosely spaced, or that nothing uses."""
    known = {_key(message): message for message in _messages(catalogue)}
    used = {_key(message) for message in _messages(extracted)}
    yield from (f"missing: {key[0]}" for key in sorted(used - known.keys()))
    yield from (f"unused: {key[0]}" for key in sorted(known.keys() - used))
    for (words, _context), message in sorted(known.items()):
        if message.fuzzy:
            yield f"fuzzy: {words}"
        said = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(said):
            yield f"untranslated: {words}"
        if any(LOOSE.search(form or "") for form in said):
            yield f"plain space where the line must not break: {words}"
        yield from (f"broken: {words}: {error}" for error in message.check(catalogue))


def _messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> tuple[str, str]:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return words, message.context or ""


def main() -> int:
    found = list(faults(read(Path(sys.argv[1])), read(CATALOGUE)))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
