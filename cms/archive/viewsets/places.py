"""The places of the neighbourhood and what they were called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.archive.forms import PlaceForm
from cms.archive.long_list import LongList
from cms.archive.models import Place
from cms.archive.viewsets.choosers import MemoryChooserViewSet


class PlaceViewSet(SnippetViewSet):
    """The places of the neighbourhood and what they were called."""

    model = Place
    url_prefix = "lieux-de-memoire"
    admin_url_namespace = "archive_places"
    icon = "site"
    menu_label = _("Places of memory")
    list_display = ["name", Column("kind", label=_("Kind"), accessor="get_kind_display"), "address"]
    chooser_viewset_class = MemoryChooserViewSet
    search_backend_name = None
    search_fields = ["folded_name", "former_names__name", "address"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind"),
            FieldPanel("address"),
            FieldPanel("description"),
            InlinePanel("former_names", label=_("Former name")),
            MultiFieldPanel(
                [
                    FieldPanel("latitude"),
                    FieldPanel("longitude"),
                    FieldPanel("venues", widget=LongList),
                    FieldPanel(
                        "decisions",
                        widget=LongList,
                        help_text=_("Those that name it, or its address, are told without being chosen."),
                    ),
                ],
                heading=_("On the map, in the agenda, in the register"),
                classname="collapsed",
            ),
        ],
        base_form_class=PlaceForm,
    )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(add_item_label=_("Add a place of memory"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**{**kwargs, "page_title": _("Add a place of memory")})
