"""Reads what a volunteer writes about contacts, tasks and cadences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model

from crm.accounts.models import User
from crm.partners.board_files import board_document_widget, board_documents
from crm.partners.day_input import DayInput
from crm.partners.domain.contacts import Contact
from crm.partners.domain.visibility import levels_of
from crm.partners.domain.who import token_of
from crm.partners.enums import Channel, Visibility
from crm.partners.follow_up_forms import ANOTHER_TASK, colleagues, follow_ups_form
from crm.partners.models import Cadence, Interaction, Organization, Person, Task
from crm.partners.viewsets.choosers import organization_chooser
from crm.partners.who_field import Typed, WhoField, asks_to_look

NO_DOCUMENT = get_document_model().objects.none
ATTACH_ANOTHER = "attach"


def offer(field: Any, partners: QuerySet[Organization]) -> None:
    """Take and name these alone, whatever number stands in the address or the form."""
    field.queryset = field.widget.seen = partners


class ContactForm(forms.Form):
    """Who, how, when, one line; the rest is folded. `contact` is what was typed, once valid."""

    who = WhoField(label=_("With whom?"))
    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("When?"), widget=DayInput)
    summary = forms.CharField(label=_("In one line"), max_length=200)
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    kept_documents = forms.ModelMultipleChoiceField(
        label=_("Documents attached"),
        queryset=NO_DOCUMENT(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    document = forms.ModelChoiceField(
        label=_("Attach a document"),
        queryset=NO_DOCUMENT(),
        required=False,
        widget=board_document_widget(),
    )
    visibility = forms.ChoiceField(label=_("Who may see it"))

    def __init__(
        self, *args: Any, user: User, noted: Interaction | None = None, with_another: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        levels = levels_of(user)
        self.fields["who"].show_to(levels)  # type: ignore[attr-defined]
        typed = self.initial.get("tasks")
        self.tasks = follow_ups_form(args[0] if args else kwargs.get("data"), typed, with_another=with_another)
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            choice for choice in Visibility.choices if choice[0] in levels and choice[0] != Visibility.PUBLIC
        ]
        self.fields["document"].queryset = board_documents()  # type: ignore[attr-defined]
        # People named by someone who sees more than this reader stay named.
        self.hidden = list(noted.people.exclude(visibility__in=levels)) if noted else []
        self.fields["kept_documents"].queryset = attached = self._attached(noted)  # type: ignore[attr-defined]
        if not attached:
            del self.fields["kept_documents"]

    def _attached(self, noted: Interaction | None) -> QuerySet[Any]:
        """What the contact carries already, and the files of the board that were added since; the rest is refused."""
        sent: Any = self.data
        asked = sent.getlist("kept_documents") if self.is_bound else self.initial.get("kept_documents", [])
        added = board_documents().filter(pk__in=[pk for pk in asked if str(pk).isdecimal()])
        carried = Q(pk__in=noted.documents.values("pk")) if noted else Q(pk__in=[])
        documents: QuerySet[Any] = get_document_model().objects.filter(carried | Q(pk__in=added.values("pk")))
        return documents.order_by("pk")

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet. What is still to be done is written below."))
        return day

    def is_valid(self) -> bool:
        tasks_are_valid = self.tasks.is_valid()
        return super().is_valid() and tasks_are_valid

    @property
    def contact(self) -> Contact:
        typed = self.cleaned_data
        new_document = [typed["document"]] if typed["document"] else []
        return Contact(
            happened_on=typed["happened_on"],
            channel=Channel(typed["channel"]),
            summary=typed["summary"],
            organizations=[one for one in typed["who"] if isinstance(one, Organization)],
            people=[*(one for one in typed["who"] if isinstance(one, Person)), *self.hidden],
            notes=typed["notes"],
            visibility=Visibility(typed["visibility"]),
            documents=[*typed.get("kept_documents", ()), *new_document],
            follow_ups=self.tasks.follow_ups,
        )

    def as_typed(self) -> dict[str, Any]:
        """What the fields hold, judged by nobody yet: to show the form again after a search.

        Where another document is to be attached, the one just chosen joins those that are attached.
        """
        held = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        if ATTACH_ANOTHER in self.data and held["document"]:
            held["kept_documents"] = [*held.get("kept_documents", []), held.pop("document")]
        return {**held, "tasks": self.tasks.as_typed()}

    @classmethod
    def asks_for_more(cls, data: Any) -> bool:
        """Whether a button was pressed that shows the form again: the search of people, another document or task."""
        return asks_to_look(data) or ATTACH_ANOTHER in data or ANOTHER_TASK in data


def initial_of(noted: Interaction, user: User) -> dict[str, Any]:
    """What the form shows of a contact that is noted already."""
    people = noted.people.visible(levels_of(user))
    return {
        "who": Typed([token_of(one) for one in (*noted.organizations.all(), *people)]),
        "kept_documents": [document.pk for document in noted.documents.all()],
        **{name: getattr(noted, name) for name in ("channel", "happened_on", "summary", "notes", "visibility")},
    }


class TaskForm(forms.ModelForm):
    """Something to do: what, by whom, by when, about whom."""

    class Meta:
        model = Task
        fields = ["title", "assignee", "due_on", "organization", "notes"]
        labels = {"assignee": _("By whom"), "due_on": _("By when")}
        widgets = {
            "due_on": DayInput,
            "organization": organization_chooser.widget_class,
            "notes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignee = self.fields["assignee"]
        assignee.queryset = colleagues(self.instance.assignee_id)  # type: ignore[attr-defined]
        assignee.empty_label = gettext("Nobody yet")  # type: ignore[attr-defined]
        offer(self.fields["organization"], Organization.objects.all())


class CadenceForm(forms.ModelForm):
    """How often a kind of partner, or one of them, should hear from us."""

    class Meta:
        model = Cadence
        fields = ["kind", "organization", "mode", "ideal_months", "longest_months"]
        widgets = {"organization": organization_chooser.widget_class, "mode": forms.RadioSelect}

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["organization"], Organization.objects.filter(is_our_council=False))
