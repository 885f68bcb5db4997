"""Short forms of what serves the events, in a volunteer’s words: Wagtail’s own say « Nouvel(le) » and « créé(e) »."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic


class PlainWords:
    error_message = gettext_lazy("Nothing is saved yet: see what is marked below.")
    object: Any

    def get_success_message(self, instance: Any = None) -> str:
        return _("“{title}” is saved.").format(title=self.object)


class PlainAddView(PlainWords, generic.CreateView):
    """Named by the act: « Ajouter un lieu »."""

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": str(self.page_title)}]


class PlainEditView(PlainWords, generic.EditView):
    pass
