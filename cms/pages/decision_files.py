"""The register as files: a table for a spreadsheet, linked data for programs."""

from __future__ import annotations

import json

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pages.views.decisions import narrowed, public_decision, read_filter_or_404
from crm.assemblies.domain.answers import state_label, state_of
from crm.assemblies.domain.popolo import motions_document
from crm.assemblies.models import Decision, DecisionVote, Sending
from crm.partners.domain.cells import write_csv
from crm.partners.enums import Visibility

LINKED_DATA = "application/ld+json"


@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """What the register shows, narrowed as it is: a decision a line."""
    header = [
        *(_("Number"), _("Kind"), _("Adopted on"), _("In one line"), _("Whereas"), _("What is decided"), _("Result")),
        *(_("For"), _("Against"), _("Abstentions"), _("Action of the plan"), _("What became of it"), _("Address")),
    ]
    lines = (_decision_line(one) for one in narrowed(read_filter_or_404(request)))
    return _file(write_csv([header, *lines]), "decisions.csv", "text/csv; charset=utf-8")


def _decision_line(one: Decision) -> list[object]:
    became = " · ".join(f"{sent.recipient}\u00a0: {state_label(state_of(sent))}" for sent in one.sendings.all())
    return [
        *(one.number, one.get_kind_display(), one.adopted_on, one.title, one.considerations, one.text),
        *(one.get_result_display(), one.votes_for, one.votes_against, one.abstentions, one.action_concerned),
        *(became, f"{settings.BASE_URL.rstrip('/')}{one.get_absolute_url()}"),
    ]


@require_safe
def answers_csv(request: HttpRequest) -> HttpResponse:
    """What was asked and what was answered: a recipient a line."""
    header = [
        *(_("Number"), _("In one line"), _("To whom"), _("Sent on"), _("How it was sent"), _("Acknowledged on")),
        *(_("What became of it"), _("Answered on"), _("Days"), _("Answer")),
    ]
    sendings = Sending.objects.public().select_related("decision", "organization").order_by("-sent_on", "-pk")
    lines = (
        [
            *(one.decision.number, one.decision.title, one.recipient, one.sent_on, one.get_channel_display()),
            *(one.acknowledged_on, state_label(state_of(one)), one.closed_on if one.is_answered else None),
            *(one.days_waited(one.closed_on) if one.closed_on else None, one.public_answer),
        ]
        for one in sendings
    )
    return _file(write_csv([header, *lines]), "reponses.csv", "text/csv; charset=utf-8")


@require_safe
def register_popolo(request: HttpRequest) -> HttpResponse:
    """Every decision of the register, as Popolo."""
    return _linked(Decision.objects.public().in_order())


@require_safe
def decision_popolo(request: HttpRequest, number: str) -> HttpResponse:
    """One of them."""
    return _linked(Decision.objects.public().filter(pk=public_decision(number).pk))


def _linked(decisions: object) -> HttpResponse:
    votes = DecisionVote.objects.filter(person__visibility=Visibility.PUBLIC).select_related("person")
    found = decisions.select_related("assembly__event", "mover", "item").prefetch_related(  # type: ignore[attr-defined]
        Prefetch("votes", votes, "public_votes")
    )
    address = f"{settings.BASE_URL.rstrip('/')}{reverse('decisions')}"
    body = json.dumps(motions_document(found, address), ensure_ascii=False, indent=2)
    return HttpResponse(body, content_type=LINKED_DATA)


def _file(content: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
