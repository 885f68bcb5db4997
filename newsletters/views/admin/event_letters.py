"""Writing to those registered for an event, and what became of the letters that Parvis wrote to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from crm.accounts.workers import call_workers
from crm.events.views.desks import KEEP, OfDesk
from newsletters.domain.registration_news import write_to_registered
from newsletters.domain.registration_post import send_letter_again
from newsletters.enums import DeliveryState, RegistrationLetterKind
from newsletters.event_forms import MessageForm
from newsletters.models import RegistrationLetter
from newsletters.querysets import RegistrationLetterQuerySet
from newsletters.tasks import post_registration_letters_task


class EventLettersView(OfDesk, FormView):
    """GET shows the form and what left; POST writes to everyone chosen, or sends one letter again."""

    needed = KEEP
    form_class = MessageForm
    template_name = "newsletters/admin/event_letters.html"
    page_title = gettext_lazy("Write to those registered")
    header_icon = "mail"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        number = request.POST.get("again", "")
        if not number.isdecimal():
            return super().post(request, *args, **kwargs)
        letter = self._letters().filter(pk=number).first()
        if letter and send_letter_again(letter, timezone.now()):
            call_workers(post_registration_letters_task)
            messages.success(request, _("The letter leaves again."))
        return redirect(request.path)

    def form_valid(self, form: MessageForm) -> HttpResponse:
        written = write_to_registered(
            self.desk.event,
            form.cleaned_data["subject"],
            form.cleaned_data["words"],
            form.cleaned_data["to"],
            by=self.request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        call_workers(post_registration_letters_task)
        words = ngettext("The letter leaves to {count} person.", "The letter leaves to {count} people.", written)
        messages.success(self.request, words.format(count=written))
        return redirect(self.people_url)

    def _letters(self) -> RegistrationLetterQuerySet:
        letters = RegistrationLetter.objects.filter(registration__desk=self.desk)
        return letters.select_related("registration", "message")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = self._letters().order_by().values_list("kind", "state").annotate(letters=Count("pk"))
        unsettled = self._letters().filter(state__in=[DeliveryState.BOUNCED, DeliveryState.DOUBTFUL])
        return {
            **super().get_context_data(**kwargs),
            "counts": [
                (RegistrationLetterKind(kind).label, DeliveryState(state).label, number)
                for kind, state, number in sorted(counts)
            ],
            "unsettled": unsettled.order_by("-pk")[:50],
            "back_url": self.people_url,
        }
