"""Sending again the letters of chosen states: which ones, read over by name, then a second press."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from crm.accounts.models import User
from crm.partners.domain.tallies import Tally
from newsletters.audit import note_register
from newsletters.domain.errors import MailingRefused
from newsletters.domain.progress import letters_wait
from newsletters.domain.resending import Second, distrusted, look_at_resending, may_resend, resend_letters
from newsletters.domain.settling import SETTLED_BY_HAND
from newsletters.enums import DeliveryState, MailingState
from newsletters.tasks import start_delivering
from newsletters.views.admin.letters import answer_words
from newsletters.views.admin.mailing_screen import MailingScreen


class ResendView(MailingScreen):
    """GET counts, and shows whose letters they are to whoever may see names; POST sends what that screen showed."""

    permission_required = "send"
    template_name = "newsletters/admin/resend.html"

    @cached_property
    def states(self) -> list[DeliveryState]:
        """As asked; at first, all that may leave again."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = asked.getlist("states")
        return [state for state in SETTLED_BY_HAND if state in chosen or not chosen]

    @cached_property
    def only_ours(self) -> bool:
        """Of those refused, the ones that are about us alone."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return "ours" in asked

    @property
    def may_see_letters(self) -> bool:
        return bool(self.request.user.has_perm("newsletters.view_delivery"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.may_see_letters:
            note_register(cast(User, request.user), self.mailing, "resend")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            seen_at, by = self._seen_at(now), cast(User, request.user)
            total = resend_letters(self.mailing, self.states, by, now, seen_at, only_ours=self.only_ours)
        except MailingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            self._tell(total, start_delivering(self.mailing.pk))
        return redirect(self.mailing_url)

    def _tell(self, total: int, heard: bool) -> None:
        if not heard:
            messages.warning(self.request, letters_wait())
        elif self.mailing.state == MailingState.PAUSED:
            messages.warning(self.request, _("These letters wait: the mailing is paused. They leave once it resumes."))
        else:
            words = ngettext("{count} letter leaves again.", "{count} letters leave again.", total)
            messages.success(self.request, words.format(count=Tally(total)))

    def _seen_at(self, now: datetime) -> datetime:
        """When the screen was shown; a form without that moment sends nothing."""
        try:
            seen = parse_datetime(self.request.POST.get("seen_at", ""))
        except ValueError:
            seen = None
        if seen is None or timezone.is_naive(seen):
            raise MailingRefused(_("Nothing was changed: look at the list of letters again, then press the button."))
        return min(seen, now)

    def get_page_subtitle(self) -> str:
        return _("Send again")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Send again")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        counts = self.mailing.deliveries.count_by_state()
        second = look_at_resending(self.mailing, self.states, now, only_ours=self.only_ours)
        return super().get_context_data(
            mailing=self.mailing,
            mailing_url=self.mailing_url,
            choices=[(state, counts[state], state in self.states) for state in SETTLED_BY_HAND],
            ours=distrusted(self.mailing).count(),
            only_ours=self.only_ours,
            second=second,
            shown=self._shown(second),
            seen_at=now.isoformat(),
            may_resend=may_resend(self.mailing),
            **kwargs,
        )

    def _shown(self, second: Second) -> list[tuple[str, str, str, bool]]:
        if not self.may_see_letters:
            return []
        return [
            (letter.email, letter.get_state_display(), answer_words(letter), letter.smtp_code is None)
            for letter in second.shown
        ]
