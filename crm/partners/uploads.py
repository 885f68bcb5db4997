"""The forms that images and documents come in by; every screen of the admin that takes a file uses them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from crm.partners.domain.sizes import said_size
from crm.partners.domain.uploads import check_document, reencode_image

# Wagtail has no French for these.
IMAGE_REFUSALS = {
    "invalid_image": _("This file is not an image, whatever its name says."),
    "invalid_image_known_format": _(
        "This file is not a .%(extension)s image, whatever its name says: export it again as JPEG or PNG."
    ),
    "file_too_large": _(
        "This image weighs %(file_size)s; the most is %(max_filesize)s. Export it smaller, then try again."
    ),
    "file_too_many_pixels": _("This image has %(num_pixels)s pixels; the most is %(max_pixels_count)s."),
}


class PictureForm(BaseImageForm):
    """An image, written anew before it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages.update(IMAGE_REFUSALS)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        file.seek(0)
        return SimpleUploadedFile(file.name or "image", reencode_image(file.read()), file.content_type or "")


class DocumentForm(BaseDocumentForm):
    """A document that is what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return checked_document(file) if isinstance(file, UploadedFile) else file


def checked_document(file: UploadedFile) -> UploadedFile:
    """The file, ready to be read; refuses what is too heavy, or is not what its name says."""
    most = settings.DOCUMENT_MAX_UPLOAD_SIZE
    size = file.size or 0
    if size > most:
        raise ValidationError(
            _("This document weighs %(size)s; the most is %(most)s."),
            code="file_too_large",
            params={"size": said_size(size), "most": said_size(most)},
        )
    check_document(file.name or "", file.read())
    file.seek(0)
    return file
