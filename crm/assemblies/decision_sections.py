"""The decisions on the pages of others: what an assembly decided, what an organization was asked."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.domain.answers import state_label, state_of
from crm.assemblies.models import Decision, Sending
from crm.assemblies.sections import AssemblySection
from crm.partners.sections import OrganizationSection


class DecisionsSection(AssemblySection):
    """What was put to the vote there, for whoever may read it."""

    name = "decisions"
    heading = _("Decisions")
    order = 500
    template_name = "assemblies/admin/decisions_section.html"

    def facts(self) -> dict[str, Any]:
        seen = Decision.objects.seen_by(self.request.user).filter(assembly=self.assembly)
        may_write = self.request.user.has_perm("assemblies.add_decision")
        return {
            "decisions": seen.order_by(F("adopted_on").asc(nulls_last=True), "kind", "rank", "pk"),
            "may_write": may_write,
        }


class RequestsSection(OrganizationSection):
    """« Ce que nous leur avons demandé », the latest first."""

    heading = _("What we asked them")
    template_name = "assemblies/admin/requests_section.html"

    def facts(self) -> dict[str, Any]:
        today = timezone.localdate()
        seen = Sending.objects.seen_by(self.request.user).filter(organization=self.organization)
        found = seen.select_related("decision").order_by("-sent_on", "-pk")
        lines = [{"sending": one, "state": state_label(state_of(one)), "days": one.days_waited(today)} for one in found]
        return {"lines": lines}
