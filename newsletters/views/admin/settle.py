"""One letter that a person must decide about: it arrived after all, or it leaves again."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from crm.accounts.models import User
from newsletters.domain.errors import MailingRefused
from newsletters.domain.progress import letters_wait
from newsletters.domain.settling import SETTLED_BY_HAND, mark_as_sent, send_again
from newsletters.enums import DeliveryState
from newsletters.models import Delivery
from newsletters.tasks import start_delivering
from newsletters.views.admin.letters import answer_words, state_words
from newsletters.views.admin.mailing_screen import MailingScreen


class SettleView(MailingScreen):
    """GET shows what is known of the letter; POST settles it."""

    template_name = "newsletters/admin/letter.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("newsletters.send_mailing"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def letter(self) -> Delivery:
        letters = Delivery.objects.select_related("mailing")
        return get_object_or_404(letters, pk=self.kwargs["letter"], mailing=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user, now = cast(User, request.user), timezone.now()
        try:
            if "arrived" in request.POST:
                mark_as_sent(self.letter, user, now)
                messages.success(request, _("The letter is marked as sent."))
            else:
                send_again(self.letter, user, now)
                if start_delivering(self.letter.mailing_id):
                    messages.success(request, _("The letter leaves again."))
                else:
                    messages.warning(request, letters_wait())
        except MailingRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("mailings:letters", self.mailing.pk)

    def get_page_title(self) -> str:
        return self.letter.email

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        register = reverse("mailings:letters", args=[self.mailing.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": register, "label": _("Register of letters")},
            {"url": "", "label": self.letter.email},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{**kwargs, "letter": self.letter},
            state=state_words(self.letter),
            answer=answer_words(self.letter),
            is_doubtful=self.letter.state == DeliveryState.DOUBTFUL,
            may_settle=self.letter.state in SETTLED_BY_HAND,
        )
