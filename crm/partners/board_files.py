"""The files of the board: the only place that agreements and grant files are put in and chosen from.

Wagtail's own chooser offers the whole library, whose documents are public at their addresses. This one knows one
collection, asks for the right to see what is for the board, and puts there whatever is sent.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms.models import modelform_factory
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, DownloadColumn
from wagtail.documents import get_document_model
from wagtail.documents.forms import formfield_for_dbfield
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views import chooser
from wagtail.models import Collection

from crm.accounts.groups import BOARD_FILES
from crm.partners.models.board_files import IN_BOARD_FILES
from crm.partners.uploads import DocumentForm

ADDS = ("partners.change_partnership", "partners.change_funding")


def board_collection() -> Collection:
    collection: Collection = Collection.objects.get(depth=1, name=BOARD_FILES)
    return collection


def board_documents() -> QuerySet[AbstractDocument]:
    documents: QuerySet[AbstractDocument] = get_document_model().objects.filter(**IN_BOARD_FILES)
    return documents


class BoardDocumentForm(DocumentForm):
    """A file for the board: nobody chooses its collection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("user", None)
        super().__init__(*args, **kwargs)
        self.fields.pop("collection", None)
        self.instance.collection = board_collection()


class ForTheBoard:
    """Every view of the chooser asks who is there."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("partners.see_board_level"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class AddsForTheBoard(ForTheBoard):
    def can_create(self) -> bool:
        return any(self.request.user.has_perm(permission) for permission in ADDS)

    def get_creation_form_class(self) -> Any:
        return modelform_factory(
            get_document_model(),
            form=BoardDocumentForm,
            fields=["title", "file", "collection"],
            formfield_callback=formfield_for_dbfield,
        )


class Listed(AddsForTheBoard):
    """What is offered: the files of the board, the latest first."""

    collections = None

    def get_object_list(self) -> QuerySet[AbstractDocument]:
        return board_documents()

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            DownloadColumn("filename", label=_("File")),
            DateColumn("created_at", label=_("Created"), width="16%"),
        ]


class ChooseView(Listed, chooser.DocumentChooseView):
    pass


class ChooseResultsView(Listed, chooser.DocumentChooseResultsView):
    pass


class ChosenView(ForTheBoard, chooser.DocumentChosenView):
    def get_object(self, pk: Any) -> AbstractDocument:
        document: AbstractDocument = board_documents().get(pk=pk)
        return document


class ChosenMultipleView(ForTheBoard, chooser.DocumentChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[AbstractDocument]:
        return board_documents().filter(pk__in=pks)


class UploadView(AddsForTheBoard, chooser.DocumentChooserUploadView):
    pass


class BoardDocumentChooserViewSet(chooser.DocumentChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = UploadView
    choose_one_text = _("Choose or add a file of the board")
    choose_another_text = _("Choose another file")
    # Elsewhere documents are chosen with Wagtail's own.
    register_widget = False


BOARD_DOCUMENT_CHOOSER = BoardDocumentChooserViewSet(
    "board_documents_chooser", model="wagtaildocs.Document", url_prefix="dossiers-du-conseil/choisir"
)


def board_document_widget() -> Any:
    return BOARD_DOCUMENT_CHOOSER.widget_class(show_edit_link=False)
