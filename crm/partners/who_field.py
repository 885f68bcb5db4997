"""The field « Avec qui? »: one box that finds organizations and people together.

With JavaScript it completes what is typed; without, a button searches and the answers are boxes to tick.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from crm.partners.domain.who import described, find_who, named_by
from crm.partners.models import Organization, Person

WORDS_SUFFIX = "-words"
LOOK_SUFFIX = "-look"
ASKED_SUFFIX = "-asked"


@dataclass(frozen=True)
class Typed:
    """Who is chosen so far, and words that are still to be found."""

    tokens: list[str] = field(default_factory=list)
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.tokens or self.words)


class WhoWidget(forms.Widget):
    """Chosen ones as ticked boxes, a box to search, and what it found."""

    template_name = "partners/desk/who.html"
    levels: Collection[str] = ()
    search_url = reverse_lazy("contact:who")

    class Media:
        css = {"all": ["css/admin-desk.css"]}
        js = ["js/admin-who.js"]

    def get_context(self, name: str, value: Typed | None, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = value or Typed()
        today = timezone.localdate()
        chosen = described(typed.tokens, self.levels, today)
        names = {one.token for one in chosen}
        found = [one for one in find_who(typed.words, self.levels, today) if one.token not in names]
        return {
            **super().get_context(name, value, attrs),
            "name": name,
            "words_name": name + WORDS_SUFFIX,
            "look_name": name + LOOK_SUFFIX,
            "asked_name": name + ASKED_SUFFIX,
            "words": typed.words,
            "chosen": chosen,
            "found": found,
            "search_url": self.search_url,
        }

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """With the site's own templates: Django's renderer of forms looks only into the applications'."""
        return mark_safe(get_template(template_name).render(context))  # noqa: S308 # nosec: a template's output

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """Words that were answered, among which someone was ticked since, are words no more."""
        tokens = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))
        words = data.get(name + WORDS_SUFFIX, "").strip()
        return Typed(tokens, "" if tokens and words == data.get(name + ASKED_SUFFIX) else words)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return id_


class WhoField(forms.Field):
    """At least one organization or person, among those that the reader may see; words left unfound are refused."""

    widget = WhoWidget

    def show_to(self, levels: Collection[str]) -> None:
        """Say what the reader may see; without it nobody is found."""
        self.levels = self.widget.levels = levels

    def clean(self, value: Typed) -> list[Organization | Person]:
        if value.words:
            raise ValidationError(_("Choose among the answers below, or empty the search box."))
        found = named_by(value.tokens, self.levels)
        if not found:
            raise ValidationError(_("Say with whom: search for an organization or a person."))
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or Typed()) != data


def asks_to_look(data: Any, name: str = "who") -> bool:
    """Whether the button of the search was pressed, with words that are still to be found.

    It is the first of the form: without JavaScript, the Enter key presses it from any field.
    """
    return name + LOOK_SUFFIX in data and bool(WhoWidget().value_from_datadict(data, None, name).words)
