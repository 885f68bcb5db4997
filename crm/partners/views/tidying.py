"""What the screens that import and merge have in common: who may, and where one comes from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from crm.partners.domain.visibility import levels_of

PERMISSION = "partners.import_partners"


class TidyingScreen(WagtailAdminTemplateMixin):
    """For those who may import and merge; everyone else is told so before anything is read."""

    home: ClassVar[tuple[str, Any]]
    permissions: ClassVar[tuple[str, ...]] = (PERMISSION,)
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(self.permissions):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def levels(self) -> frozenset[str]:
        return levels_of(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        address, label = self.home
        here = [{"url": "", "label": self.get_page_title()}] if self.get_page_title() != str(label) else []
        return [*self.breadcrumbs_items, {"url": reverse(address), "label": label}, *here]
