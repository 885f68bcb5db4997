"""Choosers of items and of places: for those who may see the memory, with a search that works on every database."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views import chooser

from crm.partners.domain.folding import fold

SEARCHED = {"item": "search_text", "place": "folded_name"}


class ForThoseWhoSee:
    """Anyone in the administration may ask a chooser: this one answers those who may see what it lists."""

    model_class: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        meta = self.model_class._meta
        if not request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class WordsForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False)

    def filter(self, objects: Any) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        found: QuerySet[Any] = objects
        for word in fold(self.search_query).split():
            found = found.filter(**{f"{SEARCHED[objects.model._meta.model_name]}__contains": word})
        return found


class ChooseView(ForThoseWhoSee, chooser.ChooseView):
    filter_form_class = WordsForm


class ResultsView(ForThoseWhoSee, chooser.ChooseResultsView):
    filter_form_class = WordsForm


class ChosenView(ForThoseWhoSee, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(ForThoseWhoSee, chooser.SnippetChosenMultipleView):
    pass


class MemoryChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
