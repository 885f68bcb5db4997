"""What the square offers about an event that is an assembly: to prepare it, or to go to its page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.assemblies.models import Assembly
from crm.events.enums import ASSEMBLY_KINDS
from crm.events.models import Event
from crm.events.offers import Offer


def offer_assembly(request: HttpRequest, event: Event, offers: list[Offer]) -> None:
    """Nothing for other events, nor for those who may not see the assemblies."""
    if event.kind not in ASSEMBLY_KINDS or not request.user.has_perm("assemblies.view_assembly"):
        return
    known = Assembly.objects.filter(event=event).first()
    if known is not None:
        offers.append(Offer(_("Go to the assembly"), reverse("assembly:inspect", args=[known.pk])))
    elif request.user.has_perm("assemblies.add_assembly"):
        offers.append(Offer(_("Prepare the assembly"), reverse("assembly:prepare", args=[event.pk]), writes=True))
