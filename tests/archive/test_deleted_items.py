"""An item that is deleted: only what nobody has seen, and its files with it."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from cms.archive.models import Item, Master, archive_storage
from crm.accounts.policy import Role
from tests.factories import ItemFactory, someone_of

pytestmark = pytest.mark.django_db


def test_what_has_been_on_the_site_is_not_simply_deleted(client, council):
    client.force_login(someone_of(Role.ARCHIVES))
    shown, draft = ItemFactory(), ItemFactory(live=False)
    shown.save_revision().publish()

    client.post(f"/admin/memoire/delete/{shown.pk}/")
    client.post(f"/admin/memoire/delete/{draft.pk}/")

    assert list(Item.objects.all()) == [shown]


def test_a_deleted_draft_takes_its_files_with_it(django_capture_on_commit_callbacks):
    name = archive_storage().save("masters/z.jpg", ContentFile(b"x"))
    item = ItemFactory(live=False)
    Master.objects.create(item=item, file=name, name="z.jpg", media_type="image/jpeg", size=1, sha256="0")

    with django_capture_on_commit_callbacks(execute=True):
        item.delete()

    assert not archive_storage().exists(name)
