"""What citizens gave: read, asked about, accepted or refused, never changed."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from cms.archive.models import Contribution
from cms.archive.views.admin import contributions as screens
from cms.archive.viewsets.base import FormlessViewSet


class ContributionViewSet(FormlessViewSet):
    """A list and the screens of one contribution; no form changes what a citizen wrote."""

    model = Contribution
    name = "archive_contributions"
    url_prefix = "contributions"
    icon = "mail"
    menu_label = _("Contributions")
    index_view_class = screens.ContributionListView
    list_filter = ["state"]
    search_fields = ["title", "person_name", "person_email"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", screens.ContributionPageView.as_view(), name="page"),
            path("<int:pk>/fichier/<int:file>/", screens.ContributionPreviewView.as_view(), name="preview"),
            path("<int:pk>/accepter/", screens.AcceptContributionView.as_view(), name="accept"),
            path("<int:pk>/question/", screens.AskGiverView.as_view(), name="ask"),
            path("<int:pk>/refuser/", screens.RefuseContributionView.as_view(), name="refuse"),
            path("<int:pk>/relire/", screens.ReadAgainView.as_view(), name="read_again"),
        ]
