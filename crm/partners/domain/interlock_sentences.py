"""Says in one sentence who sits with whom: « Aujourd’hui, 3 de nos 11 membres siègent aussi à… »."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.partners.domain.interlock_words import day_words
from crm.partners.domain.interlocks import EVER, Period
from crm.partners.domain.network import Findings
from crm.partners.domain.partial_dates import EARLIEST, LATEST
from crm.partners.enums import Scope
from crm.partners.models import Organization


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
    """The answer in one sentence, what is not certain said apart."""
    when = period_words(findings.question.period, today)
    if findings.question.scope == Scope.WHOLE:
        return _whole_network(findings, when)
    asked = organizations.get(findings.question.organization or 0)
    if asked is None:
        return _("Choose an organization.")
    counted = findings.members | findings.surely
    total = len(counted if findings.surely else counted | findings.perhaps) or len(findings.members_perhaps)
    if not total:
        return _("{when}, nobody is known to sit at “{name}”.").format(when=when, name=asked)
    where, is_past = _where(findings, organizations), _is_past(findings.question.period, today)
    count = len(findings.surely or findings.perhaps)
    if not count:
        return f"{when}, {_nobody(asked, total, is_past)} {where}."
    # Others who may be members, and may sit there too: then nobody is all of them.
    is_whole = count == total and not findings.perhaps - counted
    subject = _all_of(asked, total) if is_whole else _some_of(asked, count, total)
    if not findings.surely:
        return _("{when}, {subject} {predicate} {where}: the dates known do not say for sure.").format(
            when=when, subject=subject, predicate=_perhaps_sit(count, is_past), where=where
        )
    return f"{when}, {subject} {_sit(count, is_past)} {where}{_and_perhaps(len(findings.perhaps))}."


def _is_past(period: Period, today: date) -> bool:
    return period.last < today or period.first < period.last


def _all_of(asked: Organization, total: int) -> str:
    """« notre unique membre », « nos 3 membres », « les 3 membres de « Table des Ormes » »."""
    words = (
        ngettext("our only member", "all of our {total} members", total)
        if asked.is_our_council
        else ngettext("the only member of “{name}”", "all of the {total} members of “{name}”", total)
    )
    return words.format(total=total, name=asked)


def _some_of(asked: Organization, count: int, total: int) -> str:
    """« un de nos 11 membres », « 3 de nos 11 membres »; without the number where it is not sure."""
    if count == total:
        words = (
            ngettext("one of our members", "{count} of our members", count)
            if asked.is_our_council
            else ngettext("one of the members of “{name}”", "{count} of the members of “{name}”", count)
        )
    elif asked.is_our_council:
        words = ngettext("one of our {total} members", "{count} of our {total} members", count)
    else:
        words = ngettext("one of the {total} members of “{name}”", "{count} of the {total} members of “{name}”", count)
    return words.format(count=count, total=total, name=asked)


def _sit(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("sat at the same time", "sat at the same time", count)
    return ngettext("also sits", "also sit", count)


def _perhaps_sit(count: int, is_past: bool) -> str:
    if is_past:
        return ngettext("perhaps sat at the same time", "perhaps sat at the same time", count)
    return ngettext("perhaps also sits", "perhaps also sit", count)


def _nobody(asked: Organization, total: int, is_past: bool) -> str:
    """« aucun de nos 11 membres ne siège aussi », « notre unique membre ne siège pas aussi »."""
    if total == 1:
        predicate = (
            pgettext("of one person", "did not sit at the same time")
            if is_past
            else pgettext("of one person", "does not also sit")
        )
        return f"{_all_of(asked, 1)} {predicate}"
    words = _("none of our {total} members") if asked.is_our_council else _("none of the {total} members of “{name}”")
    predicate = (
        pgettext("of nobody", "did not sit at the same time") if is_past else pgettext("of nobody", "does not also sit")
    )
    return f"{words.format(total=total, name=asked)} {predicate}"


def _where(findings: Findings, organizations: Mapping[int, Organization]) -> str:
    """« à « Table des Ormes » », « dans un autre organisme », « dans 3 autres organismes »."""
    question = findings.question
    if question.scope == Scope.BETWEEN:
        return _("at “{name}”").format(name=organizations.get(question.other or 0, _("another organization")))
    tied = {pk for link in findings.links for pk in link.organizations if link.surely or not findings.surely}
    count = len(tied - {question.organization}) or 1
    return ngettext("in another organization", "in {count} other organizations", count).format(count=count)


def _whole_network(findings: Findings, when: str) -> str:
    surely, perhaps = len(findings.surely), len(findings.perhaps)
    if not surely and not perhaps:
        return _("{when}, nobody is known to sit in two organizations at once.").format(when=when)
    tied = {pk for link in findings.links for pk in link.organizations if link.surely or not surely}
    if not surely:
        words = ngettext(
            "{when}, one person perhaps ties {places} organizations: the dates known do not say for sure.",
            "{when}, {count} people perhaps tie {places} organizations: the dates known do not say for sure.",
            perhaps,
        )
        return words.format(when=when, count=perhaps, places=len(tied))
    words = ngettext(
        "{when}, one person sits in several organizations and ties {places} of them",
        "{when}, {count} people each sit in several organizations and tie {places} of them",
        surely,
    )
    return f"{words.format(when=when, count=surely, places=len(tied))}{_and_perhaps(perhaps)}."


def _and_perhaps(count: int) -> str:
    if not count:
        return ""
    return ngettext(", and perhaps one other person", ", and perhaps {count} other people", count).format(count=count)
