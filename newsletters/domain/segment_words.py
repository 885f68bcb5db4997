"""Says whom a mailing is for, as one would say it aloud: « Les personnes du sujet Activités et qui habitent G1S »."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.domain.dates import plain_date
from newsletters.domain.circle_words import circle_words
from newsletters.domain.circles import Circle
from newsletters.domain.segments import Segment
from newsletters.models import Topic


def audience_words(topics: Collection[Topic], segment: Segment) -> str:
    """One sentence without its full stop; the conditions hold together."""
    people = _circle(topics, segment.roll.circle) if segment.roll else _followers(topics)
    return _(" and ").join([people, *_conditions(segment)])


def _followers(topics: Collection[Topic]) -> str:
    words = ngettext("The people of the topic %(topics)s", "The people of the topics %(topics)s", len(topics))
    return words % {"topics": _named(topics)}


def _circle(topics: Collection[Topic], circle: Circle) -> str:
    words = ngettext("%(people)s, for the topic %(topics)s", "%(people)s, for the topics %(topics)s", len(topics))
    return words % {"people": circle_words(circle), "topics": _named(topics)}


def _named(topics: Collection[Topic]) -> str:
    *names, last = (topic.name for topic in topics)
    return _(" or ").join([", ".join(names), last]) if names else last


def _conditions(segment: Segment) -> Iterator[str]:
    if segment.sector:
        yield _("who live in the postal sector %(sector)s") % {"sector": segment.sector}
    if segment.missed:
        said = {"subject": segment.missed.subject, "day": plain_date(segment.missed.created_at)}
        yield _("who did not receive “%(subject)s” of %(day)s") % said
    if segment.language:
        yield _("who would rather read %(language)s") % {"language": segment.language.label.lower()}
