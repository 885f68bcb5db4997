"""The public register: its list, a decision, what was asked and what was answered."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.pages.domain.decision_filters import DecisionFilter, read_decision_filter
from cms.pages.models import RegisterPage
from cms.pages.moving import lead_on
from crm.assemblies.domain.answers import figures_by_year, state_label, state_of
from crm.assemblies.files import public_documents
from crm.assemblies.models import Decision, Sending
from crm.partners.enums import Visibility
from crm.partners.models import Person
from crm.partners.models.board_files import IN_BOARD_FILES

A_PAGE = 30


def public_sendings() -> Any:
    return Sending.objects.public().select_related("organization").order_by("sent_on", "pk")


def read_filter_or_404(request: HttpRequest) -> DecisionFilter:
    asked = read_decision_filter(request.GET.dict())
    if asked is None:
        raise Http404
    return asked


def narrowed(asked: DecisionFilter) -> Any:
    """What the register shows to this reader, in its order, with where each was sent."""
    found = asked.narrow(Decision.objects.public()).in_order()
    return found.prefetch_related(Prefetch("sendings", public_sendings()))


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The adopted decisions, the latest first; those of a closed session have no line here."""
    asked = read_filter_or_404(request)
    pages = Paginator(narrowed(asked), A_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= pages.num_pages):
        raise Http404
    shown = pages.page(int(number))
    years = [day.year for day in Decision.objects.public().dates("adopted_on", "year", order="DESC")]
    context = {
        "page": RegisterPage.objects.live().first(),
        "asked": asked,
        "kinds": asked.kinds(),
        "outcomes": asked.outcomes(),
        "years": asked.years(years),
        "decisions": shown,
        "rows": [{"decision": one, "sendings": [sending_line(sent) for sent in one.sendings.all()]} for one in shown],
    }
    return render(request, "pages/register_page.html", context)


def sending_line(sending: Sending) -> dict[str, Any]:
    """To whom, and what became of it."""
    state = state_of(sending)
    return {
        "sending": sending,
        "state": state,
        "label": state_label(state),
        "days": sending.days_waited(timezone.localdate()),
    }


@require_safe
def decision_detail(request: HttpRequest, number: str) -> HttpResponse:
    """A decision at the address that its number gives, for good; a draft and a closed session do not exist."""
    decision = public_decision(number)
    if number != decision.number:
        return lead_on(request, decision)
    letters = Sending.objects.public().filter(decision=decision).select_related("organization", "answer_document")
    context = {
        "decision": decision,
        "register": RegisterPage.objects.live().first(),
        "mover": seen_name(decision.mover),
        "seconder": seen_name(decision.seconder),
        "votes": decision.votes.filter(person__visibility=Visibility.PUBLIC).select_related("person"),
        "errata": decision.errata.all(),
        "documents": public_documents(decision),
        "sendings": [{**sending_line(one), "letter": public_letter(one)} for one in letters.order_by("sent_on", "pk")],
    }
    return render(request, "assemblies/decision_detail.html", context)


def public_decision(number: str) -> Decision:
    """Found whatever the case in which the number was copied."""
    seen = Decision.objects.public().select_related("assembly__event", "mover", "seconder")
    return get_object_or_404(seen, number__iexact=number)


def seen_name(person: Person | None) -> str:
    """The name of someone whose file is public; nobody else is named on the site."""
    return str(person) if person and person.visibility == Visibility.PUBLIC else ""


def public_letter(sending: Sending) -> Any:
    """The letter of the answer, where everyone may open it."""
    document = sending.answer_document
    if document is None or not sending.is_answer_public:
        return None
    is_for_the_board = type(document).objects.filter(pk=document.pk, **IN_BOARD_FILES).exists()
    return None if is_for_the_board else document


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """« Ce que nous avons demandé, ce qu’on nous a répondu », year by year."""
    sendings = list(Sending.objects.public().select_related("decision", "organization").order_by("-sent_on", "-pk"))
    rows = [sending_line(one) for one in sendings]
    years = [
        {"figures": figures, "rows": [row for row in rows if row["sending"].sent_on.year == figures.year]}
        for figures in figures_by_year(sendings)
    ]
    context = {"years": years, "register": RegisterPage.objects.live().first()}
    return render(request, "assemblies/answers.html", context)
