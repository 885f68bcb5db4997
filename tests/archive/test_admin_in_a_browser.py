"""The screens of the memory in the administration: nothing in anyone's way, on a telephone and on a large screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import expect

from cms.archive.derivatives.deriving import derive_next
from cms.archive.domain.agreement_texts import write_text
from cms.archive.domain.agreements import record_agreement
from cms.archive.domain.closing import take_down
from cms.archive.domain.descriptions.bringing import plan_descriptions, prepare_descriptions
from cms.archive.domain.masters import receive
from cms.archive.enums import AgreementSubject, Channel
from cms.archive.models import Agreement, Credit, Item, RecognitionPhoto
from cms.archive.outside.arriving import receive_export, receive_whole
from crm.accounts.policy import Role
from tests.archive.contributions import given
from tests.archive.outside.exports import WXR
from tests.archive.recognition import answered
from tests.axe import violations
from tests.browser import Site
from tests.factories import (
    FondsFactory,
    ItemFactory,
    PersonFactory,
    PlaceFactory,
    TermFactory,
    UserFactory,
    complete_council,
    drawn_image,
    receive_sound,
)
from tests.factories.assemblies import adopted
from tests.journeys.admin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LIST = b"Fichier;Titre\r\nforge.jpg;La forge\r\nx.jpg;Rien\r\n"
NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)


def an_agreement(items: list[Item]) -> Agreement:
    """Spoken; the words of the other agreement were changed once."""
    write_text(AgreementSubject.LICENCE, "Je donne cette photo, et je peux la reprendre.")
    spoken = Agreement(
        subject=AgreementSubject.DEPICTION, person_name="Zénobie Fictive", given_on=NOW.date(), channel=Channel.SPOKEN
    )
    return record_agreement(spoken, items, None)


def a_photo(item: Item) -> RecognitionPhoto:
    """Two neighbours recognize someone whose record is not public."""
    photo: RecognitionPhoto = RecognitionPhoto.objects.create(item=item, question="Qui est-ce?")
    Credit.objects.create(item=item, person=PersonFactory(given_name="Rosaire", family_name="Fictif"))
    answered(photo, "Rosaire Fictif", "Rosaire Fictif")
    return photo


def a_memory() -> list[str]:
    """Some of everything, and the addresses of its screens."""
    items = [ItemFactory(live=number > 1) for number in range(4)]
    receive(items[0], "forge.jpg", ContentFile(drawn_image(size=(400, 300))), None, NOW)
    receive(items[0], "verso.jpg", ContentFile(drawn_image(size=(300, 400))), None, NOW)
    while derive_next(timezone.now()):
        pass
    agreement = an_agreement(items)
    taken = take_down(items[3], "Reprise par la famille.", None, NOW)
    photo = a_photo(items[2])
    batch = prepare_descriptions("liste.csv", LIST, by=None, now=NOW)
    plan_descriptions(batch, batch.mapping)
    contribution = given()
    blog = ContentFile(WXR.encode(), "blogue.xml")
    homecoming = receive_export(receive_whole("blogue.xml", blog, UserFactory(), NOW), NOW)
    sound = receive_sound()
    fonds, place, term = FondsFactory(), PlaceFactory(), TermFactory()
    ticked = f"next=/admin/memoire/&id={items[0].pk}&id={items[2].pk}"
    return [
        "/admin/memoire/",
        "/admin/memoire/add/",
        *(f"/admin/bulk/archive/item/{act}/?{ticked}" for act in ("describe", "publish")),
        f"/admin/memoire/edit/{items[2].pk}/",
        f"/admin/memoire/history/{items[2].pk}/",
        f"/admin/memoire/transcription/{sound.item_id}/",
        f"/admin/memoire/transcription/{sound.item_id}/{sound.pk}/",
        "/admin/fichiers-de-la-memoire/",
        f"/admin/fichiers-de-la-memoire/piece/{items[0].pk}/",
        f"/admin/fonds-d-archives/edit/{fonds.pk}/",
        f"/admin/lieux-de-memoire/edit/{place.pk}/",
        "/admin/sujets/",
        f"/admin/sujets/edit/{term.pk}/",
        *(f"/admin/contributions/{contribution.pk}/{act}" for act in ("", "accepter/", "question/", "refuser/")),
        "/admin/a-decrire/",
        "/admin/a-decrire/?manque=place",
        f"/admin/a-decrire/{items[0].pk}/",
        "/admin/descriptions/",
        f"/admin/descriptions/{batch.pk}/",
        f"/admin/descriptions/{batch.pk}/colonnes/",
        "/admin/accords/",
        "/admin/accords/inscrire/",
        "/admin/accords/mots/",
        f"/admin/accords/{agreement.pk}/",
        f"/admin/accords/{agreement.pk}/pieces/",
        f"/admin/accords/{agreement.pk}/retirer/",
        "/admin/retraits/",
        f"/admin/retraits/{taken.pk}/remettre/",
        f"/admin/retraits/{taken.pk}/detruire/",
        f"/admin/retraits/{taken.pk}/oublier/",
        f"/admin/memoire/retirer/{items[2].pk}/",
        "/admin/contributions/",
        "/admin/avez-vous-reconnu/",
        f"/admin/avez-vous-reconnu/{photo.pk}/",
        f"/admin/avez-vous-reconnu/{photo.pk}/accepter/?nom=rosaire%20fictif",
        "/admin/originaux/",
        "/admin/emporter/",
        "/admin/apporter/",
        f"/admin/apporter/{homecoming.pk}/",
        f"/admin/apporter/{homecoming.pk}/?ask=forget",
    ]


# What one reads or fills in, past the edge of the window: the frame hides it, and no bar leads there.
CUT = """() => {
  document.querySelectorAll("main details").forEach((one) => { one.open = true; });
  const aside = ".w-minimap, .form-side, .footer, .tidy__table, thead";
  return [...document.querySelectorAll("main :is(input, select, textarea, button, a, p, table)")]
    .filter((one) => !one.closest(aside) && one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `is cut: ${one.outerHTML.slice(0, 90)}`);
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_stands_in_the_way(site: Site, width: int) -> None:
    complete_council()
    addresses = a_memory()
    page = sign_in(site, Role.ARCHIVES, width=width)

    found = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        found[address] = [*violations(page), *page.evaluate(CUT)]

    assert "\n".join(f"{address} {line}" for address, lines in found.items() for line in lines) == ""


def test_a_long_list_of_decisions_is_narrowed_by_what_one_types(site: Site) -> None:
    complete_council()
    trees = adopted(title="Des érables rue des Tailleurs")
    for number in range(9):
        adopted(title=f"Adoption de l’ordre du jour {number}")
    place = PlaceFactory()
    page = sign_in(site, Role.ARCHIVES, width=360)
    page.goto(f"/admin/lieux-de-memoire/edit/{place.pk}/")
    decisions = page.locator("#id_decisions")
    page.locator(".w-panel.collapsed", has=decisions).locator("[data-panel-toggle]").first.click()
    words = page.locator("[data-long-list]", has=decisions).get_by_role("searchbox", name="Chercher dans cette liste")

    assert page.evaluate(CUT) == []
    words.fill("erables")

    expect(decisions.get_by_role("checkbox")).to_have_count(1)
    decisions.get_by_label("Des érables rue des Tailleurs").check()
    words.fill("rien de tel")
    expect(decisions.get_by_role("checkbox")).to_have_count(1)
    expect(page.get_by_text("Rien dans cette liste ne répond à ces mots.")).to_be_visible()
    words.press("Enter")
    page.get_by_role("button", name="Enregistrer").first.click()
    page.wait_for_url("**/admin/lieux-de-memoire/")
    assert list(place.decisions.all()) == [trees]
