"""Fifty photographs: dropped, described from a spreadsheet, published; then a visitor finds one among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.archive.domain.descriptions.bringing import write_some
from cms.archive.models import DescriptionList, Item
from cms.archive.tasks import derive_due
from cms.pages.domain.search.shelving import shelve
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.browser import Site, follow
from tests.journeys.admin import sign_in
from tests.journeys.test_deposit_journey import SCREEN, drop, photographs

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

COUNT = 50


def spreadsheet(folder: Path) -> Path:
    """One church in each decade, and houses between them."""
    lines = ["Fichier;Titre;Date;Lieux;Droits"]
    for number in range(1, COUNT + 1):
        what = "L’église" if number % 10 == 5 else "Une maison"
        lines.append(f"IMG_{number}.jpg;{what}, vue {number};{1919 + number};Rue des Tailleurs;Domaine public")
    path = folder / "descriptions.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


def test_fifty_photographs_are_dropped_described_and_published(
    site: Site, open_council: Council, tmp_path: Path
) -> None:
    page = sign_in(site, Role.ARCHIVES)
    page.goto(SCREEN)
    drop(page, photographs(tmp_path, COUNT))
    expect(page.locator("[data-summary]")).to_contain_text(f"{COUNT} sur {COUNT}", timeout=60_000)

    page.goto("/admin/descriptions/")
    page.get_by_label("Votre liste").set_input_files(spreadsheet(tmp_path))
    page.get_by_role("button", name="Lire la liste").click()
    page.wait_for_url("**/colonnes/")
    page.get_by_role("button", name="Voir ce que ferait chaque ligne").click()
    expect(page.locator("main")).to_contain_text("IMG_5.jpg")
    assert not Item.objects.filter(title__startswith="Une maison").exists()
    page.get_by_role("button", name="Importer cette liste").click()
    expect(page.get_by_role("button", name="Arrêter ici")).to_be_visible()
    batch = DescriptionList.objects.get()
    while write_some(batch.pk, now=timezone.now()):
        pass
    assert Item.objects.filter(title__startswith="Une maison").count() == COUNT - 5
    derive_due()

    numbers = Item.objects.values_list("pk", flat=True)
    page.goto("/admin/bulk/archive/item/publish/?next=/admin/memoire/&" + "&".join(f"id={pk}" for pk in numbers))
    page.get_by_role("button", name="Publier").click()
    expect(page.locator("main")).to_contain_text("Arrêter ici")
    batch = DescriptionList.objects.latest("pk")
    while write_some(batch.pk, now=timezone.now()):
        pass
    page.reload()
    expect(page.locator(".tidy__state")).to_have_text("Fait")
    assert Item.objects.filter(live=True).count() == COUNT
    shelve()

    visitor = site.open("/recherche/?q=eglises", width=360, javascript=False)
    assert visitor.locator(".answer__title").count() == 5
    follow(visitor.get_by_role("link", name="années 1950"))
    assert visitor.locator(".answer__title").count() == 1
    follow(visitor.locator(".answer__title a"))
    assert visitor.get_by_role("heading", level=1).inner_text() == "L’église, vue 35"
