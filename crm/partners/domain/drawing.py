"""Draws who sits where: people link organizations. A plain picture, that a template writes as SVG without computing.

The same findings give the same picture: the order is fixed, and so is the seed of the layout.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.partners.domain.boxes import Box, lay_out
from crm.partners.domain.folding import fold
from crm.partners.domain.network import Findings, Gathering
from crm.partners.models import Organization, Person

# Above that many names nobody reads a picture any more: the table says the rest.
MOST_NODES = 60
LETTER, LINE = 8.8, 19
PERSON_LETTER, PERSON_LINE = 7.6, 17
RADIUS = 19
INSET = 4
MARGIN = 24


@dataclass(frozen=True)
class Words:
    """One line of a label, centred on a point."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Node:
    """An organization (a box) or a person (a disc), with the label that is seen and the name that is heard."""

    kind: str
    name: str
    href: str
    x: int
    y: int
    left: int
    top: int
    width: int
    height: int
    lines: tuple[Words, ...]
    initials: str = ""
    initials_y: int = 0
    is_ours: bool = False

    @property
    def ground(self) -> tuple[int, int, int, int]:
        """Where the name of a person stands, so that no line is read through it: left, top, width, height."""
        top = self.y + RADIUS + 2
        return self.left, top, self.width, self.top + self.height - top

    @property
    def rim(self) -> tuple[int, int, int, int]:
        """The inner outline that marks our council: left, top, width, height."""
        return self.left + INSET, self.top + INSET, self.width - 2 * INSET, self.height - 2 * INSET


@dataclass(frozen=True)
class Stroke:
    """That a person sits in an organization, surely or perhaps."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_sure: bool


@dataclass(frozen=True)
class Drawing:
    """What the template writes."""

    width: int
    height: int
    title: str
    description: str
    organizations: tuple[Node, ...]
    people: tuple[Node, ...]
    strokes: tuple[Stroke, ...]
    left_out: str
    radius: int = RADIUS

    @property
    def has_doubts(self) -> bool:
        return any(not stroke.is_sure for stroke in self.strokes)


Address = Callable[[str, int], str]


def draw(
    findings: Findings,
    organizations: Mapping[int, Organization],
    people: Mapping[int, Person],
    *,
    title: str,
    address: Address,
) -> Drawing | None:
    """The picture of what was found; nothing where nobody ties anything. ``address`` leads to a node's page."""
    gatherings = readable(findings.gatherings)
    if not gatherings:
        return None
    boxes = _boxes(gatherings, organizations, people)
    ties = [(_person_key(i), place) for i, one in enumerate(gatherings) for place in one.organizations]
    places, width, height = lay_out(boxes, [(person, _place_key(place)) for person, place in ties], MARGIN)
    reach = _reach(gatherings)
    organization_nodes = tuple(
        _organization_node(organizations[pk], places[_place_key(pk)], boxes[_place_key(pk)], reach[pk], address)
        for pk in sorted(reach, key=lambda pk: (not organizations[pk].is_our_council, fold(str(organizations[pk]))))
    )
    person_nodes = tuple(
        _person_node(people[one.person], places[_person_key(i)], boxes[_person_key(i)], one, organizations, address)
        for i, one in enumerate(gatherings)
    )
    strokes = tuple(
        Stroke(
            *_disc(places[_person_key(i)], boxes[_person_key(i)]), *places[_place_key(place)], place not in one.perhaps
        )
        for i, one in enumerate(gatherings)
        for place in one.organizations
    )
    words = _description(len(organization_nodes), len({one.person for one in gatherings}))
    left_out = _left_out(findings.gatherings, gatherings)
    return Drawing(width, height, title, words, organization_nodes, person_nodes, strokes, left_out)


def readable(gatherings: Sequence[Gathering]) -> list[Gathering]:
    """The first ones, as long as their names can be read; the sure ones stand first."""
    kept: list[Gathering] = []
    places: set[int] = set()
    for one in gatherings:
        if len(kept) + 1 + len(places | set(one.organizations)) > MOST_NODES:
            continue
        kept.append(one)
        places |= set(one.organizations)
    return kept


def _left_out(everyone: Sequence[Gathering], drawn: Sequence[Gathering]) -> str:
    people = len({one.person for one in everyone} - {one.person for one in drawn})
    everywhere = {place for one in everyone for place in one.organizations}
    places = len(everywhere - {place for one in drawn for place in one.organizations})
    if not people and not places and len(everyone) == len(drawn):
        return ""
    if not people and not places:
        return _("To stay readable, the picture leaves out some ties: the table says all of them.")
    words = _("To stay readable, the picture leaves out {what}: the table names them.")
    counts = [(people, _people_words(people)), (places, _places_words(places))]
    return words.format(what=_(" and ").join(said for count, said in counts if count))


def _people_words(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def _places_words(count: int) -> str:
    return ngettext("{count} organization", "{count} organizations", count).format(count=count)


def _description(organizations: int, people: int) -> str:
    return _(
        "{people} linked to {organizations}. Organizations are boxes, people are discs; the table says as much."
    ).format(people=_people_words(people), organizations=_places_words(organizations))


def _reach(gatherings: Iterable[Gathering]) -> dict[int, int]:
    """How many people tie each organization that is drawn."""
    tied: dict[int, set[int]] = {}
    for one in gatherings:
        for place in one.organizations:
            tied.setdefault(place, set()).add(one.person)
    return {place: len(them) for place, them in tied.items()}


def _boxes(
    gatherings: Sequence[Gathering], organizations: Mapping[int, Organization], people: Mapping[int, Person]
) -> dict[str, Box]:
    boxes = {}
    for pk in sorted({place for one in gatherings for place in one.organizations}):
        lines = wrap(str(organizations[pk]), 20)
        boxes[_place_key(pk)] = Box(_widest(lines, LETTER) + 26, len(lines) * LINE + 18, tuple(lines))
    for i, one in enumerate(gatherings):
        lines = wrap(str(people[one.person]), 16)
        width = max(_widest(lines, PERSON_LETTER) + 4, RADIUS * 2 + 6)
        height = RADIUS * 2 + 6 + len(lines) * PERSON_LINE
        boxes[_person_key(i)] = Box(width, height, tuple(lines), RADIUS + 2 - height // 2)
    return boxes


def _organization_node(one: Organization, at: tuple[int, int], box: Box, people: int, address: Address) -> Node:
    x, y = at
    first = y - (len(box.lines) - 1) * LINE // 2 + 5
    heard = ngettext("{name}, {count} person", "{name}, {count} people", people).format(name=one, count=people)
    if one.is_our_council:
        heard = _("{name}, our council").format(name=heard)
    return Node(
        "organization",
        heard,
        address("organization", one.pk),
        x,
        y,
        x - box.width // 2,
        y - box.height // 2,
        box.width,
        box.height,
        tuple(Words(x, first + i * LINE, line) for i, line in enumerate(box.lines)),
        is_ours=one.is_our_council,
    )


def _person_node(
    person: Person,
    at: tuple[int, int],
    box: Box,
    gathering: Gathering,
    organizations: Mapping[int, Organization],
    address: Address,
) -> Node:
    x, y = _disc(at, box)
    first = y + RADIUS + PERSON_LINE
    places = ", ".join(str(organizations[pk]) for pk in gathering.organizations)
    heard = (_("{person}: {places}") if gathering.is_sure else _("{person}, to be verified: {places}")).format(
        person=person, places=places
    )
    return Node(
        "person",
        heard,
        address("person", person.pk),
        x,
        y,
        at[0] - box.width // 2,
        at[1] - box.height // 2,
        box.width,
        box.height,
        tuple(Words(x, first + i * PERSON_LINE, line) for i, line in enumerate(box.lines)),
        initials=f"{person.given_name[:1]}{person.family_name[:1]}".upper(),
        initials_y=y + 5,
    )


def _disc(at: tuple[int, int], box: Box) -> tuple[int, int]:
    """The disc of a person stands at the top of the box, above the name."""
    return at[0], at[1] + box.tie_drop


def wrap(text: str, letters: int, most: int = 3) -> list[str]:
    """``text`` on lines of about so many letters, cut at spaces and after hyphens; three dots where it is too long."""
    lines = [""]
    for word in text.replace("-", "-\0").replace(" ", " \0").split("\0"):
        if lines[-1] and len(lines[-1].rstrip() + word.rstrip()) + lines[-1].endswith(" ") > letters:
            lines.append("")
        lines[-1] += word
    lines = [line.strip() for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 1].rstrip()}…"]


def _widest(lines: Iterable[str], letter: float) -> int:
    return math.ceil(max(len(line) for line in lines) * letter)


def _place_key(pk: int) -> str:
    return f"o{pk}"


def _person_key(number: int) -> str:
    return f"p{number}"
