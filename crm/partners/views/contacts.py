"""To note a contact in a few seconds, to find it again, to correct it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from crm.accounts.models import User
from crm.partners.contact_forms import ContactForm, initial_of
from crm.partners.domain.contacts import amend_contact, note_contact
from crm.partners.domain.need_words import day_words
from crm.partners.domain.visibility import levels_of
from crm.partners.domain.who import find_who
from crm.partners.enums import Channel
from crm.partners.follow_up_forms import ANOTHER_TASK
from crm.partners.models import Interaction, Organization, Person
from crm.partners.querysets import InteractionQuerySet
from crm.partners.views.desk import DeskForm, DeskPage
from crm.partners.views.merged import number_now
from crm.partners.views.visible import NoFile
from crm.partners.who_field import Typed


def contacts_for(user: User) -> InteractionQuerySet:
    """The contacts that this person may read, each with those named whom this person may see."""
    levels = levels_of(user)
    return Interaction.objects.visible(levels).prefetch_related(
        "organizations", Prefetch("people", Person.objects.visible(levels))
    )


def who_words(noted: Interaction) -> str:
    """Of a contact of the list, whose people and organizations are already there."""
    return ", ".join(one.name for one in (*noted.people.all(), *noted.organizations.all()))


class ContactFilterSet(WagtailFilterSet):
    happened_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("When"), widget=DateRangePickerWidget)
    channel = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("How"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    mine = django_filters.ChoiceFilter(
        label=gettext_lazy("Noted by"), choices=[("1", gettext_lazy("Me"))], method="noted_by_me"
    )
    # Set by links from the page of a partner; too many of them to be listed here.
    organization = django_filters.NumberFilter(method="with_organization", widget=forms.HiddenInput, label="")
    person = django_filters.NumberFilter(method="naming", widget=forms.HiddenInput, label="")

    class Meta:
        model = Interaction
        fields: list[str] = []

    def noted_by_me(self, queryset: InteractionQuerySet, name: str, value: str) -> QuerySet[Interaction]:
        return queryset.filter(recorded_by=self.request.user)

    def with_organization(self, queryset: InteractionQuerySet, name: str, value: int) -> QuerySet[Interaction]:
        return queryset.filter(organizations__in=Organization.objects.filter(pk=number_now(Organization, value)))

    def naming(self, queryset: InteractionQuerySet, name: str, value: int) -> QuerySet[Interaction]:
        """Contacts that name this person, whom the reader may see."""
        seen = Person.objects.visible(levels_of(self.request.user))
        return queryset.filter(people__in=seen.filter(pk=number_now(Person, value)))


class ContactListView(NoFile, generic.IndexView):
    """The latest first; found by its words, or by whom it names."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Contacts")
    add_item_label = gettext_lazy("Note a contact")
    default_ordering = ["-happened_on", "-pk"]
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Interaction]:
        return contacts_for(self.request.user)

    def search_queryset(self, queryset: InteractionQuerySet) -> QuerySet[Interaction]:
        return queryset.matching(self.search_query, levels_of(self.request.user)) if self.is_searching else queryset

    def get_page_subtitle(self) -> str:
        """Whose contacts these are, where a link narrowed the list."""
        pk = number_now(Organization, self.request.GET.get("organization"))
        return str(Organization.objects.filter(pk=pk).first() or "") if pk.isascii() and pk.isdigit() else ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["lines"] = [(noted, who_words(noted), day_words(noted.happened_on)) for noted in context["object_list"]]
        return context


class ContactPage(DeskPage):
    list_name = "contact:index"
    list_label = gettext_lazy("Contacts")
    header_icon = "comment"

    @cached_property
    def noted(self) -> Interaction:
        return get_object_or_404(contacts_for(self.request.user), pk=self.kwargs["pk"])  # type: ignore[arg-type]


class ContactFormView(ContactPage, DeskForm):
    """The quick form. The buttons that search, or add a document or a task, show it again and judge nothing yet."""

    template_name = "partners/desk/contact_form.html"
    form_class = ContactForm
    button = gettext_lazy("Note it")

    def already_noted(self) -> Interaction | None:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "noted": self.already_noted()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ContactForm.asks_for_more(request.POST):
            typed = self.get_form().as_typed()
            asked = {"noted": self.already_noted(), "with_another": ANOTHER_TASK in request.POST}
            form = ContactForm(initial=typed, user=request.user, **asked)  # type: ignore[arg-type]
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def success_buttons(self) -> list[Any]:
        return [messages.button(reverse("contact:add"), _("Note another one"))]


class NoteContactView(ContactFormView):
    permission_required = "add"
    page_title = gettext_lazy("Note a contact")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        named = [
            ("o", number_now(Organization, asked.get("organization"))),
            ("p", number_now(Person, asked.get("person"))),
        ]
        return {
            "who": Typed([letter + pk for letter, pk in named if pk]),
            "channel": Channel.PHONE,
            "happened_on": timezone.localdate(),
            "visibility": "board",
        }

    def act(self, form: ContactForm) -> str:
        noted = note_contact(form.contact, by=self.request.user)  # type: ignore[arg-type]
        names = who_words(contacts_for(self.request.user).get(pk=noted.pk))  # type: ignore[arg-type]
        return _("Noted: {summary} ({names}).").format(summary=noted.summary, names=names)


class AmendContactView(ContactFormView):
    permission_required = "change"
    page_title = gettext_lazy("Correct a contact")
    button = gettext_lazy("Save")

    def already_noted(self) -> Interaction:
        return self.noted

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.noted, self.request.user)  # type: ignore[arg-type]

    def act(self, form: ContactForm) -> str:
        amend_contact(self.noted, form.contact, by=self.request.user)  # type: ignore[arg-type]
        return _("“{summary}” is saved.").format(summary=self.noted.summary)


class ContactView(ContactPage, TemplateView):
    """One contact: what was said, what follows from it."""

    permission_required = "view"
    template_name = "partners/desk/contact.html"

    def get_page_title(self) -> str:
        return self.noted.summary

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(_("Correct"), url=reverse("contact:edit", args=[self.noted.pk]), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        tasks = self.noted.tasks.visible(user).select_related("assignee", "done_by")
        return {
            **super().get_context_data(**kwargs),
            "noted": self.noted,
            "day": day_words(self.noted.happened_on),
            "tasks": tasks,
            "documents": self.noted.documents.all(),
            "may_delete": self.user_has_permission("delete"),
        }


class DeleteContactView(ContactPage, DeskForm):
    permission_required = "delete"
    page_title = gettext_lazy("Delete a contact")
    form_class = forms.Form
    button = gettext_lazy("Delete it")
    is_serious = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = _("“{summary}” will be deleted. The tasks that follow from it stay.").format(summary=self.noted.summary)
        return {**super().get_context_data(**kwargs), "consequences": [said]}

    def act(self, form: forms.Form) -> str:
        summary = self.noted.summary
        self.noted.delete()
        return _("“{summary}” is deleted.").format(summary=summary)


class WhoView(PermissionCheckedMixin, View):
    """What the search box completes with: those whom the words may mean, as far as one may see them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_any_permission(["add", "change"]):
            return JsonResponse({"found": []}, status=403)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> JsonResponse:
        found = find_who(request.GET.get("q", "")[:100], levels_of(request.user), timezone.localdate())
        return JsonResponse({"found": [vars(one) for one in found]})
