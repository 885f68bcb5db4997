"""The files that are on their way, piece by piece."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.archive.enums import UploadState
from cms.archive.models.files import Master, archive_storage
from cms.archive.models.items import Item


class Deposit(models.Model):
    """What somebody brings in one go: files for one item, one item for each file, or an export to be read."""

    made_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_export = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("deposit of files")
        verbose_name_plural = _("deposits of files")
        default_permissions = ()
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Upload(models.Model):
    """One file on its way. `received` bytes of `size` are kept, in parts; `mark` tells it from others of its name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=250)
    size = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=40, blank=True)
    received = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.COMING)
    sha256 = models.CharField(max_length=64, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    master = models.ForeignKey(Master, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        default_permissions = ()
        ordering = ["touched_at", "pk"]

    def __str__(self) -> str:
        return self.name


class UploadPart(models.Model):
    """Some bytes of a file on its way, from `start`."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    file = models.FileField(storage=archive_storage, upload_to="uploads", max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["upload", "start"]
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.start}"
