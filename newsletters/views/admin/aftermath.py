"""What became of a mailing, in figures that name nobody, on the screen and as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.partners.domain.cells import write_csv
from newsletters.domain.aftermath import Aftermath, Fate, read_aftermath
from newsletters.domain.compose import compose_issue
from newsletters.domain.content import PollPart
from newsletters.domain.counted_links import click_words
from newsletters.domain.polls import polls_of, with_results
from newsletters.domain.progress import describe_progress, measure_mailing
from newsletters.views.admin.mailing_screen import MailingScreen

# Each column: the field of a fate, and how the screen and the file call it.
COLUMNS = (
    ("letters", gettext_lazy("Letters")),
    ("delivered", gettext_lazy("Delivered")),
    ("refused", gettext_lazy("Were refused")),
    ("came_back", gettext_lazy("Were sent back")),
    ("doubtful", gettext_lazy("Are uncertain")),
    ("not_sent", gettext_lazy("Are not gone")),
    ("left", gettext_lazy("Left afterwards")),
    ("complained", gettext_lazy("Were reported as spam")),
)


class AftermathView(MailingScreen):
    """For those who may see the mailings: figures, without an address."""

    template_name = "newsletters/admin/aftermath.html"

    @cached_property
    def aftermath(self) -> Aftermath:
        return read_aftermath(self.mailing)

    def get_page_subtitle(self) -> str:
        return _("Report")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Report")}]

    def table(self) -> list[tuple[str, list[int]]]:
        """Each domain by its name with its figures, then the whole."""
        lines = [*self.aftermath.domains, self.aftermath.total]
        names = [*(self._name(fate) for fate in self.aftermath.domains), _("All")]
        figures = [[getattr(fate, field) for field, _label in COLUMNS] for fate in lines]
        return list(zip(names, figures, strict=True))

    def polls(self) -> list[PollPart]:
        """The questions of the edition with what was answered, from whatever mailing of it, or on the site."""
        page = self.mailing.page
        if page is None or not page.frozen_content:
            return []
        return polls_of(with_results(compose_issue(page, timezone.now()), page, all_of_them=True))

    def _name(self, fate: Fate) -> str:
        return fate.domain or _("Other domains (%(count)d)") % {"count": self.aftermath.others}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = self.aftermath.counted_until
        return super().get_context_data(
            mailing=self.mailing,
            mailing_url=self.mailing_url,
            file_url=reverse("mailings:report_file", args=[self.mailing.pk]),
            sentence=describe_progress(self.mailing, measure_mailing(self.mailing)),
            total=self.aftermath.total,
            headings=[label for _field, label in COLUMNS],
            table=self.table(),
            polls=self.polls(),
            links=[(link, click_words(link)) for link in self.mailing.counted_links.order_by("-clicks", "pk")],
            still_counting=until if until and until > timezone.now() else None,
            **kwargs,
        )


class AftermathFileView(AftermathView):
    """The same table, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        heading = [_("Domain"), *(str(label) for _field, label in COLUMNS)]
        rows = [[name, *figures] for name, figures in self.table()]
        response = HttpResponse(write_csv([heading, *rows]), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="infolettre-bilan-{self.mailing.pk}.csv"'
        return response
