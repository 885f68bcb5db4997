"""The controlled list of subjects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.archive.models import Term


class TermViewSet(SnippetViewSet):
    """The controlled list of subjects."""

    model = Term
    url_prefix = "sujets"
    admin_url_namespace = "archive_terms"
    icon = "tag"
    menu_label = _("Subjects")
    list_display = ["label", "broader"]
    search_backend_name = None
    search_fields = ["folded_label", "synonyms__label"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("label"), FieldPanel("broader"), InlinePanel("synonyms", label=_("Also said"))]
    )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=_("Add a subject"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": _("Add a subject")})
