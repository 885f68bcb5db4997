"""Reads what a volunteer writes about partnerships and grants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from crm.accounts.models import User
from crm.accounts.policy import MATRIX, Capability, Role
from crm.partners.domain.visibility import levels_of
from crm.partners.enums import PartnershipStage, Visibility

SEES_BOARD_LEVEL = [role.value for role in Role if Capability.SEE_BOARD_LEVEL in MATRIX[role]]


def followers(also: int | None = None) -> QuerySet[User]:
    """Who may follow something of the board: those who may see it; with ``also``, whoever follows it now."""
    may = Q(is_active=True) & (Q(groups__name__in=SEES_BOARD_LEVEL) | Q(is_superuser=True))
    return User.objects.filter(may | Q(pk=also)).distinct().order_by("first_name", "last_name", "email")


class BoardRecordForm(WagtailAdminModelForm):
    """What the forms of the board share: who follows it, and a visibility that its writer can still see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["followed_by"].queryset = followers(self.instance.followed_by_id)
        if self.for_user is not None:
            levels = levels_of(self.for_user)
            self.fields["visibility"].choices = [choice for choice in Visibility.choices if choice[0] in levels]


class MoveForm(forms.Form):
    """To which stage; `undo` is the button of the message that told the last move."""

    stage = forms.TypedChoiceField(
        label=_("Move to…"),
        choices=PartnershipStage.choices,
        coerce=PartnershipStage,
        error_messages={"invalid_choice": _("There is no such stage."), "required": _("Choose a stage.")},
    )
