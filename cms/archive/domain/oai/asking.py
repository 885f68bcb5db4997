"""Reads what a harvester asks for, or says in the words of the protocol why it cannot be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# Each verb: the arguments it needs, those it may have (http://www.openarchives.org/OAI/openarchivesprotocol.html, 4).
SELECTIVE = {"from", "until", "set"}
ARGUMENTS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, SELECTIVE | {"resumptionToken"}),
    "ListRecords": ({"metadataPrefix"}, SELECTIVE | {"resumptionToken"}),
}
FORMAT = "oai_dc"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")


class OaiError(Exception):
    """An error condition of the protocol, by its code."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Selection:
    """Which records: changed from a moment on, until another (that second included), of a set."""

    begin: datetime | None = None
    end: datetime | None = None
    set_path: str = ""


@dataclass(frozen=True)
class Ask:
    """One request that is well formed; `said` are its arguments as they came."""

    verb: str
    said: dict[str, str] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)

    @property
    def token(self) -> str | None:
        return self.said.get("resumptionToken")


def read_ask(pairs: Iterable[tuple[str, list[str]]]) -> Ask:
    """The request that these arguments make. Raises `OaiError` (badVerb, badArgument, cannotDisseminateFormat)."""
    said: dict[str, str] = {}
    repeated: list[str] = []
    for name, values in pairs:
        said[name] = values[0]
        if len(values) != 1:
            repeated.append(name)
    verb = said.pop("verb", "")
    if verb not in ARGUMENTS or "verb" in repeated:
        raise OaiError("badVerb", "There must be one verb of OAI-PMH 2.0.")
    if repeated:
        raise OaiError("badArgument", f"Said more than once: {_listed(repeated)}.")
    _check_arguments(verb, said)
    if "resumptionToken" in said:
        return Ask(verb, said)
    if verb in ("GetRecord", "ListIdentifiers", "ListRecords") and said["metadataPrefix"] != FORMAT:
        raise OaiError("cannotDisseminateFormat", f"The only format is {FORMAT}.")
    return Ask(verb, said, _selection(said))


def _check_arguments(verb: str, said: dict[str, str]) -> None:
    needed, allowed = ARGUMENTS[verb]
    unknown = set(said) - needed - allowed
    if unknown:
        raise OaiError("badArgument", f"Not an argument of {verb}: {_listed(unknown)}.")
    if "resumptionToken" in said:
        if len(said) > 1:
            raise OaiError("badArgument", "A resumptionToken stands alone.")
        return
    missing = needed - set(said)
    if missing:
        raise OaiError("badArgument", f"Missing: {_listed(missing)}.")


def _selection(said: dict[str, str]) -> Selection:
    begin, end = said.get("from"), said.get("until")
    if begin and end and len(begin) != len(end):
        raise OaiError("badArgument", "From and until must be of the same granularity.")
    first = _moment("from", begin) if begin is not None else None
    last = _moment("until", end, is_end=True) if end is not None else None
    if first and last and first > last:
        raise OaiError("badArgument", "From is after until.")
    path = said.get("set")
    if path is not None and SET.fullmatch(path) is None:
        raise OaiError("badArgument", "This is no setSpec.")
    return Selection(first, last, path or "")


def _moment(name: str, said: str, *, is_end: bool = False) -> datetime:
    try:
        if SECOND.fullmatch(said):
            return datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if DAY.fullmatch(said):
            day = datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=UTC)
            return day + timedelta(hours=23, minutes=59, seconds=59) if is_end else day
    except ValueError:
        pass
    raise OaiError("badArgument", f"{name}: neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name[:40] for name in names))
