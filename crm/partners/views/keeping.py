"""What the lists and forms of partners have in common: one sees what one may see, and a file taken home is noted."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from crm.partners.audit import bare_title, note_export
from crm.partners.domain.cells import neutralise_cell
from crm.partners.domain.visibility import levels_of
from crm.partners.views.history import HISTORY, LeadsToHistory
from crm.partners.views.merged import LeadsToKept

EXPORT = "partners.export_partners"


class Levelled:
    """Knows what the person who looks may see."""

    request: HttpRequest
    model: Any

    @cached_property
    def levels(self) -> frozenset[str]:
        return levels_of(self.request.user)

    def visible(self) -> Any:
        """The query set of what may be seen."""
        return self.model._default_manager.visible(self.levels)


class PartnerListView(Levelled, generic.IndexView):
    """Searched while one types, without accents; the name leads to the page that says everything."""

    table_classname = "listing listing--records"
    export_right = EXPORT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export and not request.user.has_perm(self.export_right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.request.user.has_perm(self.export_right))

    def title_column(self, label: Any, accessor: Any = str, sort_key: str | None = None) -> TitleColumn:
        kind = self._get_title_column_class(TitleColumn)
        return kind("title", label=label, accessor=accessor, sort_key=sort_key, get_url=self.get_title_url)

    def get_title_url(self, instance: Any) -> str | None:
        return self.get_inspect_url(instance) or self.get_edit_url(instance)

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.visible()

    def search_queryset(self, queryset: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.matching(self.search_query, self.levels) if self.is_searching else queryset
        return found

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        note_export(self.request.user, self.model, [record.pk for record in queryset])
        return super().as_spreadsheet(self.file_rows(queryset), spreadsheet_format)

    def file_rows(self, queryset: QuerySet[Any]) -> Any:
        """What makes a line of the file each; the records themselves, unless a list says otherwise."""
        return queryset

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralise_cell(super().preprocess_field_value(field, value, export_format))


class PartnerFormMixin:
    """After the form, the page of what was written; the log keeps numbers where names are not for everyone."""

    object: Any
    form: Any
    model: Any
    inspect_url_name: str | None = None
    index_url_name: str
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")
    submit_button_label = gettext_lazy("Save")
    submit_button_active_label = gettext_lazy("Saving…")
    log_action = ""

    def save_instance(self) -> models.Model:
        record: models.Model = self.form.save()
        self.has_content_changes = self.form.has_changed()
        log(
            instance=record,
            action=self.log_action,
            title=bare_title(record),
            content_changed=self.has_content_changes,
            data={"fields": sorted(self.form.changed_data)},
        )
        return record

    def get_success_url(self) -> str:
        if self.inspect_url_name:
            return reverse(self.inspect_url_name, args=[self.object.pk])
        return reverse(self.index_url_name)

    def get_success_message(self, instance: Any = None) -> str:
        return _("“{name}” is saved.").format(name=self.object)

    def get_success_buttons(self) -> list[dict[str, Any]]:
        return []


class PartnerAddView(PartnerFormMixin, generic.CreateView):
    log_action = "wagtail.create"
    add_label: Any = ""

    def get_page_title(self) -> str:
        return str(self.add_label)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": self.get_page_title()}]

    def get_initial(self) -> dict[str, Any]:
        """What the address proposes: the organization, the seat or the person that one comes from."""
        proposed = {
            name: value for name, value in self.request.GET.items() if name in self.get_form_class().base_fields
        }
        return {**super().get_initial(), **proposed}


class PartnerEditView(LeadsToKept, Levelled, PartnerFormMixin, generic.EditView):
    log_action = "wagtail.edit"

    def get_object(self, queryset: Any = None) -> Any:
        return self.found(lambda: super(PartnerEditView, self).get_object(queryset))

    def get_queryset(self) -> QuerySet[Any]:
        return self.visible()

    def get_history_url(self) -> str | None:
        url: str | None = super().get_history_url()
        return url if self.request.user.has_perm(HISTORY) else None

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.inspect_url_name:
            return []
        return [HeaderButton(_("See the page"), url=self.get_inspect_url(), icon_name="view", priority=5)]


class PartnerDeleteView(Levelled, generic.DeleteView):
    """What others are built on is not deleted: it says what holds it, counted in the records themselves.

    Wagtail counts in its index of references, which what is written outside of the administration never entered.
    """

    template_name = "partners/admin/delete.html"

    def get_usage_url(self) -> None:
        return None

    def held_by(self) -> list[str]:
        """« 3 participations »: what would be lost with it, of whatever visibility."""
        counts = [
            (relation.related_model._default_manager.filter(**{relation.field.name: self.object}).count(), relation)
            for relation in self.object._meta.related_objects
            if relation.on_delete is models.PROTECT
        ]
        words: dict[str, int] = {}
        for count, relation in counts:
            opts = relation.related_model._meta
            if count:
                words[opts.label] = words.get(opts.label, 0) + count
        return [_counted(apps.get_model(label), count) for label, count in words.items()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held_by": self.held_by(), "back_url": self.back_url}

    @property
    def back_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_queryset(self) -> QuerySet[Any]:
        return self.visible()

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", title=bare_title(self.object), deleted=True)
        self.object.delete()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            words = _("Nothing was deleted: “{name}” is part of what the council remembers.")
            messages.error(self.request, words.format(name=self.object))
            return redirect(self.back_url)
        return response


def _counted(model: type[models.Model], count: int) -> str:
    opts = model._meta
    return f"{count} {opts.verbose_name if count == 1 else opts.verbose_name_plural}"


class PartnerUsageView(Levelled, UsageView):
    def get_base_object_queryset(self) -> QuerySet[Any]:
        return self.visible()


class PartnerPageView(LeadsToKept, Levelled, LeadsToHistory, generic.InspectView):
    """Everything that is known of one of them, and what may be done."""

    def get_object(self, queryset: Any = None) -> Any:
        return self.found(lambda: get_object_or_404(self.page_queryset(), pk=self.pk))

    def page_queryset(self) -> QuerySet[Any]:
        return self.visible()

    def get_fields(self) -> list[str]:
        return []

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse(self.index_url_name), "label": str(self.model._meta.verbose_name_plural).capitalize()}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def header_buttons(self) -> list[Button]:
        if edit_url := self.get_edit_url():
            return [HeaderButton(_("Correct"), url=edit_url, icon_name="edit", priority=10)]
        return []
