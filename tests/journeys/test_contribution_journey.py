"""A neighbour gives a photo from a phone, follows it to the site, takes it back; two others name someone in another."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.archive.domain.recognizing import line_up, show_this_week
from cms.archive.models import Contribution, Item
from cms.archive.tasks import tell_of_publications_task
from crm.accounts.policy import Role
from tests.archive.recognition import pictured
from tests.browser import Site, follow
from tests.factories import drawn_image
from tests.journeys.admin import sign_in
from tests.journeys.letters import Outbox, link_in, words_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PHONE = 390


def give(site: Site, photo: Path) -> None:
    """As anyone does, on a phone, without JavaScript and without an account."""
    page = site.open("/memoire/contribuer/", width=PHONE, javascript=False)
    page.get_by_label("Vos fichiers").set_input_files([photo, photo])
    page.get_by_label("Qu’est-ce que c’est?").fill("Ma classe devant l’école")
    page.get_by_label("C’était quand?").fill("vers 1960")
    page.get_by_label("Votre nom", exact=True).fill("Ondine")
    page.get_by_label("Votre courriel").fill("ondine@example.org")
    page.get_by_label("J’ai 14 ans ou plus").check()
    page.get_by_label("J’ai lu ce texte et je suis d’accord.").check()
    page.get_by_role("button", name="Envoyer mon don").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci\u00a0: c’est reçu")


def test_a_photo_goes_from_a_phone_to_the_site_and_back(site: Site, outbox: Outbox, tmp_path: Path) -> None:
    photo = tmp_path / "classe.jpg"
    photo.write_bytes(drawn_image())
    give(site, photo)
    receipt = outbox.wait_for("ondine@example.org")
    assert "Nous avons reçu vos 2\u00a0fichiers." in words_of(receipt).replace("vos 2 ", "vos 2\u00a0")

    curator = sign_in(site, Role.ARCHIVES)
    follow(curator.get_by_role("link", name="Lire, puis décider"))
    follow(curator.get_by_role("link", name="Ma classe devant l’école"))
    follow(curator.get_by_role("link", name="Poser une question…"))
    curator.get_by_label("Votre question").fill("Quelle école?")
    follow(curator.get_by_role("button", name="Poser une question"))
    asked = outbox.wait_for("ondine@example.org", 2)
    assert "Quelle école?" in words_of(asked)

    own = site.open(link_in(asked, "/memoire/contribution/"), width=PHONE, javascript=False)
    own.get_by_label("Votre réponse").fill("Celle de l’avenue.")
    own.get_by_role("button", name="Envoyer ma réponse").click()
    expect(own.get_by_role("status")).to_have_text("Merci\u00a0: votre réponse est chez nous.")

    curator.reload()
    expect(curator.locator("main")).to_contain_text("Celle de l’avenue.")
    follow(curator.get_by_role("link", name="Accepter…"))
    follow(curator.get_by_role("button", name="Accepter"))
    outbox.wait_for("ondine@example.org", 3)
    item = Item.objects.get()
    assert (item.live, item.masters.count()) == (False, 2)
    own.reload()
    expect(own.locator(".contribution__state")).to_contain_text("C’est accepté.")

    item.save_revision().publish()
    told = publication_told(outbox)
    address = link_in(told, f"/memoire/{item.number}/")
    public = site.open(address, width=PHONE, javascript=False)
    expect(public.get_by_role("heading", level=1)).to_have_text("Ma classe devant l’école")
    take_back(site, link_in(told, "/memoire/contribution/"))
    outbox.wait_for("ondine@example.org", 5)
    assert public.reload().status == 410
    assert Contribution.objects.get().state == "withdrawn"


def publication_told(outbox: Outbox) -> EmailMessage:
    """What beat does each minute."""
    tell_of_publications_task()
    return outbox.wait_for("ondine@example.org", 4)


def take_back(site: Site, link: str) -> None:
    page = site.open(link, width=PHONE, javascript=False)
    page.get_by_role("link", name="Retirer ce que j’ai donné").click()
    page.get_by_role("button", name="Le retirer").click()
    expect(page.locator(".contribution__state")).to_have_text("Vous l’avez retiré.")


def recognize(site: Site, name: str, how: str = "C’est mon grand-père.") -> Page:
    page = site.open("/memoire/avez-vous-reconnu/", width=PHONE, javascript=False)
    page.get_by_label("Qui ou quoi reconnaissez-vous?").fill(name)
    page.get_by_label("Où dans l’image?").fill("au centre")
    page.get_by_label("C’est certain").check()
    page.get_by_label("Comment le savez-vous?").fill(how)
    page.get_by_role("button", name="Envoyer ce que je sais").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci de votre réponse")
    return page


@pytest.mark.usefixtures("open_council")
def test_two_neighbours_and_the_curator_name_someone(site: Site) -> None:
    photo = line_up(pictured(title="La tannerie"), "Qui est au centre?", timezone.now())
    show_this_week(photo, timezone.now())
    recognize(site, "Rosaire Fictif")
    curator = sign_in(site, Role.ARCHIVES)
    curator.goto(f"/admin/avez-vous-reconnu/{photo.pk}/")
    expect(curator.locator("main")).to_contain_text("Une autre personne du quartier doit dire la même chose.")

    page = recognize(site, "rosaire fictif", "J’étais dans sa classe.")

    curator.reload()
    follow(curator.get_by_role("link", name="Accepter ce nom…"))
    follow(curator.get_by_role("button", name="Accepter ce nom"))
    page.get_by_role("link", name="Reconnaître quelqu’un d’autre").click()
    expect(page.get_by_role("region", name="Déjà reconnus")).to_contain_text("Rosaire Fictif, au centre")
