"""A list of the rows of one mailing: looked at, searched, filtered, taken as a file, and never changed."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import IndexView

from crm.accounts.models import User
from crm.partners.domain.cells import neutralise_cell
from newsletters.audit import note_export, note_register
from newsletters.models import Mailing


class RowsOfMailingView(IndexView):
    """Each look at it is noted, and so is each file that is taken."""

    any_permission_required = ["view"]
    page_title: Any = ""
    rows_name: ClassVar[str] = ""
    paginate_by = 50
    search_backend_name = None
    search_fields: ClassVar[list[str]] = []

    @cached_property
    def mailing(self) -> Mailing:
        return get_object_or_404(Mailing, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_register(cast(User, request.user), self.mailing, self.rows_name)
        return super().get(request, *args, **kwargs)

    def get_index_url(self) -> str:
        return reverse(f"mailings:{self.rows_name}", args=[self.mailing.pk])

    def get_index_results_url(self) -> str:
        return reverse(f"mailings:{self.rows_name}_results", args=[self.mailing.pk])

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mailings:index"), "label": _("Mailings")},
            {"url": reverse("mailings:inspect", args=[self.mailing.pk]), "label": self.mailing.subject},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: object) -> None:
        return None

    def get_delete_url(self, instance: object) -> None:
        return None

    def get_inspect_url(self, instance: object) -> str | None:
        return None

    def get_copy_url(self, instance: object) -> None:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export and not request.user.has_perm("newsletters.export_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(self.request.user.has_perm("newsletters.export_subscriber"))

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        note_export(self.request.user, [row.subscriber_id for row in queryset if row.subscriber_id])
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return neutralise_cell(super().preprocess_field_value(field, value, export_format))
