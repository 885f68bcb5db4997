"""What is to be done before the assembly, on its page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.assemblies.domain.duties import Duty, duties_of, duty_name
from crm.assemblies.sections import AssemblySection
from crm.partners.domain.interlock_words import day_words


class DutiesSection(AssemblySection):
    name = "duties"
    heading = gettext_lazy("To be done before")
    order = 50
    template_name = "assemblies/admin/duties_section.html"

    def facts(self) -> dict[str, Any]:
        today = timezone.localdate()
        add_rule = reverse("bylaw:add") if self.request.user.has_perm("assemblies.add_bylaw") else ""
        return {
            "duties": [
                (duty_name(duty.kind), _standing(duty), duty, duty.is_late(today)) for duty in duties_of(self.assembly)
            ],
            "add_rule_url": add_rule,
        }


def _standing(duty: Duty) -> str:
    """Done, or by which day; a missing rule is said."""
    if duty.is_done:
        return _("Done")
    if duty.due_on is None:
        return _("No rule is written: Parvis does not know by which day.")
    return _("By %(day)s at the latest") % {"day": day_words(duty.due_on)}
