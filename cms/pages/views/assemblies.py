"""The public pages of the assemblies."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.pages.models import AgendaPage
from cms.pages.views.agenda import minutes_url
from crm.assemblies.domain.agenda_lines import agendas_of_day


@require_safe
def public_agenda(request: HttpRequest, day: str) -> HttpResponse:
    """What the assembly of that day deals with, once it is called; nothing of a closed session."""
    try:
        held_on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    found = agendas_of_day(held_on)
    if not found:
        raise Http404
    told = [(assembly, agenda, minutes_url(assembly.event)) for assembly, agenda in found]
    context = {"day": held_on, "agendas": told, "agenda_page": AgendaPage.objects.live().first()}
    return render(request, "assemblies/public_agenda.html", context)
