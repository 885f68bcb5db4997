"""The documents of decisions: in the public library once everyone may read the decision, among the board's before."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection

from crm.assemblies.models import Decision
from crm.partners.board_files import board_collection
from crm.partners.models.board_files import IN_BOARD_FILES


def keep_document(file: UploadedFile, title: str, *, is_public: bool, by: Any) -> AbstractDocument:
    """A new document of the library, whose collection says who may open it."""
    document = get_document_model()(title=title, file=file, collection=_collection(is_public), uploaded_by_user=by)
    document.file_size = file.size
    document.save()
    return document


def public_documents(decision: Decision) -> Any:
    """Those that anyone may open."""
    return decision.documents.exclude(**IN_BOARD_FILES).order_by("title", "pk")


def place_documents(decision: Decision) -> None:
    """Put the documents of the decision where it stands itself; a second call changes nothing."""
    decision.documents.update(collection=_collection(decision.is_public))


def place_document(document: AbstractDocument, *, is_public: bool) -> None:
    """Put one document where those who may read it find it."""
    get_document_model().objects.filter(pk=document.pk).update(collection=_collection(is_public))


def place_after_saving(instance: Decision, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A signal's receiver: whoever adopts a decision, its documents follow."""
    if not created and not raw:
        place_documents(instance)


def _collection(is_public: bool) -> Collection:
    return Collection.get_first_root_node() if is_public else board_collection()
