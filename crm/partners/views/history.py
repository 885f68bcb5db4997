"""The history of one record: who, when, and each field from what to what, as far as the reader may know."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from crm.partners.domain.history import history_of
from crm.partners.domain.visibility import levels_of
from crm.partners.views.merged import LeadsToKept

HISTORY = "partners.see_board_level"
MOST = 100


class RecordHistoryView(LeadsToKept, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Takes the place of Wagtail's history, which knows that something was edited and not what."""

    template_name = "partners/admin/history.html"
    page_title = gettext_lazy("History")
    header_icon = "history"
    permission_required = HISTORY
    index_url_name: str | None = None
    inspect_url_name: str | None = None

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission))

    def get_object(self) -> Any:
        return self.found(lambda: super(RecordHistoryView, self).get_object())

    def get_base_object_queryset(self) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.model._default_manager.visible(levels_of(self.request.user))
        return visible

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        kind = str(self.model_opts.verbose_name_plural).capitalize()
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": kind},
            {"url": reverse(self.inspect_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": _("History")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = history_of(self.object, levels_of(self.request.user), most=MOST)
        facts = {"record": self.object, "changes": changes, "is_full": len(changes) == MOST, "most": MOST}
        return {**super().get_context_data(**kwargs), **facts}


class LeadsToHistory:
    """A record's page with the way to its history, for who may read it. Stands before Wagtail's view."""

    request: HttpRequest
    object: Any
    history_url_name: str | None = None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons  # type: ignore[misc]
        if not self.request.user.has_perm(HISTORY):
            return buttons
        url = reverse(self.history_url_name, args=[self.object.pk])
        return [*buttons, Button(_("History"), url=url, icon_name="history", priority=30)]
