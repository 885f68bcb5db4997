"""Choosers of organizations, people and seats: asked from anywhere, they show only what one may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import log

from crm.partners.audit import bare_title
from crm.partners.forms import narrow_fields
from crm.partners.models import Organization, Person, Post
from crm.partners.policies import VisiblePolicy
from crm.partners.views.keeping import Levelled
from crm.partners.views.merged import number_now
from crm.partners.widgets import SeenChooser


class GuardedView(Levelled):
    """Anyone in the administration may ask a chooser: this one answers those who may see its records, about those."""

    permission_policy: Any = None
    model_class: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def visible(self) -> Any:
        return self.model_class.objects.visible(self.levels)

    def get_creation_form(self) -> Any:
        form = super().get_creation_form()  # type: ignore[misc]
        if form is not None:
            narrow_fields(form.fields, self.levels)
        return form


class MatchingForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False)
    levels: frozenset[str] = frozenset()

    def filter(self, objects: Any) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        found: QuerySet[Any] = objects.matching(self.search_query, self.levels) if self.is_searching else objects
        return found


class GuardedListMixin(GuardedView):
    filter_form_class = MatchingForm
    request: HttpRequest

    def get_object_list(self) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.visible()
        return visible.select_related("organization") if self.model_class is Post else visible

    @property
    def title_column(self) -> Column:
        """A person and an organization have a name; Wagtail says « Titre »."""
        column: Column = super().title_column  # type: ignore[misc]
        column.label = _("Seat") if self.model_class is Post else _("Name")
        return column

    def get_filter_form(self) -> MatchingForm:
        form = MatchingForm(self.request.GET)
        form.levels = self.levels
        return form


class GuardedChooseView(GuardedListMixin, chooser_views.ChooseView):
    pass


class GuardedResultsView(GuardedListMixin, chooser_views.ChooseResultsView):
    pass


class GuardedChosenView(GuardedView, chooser_views.ChosenView):
    """Also of a number that was merged since the form was opened: then the record that was kept is chosen."""

    def get_object(self, pk: Any) -> Any:
        visible = self.visible()
        return visible.filter(pk=pk).first() or visible.get(pk=number_now(self.model_class, pk))


class GuardedChosenMultipleView(GuardedView, chooser_views.ChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        return self.visible().filter(pk__in=pks)


class GuardedCreateView(GuardedView, chooser_views.CreateView):
    """Adds without leaving the form under way."""

    def save_form(self, form: Any) -> Any:
        record = super().save_form(form)
        log(instance=record, action="wagtail.create", title=bare_title(record), content_changed=True)
        return record


class GuardedChooserViewSet(ChooserViewSet):
    base_widget_class = SeenChooser
    choose_view_class = GuardedChooseView
    choose_results_view_class = GuardedResultsView
    chosen_view_class = GuardedChosenView
    chosen_multiple_view_class = GuardedChosenMultipleView
    create_view_class = GuardedCreateView
    preserve_url_parameters = ["multiple"]
    edit_item_text = _("Correct")
    creation_tab_label = _("Add")
    create_action_label = _("Add and choose")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(permission_policy=VisiblePolicy(self.model), **kwargs)


class OrganizationChooserViewSet(GuardedChooserViewSet):
    model = Organization
    icon = "group"
    choose_one_text = _("Choose an organization")
    choose_another_text = _("Choose another organization")
    form_fields = ["name", "kind"]


class PersonChooserViewSet(GuardedChooserViewSet):
    model = Person
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    form_fields = ["given_name", "family_name", "visibility"]


class PostChooserViewSet(GuardedChooserViewSet):
    model = Post
    icon = "tag"
    choose_one_text = _("Choose a seat")
    choose_another_text = _("Choose another seat")


organization_chooser = OrganizationChooserViewSet("organization_chooser")
person_chooser = PersonChooserViewSet("person_chooser")
post_chooser = PostChooserViewSet("post_chooser")
CHOOSERS = (organization_chooser, person_chooser, post_chooser)
