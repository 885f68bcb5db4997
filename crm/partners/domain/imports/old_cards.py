"""Rewrites the lines of old visiting cards (vCard 2.1) as those of today's: what telephones of all ages export.

They write « TEL;CELL: » for « TEL;TYPE=CELL: », and accents as quoted-printable bytes (RFC 2045) cut by an equal sign.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

HEAD = re.compile(r'^((?:[^":]|"[^"]*")*):(.*)$', re.DOTALL)
QUOTED = "QUOTED-PRINTABLE"


def modern_cards(text: str) -> str:
    """The same cards, each line such as RFC 6350 has it; lines that are so already stay as they are."""
    return "\r\n".join(_modern(line) for line in _whole_lines(text)) + "\r\n"


def _whole_lines(text: str) -> Iterator[str]:
    """With the continuations of quoted-printable lines; the others are folded as iCalendar's reader knows."""
    lines = iter(text.splitlines())
    for line in lines:
        if QUOTED in line.partition(":")[0].upper():
            while line.endswith("="):
                line = line[:-1] + next(lines, "").lstrip()
        yield line


def _modern(line: str) -> str:
    head = HEAD.match(line)
    if head is None or line[:1] in (" ", "\t"):
        return line
    name, *parameters = head[1].split(";")
    value = head[2]
    said = dict(_named(parameter) for parameter in parameters if "=" in parameter)
    if said.get("ENCODING", "").upper() == QUOTED or QUOTED in (parameter.upper() for parameter in parameters):
        value = _decoded(value, said.get("CHARSET", "utf-8"))
    elif "ENCODING" not in said and "CHARSET" not in said and all("=" in parameter for parameter in parameters):
        return line
    kept = [one for one in parameters if "=" in one and _named(one)[0] not in ("ENCODING", "CHARSET")]
    kinds = [one for one in parameters if one and "=" not in one and one.upper() not in (QUOTED, "BASE64", "8BIT")]
    if kinds:
        kept.append('TYPE="' + ",".join(kinds) + '"')
    return ";".join([name, *kept]) + ":" + value


def _named(parameter: str) -> tuple[str, str]:
    name, _equal, value = parameter.partition("=")
    return name.strip().upper(), value.strip().strip('"')


def _decoded(value: str, charset: str) -> str:
    """As text on one line; bytes that are not of the set that the card names are read as Windows writes them."""
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for known in (charset, "utf-8", "cp1252"):
        try:
            text = raw.decode(known)
        except (LookupError, UnicodeDecodeError):
            continue
        break
    else:
        text = raw.decode("latin-1")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "\\n")
