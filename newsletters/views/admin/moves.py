"""Pausing and resuming a mailing, at once; stopping it, which is explained, then done by a second press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from crm.accounts.models import User
from newsletters.domain.errors import MailingRefused
from newsletters.domain.progress import describe_progress, letters_wait, measure_mailing
from newsletters.domain.sending import pause_mailing, resume_mailing, stop_mailing
from newsletters.enums import MailingState
from newsletters.models import Mailing
from newsletters.tasks import start_delivering
from newsletters.views.admin.mailing_screen import MailingScreen


@dataclass(frozen=True)
class Move:
    """Something a person may do to a mailing, and what they are told before and after."""

    verb: str
    label: str | Promise
    warning: str | Promise
    done: str | Promise
    states: frozenset[MailingState]
    # False: done, but no worker could be called.
    act: Callable[[Mailing, User], bool | None]
    is_final: bool = False

    def is_offered(self, mailing: Mailing) -> bool:
        """Of a mailing that the server paused, which goes on by itself, someone may wish that it does not."""
        return mailing.state in self.states or (self.verb == "pause" and mailing.retry_at is not None)


def _resume(mailing: Mailing, by: User) -> bool:
    resume_mailing(mailing, by)
    return start_delivering(mailing.pk)


MOVES = {
    move.verb: move
    for move in (
        Move(
            "pause",
            gettext_lazy("Pause"),
            gettext_lazy(
                "No further letter leaves until someone resumes. What waits keeps its place, nothing is lost."
            ),
            gettext_lazy("The mailing is paused."),
            frozenset({MailingState.SENDING}),
            pause_mailing,
        ),
        Move(
            "resume",
            gettext_lazy("Resume"),
            gettext_lazy("The letters that wait leave now. Nobody receives a second one."),
            gettext_lazy("The letters are leaving again."),
            frozenset({MailingState.PAUSED}),
            _resume,
        ),
        Move(
            "stop",
            gettext_lazy("Stop for good"),
            gettext_lazy(
                "The letters that wait never leave, and those that left cannot be called back. This is final."
            ),
            gettext_lazy("The mailing is stopped."),
            frozenset({MailingState.SENDING, MailingState.PAUSED}),
            lambda mailing, by: stop_mailing(mailing, by, timezone.now()),
            is_final=True,
        ),
    )
}


class MoveView(MailingScreen):
    """GET says what will happen and asks; POST does it."""

    permission_required = "send"
    template_name = "newsletters/admin/mailing_move.html"

    @cached_property
    def move(self) -> Move:
        try:
            return MOVES[self.kwargs["verb"]]
        except KeyError:
            raise Http404 from None

    def get_page_subtitle(self) -> str:
        return str(self.move.label)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.move.label)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            heard = self.move.act(self.mailing, cast(User, request.user))
        except MailingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            if heard is False:
                messages.warning(request, letters_wait())
            else:
                messages.success(request, str(self.move.done))
        return redirect(self.mailing_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sentence = describe_progress(self.mailing, measure_mailing(self.mailing))
        return super().get_context_data(
            mailing=self.mailing, move=self.move, mailing_url=self.mailing_url, sentence=sentence, **kwargs
        )
