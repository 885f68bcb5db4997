"""The page where people change what they receive, by the signed link of any letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from crm.partners.models import Council
from newsletters.domain.consent import change_topics, current_topics, leave_topics
from newsletters.domain.pauses import last_day_of_summer, pause_letters, resume_letters
from newsletters.domain.personal_data import personal_data
from newsletters.domain.readers import describe_reader
from newsletters.domain.tokens import Purpose
from newsletters.domain.wording import preferences_wording
from newsletters.enums import ConsentMethod
from newsletters.forms import PreferencesForm
from newsletters.models import Topic
from newsletters.pause_forms import PauseForm
from newsletters.views.token_pages import UNASKED, TokenView

LEAVE, PAUSE, RESUME = "leave", "pause", "resume"


class PreferencesView(TokenView):
    """GET shows the choices; POST saves them, pauses or leaves everything; twice the same POST changes nothing more."""

    purpose = Purpose.PREFERENCES

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if UNASKED in request.POST:
            return self.dispute(request, ConsentMethod.PREFERENCE_PAGE)
        if PAUSE in request.POST:
            return self._pause(request)
        if LEAVE in request.POST:
            leave_topics(self.subscriber, None, ConsentMethod.PREFERENCE_PAGE, now, page=self.page)
        elif RESUME in request.POST:
            resume_letters(self.subscriber, now, page=self.page)
        else:
            return self._save(request)
        return self._show(request, self._form(), saved=True)

    def _pause(self, request: HttpRequest) -> HttpResponse:
        pause = PauseForm(request.POST)
        if not pause.is_valid():
            return self._show(request, self._form(), pause=pause)
        pause_letters(self.subscriber, pause.cleaned_data["until"], timezone.now(), page=self.page)
        return self._show(request, self._form(), saved=True)

    def _save(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        if form.describes:
            described = form.cleaned_data
            describe_reader(self.subscriber, language=described["language"], sector=described["postal_code"])
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
        said = {"topics": current, "language": self.subscriber.language, "postal_code": self.subscriber.sector}
        return PreferencesForm(data, offered=offered, ending=ending, initial=said)

    def _show(
        self, request: HttpRequest, form: PreferencesForm, *, saved: bool = False, pause: PauseForm | None = None
    ) -> HttpResponse:
        council, today = Council.load(), timezone.localdate()
        paused_until = self.subscriber.paused_until if self.subscriber.is_paused_on(today) else None
        context = {
            "form": form,
            "saved": saved,
            "closed": bool(council.missing_identity()),
            "wording": preferences_wording(council),
            "person": personal_data(self.subscriber),
            "paused_until": paused_until,
            "pause": pause or PauseForm(initial={"until": paused_until or last_day_of_summer(today)}),
            "council": council,
            "token": self.kwargs["token"],
        }
        return render(request, "newsletters/preferences.html", context)
