"""Filters that print text, dates and hours as Québec prints them."""

from __future__ import annotations

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.pages.domain.typography import typeset_html
from cms.pages.rich_text import render_prose
from crm.events.domain import dates
from crm.events.domain.dates import Timed
from crm.events.domain.desks import places_words
from crm.events.models import Event
from crm.partners.domain.partial_dates import PartialDate, partial_date_words
from crm.partners.domain.sizes import said_size

register = template.Library()


@register.filter
def typeset(text: str | None) -> SafeString:
    """Text or markup, set; what is not marked safe is escaped first, so nothing new gets through."""
    return mark_safe(typeset_html(conditional_escape(text or "")))  # noqa: S308


@register.filter
def file_size(count: int) -> str:
    """« 25 Mo », « 2,4 Mo »."""
    return said_size(count)


@register.filter
def long_date(moment: date | datetime | None) -> str:
    """« mardi 14 mai 2024 »."""
    return dates.long_date(moment) if moment else ""


@register.filter
def plain_date(moment: date | datetime | None) -> str:
    """« 14 mai 2024 »."""
    return dates.plain_date(moment) if moment else ""


@register.filter
def partial_date(moment: PartialDate | None) -> str:
    """« mai 2011 », as precisely as it is known."""
    return partial_date_words(moment) if moment else ""


@register.filter
def short_time(moment: time | datetime | None) -> str:
    """« 19 h 30 »."""
    return "" if moment is None else dates.short_time(moment)


@register.filter
def when(event: Timed) -> str:
    """« le mardi 14 mai, de 19 h à 21 h »; the year is said when it is not the current one."""
    return dates.event_when(event, today=timezone.localdate())


@register.filter
def full_when(event: Timed) -> str:
    """« le mardi 14 mai 2024, de 19 h à 21 h », for a page that is still there years later."""
    return dates.event_when(event, today=date.min)


@register.filter
def until(event: Timed) -> str:
    """« jusqu’à 21 h », to stand beside a date block."""
    return dates.event_end(event)


@register.filter
def places(event: Event) -> str:
    """« Il reste 3 places »; list the events `with_places`."""
    return places_words(event, timezone.now())


@register.filter
def prose(source: str | None) -> SafeString:
    """A rich text field, safe and set."""
    return render_prose(source or "")


@register.filter
def day_number(moment: date | datetime) -> str:
    """« 14 », « 1er »."""
    return dates.day_number(moment)


@register.filter
def weekday_name(moment: date | datetime) -> str:
    return dates.weekday_name(moment)


@register.filter
def month_name(moment: date | datetime) -> str:
    return dates.month_name(moment)


@register.filter
def short_month(moment: date | datetime) -> str:
    """« juill. »."""
    return dates.short_month(moment)
