"""What the screens about one mailing share: which mailing, and the way back to it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from newsletters.models import Mailing


class MailingScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One mailing, for those who may see it."""

    model = Mailing
    index_url_name = ""
    inspect_url_name = ""
    permission_required = "view"
    header_icon = "mail"

    @cached_property
    def mailing(self) -> Mailing:
        return get_object_or_404(Mailing.objects.select_related("created_by", "page"), pk=self.kwargs["pk"])

    @property
    def mailing_url(self) -> str:
        return reverse(self.inspect_url_name, args=[self.mailing.pk])

    def get_page_title(self) -> str:
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Mailings")},
            {"url": self.mailing_url, "label": self.mailing.subject},
        ]
