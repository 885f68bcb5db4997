"""What the viewsets of partners have in common."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.admin.viewsets.model import ModelViewSet

from crm.partners.policies import VisiblePolicy
from crm.partners.views import keeping
from crm.partners.views.history import RecordHistoryView


class PartnerViewSet(ModelViewSet):
    """Lists, forms and pages that show only what the person who looks may see."""

    add_view_class = keeping.PartnerAddView
    edit_view_class = keeping.PartnerEditView
    delete_view_class = keeping.PartnerDeleteView
    history_view_class = RecordHistoryView
    usage_view_class = keeping.PartnerUsageView
    index_template_name = "partners/admin/list.html"
    search_backend_name = None
    search_fields = ["pk"]  # only says that there is a search: the list asks `matching`
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    add_label: Any = ""

    @cached_property
    def permission_policy(self) -> VisiblePolicy:
        return VisiblePolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Our history is one page: Wagtail's address for the rows of its own has nothing to answer."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "history_results"]

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(
            add_label=self.add_label, inspect_url_name=self.get_url_name("inspect"), **kwargs
        )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=self.add_label, **kwargs)
