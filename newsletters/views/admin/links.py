"""What asking for the links of a newsletter found, for the screen that asks again while workers are at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from newsletters.domain.compose import compose_issue
from newsletters.domain.findings import Finding
from newsletters.domain.link_states import addresses_to_ask, findings_of
from newsletters.domain.part_links import links_of
from newsletters.link_checking import known_states
from newsletters.models import Mailing, NewsletterPage

MOST_ROUNDS = 20  # one a second and a half: longer than the workers need, even where nobody answers


@dataclass(frozen=True)
class LinkNews:
    """How many addresses were asked, how many still are, and what was found."""

    asked: int
    awaited: int
    findings: list[Finding]


def link_news(page: NewsletterPage, now: datetime) -> LinkNews:
    """What is known now of the links of ``page``; nobody is asked."""
    links = list(links_of(compose_issue(page, now), page))
    hrefs = addresses_to_ask(links)
    states = known_states(hrefs)
    return LinkNews(len(hrefs), len(hrefs) - len(states), list(findings_of(links, states)))


class LinksView(PermissionCheckedMixin, TemplateView):
    """For whoever may send. Once all is known, a screen that shows something to mend is drawn anew."""

    permission_policy = ModelPermissionPolicy(Mailing)
    permission_required = "send"
    template_name = "newsletters/admin/links.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])
        news, turn = link_news(page, timezone.now()), self._turn() + 1
        response = self.render_to_response({"page": page, "links": news, "turn": turn, "is_late": turn > MOST_ROUNDS})
        if not news.awaited and news.findings:
            response["HX-Refresh"] = "true"
        return response

    def _turn(self) -> int:
        asked = self.request.GET.get("tour", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
