"""What is done to the items that are ticked in the list: the same values for all, or publishing."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.bringing import A_HANDFUL, describe_selection, write_some
from cms.archive.domain.descriptions.values import ON_SITE, Values
from cms.archive.long_list import LongList
from cms.archive.models import Fonds, Item, Place, Term
from cms.archive.said_date_field import SaidDateField
from cms.archive.tasks import write_descriptions
from crm.accounts.workers import call_workers

KEPT = (("", gettext_lazy("(as it is)")),)


class CommonValuesForm(forms.Form):
    """What is left empty stays as it is in each item."""

    date_said = SaidDateField(
        label=pgettext_lazy("of an item", "Date"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As you would say it: about 1921, the winter of 1971, the end of the 1960s, no date."),
    )
    collection = forms.ModelChoiceField(
        Fonds.objects.all(),
        label=pgettext_lazy("archives", "Collection"),
        required=False,
        empty_label=gettext_lazy("(as it is)"),
    )
    places = forms.ModelMultipleChoiceField(
        Place.objects.all(), label=gettext_lazy("Places to add"), required=False, widget=LongList
    )
    subjects = forms.ModelMultipleChoiceField(
        Term.objects.all(), label=gettext_lazy("Subjects to add"), required=False, widget=LongList
    )
    copyright = forms.ChoiceField(choices=[*KEPT, *Copyright.choices], label=gettext_lazy("Copyright"), required=False)
    rights_holder = forms.CharField(label=gettext_lazy("Who holds the rights"), max_length=200, required=False)
    donor = forms.CharField(label=gettext_lazy("Given by"), max_length=200, required=False)
    embargo_until = forms.DateField(
        label=gettext_lazy("Do not publish before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise ValidationError(_("Nothing is chosen: fill at least one line."))
        return said

    def values(self) -> Values:
        """What was chosen, as a journal keeps it."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "collection" in said:
            said["collection"] = said["collection"].pk
        if "embargo_until" in said:
            said["embargo_until"] = said["embargo_until"].isoformat()
        return {
            **said,
            **{name: sorted(one.pk for one in said[name]) for name in ("places", "subjects") if name in said},
        }


class JournaledAction(SnippetBulkAction):
    """Writes to all that are ticked, a handful at once and more by a worker; the page that follows tells and undoes."""

    models = [Item]
    permission: ClassVar[str]
    name: ClassVar[Any]
    done: ClassVar[Any]

    def check_perm(self, obj: Any) -> bool:
        return bool(self.request.user.has_perm(self.permission))

    @abstractmethod
    def values(self) -> Values:
        """What each item receives."""

    def prepare_action(self, objects: list[Item], objects_without_access: Any) -> HttpResponse:
        if not objects:
            return redirect(self.next_url)
        name = self.name % {"count": len(objects)}
        user: Any = self.request.user
        batch = describe_selection(objects, self.values(), by=user, now=timezone.now(), name=name)
        if len(objects) < A_HANDFUL:
            write_some(batch.pk, now=timezone.now())
            messages.success(self.request, self.done)
        else:
            transaction.on_commit(lambda: call_workers(write_descriptions, batch.pk))
        return redirect("descriptions:list", batch.pk)


class CommonValuesAction(JournaledAction):
    """Gives the same values to all that are ticked."""

    display_name = gettext_lazy("Give the same values")
    action_type = "describe"
    aria_label = gettext_lazy("Give the same values to the items that are ticked")
    template_name = "archive/admin/bulk_describe.html"
    action_priority = 10
    form_class = CommonValuesForm
    permission = "archive.change_item"
    name = ngettext_lazy("%(count)s item ticked", "%(count)s items ticked", "count")
    done = gettext_lazy("Done. See below what each item received; all can be undone.")

    def values(self) -> Values:
        given: Values = self.cleaned_form.values()
        return given


class PublishAction(JournaledAction):
    """Shows on the site the latest draft of each item that is ticked."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the items that are ticked")
    template_name = "archive/admin/bulk_publish.html"
    action_priority = 20
    permission = "archive.publish_item"
    name = ngettext_lazy("%(count)s item to publish", "%(count)s items to publish", "count")
    done = gettext_lazy("Published. See below what became of each item; all can be undone.")

    def values(self) -> Values:
        return {ON_SITE: None}
