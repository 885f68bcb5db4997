"""Changes an address: asked for on the page of one's choices, said yes to from both mailboxes by a button."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crm.accounts.limits import seconds_to_wait
from crm.partners.models import Council
from newsletters.address_forms import AddressForm
from newsletters.domain.address_changes import (
    Side,
    Standing,
    ask_change,
    cancel_change,
    confirm_change,
    open_change,
)
from newsletters.domain.addresses import hash_address
from newsletters.domain.consent import current_topics
from newsletters.domain.tokens import Purpose
from newsletters.domain.wording import confirmation_wording
from newsletters.limits import ADDRESS_CHANGES_OF_ONE_PERSON, SIGN_UPS_OF_ONE_ADDRESS
from newsletters.models import AddressChange
from newsletters.tasks import call_address_letters
from newsletters.views.closed import closed_while_incomplete
from newsletters.views.sign_up import slow_down
from newsletters.views.token_pages import TokenView

CANCEL = "cancel"


class AskAddressView(TokenView):
    """GET shows the form; POST notes the wish, and says the same whether the new address is known or not."""

    purpose = Purpose.PREFERENCES

    @closed_while_incomplete
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, AddressForm())

    @closed_while_incomplete
    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        email = form.cleaned_data["email"]
        wait = seconds_to_wait(ADDRESS_CHANGES_OF_ONE_PERSON, str(self.subscriber.pk)) or seconds_to_wait(
            SIGN_UPS_OF_ONE_ADDRESS, hash_address(email)
        )
        if wait:
            return slow_down(request, wait)
        try:
            ask_change(self.subscriber, email, timezone.now())
        except ValidationError as refusal:
            form.add_error("email", refusal)
            return self._show(request, form)
        call_address_letters()
        context = {"email": email, "former": self.subscriber.email, "token": self.kwargs["token"]}
        return render(request, "newsletters/address_asked.html", context)

    def _show(self, request: HttpRequest, form: AddressForm) -> HttpResponse:
        context = {
            "form": form,
            "email": self.subscriber.email,
            "waiting": open_change(self.subscriber, timezone.now()),
            "receives": bool(current_topics(self.subscriber, timezone.localdate())),
            "council": Council.load(),
            "token": self.kwargs["token"],
        }
        return render(request, "newsletters/address.html", context)


class ConfirmAddressView(TokenView):
    """GET shows what is to be said yes to; POST says yes, or no. A second press says what it is now."""

    side: ClassVar[Side]

    @property
    def number(self) -> int:
        """Of the change that the link is about: the one thing that it opens."""
        return self.token.topic_ids[0] if self.token.topic_ids else 0

    @closed_while_incomplete
    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        change = open_change(self.subscriber, now)
        if change is None or change.pk != self.number:
            return self._say(request, self._what_became())
        if getattr(change, f"{self.side}_confirmed_at"):
            return self._say(request, Standing.WAITING)
        topics = current_topics(self.subscriber, timezone.localdate(now))
        wording = confirmation_wording(Council.load(), topics)
        context = {"change": change, "former": self.subscriber.email, "is_new": self.side == Side.NEW}
        return render(request, "newsletters/address_confirm.html", {**context, "wording": wording})

    def post(self, request: HttpRequest) -> HttpResponse:
        if CANCEL in request.POST:
            cancel_change(self.number)
            return self._say(request, Standing.GONE)
        return self._confirm(request)

    @closed_while_incomplete
    def _confirm(self, request: HttpRequest) -> HttpResponse:
        standing = confirm_change(self.number, self.side, Council.load(), timezone.now(), page=self.page)
        return self._say(request, standing)

    def _what_became(self) -> Standing:
        done = AddressChange.objects.filter(pk=self.number, done_at__isnull=False).exists()
        return Standing.DONE if done else Standing.GONE

    def _say(self, request: HttpRequest, standing: Standing) -> HttpResponse:
        return render(request, "newsletters/address_answer.html", {"standing": standing.value})


class OldAddressView(ConfirmAddressView):
    """For who holds the former mailbox."""

    purpose = Purpose.OLD_ADDRESS
    side = Side.OLD


class NewAddressView(ConfirmAddressView):
    """For who holds the new one."""

    purpose = Purpose.NEW_ADDRESS
    side = Side.NEW
