"""Says in words each line of the table of who sits with whom: who, where, as what, from when to when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.partners.domain.interlocks import Interlock
from crm.partners.domain.partial_dates import PartialDate, partial_date_words
from crm.partners.domain.tenure import Answer
from crm.partners.enums import Visibility
from crm.partners.models import Membership


@dataclass(frozen=True)
class Place:
    """One membership in words: where, as what, from when to when, known from where."""

    pk: int
    organization_pk: int
    organization: str
    role: str
    since: str
    until: str
    source: str

    @property
    def source_url(self) -> str:
        """The source, where it is a web address."""
        return self.source if self.source.startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class Row:
    """One line of the table: a person, here and there."""

    person_pk: int
    person: str
    here: Place
    there: Place
    is_sure: bool
    # Where the picture's links arrive: the first line of a person, the first mention of an organization.
    anchor: str = ""
    here_anchor: str = ""
    there_anchor: str = ""

    @property
    def certainty(self) -> str:
        return _("Certain") if self.is_sure else _("To be verified")


def day_words(day: date) -> str:
    """« 14 mai 2019 », « 1er mai 2019 »."""
    return partial_date_words(PartialDate.of(day))


def since_words(membership: Membership) -> str:
    """Since when, as far as it is known."""
    if membership.starts_on:
        return partial_date_words(membership.starts_on)
    if membership.last_verified_on:
        return _("at the latest {day}").format(day=day_words(membership.last_verified_on))
    return _("unknown date")


def until_words(membership: Membership, today: date) -> str:
    """Until when, as far as it is known; what ought to be verified says so."""
    if membership.ends_on:
        return partial_date_words(membership.ends_on)
    if membership.end_is_unknown:
        return _("unknown end")
    if membership.term_ends_on is None:
        return _("still lasts")
    end = partial_date_words(membership.term_ends_on)
    if membership.is_current(today) == Answer.UNKNOWN:
        return _("term ended {end}, to be verified").format(end=end)
    if membership.term_ends_on.is_exact:
        return pgettext("a day", "term until {end}").format(end=end)
    return pgettext("a month or a year", "term until {end}").format(end=end)


def place_of(membership: Membership, today: date, levels: Collection[str]) -> Place:
    """A membership in words. The public reads a source that it can open, and no notes of a telephone call."""
    place = Place(
        membership.pk,
        membership.organization_id,
        str(membership.organization),
        membership.label or _("member"),
        since_words(membership),
        until_words(membership, today),
        membership.source.strip(),
    )
    if Visibility.BOARD not in levels and not place.source_url:
        return replace(place, source="")
    return place


def rows_of(
    interlocks: Iterable[Interlock],
    memberships: Mapping[int, Membership],
    *,
    today: date,
    levels: Collection[str],
    focus: int | None = None,
) -> list[Row]:
    """A line for each cross-membership, the organization asked about on the left."""
    rows = []
    named: set[str] = set()
    for one in interlocks:
        here, there = (memberships[pk] for pk in one.ties)
        if there.organization_id == focus:
            here, there = there, here
        rows.append(
            Row(
                here.person_id,
                str(here.person),
                place_of(here, today, levels),
                place_of(there, today, levels),
                one.certainty == Answer.YES,
                *(
                    _once(anchor, named)
                    for anchor in (
                        anchor_of("person", here.person_id),
                        anchor_of("organization", here.organization_id),
                        anchor_of("organization", there.organization_id),
                    )
                ),
            )
        )
    return rows


def anchor_of(kind: str, pk: int) -> str:
    """Where in the table a person or an organization is first named."""
    return f"{kind}-{pk}"


def _once(anchor: str, named: set[str]) -> str:
    if anchor in named:
        return ""
    named.add(anchor)
    return anchor
