"""The list at the door with the network cut: noted, reloaded, closed, back again; each tick once; two telephones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from crm.accounts.policy import Role
from crm.events.models import Event, Tick
from crm.partners.models import Council
from tests.axe import violations
from tests.browser import Site, until
from tests.events.door import there
from tests.factories import DeskFactory, EventFactory, RegistrationFactory
from tests.journeys.admin import sign_in
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SENT = "Tout est envoyé."
KEPT = "localStorage.length + (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length"


@pytest.fixture
def event(open_council: Council) -> Event:
    """Begun an hour ago; three families are expected."""
    made: Event = EventFactory(title="Veillée des lanternes", starts_at=timezone.now() - timedelta(hours=1))
    desk = DeskFactory(event=made)
    for name, places in (("Ondine", 3), ("Basile", 2), ("Élise", 1)):
        RegistrationFactory(desk=desk, name=name, places=places)
    return made


def open_door(site: Site, event: Event) -> Page:
    """Signed in on a telephone, and the list is on it."""
    page = sign_in(site, Role.COMMUNICATIONS, width=360)
    page.goto(f"/admin/presences/{event.pk}/")
    page.get_by_role("link", name="La liste d’accueil, sur un téléphone").click()
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(page.get_by_role("status")).to_contain_text(SENT)
    return page


def line(page: Page, name: str) -> Locator:
    return page.locator("[data-party]").filter(has=page.locator("[data-name]", has_text=name))


def tick(page: Page, name: str, number: int | None = None) -> None:
    if number is not None:
        line(page, name).get_by_role("spinbutton").fill(str(number))
    line(page, name).get_by_role("button", name="Noter").click()


def test_the_list_goes_on_without_network_and_everything_is_sent_once(site: Site, event: Event) -> None:
    page = open_door(site, event)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []

    page.context.set_offline(True)
    tick(page, "Ondine")
    tick(page, "Basile", 1)
    page.get_by_label("Nom, si la personne le veut").fill("Une voisine")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("status")).to_contain_text("À envoyer\u00a0: 3. Pas de réseau")
    expect(page.locator("[data-came]")).to_have_text("5")

    page.reload()
    expect(line(page, "Ondine")).to_contain_text("Sur place\u00a0: 3. Noté sur ce téléphone")
    expect(line(page, "Une voisine")).to_be_visible()
    tick(page, "Basile", 2)
    page.get_by_label("Chercher un nom").fill("elise")
    expect(page.locator("[data-party]:visible")).to_have_count(1)
    line(page, "Élise").get_by_role("button", name="Un de plus").click()
    line(page, "Élise").get_by_role("button", name="Noter").click()
    assert there(event) == {}

    address = page.url
    page.close()
    page = page.context.new_page()
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("À envoyer\u00a0: 5.")
    page.context.set_offline(False)

    expect(page.get_by_role("status")).to_contain_text(SENT)
    assert there(event) == {"Ondine": 3, "Basile": 2, "Élise": 2, "Une voisine": 1}
    assert Tick.objects.count() == 5
    page.reload()
    expect(page.get_by_role("status")).to_contain_text(SENT)
    expect(page.locator("[data-came]")).to_have_text("8")
    assert Tick.objects.count() == 5


def test_an_answer_that_was_lost_on_the_way_writes_nothing_twice(site: Site, event: Event) -> None:
    page = open_door(site, event)
    lost: list[str] = []

    def lose_the_answer(route: object) -> None:
        lost.append(route.fetch().text())  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/etat/", lose_the_answer)
    tick(page, "Ondine")
    expect(page.get_by_role("status")).to_contain_text("À envoyer\u00a0: 1. Pas de réseau")
    assert len(lost) == 1
    assert there(event) == {"Ondine": 3}
    page.unroute("**/etat/")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.get_by_role("status")).to_contain_text(SENT)
    assert Tick.objects.count() == 1


# However long the two notes travel, one was written before the other.
A_MINUTE_AGO = """
for (const name of Object.keys(localStorage).filter((name) => name.includes("-note-"))) {
  const note = JSON.parse(localStorage.getItem(name));
  localStorage.setItem(name, JSON.stringify({ ...note, at: note.at - 60000 }));
}
"""


def test_two_telephones_end_with_the_same_and_say_where_they_disagreed(site: Site, event: Event) -> None:
    one, other = open_door(site, event), open_door(site, event)
    for page in (one, other):
        page.context.set_offline(True)
    tick(one, "Ondine", 3)
    one.evaluate(A_MINUTE_AGO)
    tick(other, "Ondine", 2)
    tick(one, "Basile", 1)
    tick(other, "Élise", 1)

    other.context.set_offline(False)
    expect(other.get_by_role("status")).to_contain_text(SENT)
    one.context.set_offline(False)
    expect(one.get_by_role("status")).to_contain_text(SENT)
    other.evaluate("window.dispatchEvent(new Event('online'))")

    for page in (one, other):
        expect(line(page, "Ondine").get_by_role("spinbutton")).to_have_value("2")
        expect(line(page, "Ondine")).to_contain_text("Deux téléphones ne disent pas la même chose")
        expect(page.locator("[data-came]")).to_have_text("4")
    assert there(event) == {"Ondine": 2, "Basile": 1, "Élise": 1}
    tick(one, "Ondine", 3)
    expect(one.get_by_role("status")).to_contain_text(SENT)
    expect(line(one, "Ondine")).not_to_contain_text("Deux téléphones")
    assert there(event)["Ondine"] == 3


def test_the_names_leave_the_telephone(site: Site, event: Event) -> None:
    page = open_door(site, event)
    assert page.evaluate(f"(async () => {KEPT})()") > 2
    page.get_by_role("button", name="Effacer les noms de ce téléphone").click()
    expect(page.get_by_role("status")).to_contain_text("Les noms sont effacés")
    assert page.evaluate("(async () => (await caches.keys()).length)()") == 0
    page.context.set_offline(True)
    tick_less = page.locator("[data-party]")
    expect(tick_less).to_have_count(0)
    page.context.set_offline(False)

    page.goto(f"/admin/presences/{event.pk}/accueil/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/compte/**")

    assert page.evaluate(f"(async () => {KEPT})()") == 0


@pytest.mark.parametrize("from_where", ["the list", "the administration"])
def test_signing_out_warns_of_what_is_not_sent(site: Site, event: Event, from_where: str) -> None:
    page = open_door(site, event)
    page.route("**/accueil/etat/", lambda route: route.abort())
    tick(page, "Ondine")
    expect(page.get_by_role("status")).to_contain_text("Pas de réseau")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    if from_where == "the list":
        page.get_by_role("button", name="Se déconnecter").click()
        warning = page.get_by_role("alert")
        expect(warning).to_contain_text("qui ne sont pas encore parties : 1")
        assert violations(page) == []
        page.get_by_role("button", name="Se déconnecter").click()
        address = page.url
    else:
        page.goto("/admin/")
        address = page.url
        page.evaluate(
            """() => {
              const form = document.createElement("form");
              Object.assign(form, { method: "post", action: "/admin/logout/" });
              document.body.append(form);
              form.requestSubmit();
            }"""
        )

    assert len(asked) == 1
    assert page.url == address
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('-note-')).length") == 1
    if from_where == "the list":
        page.unroute("**/accueil/etat/")
        page.get_by_role("link", name="Ouvrir la liste").click()
        expect(page.get_by_role("status")).to_contain_text(SENT)
        assert there(event) == {"Ondine": 3}


def test_what_was_noted_leaves_after_the_session_is_opened_again(site: Site, event: Event) -> None:
    page = open_door(site, event)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    tick(page, "Ondine")
    expect(page.get_by_role("status")).to_contain_text("Votre session est terminée")
    assert page.evaluate("(async () => (await caches.keys()).length)()") == 0
    assert there(event) == {}

    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.reload()

    expect(page.get_by_role("status")).to_contain_text(SENT)
    assert there(event) == {"Ondine": 3}


def test_once_the_event_is_over_the_telephone_keeps_no_name(site: Site, event: Event) -> None:
    page = open_door(site, event)
    over = timezone.now() - timedelta(days=2)
    Event.objects.update(starts_at=over, ends_at=over + timedelta(hours=2))
    page.context.set_offline(True)
    tick(page, "Ondine")
    page.context.set_offline(False)
    wait_until(lambda: there(event) == {"Ondine": 3}, "the tick is sent")

    page.reload()
    expect(page.get_by_role("status")).to_contain_text(SENT)

    until(page, "caches.keys().then((names) => names.length === 0)")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.endsWith('etat'))") == []


def test_a_list_left_on_a_telephone_opens_no_more_and_is_swept_away(site: Site, event: Event) -> None:
    page = open_door(site, event)
    page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          const kept = await (await cache.match(location.pathname)).text();
          await cache.put(location.pathname, new Response(kept, { headers: { "X-Forget-At": "1" } }));
        }"""
    )
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading")).to_have_text("Cette liste n’est plus sur ce téléphone.")
    page.context.set_offline(False)

    page.reload()
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.evaluate(f"localStorage.setItem('parvis-accueil-{event.pk}-oubli', '1')")
    page.goto("/admin/")
    until(page, "caches.keys().then((names) => names.length === 0)")
    left = "Object.keys(localStorage).filter((name) => name.startsWith('parvis-accueil'))"
    assert page.evaluate(left) == []
