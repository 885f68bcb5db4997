"""The agenda of an assembly for programs, once it is called."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from crm.assemblies.domain.popolo import agenda_document
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.events.models import Event


@require_safe
def assembly_popolo(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """The public items, in order; an assembly that is being prepared has no agenda yet."""
    event = get_object_or_404(Event.objects.public(), slug=slug)
    called = Assembly.objects.exclude(state=AssemblyState.PREPARING).select_related("event")
    assembly = get_object_or_404(called, event=event)
    address = f"{settings.BASE_URL.rstrip('/')}{event.get_absolute_url()}"
    document = agenda_document(assembly, assembly.items.public(), address)
    body = json.dumps(document, ensure_ascii=False, indent=2)
    return HttpResponse(body, content_type="application/ld+json")
