"""The photos to be recognized: lined up, shown a week each, decided name by name."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from cms.archive.models import RecognitionPhoto
from cms.archive.views.admin import recognition as screens
from cms.archive.viewsets.base import FormlessViewSet


class RecognitionViewSet(FormlessViewSet):
    """A list and the screens of one photo; no form changes what a neighbour said."""

    model = RecognitionPhoto
    name = "archive_recognition"
    url_prefix = "avez-vous-reconnu"
    icon = "help"
    menu_label = _("Did you recognize?")
    index_view_class = screens.RecognitionListView
    search_fields = ["question", "item__search_text"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("ajouter/", screens.LineUpView.as_view(), name="add"),
            path("<int:pk>/", screens.PhotoPageView.as_view(), name="page"),
            path("<int:pk>/cette-semaine/", screens.ThisWeekView.as_view(), name="this_week"),
            path("<int:pk>/accepter/", screens.AcceptNameView.as_view(), name="accept"),
            path("<int:pk>/ecarter/", screens.SetAsideView.as_view(), name="set_aside"),
            path("<int:pk>/reprendre/", screens.HearAgainView.as_view(), name="hear_again"),
        ]
