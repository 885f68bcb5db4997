"""Who agreed to what: written down, shown, ended, never changed."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from cms.archive.models import Agreement
from cms.archive.views.admin.agreement_words import AgreementWordsView
from cms.archive.views.admin.agreements import (
    AddAgreementView,
    AgreementItemsView,
    AgreementListView,
    AgreementPageView,
    AgreementScanView,
    WithdrawAgreementView,
)
from cms.archive.viewsets.base import FormlessViewSet


class AgreementViewSet(FormlessViewSet):
    """A list and the screens of one agreement; no form changes what was accepted."""

    model = Agreement
    name = "archive_agreements"
    url_prefix = "accords"
    icon = "doc-full"
    menu_label = _("Agreements")
    index_view_class = AgreementListView
    search_fields = ["person_name", "person_email"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("mots/", AgreementWordsView.as_view(), name="words"),
            path("inscrire/", AddAgreementView.as_view(), name="add"),
            path("<int:pk>/", AgreementPageView.as_view(), name="page"),
            path("<int:pk>/pieces/", AgreementItemsView.as_view(), name="items"),
            path("<int:pk>/papier/", AgreementScanView.as_view(), name="scan"),
            path("<int:pk>/retirer/", WithdrawAgreementView.as_view(), name="withdraw"),
        ]
