"""What the screens around one assembly share: who may open them, and the way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.assemblies.models import Assembly


class AssemblyScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A screen of the table; with a number in its address, of one assembly."""

    model = Assembly
    permission_policy = ModelPermissionPolicy(Assembly)
    permission_required = "change"
    index_url_name = "assembly:index"
    header_icon = "group"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def assembly(self) -> Assembly:
        return get_object_or_404(Assembly.objects.select_related("event__own_kind"), pk=self.kwargs["pk"])

    @property
    def sees_closed_session(self) -> bool:
        return bool(self.request.user.has_perm("assemblies.see_closed_session"))

    @property
    def page_url(self) -> str:
        return reverse("assembly:inspect", args=[self.assembly.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("assembly:index"), "label": _("Assemblies")}]
        if "pk" in self.kwargs:
            items.append({"url": self.page_url, "label": str(self.assembly)})
        return [*items, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def get_page_subtitle(self) -> str:
        return str(self.assembly) if "pk" in self.kwargs else ""
