"""Asks for one organization by its words, as a search does: nobody scrolls through a thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.partners.domain.folding import fold
from crm.partners.enums import Visibility
from crm.partners.models import Organization
from crm.partners.querysets import OrganizationQuerySet
from crm.partners.views.merged import number_now

MOST_OFFERED = 12
KNOWN_NAMES = "known-organizations"  # the list of names that the page holds once for all its fields


def organizations_named(words: str) -> OrganizationQuerySet:
    """Those whom the words find by what anyone may read; a number alone is the organization that has it today."""
    if words.isascii() and words.isdigit() and len(words) < 19:
        numbered = Organization.objects.filter(pk=number_now(Organization, words))
        if numbered.exists():
            return numbered
    found: OrganizationQuerySet = Organization.objects.matching(words, {Visibility.PUBLIC.value})
    return found


class NamedOrganization(forms.TextInput):
    """A line to write in; the browser completes it with the names that the page holds, without a script."""

    def __init__(self) -> None:
        super().__init__({"list": KNOWN_NAMES, "autocomplete": "off"})
        self.among: Mapping[int, Organization] = {}

    def format_value(self, value: Any) -> str:
        number = str(value or "")
        known = self.among.get(int(number)) if number.isascii() and number.isdigit() else None
        return str(known) if known else number


class OrganizationField(forms.Field):
    """The number of one organization among those given; where several answer, `offered` are those to choose from."""

    widget = NamedOrganization

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered: list[Organization] = []
        self.among: Mapping[int, Organization] = {}

    def show(self, organizations: Mapping[int, Organization]) -> None:
        self.among = self.widget.among = organizations

    def to_python(self, value: Any) -> int | None:
        words = str(value or "").strip()
        if not words:
            return None
        if words.isascii() and words.isdigit() and int(words) in self.among:
            return int(words)
        called = [one for one in self.among.values() if fold(str(one)) == fold(words)]
        found = called or list(organizations_named(words)[: MOST_OFFERED + 1])
        if not found:
            raise ValidationError(_("No organization answers to these words."))
        if len(found) > 1:
            self.offered = found[:MOST_OFFERED]
            raise ValidationError(_("Several organizations answer: choose one, or write more of its name."))
        return found[0].pk
