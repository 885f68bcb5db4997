"""Reads what must be done after a contact: as many tasks as one needs, one line at first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.partners.day_input import DayInput
from crm.partners.domain.contacts import FollowUp

ANOTHER_TASK = "another_task"
MOST_TASKS = 10
DOING = [role.value for role in Role if role != Role.READING]


def colleagues(also: int | None = None) -> Any:
    """To whom something may be given to do, by name: open accounts that do more than read; and whoever has it now."""
    able = Q(is_active=True) & (Q(groups__name__in=DOING) | Q(is_superuser=True))
    return User.objects.filter(able | Q(pk=also)).distinct().order_by("first_name", "last_name", "pk")


class FollowUpForm(forms.Form):
    """What, by whom, by when; left blank, there is nothing to do."""

    title = forms.CharField(label=_("To do next"), max_length=200, required=False)
    assignee = forms.ModelChoiceField(
        label=_("By whom"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Refuses what is given to someone, or asked for a day, without being said."""
        title: str = self.cleaned_data["title"]
        if not title and any(self.data.get(self.add_prefix(name)) for name in ("assignee", "due_on")):
            raise ValidationError(gettext("Say what is to be done."))
        return title


class FollowUpFormSet(forms.BaseFormSet[FollowUpForm]):
    """The tasks of one contact. The button that adds a line needs no script: the page comes back with one more."""

    def __init__(self, data: Any = None, initial: list[dict[str, Any]] | None = None) -> None:
        super().__init__(data, prefix="task", initial=initial)

    @property
    def follow_ups(self) -> list[FollowUp]:
        typed = [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]
        return [FollowUp(one["title"], one["assignee"], one["due_on"]) for one in typed]

    @property
    def is_open(self) -> bool:
        """Whether something was written, asked or refused here: what is folded must not hide it."""
        return len(self.forms) > 1 or any(field.value() or field.errors for form in self.forms for field in form)

    @property
    def has_room(self) -> bool:
        return len(self.forms) < MOST_TASKS

    def as_typed(self) -> list[dict[str, Any]]:
        """What each line holds, judged by nobody yet."""
        return [{field.name: field.value() for field in form} for form in self.forms]


def follow_ups_form(data: Any, typed: list[dict[str, Any]] | None, *, with_another: bool) -> FollowUpFormSet:
    """The lines that were sent; or those to show: what was typed, and a blank one where asked for, or the first."""
    extra = 1 if with_another or not typed else 0
    made: type[FollowUpFormSet] = forms.formset_factory(  # type: ignore[assignment]
        FollowUpForm, formset=FollowUpFormSet, extra=extra, max_num=MOST_TASKS, absolute_max=MOST_TASKS
    )
    return made(data, typed)
