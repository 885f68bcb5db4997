"""What became of one's test letter, alone, for the screen that asks again while it is on its way."""

from __future__ import annotations

from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.accounts.models import User
from newsletters.domain.trial_news import BoardNews, TrialNews, news_of, news_of_board
from newsletters.models import Mailing, NewsletterPage, Trial


def trial_news(page: NewsletterPage, person: User) -> TrialNews | None:
    """The last test letter that this person asked for of this newsletter, if any."""
    trial = Trial.objects.filter(page=page, asked_by=person, person=None).first()
    return news_of(trial, timezone.now()) if trial else None


def board_news(page: NewsletterPage) -> BoardNews | None:
    """What became of the last test letters to the board, if any were asked for."""
    return news_of_board(list(Trial.objects.filter(page=page, person__isnull=False)), timezone.now())


class TrialView(PermissionCheckedMixin, TemplateView):
    """For whoever may send; each sees their own."""

    permission_policy = ModelPermissionPolicy(Mailing)
    permission_required = "send"
    template_name = "newsletters/admin/trial.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = get_object_or_404(NewsletterPage, pk=self.kwargs["pk"])
        trial = trial_news(page, cast(User, self.request.user))
        return super().get_context_data(**{**kwargs, "page": page, "trial": trial, "board": board_news(page)})
