"""What the records of the board share in the admin: Wagtail's own uses and rows of history have no address here."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.admin.viewsets.model import ModelViewSet

from crm.partners.policies import VisiblePolicy
from crm.partners.views.history import RecordHistoryView

BLIND_VIEWS = {"history_results", "usage"}


class BoardRecordViewSet(ModelViewSet):
    """A list, a page, a form. Views that know nothing of visibility are not merely hidden, they do not exist."""

    history_view_class = RecordHistoryView
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 50

    @cached_property
    def permission_policy(self) -> VisiblePolicy:
        return VisiblePolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**common, "usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in BLIND_VIEWS]
