"""Reads what a volunteer writes about a decision and about what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from crm.accounts.models import User
from crm.assemblies.domain.followups import Answer, Recipient
from crm.assemblies.enums import AnswerLevel, DecisionResult, Outcome, SendingChannel
from crm.partners.day_input import DayInput
from crm.partners.domain.visibility import levels_of
from crm.partners.follow_up_forms import colleagues
from crm.partners.forms import LevelledForm, narrow_fields
from crm.partners.models import Organization, Person
from crm.partners.uploads import checked_document
from crm.partners.viewsets.choosers import organization_chooser, person_chooser


class DecisionForm(LevelledForm):
    """A draft, or what may still change of an adopted one."""

    def clean_is_closed_session(self) -> bool:
        """What others may have opened already cannot be closed behind them."""
        is_closed: bool = self.cleaned_data["is_closed_session"]
        if is_closed and self.instance.pk and self.instance.documents.exists():
            raise forms.ValidationError(gettext("Take its documents off first: others may open them."))
        return is_closed


class VoteLineForm(WagtailAdminModelForm):
    """Who asked that their vote be written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            narrow_fields(self.fields, levels_of(self.for_user))


class DocumentField(forms.FileField):
    """A file that is what its name says."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return checked_document(file) if isinstance(file, UploadedFile) else file


class ActForm(forms.Form):
    """The form of an act, which offers only what ``levels`` may see."""

    def __init__(self, *args: Any, levels: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_fields(self.fields, levels)


class DayForm(ActForm):
    on = forms.DateField(label=_("On which day"), widget=DayInput)


class VoteForm(DayForm):
    result = forms.TypedChoiceField(label=_("Result"), choices=DecisionResult.choices, coerce=DecisionResult)
    field_order = ["result", "on"]


class OldNumberForm(DayForm):
    number = forms.CharField(
        label=_("Its number"), max_length=20, help_text=_("As it stands on the minutes of the time.")
    )
    field_order = ["number", "on"]


class ErratumForm(DayForm):
    text = forms.CharField(
        label=_("What to read"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As in: read “rue des Tailleurs”, not “rue des Tanneurs”."),
    )
    field_order = ["text", "on"]


class DocumentsForm(ActForm):
    file = DocumentField(label=_("File"), help_text=_("A PDF, most often."))
    title = forms.CharField(label=_("What it is"), max_length=150)


class SendForm(DayForm):
    """To whom, by whom, when, how."""

    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.all(),
        required=False,
        widget=organization_chooser.widget_class,
    )
    addressee = forms.CharField(
        label=_("To whom, in words"),
        max_length=150,
        required=False,
        help_text=_("A function rather than a name: “the borough’s mayor”. The site shows it."),
    )
    sent_by = forms.ModelChoiceField(
        label=_("Sent by"), queryset=Person.objects.all(), required=False, widget=person_chooser.widget_class
    )
    channel = forms.TypedChoiceField(label=_("How it was sent"), choices=SendingChannel.choices, coerce=SendingChannel)
    followed_by = forms.ModelChoiceField(
        label=_("Who awaits the answer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("It is handed over when they leave."),
    )
    remind_on = forms.DateField(
        label=_("Ask again on"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: after the days that the by-laws set."),
    )
    field_order = ["organization", "addressee", "on", "channel", "sent_by", "remind_on", "followed_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["followed_by"].queryset = colleagues()  # type: ignore[attr-defined]

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.cleaned_data["organization"], self.cleaned_data["addressee"])


class RemindForm(DayForm):
    channel = forms.TypedChoiceField(label=_("How"), choices=SendingChannel.choices, coerce=SendingChannel)


class AnswerForm(DayForm):
    """What was answered; the document goes where those who may read the answer find it."""

    outcome = forms.TypedChoiceField(
        label=_("What became of it"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Their answer, in a few words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    level = forms.TypedChoiceField(
        label=_("Who reads the answer"),
        choices=AnswerLevel.choices,
        coerce=AnswerLevel,
        help_text=_("The outcome itself is public, like the decision."),
    )
    file = DocumentField(label=_("Their letter"), required=False)
    field_order = ["outcome", "on", "text", "level", "file"]

    def answer(self, document_id: int | None) -> Answer:
        facts = self.cleaned_data
        return Answer(facts["outcome"], facts["text"], facts["level"], document_id)
