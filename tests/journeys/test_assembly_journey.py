"""An assembly from its notice to its published minutes: an arrival, an interest declared, two decisions."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm.accounts.policy import Role
from crm.assemblies.domain.agenda_templates import AgendaTemplate
from crm.assemblies.domain.agendas import begin_agenda
from crm.assemblies.enums import MinutesState
from crm.assemblies.models import AgendaItem, Assembly, Decision, Minutes
from crm.events.enums import EventKind
from crm.events.models import Event
from crm.partners.enums import ContactKind
from crm.partners.models import Council, Person, PersonContact
from newsletters.models import Topic
from tests.assemblies.tables import an_assembly, our_council
from tests.axe import violations
from tests.browser import Site, follow
from tests.factories import BylawFactory, EventFactory, board_of
from tests.factories.newsletters import newsletter_index
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory
from tests.journeys.admin import sign_in
from tests.journeys.letters import Outbox, words_of
from tests.newsletters.worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def an_evening(days_ago: int) -> datetime:
    today = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days_ago)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.click()


def vote(page: Page, mover: Person, seconder: Person, result: str, **counts: int) -> None:
    form = page.locator("form[id^=decision-]").first
    form.locator("select[name=mover]").select_option(str(mover.pk))
    form.locator("select[name=seconder]").select_option(str(seconder.pk))
    form.locator(f"input[name=result][value={result}]").check()
    for name, count in counts.items():
        form.locator(f"input[name={name}]").fill(str(count))
    press(page, "Consigner le vote")
    expect(page.get_by_role("button", name="Corriger le vote")).to_be_visible()


@pytest.fixture
def board(open_council: Council) -> list[Person]:
    """Five members with a vote, one of whom has an address, and someone who reads the letters about assemblies."""
    people = board_of(our_council(), 5)
    BylawFactory()
    PersonContact.objects.create(person=people[0], kind=ContactKind.EMAIL, value="alba@example.org")
    topic = Topic.objects.create(name="Assemblées", slug="assemblees")
    SubscriptionFactory(subscriber=SubscriberFactory(email="lectrice@example.org"), topic=topic)
    newsletter_index()
    return people


def prepare(page: Page) -> tuple[AgendaItem, AgendaItem]:
    """The usual items and two of our own, in the order that someone wants them."""
    start = an_evening(-12)
    event = EventFactory(title="Assemblée d’hiver", kind=EventKind.BOARD_MEETING, starts_at=start, ends_at=None)
    page.goto(f"/admin/agenda/edit/{event.pk}/")
    page.get_by_role("button", name="Préparer l’assemblée").click()
    page.get_by_role("button", name="Les points habituels d’une assemblée du conseil").click()
    for title, proposal in (("Jardin", "Appuyer le jardin."), ("Traverse", "Demander une traverse.")):
        page.get_by_role("link", name="Ajouter un point").click()
        page.get_by_label("Titre", exact=False).first.fill(title)
        page.get_by_label("Genre").select_option("decision")
        page.locator("details.assembly__more summary").click()
        page.locator("textarea[name=proposal]").fill(proposal)
        page.get_by_role("button", name="Enregistrer").click()
    follow(page.get_by_role("button", name="Monter : Traverse"))
    assert fits(page)
    page.goto(page.url.partition("#")[0])  # where no anchor scrolls it while it is judged
    assert violations(page) == []
    garden = AgendaItem.objects.get(title="Jardin")
    return AgendaItem.objects.get(title="Traverse", position__lt=garden.position), garden


def call(site: Site, page: Page, outbox: Outbox) -> None:
    """A second person approves the notice from a telephone; it leaves to whoever has an address; its proof is kept."""
    reader = sign_in(site, Role.BOARD, width=360)
    follow(page.get_by_role("link", name="Convoquer l’assemblée…"))
    assert violations(page) == []
    expect(page.get_by_role("button", name="Convoquer 2 personnes")).to_be_disabled()
    press(page, "Demander l’approbation")
    expect(page.get_by_text("Elle attend l’approbation de")).to_be_visible()
    approve(reader)
    page.reload()
    page.get_by_role("button", name="Convoquer 2 personnes").click()
    expect(page.get_by_text("L’assemblée est convoquée : 2 lettres partent.")).to_be_visible()
    for address in ("alba@example.org", "lectrice@example.org"):
        assert "Traverse" in words_of(outbox.wait_for(address))
    follow(page.get_by_role("link", name="Preuve de l’avis"))
    assert fits(page)
    assert violations(page) == []


def approve(reader: Page) -> None:
    reader.goto(reader.url)
    follow(reader.get_by_role("link", name="La lire et répondre"))
    assert fits(reader)
    assert violations(reader) == []
    press(reader, "Approuver")
    expect(reader.get_by_text("Elle est approuvée.")).to_be_visible()


def fits(page: Page) -> bool:
    """Nothing to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def gather_and_open(page: Page, board: list[Person]) -> None:
    """Four of five are there; their arrival makes the quorum."""
    for person in board[:4]:
        line = page.locator(".person", has_text=str(person))
        line.locator("input[name=at]").first.fill("18:55")
        line.get_by_role("button", name=f"{person} arrive").click()
        expect(line.get_by_role("button", name=f"{person} part")).to_be_visible()
    expect(page.locator("#quorum")).to_contain_text("Il y a quorum")
    page.locator("#acts form[action*=ouvrir] input[name=at]").fill("19:00")
    press(page, "Ouvrir l’assemblée")
    expect(page.locator("#acts")).to_contain_text("Ouverte à")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_assembly_goes_from_its_notice_to_its_published_minutes(
    site: Site, board: list[Person], outbox: Outbox, width: int
) -> None:
    page = sign_in(site, Role.SECRETARIAT, width=width)
    crossing, garden = prepare(page)
    first = crossing.assembly
    call(site, page, outbox)
    Event.objects.filter(pk=first.event_id).update(starts_at=an_evening(28))  # the evening has come, weeks ago

    page.goto(f"/admin/assemblees/inspect/{first.pk}/")
    page.get_by_role("link", name="Tenir l’assemblée").click()
    gather_and_open(page, board)
    page.goto(f"/admin/assemblees/seance/{first.pk}/?point={crossing.pk}")
    press(page, "Nous sommes à ce point")
    expect(page.locator("#point h2")).to_contain_text("Traverse")

    page.locator("textarea[name=discussion]").fill("Une mère décrit la rue.")
    expect(page.locator(f"#keep-discussion-{crossing.pk}")).to_contain_text("Enregistré à")
    vote(page, board[0], board[1], "unanimous")

    late = page.locator(".person", has_text=str(board[4]))
    late.locator("input[name=at]").first.fill("19:20")
    late.get_by_role("button", name=f"{board[4]} arrive").click()
    expect(page.locator("#quorum")).to_contain_text("5 membres")
    press(page, "Traité, point suivant")
    expect(page.locator("#point h2")).to_contain_text("Jardin")
    page.get_by_text("Quelqu’un déclare un intérêt").click()
    page.locator("form[action*=interet] select").select_option(str(board[2].pk))
    page.locator("form[action*=interet] input[name=nature]").fill("Y jardine")
    page.locator("form[action*=interet]").get_by_role("button", name="Inscrire").click()
    expect(page.locator(".vote__able")).to_contain_text("4 personnes peuvent voter")
    vote(page, board[0], board[1], "majority", votes_for=3, votes_against=1)
    assert fits(page)

    page.locator("#items form[action*=fermer] input[name=at]").fill("21:00")
    press(page, "Lever l’assemblée")
    page.get_by_role("link", name="Voir le procès-verbal").click()
    expect(page.locator("main")).to_contain_text("Y jardine")
    press(page, "Je l’ai relu")
    wait_until(lambda: Minutes.objects.get().state == MinutesState.REVIEWED, "the minutes are read over")

    adopt_at_the_next(page, board)
    page.goto(f"/admin/assemblees/proces-verbal/{first.pk}/")
    press(page, "Publier le procès-verbal")
    expect(page.get_by_text("Tout le monde peut lire")).to_be_visible()

    reader = site.open(f"/assemblees/{an_evening(28).date()}/proces-verbal/", width=width)
    told = " ".join(reader.locator("main").inner_text().split())
    assert f"19 h 20 : arrivée de {board[4]}." in told
    assert f"{board[2]} déclare un intérêt dans ce point (Y jardine) et se retire" in told
    assert "IL Y A QUORUM : 4 membres avec droit de vote sont présents, quorum de 3" in told
    assert f"IL EST PROPOSÉ PAR {board[0]}, APPUYÉ PAR {board[1]}, et résolu :" in told
    assert "Adoptée à la majorité : 3 pour, 1 contre." in told
    numbers = [Decision.objects.get(item=item).number for item in (crossing, garden)]
    assert all(number and number in told for number in numbers)


def adopt_at_the_next(page: Page, board: list[Person]) -> None:
    """The next agenda holds the item by itself; adopting it adopts the minutes."""
    following = an_assembly(an_evening(0) - timedelta(hours=16))
    begin_agenda(following, AgendaTemplate.BOARD)
    item = AgendaItem.objects.get(assembly=following, minutes_to_adopt__isnull=False)
    page.goto(f"/admin/assemblees/seance/{following.pk}/")
    press(page, "Toutes et tous les membres votants sont là")
    expect(page.locator("#quorum")).to_contain_text("Il y a quorum")
    press(page, "Ouvrir l’assemblée")
    expect(page.locator("#acts")).to_contain_text("Ouverte à")
    page.goto(f"/admin/assemblees/seance/{following.pk}/?point={item.pk}")
    press(page, "Nous sommes à ce point")
    vote(page, board[0], board[1], "unanimous")
    assert Minutes.objects.get().state == MinutesState.ADOPTED
    assert Assembly.objects.get(pk=following.pk).current_item == item
