"""Writing to those registered for an event, and what became of the letters that Parvis wrote to them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from crm.accounts.workers import call_workers
from crm.events.views.desks import KEEP, OfDesk
from newsletters.domain.registration_news import write_to_registered
from newsletters.enums import DeliveryState, RegistrationLetterKind
from newsletters.event_forms import MessageForm
from newsletters.models import RegistrationLetter
from newsletters.querysets import RegistrationLetterQuerySet
from newsletters.tasks import post_registration_letters_task


class EventLettersView(OfDesk, FormView):
    """GET shows the form and what left; POST writes to everyone chosen."""

    needed = KEEP
    form_class = MessageForm
    template_name = "newsletters/admin/event_letters.html"
    page_title = gettext_lazy("Write to those registered")
    header_icon = "mail"

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
        return RegistrationLetter.objects.filter(registration__desk=self.desk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = self._letters().order_by().values_list("kind", "state").annotate(letters=Count("pk"))
        return {
            **super().get_context_data(**kwargs),
            "counts": [
                (RegistrationLetterKind(kind).label, DeliveryState(state).label, number)
                for kind, state, number in sorted(counts)
            ],
            "unreached": self._letters().unreached().count(),
            "back_url": self.people_url,
        }
