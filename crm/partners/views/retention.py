"""« À effacer »: people whose time has passed, or of whom nothing is known any more; and what was erased."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from crm.partners.domain.need_words import day_words
from crm.partners.domain.retention import past_their_day, without_trace
from crm.partners.domain.visibility import levels_of
from crm.partners.models import Council, Purge
from crm.partners.views.desk import DeskPage
from crm.partners.views.guarded import Guarded

PEOPLE_A_PAGE = 50
PURGES_SHOWN = 50


class RetentionView(Guarded, DeskPage, TemplateView):
    """Nothing is erased from here by itself: each name leads to the page that says what would go."""

    template_name = "partners/privacy/retention.html"
    page_title = gettext_lazy("To erase")
    header_icon = "bin"

    def _settings_url(self) -> str:
        """Where the periods are set, for those who may."""
        may = self.request.user.has_perm("partners.change_council")
        return reverse("wagtailsettings:edit", args=["partners", "council"]) if may else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, levels = timezone.localdate(), levels_of(self.request.user)
        page = Paginator(past_their_day(today, levels), PEOPLE_A_PAGE).get_page(self.request.GET.get("p"))
        purges = Purge.objects.select_related("purged_by")[:PURGES_SHOWN]
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "overdue": [(person, day_words(person.keep_until)) for person in page if person.keep_until],
            "silent": without_trace(today, levels)[:PEOPLE_A_PAGE],
            "council": Council.load(),
            "settings_url": self._settings_url(),
            "purges": [(purge, day_words(timezone.localdate(purge.purged_at))) for purge in purges],
            "here": self.request.get_full_path(),
        }
