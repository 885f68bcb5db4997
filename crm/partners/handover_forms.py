"""What a handover asks: which thing, to whom; until when a seat was held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import User
from crm.partners.domain.handover import handed_over
from crm.partners.fields import PartialDateFormField
from crm.partners.follow_up_forms import colleagues

NOBODY = "nobody"


class TakerForm(forms.Form):
    """To whom; nobody is a choice, and never the first one."""

    taker = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose to whom."), "invalid_choice": _("Choose to whom.")}
    )

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in colleagues().exclude(pk=leaver.pk)}
        self.fields["taker"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            *((number, str(user)) for number, user in self.people.items()),
            (NOBODY, _("Nobody for now")),
        ]

    @property
    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["taker"])


class GiveForm(TakerForm):
    """One thing."""

    kind = forms.ChoiceField(choices=lambda: [(kind.value, kind.label) for kind in handed_over()])
    number = forms.IntegerField(min_value=1)


class SeatEndForm(forms.Form):
    """The last day of a seat, and why."""

    number = forms.IntegerField(min_value=1)
    ends_on = PartialDateFormField(label=_("Last day"))
    ended_by = forms.CharField(label=_("Decision or reason"), max_length=200, required=False)
