"""Reads what a volunteer writes about partners; offers and shows only what that person may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from crm.partners.board_forms import followers
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import Visibility
from crm.partners.widgets import SeenChooser


def narrow_fields(fields: dict[str, forms.Field], levels: frozenset[str]) -> None:
    """Take out of the choices the records and the levels that one may not see; a forged choice is refused too."""
    for field in fields.values():
        queryset = getattr(field, "queryset", None)
        if queryset is not None and hasattr(queryset, "visible"):
            field.queryset = queryset.visible(levels)  # type: ignore[attr-defined]
            if isinstance(field.widget, SeenChooser):
                field.widget.seen = field.queryset  # type: ignore[attr-defined]
    if visibility := fields.get("visibility"):
        visibility.choices = [choice for choice in Visibility.choices if choice[0] in levels]  # type: ignore[attr-defined]


class LevelledForm(WagtailAdminModelForm):
    """A form whose parts that one may not see are neither shown nor lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = levels_of(self.for_user) if self.for_user else frozenset({Visibility.PUBLIC.value})
        narrow_fields(self.fields, levels)
        for formset in self.formsets.values():
            if any(field.name == "visibility" for field in formset.model._meta.fields):
                formset.queryset = formset.queryset.filter(visibility__in=levels)


class LevelledInlinePanel(InlinePanel):
    """Parts of a record, each with its visibility."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name].update(form=LevelledForm, inherit_kwargs=["for_user"])
        return options


class OrganizationForm(LevelledForm):
    """An organization is followed by someone who sees the contacts made with it, and whose account is open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "followed_by" in self.fields:
            self.fields["followed_by"].queryset = followers(self.instance.followed_by_id)


class MembershipForm(LevelledForm):
    """What is known of a membership; its term cannot end before it starts."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        start, term_ends_on = cleaned.get("starts_on"), cleaned.get("term_ends_on")
        if start and term_ends_on and term_ends_on.latest < start.earliest:
            self.add_error("term_ends_on", gettext("The term would end before it starts."))
        return cleaned
