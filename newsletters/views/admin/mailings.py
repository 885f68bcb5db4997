"""One mailing's page: how far it has come, live, and the way to its register and its buttons."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from newsletters.domain.forecast import describe_end
from newsletters.domain.progress import Progress, describe_progress, measure_mailing
from newsletters.domain.resending import distrusted, may_resend
from newsletters.domain.settling import SETTLED_BY_HAND
from newsletters.enums import DeliveryState
from newsletters.views.admin.mailing_screen import MailingScreen
from newsletters.views.admin.moves import MOVES, Move


class MailingView(MailingScreen):
    """The page; its figures are those of the moment, and refresh by themselves while letters leave."""

    template_name = "newsletters/admin/mailing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        progress = measure_mailing(self.mailing)
        letters = reverse("mailings:letters", args=[self.mailing.pk])
        return super().get_context_data(
            mailing=self.mailing,
            sentence=describe_progress(self.mailing, progress),
            end=describe_end(self.mailing, progress, timezone.now()),
            progress=progress,
            lines=[(state.label, total, f"{letters}?state={state.value}") for state, total in progress.counts.items()],
            doubtful=progress.counts[DeliveryState.DOUBTFUL],
            ours=distrusted(self.mailing).count() if progress.counts[DeliveryState.BOUNCED] else 0,
            moves=self._moves(),
            resendable=self._resendable(progress),
            topics=list(self.mailing.topics.values_list("name", flat=True)),
            may_see_letters=self.request.user.has_perm("newsletters.view_delivery"),
            may_see_exclusions=self.request.user.has_perm("newsletters.view_exclusion"),
            **kwargs,
        )

    def _moves(self) -> list[Move]:
        if not self.user_has_permission("send"):
            return []
        return [move for move in MOVES.values() if move.is_offered(self.mailing)]

    def _resendable(self, progress: Progress) -> int:
        """How many letters this person may let leave again."""
        if not self.user_has_permission("send") or not may_resend(self.mailing):
            return 0
        return sum(progress.counts[state] for state in SETTLED_BY_HAND)


class ProgressView(MailingView):
    """The figures alone, for the page that asks again every two seconds."""

    template_name = "newsletters/admin/mailing_progress.html"
