"""The election on the page of its assembly: how far it has come, and the officers to elect after it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.assemblies.domain.officers import members_on, office_of, officers_due_by
from crm.assemblies.domain.seats_to_fill import ELECTING
from crm.assemblies.models import Assembly, Election
from crm.assemblies.sections import AssemblySection
from crm.events.enums import EventKind


class ElectionSection(AssemblySection):
    name = "election"
    heading = _("Election")
    order = 350
    template_name = "assemblies/admin/election/section.html"

    def facts(self) -> dict[str, Any]:
        election = Election.objects.filter(assembly=self.assembly).first()
        may_keep = self.request.user.has_perm("assemblies.change_assembly")
        if election is None:
            return {"election": None, "may_keep": may_keep}
        return {
            "election": election,
            "seats": election.seats.count(),
            "candidates": election.candidacies.count(),
            "may_keep": may_keep,
            "officers": self._officers(election),
            "may_name": self.request.user.has_perm("partners.change_membership"),
        }

    def _officers(self, election: Election) -> dict[str, Any] | None:
        """Only an annual assembly is followed by the election of officers."""
        if not election.is_proclaimed or self.assembly.event.kind != EventKind.ANNUAL_ASSEMBLY:
            return None
        by = officers_due_by(election)
        named = election.officers_on and members_on(max(election.officers_on, self.assembly.held_on))
        return {
            "by": by,
            "is_late": by is not None and by < timezone.localdate() and not election.officers_on,
            "named": [(member.role, member.person) for member in named or [] if office_of(member.role)],
        }


def show_election(request: HttpRequest, assembly: Assembly, sections: list[AssemblySection]) -> None:
    """Nothing for an assembly that elects nobody."""
    if assembly.event.kind in ELECTING:
        sections.append(ElectionSection(assembly, request))
