"""Files come in by the hundred: a line that breaks, a pause, a page that is left lose nothing."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from cms.archive.models import Item, Master, Upload
from cms.archive.tasks import derive_due
from crm.accounts.policy import Role
from crm.partners.models import Council
from tests.axe import violations
from tests.browser import Site
from tests.factories import ItemFactory, drawn_image
from tests.journeys.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SCREEN = "/admin/fichiers-de-la-memoire/"


def photographs(folder: Path, count: int) -> list[Path]:
    """Small, each of its own size, and named as a camera does."""
    made = []
    for number in range(1, count + 1):
        path = folder / f"IMG_{number}.jpg"
        path.write_bytes(drawn_image(size=(40, 40 + number)))
        made.append(path)
    return made


def drop(page: Page, files: list[Path]) -> None:
    page.get_by_label("Choisissez des fichiers, ou déposez-les ici").set_input_files(files)


def digests(files: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


# What a hand does that drags a folder's photographs over the screen and lets go: each has one byte of its own.
DRAGGED = """([photograph, count]) => {
  const bytes = Uint8Array.from(atob(photograph), (sign) => sign.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  for (let number = 1; number <= count; number++) {
    dataTransfer.items.add(new File([bytes, new Uint8Array([number])], `IMG_${number}.jpg`, { type: "image/jpeg" }));
  }
  const place = document.querySelector(".deposit__place");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""


@pytest.mark.once
def test_two_hundred_photographs_in_one_drag_become_two_hundred_drafts(site: Site, open_council: Council) -> None:
    photograph = drawn_image(size=(40, 40))
    page = sign_in(site, Role.ARCHIVES)
    page.goto(SCREEN)
    assert violations(page) == []

    page.evaluate(DRAGGED, [b64encode(photograph).decode(), 200])

    expect(page.locator("[data-summary]")).to_contain_text("200 sur 200", timeout=120_000)
    assert violations(page) == []
    drafts = Item.objects.order_by("number").prefetch_related("masters")
    assert [item.title for item in drafts] == [f"IMG {number}" for number in range(1, 201)]
    kept = [hashlib.sha256(photograph + bytes([number])).hexdigest() for number in range(1, 201)]
    assert [item.masters.get().sha256 for item in drafts] == kept
    assert not Item.objects.filter(live=True).exists()
    page.get_by_role("link", name="Décrire les pièces").click()
    page.get_by_role("link", name="IMG 200").first.click()
    expect(page.get_by_role("textbox", name="Titre")).to_have_value("IMG 200")


def test_a_line_that_breaks_and_a_page_that_is_left_lose_nothing(
    site: Site, open_council: Council, tmp_path: Path
) -> None:
    scan = tmp_path / "plan.tif"
    scan.write_bytes(drawn_image("TIFF", size=(2600, 2600)))  # five pieces
    item = ItemFactory(live=False)
    page = sign_in(site, Role.ARCHIVES)
    broken: list[Route] = []

    def breaks(route: Route) -> None:
        """The second piece never arrives, while the line is broken."""
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0":
            broken.append(route)
            route.abort()
        else:
            route.continue_()

    page.route("**/envoi/**", breaks)
    page.goto(f"{SCREEN}piece/{item.pk}/ajouter/")
    drop(page, [scan])
    expect(page.locator(".deposit__state")).to_contain_text("La ligne est coupée", timeout=30_000)
    kept = Upload.objects.get().received
    assert 0 < kept < scan.stat().st_size

    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{SCREEN}piece/{item.pk}/ajouter/")
    expect(page.get_by_role("heading", name="Restés en chemin")).to_be_visible()
    drop(page, [scan])

    expect(page.locator("[data-summary]")).to_contain_text("1 sur 1", timeout=30_000)
    assert Upload.objects.count() == 1
    assert [item.masters.get().sha256] == digests([scan])


def test_what_is_refused_and_what_is_known_already_is_said_beside_its_name(
    site: Site, open_council: Council, tmp_path: Path
) -> None:
    (photograph,) = photographs(tmp_path, 1)
    again, page_of_html, empty = tmp_path / "copie.jpg", tmp_path / "page.jpg", tmp_path / "vide.jpg"
    again.write_bytes(photograph.read_bytes())
    page_of_html.write_bytes(b"<html><script>alert(1)</script></html>")
    empty.write_bytes(b"")
    page = sign_in(site, Role.ARCHIVES, width=360)
    page.goto(SCREEN)

    drop(page, [photograph, again, page_of_html, empty])

    line = page.locator(".deposit__file")
    expect(line.filter(has_text="page.jpg")).to_contain_text("aucune sorte que la mémoire garde")
    expect(line.filter(has_text="vide.jpg")).to_contain_text("est vide")
    known = line.filter(has_text="IMG_1.jpg").filter(has_text="est déjà dans la mémoire")
    expect(known).to_be_visible()
    assert violations(page) == []
    known.get_by_role("button", name="Le garder quand même").click()
    expect(page.locator("[data-summary]")).to_contain_text("2 sur 4")
    assert Master.objects.count() == 2


def test_the_files_of_an_item_are_described_and_put_in_order(site: Site, open_council: Council, tmp_path: Path) -> None:
    item = ItemFactory(live=False)
    page = sign_in(site, Role.ARCHIVES, width=360)
    page.goto(f"{SCREEN}piece/{item.pk}/ajouter/")
    drop(page, photographs(tmp_path, 2))
    expect(page.locator("[data-summary]")).to_contain_text("2 sur 2")
    derive_due()

    page.get_by_role("link", name="Voir les fichiers de la pièce").click()
    expect(page.get_by_role("heading", name="IMG_1.jpg")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Texte de remplacement").first.fill("Une cour et un orme.")
    page.get_by_role("button", name="Enregistrer ce texte").first.click()
    page.get_by_role("button", name="Descendre IMG_1.jpg").click()

    expect(page.get_by_role("heading", level=2).first).to_have_text("IMG_2.jpg")
    assert [master.alt_text for master in item.masters.all()] == ["", "Une cour et un orme."]
    page.get_by_role("link", name="Effacer ce fichier…").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="Effacer ce fichier").click()
    expect(page.get_by_text("Le fichier est effacé.")).to_be_visible()
    assert item.masters.count() == 1
