"""What the screens that import and merge have in common: who may, and where one comes from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.partners.domain.visibility import levels_of
from crm.partners.views.guarded import Guarded

PERMISSION = "partners.import_partners"


class TidyingScreen(Guarded, WagtailAdminTemplateMixin):
    """For those who may import and merge."""

    home: ClassVar[tuple[str, Any]]
    rights: ClassVar[tuple[str, ...]] = (PERMISSION,)

    @property
    def levels(self) -> frozenset[str]:
        return levels_of(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        address, label = self.home
        here = [{"url": "", "label": self.get_page_title()}] if self.get_page_title() != str(label) else []
        return [*self.breadcrumbs_items, {"url": reverse(address), "label": label}, *here]
