"""What happens during the assembly, and its minutes, on the page of that assembly."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.assemblies.domain.public_minutes import public_minutes_url
from crm.assemblies.domain.quorum import quorum_of
from crm.assemblies.models import Minutes
from crm.assemblies.sections import AssemblySection


class SittingSection(AssemblySection):
    name = "sitting"
    heading = _("During the assembly")
    order = 300
    template_name = "assemblies/admin/sitting_section.html"

    def facts(self) -> dict[str, Any]:
        opened, closed = self.assembly.opened_at, self.assembly.closed_at
        quorum = quorum_of(self.assembly) if opened is not None else None
        return {
            "may_write": self.request.user.has_perm("assemblies.change_assembly"),
            "url": reverse("sitting:screen", args=[self.assembly.pk]),
            "opened_at": opened,
            "closed_at": closed,
            "count": quorum.count_at(opened) if quorum and opened else 0,
            "is_met": quorum.is_met_at(opened) if quorum and opened else None,
            "turns": quorum.turns[1:] if quorum else [],
        }


class MinutesSection(AssemblySection):
    name = "minutes"
    heading = _("Minutes")
    order = 400
    template_name = "assemblies/admin/minutes_section.html"

    def facts(self) -> dict[str, Any]:
        minutes = Minutes.objects.filter(assembly=self.assembly).select_related("assembly__event").first()
        return {
            "minutes": minutes,
            "url": reverse("minutes:read", args=[self.assembly.pk]),
            "public_url": public_minutes_url(minutes) if minutes is not None else "",
        }
