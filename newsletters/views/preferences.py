"""The page where people change what they receive, by the signed link of any letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.consent import change_topics, current_topics, leave_topics
from newsletters.domain.personal_data import personal_data
from newsletters.domain.tokens import Purpose
from newsletters.domain.wording import preferences_wording
from newsletters.enums import ConsentMethod
from newsletters.forms import PreferencesForm
from newsletters.models import Topic
from newsletters.views.token_pages import TokenView

LEAVE = "leave"


class PreferencesView(TokenView):
    """GET shows the choices; POST saves them or leaves everything; twice the same POST changes nothing more."""

    purpose = Purpose.PREFERENCES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if LEAVE in request.POST:
            leave_topics(self.subscriber, None, ConsentMethod.PREFERENCE_PAGE, timezone.now(), page=self.page)
            return self._show(request, self._form(), saved=True)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        change_topics(
            self.subscriber,
            form.cleaned_data["topics"],
            renewed=form.cleaned_data["renewed"],
            wording=preferences_wording(Council.load()),
            now=timezone.now(),
            page=self.page,
        )
        return self._show(request, self._form(), saved=True)

    def _form(self, data: object = None) -> PreferencesForm:
        """Topics to add are offered only while the council says who asks; leaving is always possible."""
        current = current_topics(self.subscriber, on=timezone.localdate())
        offered = Topic.objects.filter(pk__in=[topic.pk for topic in current])
        ending = offered.filter(subscriptions__subscriber=self.subscriber, subscriptions__expires_on__isnull=False)
        if Council.load().missing_identity():
            ending = ending.none()
        else:
            offered = offered | Topic.objects.filter(is_open=True)
        return PreferencesForm(data, offered=offered, ending=ending, initial={"topics": current})

    def _show(self, request: HttpRequest, form: PreferencesForm, *, saved: bool = False) -> HttpResponse:
        council = Council.load()
        context = {
            "form": form,
            "saved": saved,
            "closed": bool(council.missing_identity()),
            "wording": preferences_wording(council),
            "person": personal_data(self.subscriber),
            "token": self.kwargs["token"],
        }
        return render(request, "newsletters/preferences.html", context)
