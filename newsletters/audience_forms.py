"""Reads to whom a newsletter goes: the people of some topics, narrowed by a few conditions that hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.events.domain.dates import plain_date
from crm.partners.domain.tallies import Tally
from newsletters.domain.circle_words import Choices
from newsletters.domain.circles import Circle, Roll, gather_circle
from newsletters.domain.segments import Segment
from newsletters.enums import CircleKind, Language
from newsletters.models import Mailing, NewsletterPage, Subscriber, Topic

RECENT = 15


class TopicsByReach(forms.ModelMultipleChoiceField):
    """Topics, each with the number of people it would reach."""

    reach: Mapping[int, int] = {}

    def label_from_instance(self, topic: Topic) -> str:
        people = self.reach.get(topic.pk, 0)
        words = ngettext("%(topic)s (%(n)s person)", "%(topic)s (%(n)s people)", people)
        return words % {"topic": topic, "n": Tally(people)}


class MailingsByDay(forms.ModelChoiceField):
    """Mailings, each with the day on which it began."""

    def label_from_instance(self, mailing: Mailing) -> str:
        return f"{mailing.subject} ({plain_date(mailing.created_at)})"


class AudienceForm(forms.Form):
    """Topics say what the letter is about, and so which consent is asked for; the rest narrows whom it is for."""

    topics = TopicsByReach(
        label=_("Topics"),
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one topic.")},
    )
    language = forms.ChoiceField(label=_("Language"), required=False, widget=forms.RadioSelect)
    circle = forms.ChoiceField(
        label=_("who are"),
        help_text=_("From our own records. To be there is no consent: whoever gave none is left out, and counted."),
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("who live in the postal sector"),
        help_text=_("As far as they said it, among their choices."),
        required=False,
    )
    missed = MailingsByDay(
        label=_("who did not receive"), queryset=Mailing.objects.none(), required=False, empty_label="—"
    )

    def __init__(
        self, *args: Any, page: NewsletterPage, reach: Mapping[int, int], circles: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        cast(TopicsByReach, self.fields["topics"]).reach = reach
        cast(MailingsByDay, self.fields["missed"]).queryset = _recent_mailings()
        cast(forms.ChoiceField, self.fields["circle"]).choices = circles
        cast(forms.ChoiceField, self.fields["sector"]).choices = [("", "—"), *((each, each) for each in _sectors())]
        cast(forms.ChoiceField, self.fields["language"]).choices = _languages(Language(page.language))
        self.initial.setdefault("language", "" if page.language == Language.FRENCH else page.language)

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The conditions that « et » joins."""
        return [self[name] for name in ("circle", "sector", "missed")]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(field.name) for field in self.narrowing)

    @cached_property
    def segment(self) -> Segment:
        """What was chosen, of a form that is valid."""
        chosen = self.cleaned_data
        language = Language(chosen["language"]) if chosen["language"] else None
        return Segment(roll=self._roll(), sector=chosen["sector"], missed=chosen["missed"], language=language)

    def _roll(self) -> Roll | None:
        kind, _colon, of = self.cleaned_data["circle"].partition(":")
        return gather_circle(Circle(CircleKind(kind), of), timezone.localdate()) if kind else None

    def as_sent(self) -> Iterator[tuple[str, str]]:
        """Each name with each value, so that the button sends to whom was counted."""
        for name in self.fields:
            value = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name, "")]
            yield from ((name, one) for one in value)


def _recent_mailings() -> Any:
    latest = Mailing.objects.order_by("-created_at", "-pk").values("pk")[:RECENT]
    return Mailing.objects.filter(pk__in=latest)


def _sectors() -> list[str]:
    return list(Subscriber.objects.exclude(sector="").order_by("sector").values_list("sector", flat=True).distinct())


def _languages(written_in: Language) -> list[tuple[str, Any]]:
    alone = _("Only those who would rather read %(language)s") % {"language": written_in.label.lower()}
    return [("", _("Everyone, whatever language they prefer")), (written_in.value, alone)]
