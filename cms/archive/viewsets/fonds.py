"""The fonds, their series, their files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.archive.models import Fonds


class FondsViewSet(SnippetViewSet):
    """The fonds, their series, their files."""

    model = Fonds
    url_prefix = "fonds-d-archives"
    admin_url_namespace = "archive_fonds"
    icon = "folder-open-inverse"
    menu_label = _("Collections")
    list_display = ["title", Column("level", label=_("Level"), accessor="get_level_display"), "parent", "reference"]
    search_backend_name = None
    search_fields = ["title", "reference"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("level"),
            FieldPanel("parent"),
            FieldPanel("description"),
            FieldPanel("reference"),
            FieldPanel("provenance"),
        ]
    )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=_("Add a collection"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": _("Add a collection")})
