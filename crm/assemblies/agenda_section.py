"""The agenda on the page of its assembly: what is planned, who is concerned, and the buttons."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from crm.assemblies.domain.agenda_lines import Agenda, public_agenda_url, read_agenda
from crm.assemblies.domain.agenda_templates import AgendaTemplate, usual_template
from crm.assemblies.domain.agendas import carried_items
from crm.assemblies.domain.interests import interests_of
from crm.assemblies.enums import AssemblyState
from crm.assemblies.sections import AssemblySection
from crm.partners.domain.visibility import levels_of


class AgendaSection(AssemblySection):
    name = "agenda"
    heading = pgettext_lazy("assembly", "Agenda")
    order = 200
    template_name = "assemblies/admin/agenda_section.html"

    @cached_property
    def levels(self) -> frozenset[str]:
        return levels_of(self.request.user)

    def facts(self) -> dict[str, Any]:
        user = self.request.user
        sees_all = bool(user.has_perm("assemblies.see_closed_session"))
        may_write = user.has_perm("assemblies.change_assembly") and self.assembly.state != AssemblyState.CLOSED
        agenda = read_agenda(self.assembly, self.levels, sees_closed_session=sees_all)
        return {
            "agenda": agenda,
            "lines": self._lines(agenda, sees_all),
            "may_write": may_write,
            "carried": carried_items(self.assembly) if may_write else [],
            "templates": self._templates() if may_write and not agenda.lines else [],
            "public_url": public_agenda_url(self.assembly),
        }

    def _lines(self, agenda: Agenda, sees_all: bool) -> list[dict[str, Any]]:
        """Each line with who of the board sits at a partner that it names; none of what is hidden."""
        items = self.assembly.items.prefetch_related("organizations").filter(state="planned")
        shown = items if sees_all else items.public()
        interests = interests_of(shown, self.assembly.held_on, self.levels)
        last = len(agenda.lines)
        return [
            {
                "line": line,
                "interests": interests.get(line.pk, []),
                "is_first": line.rank == 1,
                "is_last": line.rank == last,
            }
            for line in agenda.lines
        ]

    def _templates(self) -> list[AgendaTemplate]:
        """The usual one of such an assembly first."""
        usual = usual_template(self.assembly.event.kind)
        return sorted(AgendaTemplate, key=lambda template: template != usual)
