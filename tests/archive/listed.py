"""Items with a file, and lists that describe them, looked at or written."""

from __future__ import annotations

from datetime import UTC, datetime

from cms.archive.domain.descriptions.bringing import (
    plan_descriptions,
    prepare_descriptions,
    start_descriptions,
    write_some,
)
from cms.archive.models import DescriptionList, Item, Master
from crm.accounts.policy import Role
from tests.factories import ItemFactory, someone_of

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
HEAD = "Fichier;Titre;Date;Lieux;Description;Droits;Photographe;Texte de remplacement"


def with_file(name: str, **facts: object) -> Item:
    item = ItemFactory(**facts)
    Master.objects.create(item=item, file=f"masters/{name}", name=name, media_type="image/jpeg", size=1, sha256="0")
    return item


def planned(*lines: str, head: str = HEAD, raw: bytes | None = None, **options: bool) -> DescriptionList:
    content = raw or "\r\n".join([head, *lines]).encode("utf-8-sig")
    batch = prepare_descriptions("photos.csv", content, by=someone_of(Role.ARCHIVES), now=NOW)
    plan_descriptions(batch, batch.mapping, **options)
    return batch


def written(*lines: str, **options: bool) -> DescriptionList:
    batch = planned(*lines, **options)
    start_descriptions(batch)
    while write_some(batch.pk, now=NOW):
        pass
    batch.refresh_from_db()
    return batch
