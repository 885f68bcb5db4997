"""A block that presents a partner follows it when two records become one, and comes back when they part."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import ReferenceIndex

from crm.partners.domain.merging import merge, undo_merger
from crm.partners.enums import RecordKind
from crm.partners.models import Merger, Organization
from crm.partners.references import read_again
from newsletters.models import NewsletterPage
from tests.factories import OrganizationFactory
from tests.factories.newsletters import newsletter

pytestmark = pytest.mark.django_db


def presented(page: NewsletterPage) -> list[Organization | None]:
    """The organizations of its blocks, read anew."""
    body = NewsletterPage.objects.get(pk=page.pk).body
    return [block.value["organization"] for block in body if block.block_type == "partner"]


def told_by_pages(one: int) -> set[str]:
    """The titles of the letters that the index of references gives for this number."""
    rows = ReferenceIndex.objects.filter(to_object_id=str(one), to_content_type__model="organization")
    pages = rows.filter(base_content_type__model="page").values_list("object_id", flat=True)
    return set(NewsletterPage.objects.filter(pk__in=list(pages)).values_list("title", flat=True))


def unite(kept: Organization, lost: Organization) -> Merger:
    with read_again(RecordKind.ORGANIZATION, kept.pk, lost.pk):
        return merge(RecordKind.ORGANIZATION, kept.pk, lost.pk, {}, by=None, now=timezone.now())


def test_a_letter_that_presents_a_partner_follows_it_and_comes_back() -> None:
    kept, lost = OrganizationFactory(name="Café du Perron"), OrganizationFactory(name="Café Perron")
    number = lost.pk
    page = newsletter(title="La une", body=[("partner", {"organization": lost, "text": ""})])
    ReferenceIndex.create_or_update_for_object(page)
    assert told_by_pages(number) == {"La une"}

    merger = unite(kept, lost)
    merged = presented(page), told_by_pages(kept.pk), told_by_pages(number)
    with read_again(RecordKind.ORGANIZATION, kept.pk, number):
        undo_merger(merger, now=timezone.now())

    assert merged == ([kept], {"La une"}, set())
    assert [one and one.pk for one in presented(page)] == [number]
    assert (told_by_pages(kept.pk), told_by_pages(number)) == (set(), {"La une"})


def test_a_letter_that_presents_both_presents_the_kept_one_twice() -> None:
    kept, lost = OrganizationFactory(), OrganizationFactory()
    blocks = [("partner", {"organization": one, "text": ""}) for one in (lost, kept)]
    page = newsletter(body=blocks)

    unite(kept, lost)

    assert presented(page) == [kept, kept]


def test_a_partner_that_was_deleted_leaves_the_block_empty() -> None:
    gone, stays = OrganizationFactory(), OrganizationFactory()
    page = newsletter(body=[("partner", {"organization": one, "text": ""}) for one in (gone, stays)])

    Organization.objects.filter(pk=gone.pk).delete()

    assert presented(page) == [None, stays]
