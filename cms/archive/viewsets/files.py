"""Where files are brought in and looked at, and whether the originals are whole: two lines of the menu."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from cms.archive.views.admin import deposits, files
from cms.archive.views.admin.fixity import FixityView
from crm.partners.viewsets.permitted import menu_item_for


class FilesViewSet(ViewSet):
    """Bringing files in, and the files of an item."""

    name = "archive_files"
    url_prefix = "fichiers-de-la-memoire"
    icon = "upload"
    menu_label = _("Bring in files")
    menu_name = "archive-files"
    menu_item_class = menu_item_for("archive.add_item")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", deposits.DepositView.as_view(), name="index"),
            path("depot/", deposits.OpenDepositView.as_view(), name="open_deposit"),
            path("depot/<int:deposit>/", deposits.BeginView.as_view(), name="begin"),
            path("depot/<int:deposit>/etat/", deposits.ProgressView.as_view(), name="progress"),
            path("envoi/<uuid:key>/", deposits.PieceView.as_view(), name="piece"),
            path("piece/<int:pk>/", files.ItemFilesView.as_view(), name="files"),
            path("piece/<int:pk>/ajouter/", deposits.DepositView.as_view(), name="add_files"),
            path("piece/<int:pk>/effacer/<int:master>/", files.TakeOffView.as_view(), name="take_off"),
            path("copies/<int:master>/<str:name>", files.PreviewView.as_view(), name="preview_copy"),
            path("originaux/<int:master>/", files.OriginalView.as_view(), name="original"),
        ]


class FixityViewSet(ViewSet):
    """The report on the originals."""

    name = "archive_fixity"
    url_prefix = "originaux"
    icon = "check"
    menu_label = _("Are the originals whole?")
    menu_name = "archive-fixity"
    menu_item_class = menu_item_for("archive.view_item")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", FixityView.as_view(), name="index")]
