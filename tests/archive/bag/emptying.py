"""Makes the installation of a test as one that never had a memory."""

from __future__ import annotations

from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from cms.archive.domain.bag.kinds import KINDS
from cms.archive.enums import Level
from cms.archive.models import DiscardedFile, Fonds, Homecoming, ItemCounter, Master, MemoryPage, archive_storage
from crm.partners.models import Picture


def empty_memory() -> None:
    PageViewRestriction.objects.all().delete()
    Redirect.objects.all().delete()
    Homecoming.objects.all().delete()
    for page in MemoryPage.objects.all():
        page.delete()
    Picture.objects.all().delete()
    get_document_model().objects.all().delete()
    for master in Master.objects.all():
        archive_storage().delete(master.file.name)
    Fonds.objects.exclude(parent=None).update(level=Level.FONDS, parent=None)
    for kind in reversed(KINDS):
        kind.model._default_manager.all().delete()
    ItemCounter.objects.all().delete()
    DiscardedFile.objects.all().delete()
