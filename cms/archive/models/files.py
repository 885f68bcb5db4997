"""The files of the memory: the master as it came, what the public gets of it, the checks that it is whole."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.archive.domain.served_types import EXTENSIONS
from cms.archive.enums import Damage, Purpose
from cms.archive.models.items import Item


def archive_storage() -> Storage:
    """Where masters and derivatives are kept: private, and reached by no address of its own."""
    return storages["archive"]


class Master(models.Model):
    """A file as it arrived, never changed and never public (PREMIS: preservation master).

    `sha256` is that of its bytes at arrival, in hexadecimal; `size` in bytes; `media_type` by its content. Its public
    copies are due while `derived_at` is empty; `derive_error` says why there are none, or not all.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="masters")
    position = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=archive_storage, upload_to="masters", max_length=200)
    name = models.CharField(_("name of the file"), max_length=250)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text=_("How long it plays."))
    alt_text = models.CharField(
        _("alternative text"), max_length=400, blank=True, help_text=_("For those who do not see the picture.")
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    # A picture that stands for a film of the same item; it is not shown among its photographs.
    poster_of = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="posters"
    )
    text = models.TextField(blank=True, editable=False, help_text=_("The words found in the file, for the search."))
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    derived_at = models.DateTimeField(null=True, blank=True, editable=False)
    derive_error = models.CharField(max_length=300, blank=True, editable=False)
    derive_claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    derive_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    broken_at = models.DateTimeField(null=True, blank=True, editable=False)
    damage = models.CharField(max_length=10, choices=Damage, blank=True, editable=False)

    class Meta:
        verbose_name = _("master file")
        verbose_name_plural = _("master files")
        ordering = ["item", "position", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Derivative(models.Model):
    """What the public gets of a master: re-encoded, without a place or a person's data in it."""

    master = models.ForeignKey(Master, on_delete=models.CASCADE, related_name="derivatives")
    purpose = models.CharField(max_length=12, choices=Purpose)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    page = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=100)
    file = models.FileField(storage=archive_storage, upload_to="derivatives", max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("public copy")
        verbose_name_plural = _("public copies")
        ordering = ["master", "purpose", "page", "width", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["master", "purpose", "page", "width", "media_type"], name="derivative_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.width} × {self.height}"

    def get_absolute_url(self) -> str:
        return reverse("archive_file", args=[self.master_id, self.served_name])

    @property
    def served_name(self) -> str:
        """What its address ends in; the same after it is made again."""
        return f"{self.purpose}-{self.page}-{self.width}.{EXTENSIONS[self.media_type]}"
