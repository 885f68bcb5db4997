"""The menu « Vie privée »: what people ask of their data, and who is to be erased."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from crm.partners.views import privacy_requests, retention
from crm.partners.views.guarded import ANSWER_REQUESTS
from crm.partners.viewsets.permitted import menu_item_for


class PrivacyViewSet(ViewSet):
    menu_item_class = menu_item_for(ANSWER_REQUESTS)


class RequestViewSet(PrivacyViewSet):
    name = "privacy_request"
    url_prefix = "demandes"
    icon = "form"
    menu_label = _("Requests about personal data")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", privacy_requests.RequestListView.as_view(), name="index"),
            path("ajouter/", privacy_requests.AddRequestView.as_view(), name="add"),
            path("<int:pk>/", privacy_requests.EditRequestView.as_view(), name="edit"),
        ]


class RetentionViewSet(PrivacyViewSet):
    name = "retention"
    url_prefix = "a-effacer"
    icon = "bin"
    menu_label = _("To erase")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", retention.RetentionView.as_view(), name="index")]


class PrivacyGroup(ViewSetGroup):
    menu_label = _("Privacy")
    menu_name = "privacy"
    menu_icon = "lock"
    menu_order = 165
    items = (RequestViewSet, RetentionViewSet)
