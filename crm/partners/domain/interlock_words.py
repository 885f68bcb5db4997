"""Says in French who sits with whom: the sentence, and the lines of the table that says everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.partners.domain.interlocks import EVER, Interlock, Period
from crm.partners.domain.network import Findings
from crm.partners.domain.partial_dates import EARLIEST, LATEST, PartialDate, partial_date_words
from crm.partners.domain.tenure import Answer
from crm.partners.enums import Scope, Visibility
from crm.partners.models import Membership, Organization


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


def period_words(period: Period, today: date) -> str:
    """« Aujourd’hui », « Le 14 mai 2019 », « Entre le … et le … », « Toutes années confondues »."""
    if period == EVER:
        return _("Over all the years known")
    if period.first == period.last:
        return _("Today") if period.first == today else _("On {day}").format(day=day_words(period.first))
    if period.first == EARLIEST:
        return _("Until {day}").format(day=day_words(period.last))
    if period.last == LATEST:
        return _("Since {day}").format(day=day_words(period.first))
    return _("Between {first} and {last}").format(first=day_words(period.first), last=day_words(period.last))


def sentence(findings: Findings, organizations: Mapping[int, Organization], *, today: date) -> str:
    """« Aujourd’hui, 3 de nos 11 membres siègent aussi à… », the uncertain said apart."""
    when = period_words(findings.question.period, today)
    if findings.question.scope == Scope.WHOLE:
        return _whole_network(findings, when)
    asked = organizations.get(findings.question.organization or 0)
    if asked is None:
        return _("Choose an organization.")
    total = len(findings.members | findings.surely) or len(findings.members_perhaps)
    if not total:
        return _("{when}, nobody is known to sit at “{name}”.").format(when=when, name=asked)
    return _of_members(findings, organizations, asked, when, total, today)


def _of_members(
    findings: Findings,
    organizations: Mapping[int, Organization],
    asked: Organization,
    when: str,
    total: int,
    today: date,
) -> str:
    surely, perhaps = len(findings.surely), len(findings.perhaps)
    where = _where(findings, organizations)
    is_past = findings.question.period.last < today or findings.question.period.first < findings.question.period.last
    if not surely and not perhaps:
        return _nobody(asked, when, total, where, is_past)
    count = surely or perhaps
    subject = (
        ngettext("{count} of our {total} members", "{count} of our {total} members", count)
        if asked.is_our_council
        else ngettext("{count} of the {total} members of “{name}”", "{count} of the {total} members of “{name}”", count)
    ).format(count=count, total=total, name=asked)
    predicate = (
        ngettext("sat at the same time {where}", "sat at the same time {where}", count)
        if is_past
        else ngettext("also sits {where}", "also sit {where}", count)
    ).format(where=where)
    if not surely:
        return _("{when}, perhaps {subject} {predicate}: the dates known do not say for sure.").format(
            when=when, subject=subject, predicate=predicate
        )
    return f"{when}, {subject} {predicate}{_and_perhaps(perhaps)}."


def _nobody(asked: Organization, when: str, total: int, where: str, is_past: bool) -> str:
    if asked.is_our_council:
        subject = ngettext("our only member", "none of our {total} members", total)
    else:
        subject = ngettext("the only member of “{name}”", "none of the {total} members of “{name}”", total)
    predicate = _("did not sit at the same time {where}") if is_past else _("does not also sit {where}")
    return f"{when}, {subject.format(total=total, name=asked)} {predicate.format(where=where)}."


def _where(findings: Findings, organizations: Mapping[int, Organization]) -> str:
    question = findings.question
    if question.scope == Scope.BETWEEN:
        return _("at “{name}”").format(name=organizations.get(question.other or 0, _("another organization")))
    tied = {pk for link in findings.links for pk in link.organizations if link.surely or not findings.surely}
    count = len(tied - {question.organization})
    if not count:
        return _("in another organization")
    return ngettext("in {count} other organization", "in {count} other organizations", count).format(count=count)


def _whole_network(findings: Findings, when: str) -> str:
    surely, perhaps = len(findings.surely), len(findings.perhaps)
    if not surely and not perhaps:
        return _("{when}, nobody is known to sit in two organizations at once.").format(when=when)
    tied = {pk for link in findings.links for pk in link.organizations if link.surely or not surely}
    if not surely:
        words = ngettext(
            "{when}, perhaps {count} person ties {places} organizations: the dates known do not say for sure.",
            "{when}, perhaps {count} people tie {places} organizations: the dates known do not say for sure.",
            perhaps,
        )
        return words.format(when=when, count=perhaps, places=len(tied))
    words = ngettext(
        "{when}, {count} person sits in several organizations and ties {places} of them",
        "{when}, {count} people each sit in several organizations and tie {places} of them",
        surely,
    )
    return f"{words.format(when=when, count=surely, places=len(tied))}{_and_perhaps(perhaps)}."


def _and_perhaps(count: int) -> str:
    if not count:
        return ""
    return ngettext(", and perhaps {count} other", ", and perhaps {count} others", count).format(count=count)
