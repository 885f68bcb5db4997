"""Filters that print sums and days of the ground floor as Québec writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from crm.partners.domain import money
from crm.partners.domain.need_words import day_words

register = template.Library()


@register.filter
def dollars(amount: Decimal | None) -> str:
    """« 1 250,50 $ »."""
    return money.dollars(amount)


@register.filter
def day(moment: date | datetime) -> str:
    """« 1er mai 2026 », on the council's clock."""
    return day_words(timezone.localtime(moment).date() if isinstance(moment, datetime) else moment)
