"""The page of one assembly, from which everything is done: its parts are added by hooks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from crm.assemblies.domain.presiding import Presiding, usual_presiding
from crm.assemblies.enums import AssemblyState
from crm.assemblies.models import Assembly
from crm.assemblies.sections import buttons_of, sections_of
from crm.events.domain.dates import event_when
from crm.events.views.keeping import page_button, place_words
from crm.partners.domain.visibility import levels_of


class AssemblyPageView(generic.InspectView):
    """When and where, how far it has come, then the notice, the agenda and what the rooms above add."""

    template_name = "assemblies/admin/assembly.html"

    def get_queryset(self) -> QuerySet[Assembly]:
        return Assembly.objects.select_related("event__own_kind", "chair", "secretary")

    def get_fields(self) -> list[str]:
        return []

    def get_page_title(self) -> str:
        return str(self.object.event.title)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse(self.index_url_name), "label": _("Assemblies")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.object)}]

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [*buttons_of(self.object, self.request), *page_button(self.object.event, HeaderButton)]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The form of who chairs, and that of the event, for those who keep them."""
        user, buttons = self.request.user, []
        if self.user_has_permission("change"):
            buttons.append(
                Button(_("Chair and secretary"), url=self.get_edit_url(), icon_name="user", priority=10),
            )
        if user.has_perm("events.change_event"):
            url = reverse("event:edit", args=[self.object.event_id])
            buttons.append(Button(_("Change the day, the hour or the place"), url=url, icon_name="date", priority=20))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assembly: Assembly = self.object
        levels = levels_of(self.request.user)
        steps = list(AssemblyState)
        return {
            **super().get_context_data(**kwargs),
            "assembly": assembly,
            "when": event_when(assembly.event, today=timezone.localdate()),
            "place": place_words(assembly.event),
            **people_of(assembly, levels),
            "steps": [(step.label, step == assembly.state) for step in steps],
            "sections": sections_of(assembly, self.request),
        }


def people_of(assembly: Assembly, levels: frozenset[str]) -> dict[str, Any]:
    """Who chairs and who takes the minutes, as far as the reader may know; before it opens, who usually would."""
    usual = usual_presiding(assembly) if assembly.opened_at is None else Presiding(None, None)
    people = ((_("Chair"), assembly.chair, usual.chair), (_("Secretary"), assembly.secretary, usual.secretary))
    lines = [(label, named or proposed, named is None) for label, named, proposed in people]
    return {"people": [line for line in lines if line[1] is None or line[1].visibility in levels]}
