"""Describes what the council decided, its partners and its grants, in the words of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.pages.domain.directory import address_of
from cms.pages.domain.directory_entry import is_address
from cms.pages.domain.typography import typeset_text
from cms.pages.models import DirectoryPage
from crm.assemblies.domain.answers import state_label, state_of
from crm.assemblies.domain.decision_words import result_words
from crm.assemblies.models import Decision, Sending
from crm.events.domain.dates import plain_date
from crm.partners.domain.money import dollars
from crm.partners.enums import ContactKind, FundingStatus, Visibility
from crm.partners.models import Funding, Organization
from newsletters.domain.content import (
    AnswerLine,
    DecisionLine,
    DecisionsPart,
    GrantLine,
    GrantPart,
    PartnerLine,
    PartnerPart,
)
from newsletters.domain.pictures import ASIDE_WIDTH, prepare_picture
from newsletters.domain.rich_text import read_rich_text
from newsletters.domain.sources import PUBLIC, public_records

# Of the words of a decision; its page has them all.
MOST_CHARACTERS = 700
AWARDED = (FundingStatus.GRANTED, FundingStatus.CLOSED)


def describe_decisions(value: Mapping[str, Any]) -> DecisionsPart:
    """The decisions that a block chose, in its order; those that the register no longer shows are counted only."""
    chosen = list(value["chosen"])
    sendings = Sending.objects.public().select_related("organization").order_by("sent_on", "pk")
    shown = public_records(Decision).prefetch_related(Prefetch("sendings", sendings))
    found = shown.in_bulk([one.pk for one in chosen if one is not None])
    return DecisionsPart(
        title=typeset_text(value["title"]),
        decisions=tuple(_decision(found[one.pk]) for one in chosen if one is not None and one.pk in found),
        register_url=reverse("decisions"),
        missing=sum(one is None or one.pk not in found for one in chosen),
    )


def _decision(decision: Decision) -> DecisionLine:
    lines, is_cut = _cut(line.strip() for line in decision.text.splitlines() if line.strip())
    return DecisionLine(
        number=decision.number,
        kind_label=str(decision.get_kind_display()),
        title=typeset_text(decision.title),
        url=decision.get_absolute_url(),
        dated=plain_date(decision.adopted_on) if decision.adopted_on else "",
        result=typeset_text(result_words(decision)) if decision.result else "",
        lines=tuple(typeset_text(line) for line in lines),
        answers=tuple(_answer(sending) for sending in decision.sendings.all()),
        is_cut=is_cut,
    )


def _cut(lines: Iterable[str]) -> tuple[list[str], bool]:
    """The first lines, cut between two words where they are too long together."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for line in lines:
        if len(line) > room:
            begun = line[:room].rpartition(" ")[0].rstrip(",;: ")
            return [*kept, *([f"{begun}…"] if begun else [])], True
        kept.append(line)
        room -= len(line)
    return kept, False


def _answer(sending: Sending) -> AnswerLine:
    """Dated by its answer, or by its sending while none has come."""
    day = _("Sent on %(day)s") % {"day": plain_date(sending.sent_on)}
    if sending.is_answered and sending.closed_on:
        day = _("Answered on %(day)s") % {"day": plain_date(sending.closed_on)}
    state = state_of(sending)
    words = [typeset_text(line.strip()) for line in sending.public_answer.splitlines() if line.strip()]
    return AnswerLine(typeset_text(sending.recipient), state, str(state_label(state)), day, tuple(words))


def describe_partner(value: Mapping[str, Any]) -> PartnerPart:
    """The organization that a block presents; without it when it has left the public directory."""
    chosen: Organization | None = value["organization"]
    shown = chosen is not None and chosen.is_listed
    return PartnerPart(_partner(chosen) if chosen and shown else None, read_rich_text(str(value["text"] or "")))


def _partner(one: Organization) -> PartnerLine:
    directory = DirectoryPage.objects.live().first()
    sites = one.contact_details.filter(kind=ContactKind.URL, visibility__in=PUBLIC).values_list("value", flat=True)
    return PartnerLine(
        name=typeset_text(one.name),
        kind_label=str(one.get_kind_display()),
        description=tuple(typeset_text(line.strip()) for line in one.description.splitlines() if line.strip()),
        url=f"{directory.url}{address_of(one)}" if directory else "",
        site=next(filter(is_address, sites), ""),
        picture=prepare_picture(one.logo, ASIDE_WIDTH, "", decorative=True),
    )


def describe_grant(value: Mapping[str, Any], on: date) -> GrantPart:
    """The grant that a block speaks of; without it when it is not public any more."""
    chosen: Funding | None = value["funding"]
    shown = chosen is not None and chosen.visibility == Visibility.PUBLIC
    return GrantPart(_grant(chosen, on) if chosen and shown else None, read_rich_text(str(value["text"] or "")))


def _grant(funding: Funding, on: date) -> GrantLine:
    return GrantLine(
        programme=typeset_text(funding.programme),
        funder=typeset_text(funding.funder.name),
        project=typeset_text(funding.project),
        standing=typeset_text(_standing(funding, on)),
        url=funding.call_url,
    )


def _standing(funding: Funding, on: date) -> str:
    """« Accordé : 5 000 $ », « Demandé : 8 000 $. Nous attendons la réponse. », « L’appel ferme le 12 décembre »."""
    if funding.status in AWARDED:
        return _("Granted: %(amount)s") % {"amount": dollars(funding.amount_granted)} if funding.amount_granted else ""
    if funding.status == FundingStatus.SUBMITTED:
        if funding.amount_asked is None:
            return _("We await the answer.")
        return _("Asked: %(amount)s. We await the answer.") % {"amount": dollars(funding.amount_asked)}
    closes_on = funding.call_closes_on
    if closes_on is None or funding.status in (FundingStatus.REFUSED, FundingStatus.WITHDRAWN):
        return ""
    words = _("The call closes on %(day)s") if closes_on >= on else _("The call closed on %(day)s")
    return words % {"day": plain_date(closes_on)}
