"""The blocks that draw on what the council keeps: only what anyone may read, as it stands when the letter leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from crm.assemblies.enums import AnswerLevel, AssemblyState, Outcome
from crm.assemblies.models import Assembly, Decision, Sending
from crm.events.enums import EventStatus
from crm.events.models import Event
from crm.partners.enums import ContactKind, FundingStatus, Visibility
from crm.partners.models import Council, Organization
from newsletters.blocks import LetterBody
from newsletters.domain.compose import compose_issue, compose_part, freeze_issue
from newsletters.domain.content import (
    AssemblyPart,
    CallPart,
    Column,
    ColumnsPart,
    DecisionsPart,
    EventPart,
    GrantPart,
    Part,
    PartnerPart,
    QuotePart,
)
from newsletters.domain.kept import as_json, from_json
from newsletters.domain.part_checks import check_parts
from newsletters.domain.preflight import Level, inspect_issue
from newsletters.models import NewsletterPage
from tests.factories import (
    AgendaItemFactory,
    AssemblyFactory,
    DecisionFactory,
    EventFactory,
    FundingFactory,
    OrganizationFactory,
    adopted,
    make_picture,
)
from tests.factories.assemblies import sent
from tests.factories.newsletters import newsletter
from tests.newsletters.letters import PARTS, issue
from tests.pages.listings import directory

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
SOON = NOW + timedelta(days=9)
PAST = NOW - timedelta(days=9)

pytestmark = pytest.mark.django_db


def part(kind: str, /, **value: Any) -> Part:
    return compose_part(kind, value, NOW)


def found(block: str, value: dict[str, Any], level: Level) -> list[str]:
    page = newsletter(body=[("text", "<p>Bonjour.</p>"), (block, value)])
    found = inspect_issue(NewsletterPage.objects.get(pk=page.pk), NOW)
    mine = [finding for finding in found if finding.level == level]
    assert all(finding.block_id == str(page.body[1].id) for finding in mine)
    return [finding.message for finding in mine]


# --- an event ---------------------------------------------------------------------------------------


def test_event_is_presented_with_its_picture() -> None:
    event = EventFactory(starts_at=SOON, image=make_picture(), image_alt="La place, le soir")
    shown = part("event", event=event, with_picture=True)
    assert isinstance(shown, EventPart)
    assert shown.event
    assert shown.picture
    assert (shown.event.title, shown.picture.alt) == (event.title, "La place, le soir")
    assert part("event", event=event, with_picture=False) == EventPart(shown.event)


def test_event_taken_off_the_agenda_leaves_the_letter_and_stops_it(council: Council) -> None:
    event = EventFactory(starts_at=SOON)
    assert found("event", {"event": event, "with_picture": True}, Level.ERROR) == []
    Event.objects.update(status=EventStatus.DRAFT)
    event.refresh_from_db()
    assert part("event", event=event, with_picture=True) == EventPart(None)
    assert found("event", {"event": event, "with_picture": True}, Level.ERROR) == [
        "L’événement d’un bloc n’est plus à l’agenda."
    ]
    event.delete()
    assert part("event", event=None, with_picture=True) == EventPart(None)


@pytest.mark.parametrize(
    ("fields", "warnings"),
    [
        ({"starts_at": SOON}, []),
        ({"starts_at": SOON, "status": EventStatus.CANCELLED}, ["«\u00a0Fête\u00a0» n’a pas lieu comme prévu"]),
        ({"starts_at": SOON, "status": EventStatus.POSTPONED}, ["«\u00a0Fête\u00a0» n’a pas lieu comme prévu"]),
        ({"starts_at": PAST}, ["«\u00a0Fête\u00a0» est passé."]),
        ({"starts_at": PAST, "ends_at": SOON}, []),
    ],
)
def test_event_that_is_off_or_over_asks(council: Council, fields: dict[str, Any], warnings: list[str]) -> None:
    event = EventFactory(title="Fête", **fields)
    asked = found("event", {"event": event, "with_picture": False}, Level.WARNING)
    assert [message.partition("\u00a0: la lettre")[0] for message in asked] == warnings


# --- an assembly ------------------------------------------------------------------------------------


def test_assembly_shows_what_anyone_may_read_of_its_agenda() -> None:
    assembly = AssemblyFactory(event__starts_at=SOON, state=AssemblyState.CALLED)
    AgendaItemFactory(assembly=assembly, title="La rue : les plans", position=1)
    AgendaItemFactory(assembly=assembly, title="Un litige", position=2, is_closed_session=True)
    shown = part("assembly", assembly=assembly, with_agenda=True)
    assert isinstance(shown, AssemblyPart)
    assert shown.items == ("La rue\u00a0: les plans", "Huis clos")
    assert (shown.agenda_url, shown.is_called) == ("/assemblees/2026-05-13/ordre-du-jour/", True)
    without = part("assembly", assembly=assembly, with_agenda=False)
    assert isinstance(without, AssemblyPart)
    assert without.items == ()


def test_assembly_that_is_not_called_hides_its_agenda_and_says_so(council: Council) -> None:
    assembly = AssemblyFactory(event__starts_at=SOON, event__title="Assemblée de mai")
    AgendaItemFactory(assembly=assembly)
    shown = part("assembly", assembly=assembly, with_agenda=True)
    assert isinstance(shown, AssemblyPart)
    assert (shown.items, shown.agenda_url, shown.is_called) == ((), "", False)
    assert found("assembly", {"assembly": assembly, "with_agenda": True}, Level.WARNING) == [
        "«\u00a0Assemblée de mai\u00a0» n’est pas encore convoquée\u00a0: la lettre ne montre pas son ordre du jour."
    ]


def test_assembly_whose_event_is_a_draft_again_stops_the_letter(council: Council) -> None:
    assembly = AssemblyFactory(event__starts_at=SOON)
    Event.objects.update(status=EventStatus.DRAFT)
    assembly = Assembly.objects.get()
    assert part("assembly", assembly=assembly, with_agenda=True) == AssemblyPart(None)
    assert found("assembly", {"assembly": assembly, "with_agenda": True}, Level.ERROR) == [
        "L’assemblée d’un bloc n’est plus à l’agenda."
    ]


# --- decisions --------------------------------------------------------------------------------------


def test_decision_is_told_with_the_answers_that_anyone_may_read() -> None:
    decision = adopted(title="Une traverse : enfin", text="Demander une traverse.\n\nRemercier l’école.")
    told = sent(decision, on=date(2026, 4, 15), addressee="La mairie")
    kept = sent(decision, on=date(2026, 4, 16), addressee="L’école")
    closed = {"closed_on": date(2026, 5, 1), "outcome": Outcome.FOLLOWED, "answer": "Oui."}
    Sending.objects.filter(pk=told.pk).update(**closed, answer_level=AnswerLevel.PUBLIC)
    Sending.objects.filter(pk=kept.pk).update(**closed, answer_level=AnswerLevel.BOARD)
    shown = part("decisions", title="Décidé", chosen=[decision])
    assert isinstance(shown, DecisionsPart)
    (line,) = shown.decisions
    assert (line.title, line.lines) == ("Une traverse\u00a0: enfin", ("Demander une traverse.", "Remercier l’école."))
    assert (line.number, line.url) == (decision.number, f"/decisions/{decision.number}/")
    assert [(answer.recipient, answer.label, answer.when, answer.words) for answer in line.answers] == [
        ("La mairie", "Suivie", "Réponse du 1er\u00a0mai 2026", ("Oui.",)),
        ("L’école", "Suivie", "Réponse du 1er\u00a0mai 2026", ()),
    ]


def test_decision_that_awaits_its_answer_says_since_when() -> None:
    decision = sent(on=date(2026, 4, 15)).decision
    shown = part("decisions", title="Décidé", chosen=[decision])
    assert isinstance(shown, DecisionsPart)
    (answer,) = shown.decisions[0].answers
    assert (answer.state, answer.label, answer.when) == ("waiting", "Attendue", "Envoi du 15\u00a0avril 2026")


def test_long_decision_is_cut_between_two_words() -> None:
    shown = part("decisions", title="Décidé", chosen=[adopted(text=f"{'Premier. ' * 60}\n{'deuxième ' * 60}")])
    assert isinstance(shown, DecisionsPart)
    (line,) = shown.decisions
    assert line.is_cut
    assert line.lines[1].endswith("deuxième…")
    assert sum(map(len, line.lines)) <= 701


@pytest.mark.parametrize("kind", ["draft", "closed session", "deleted"])
def test_decision_that_is_not_in_the_public_register_is_never_told(council: Council, kind: str) -> None:
    shown = adopted()
    hidden = {"draft": DecisionFactory, "closed session": adopted, "deleted": DecisionFactory}[kind](title="Secret")
    if kind == "closed session":
        Decision.objects.filter(pk=hidden.pk).update(is_closed_session=True)
        hidden.refresh_from_db()
    chosen = [shown, None if kind == "deleted" else hidden]
    told = part("decisions", title="Décidé", chosen=chosen)
    assert isinstance(told, DecisionsPart)
    assert ([line.number for line in told.decisions], told.missing) == ([shown.number], 1)
    assert found("decisions", {"title": "Décidé", "chosen": chosen}, Level.ERROR) == [
        "Une décision choisie n’est pas au registre public."
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_three_decisions_cost_as_much_as_one(django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    chosen = [sent().decision for _number in range(number)]
    with django_assert_num_queries(2):
        part("decisions", title="Décidé", chosen=chosen)


# --- partners and grants ----------------------------------------------------------------------------


def test_partner_is_presented_as_the_directory_does(council: Council) -> None:
    page = directory()
    one = OrganizationFactory(name="Vélo-Ormes", is_listed=True, description="Un atelier.", logo=make_picture())
    for value, level in (("https://cache.example/", Visibility.BOARD), ("https://velo.example/", Visibility.PUBLIC)):
        one.contact_details.create(kind=ContactKind.URL, value=value, visibility=level)
    shown = part("partner", organization=one, text="<p>Merci à eux !</p>")
    assert isinstance(shown, PartnerPart)
    assert shown.partner
    assert (shown.partner.name, shown.partner.description) == ("Vélo-Ormes", ("Un atelier.",))
    assert (shown.partner.url, shown.partner.site) == (f"{page.url}{one.pk}-velo-ormes/", "https://velo.example/")
    assert shown.partner.picture
    assert shown.paragraphs[0].text == "Merci à eux!"


def test_partner_that_left_the_directory_is_not_named(council: Council) -> None:
    one = OrganizationFactory(is_listed=True)
    Organization.objects.update(is_listed=False)
    one.refresh_from_db()
    assert part("partner", organization=one, text=None) == PartnerPart(None)
    assert found("partner", {"organization": one, "text": ""}, Level.ERROR) == [
        "Le partenaire d’un bloc n’est plus au répertoire public."
    ]


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({"status": FundingStatus.GRANTED, "amount_granted": 5000}, "Accordé\u00a0: 5\u00a0000\u00a0$"),
        ({"status": FundingStatus.GRANTED}, ""),
        (
            {"status": FundingStatus.SUBMITTED, "amount_asked": 800},
            "Demandé\u00a0: 800\u00a0$. Nous attendons la réponse.",
        ),
        ({"status": FundingStatus.SUBMITTED}, "Nous attendons la réponse."),
        ({"call_closes_on": date(2026, 5, 4)}, "L’appel ferme le 4\u00a0mai 2026"),
        ({"call_closes_on": date(2026, 5, 3)}, "L’appel a fermé le 3\u00a0mai 2026"),
        ({"status": FundingStatus.REFUSED, "call_closes_on": date(2026, 5, 9)}, ""),
    ],
)
def test_grant_says_where_it_stands(fields: dict[str, Any], standing: str) -> None:
    funding = FundingFactory(visibility=Visibility.PUBLIC, **fields)
    funding.refresh_from_db()
    shown = part("grant", funding=funding, text="")
    assert isinstance(shown, GrantPart)
    assert shown.grant
    assert shown.grant.standing == standing


@pytest.mark.parametrize("level", [Visibility.BOARD, Visibility.PRIVATE])
def test_grant_that_is_for_the_board_is_never_told(council: Council, level: Visibility) -> None:
    funding = FundingFactory(visibility=level)
    assert part("grant", funding=funding, text="") == GrantPart(None)
    assert found("grant", {"funding": funding, "text": ""}, Level.ERROR) == [
        "La subvention d’un bloc n’est pas de celles que tout le monde peut voir."
    ]


# --- what an editor writes --------------------------------------------------------------------------


def test_quotation_call_and_columns_are_set_as_quebec_prints_them() -> None:
    assert part("quote", text="Il pleut !\n\n Venez.", who="Odile", role="") == QuotePart(
        ("Il pleut!", "Venez."), "Odile"
    )
    call = {
        "title": "Deux heures :",
        "text": "<p>Venez.</p>",
        "label": "Oui",
        "page": None,
        "url": "mailto:a@b.example",
    }
    shown = part("call", kind="volunteers", until=date(2026, 5, 9), **call)
    assert isinstance(shown, CallPart)
    assert (shown.label, shown.title) == ("Appel aux bénévoles", "Deux heures\u00a0:")
    assert (shown.until, shown.url) == ("D’ici le samedi 9\u00a0mai 2026", "mailto:a@b.example")
    column = {"image": None, "alt": "", "decorative": False, "title": "Jeudi", "text": None}
    assert part("columns", left=column, right=column) == ColumnsPart(Column("Jeudi", ()), Column("Jeudi", ()))


@pytest.mark.parametrize(("until", "asks"), [(date(2026, 5, 3), True), (date(2026, 5, 4), False), (None, False)])
def test_call_whose_day_is_past_asks(council: Council, until: date | None, asks: bool) -> None:
    call = {"kind": "volunteers", "title": "Corvée", "text": "<p>Venez.</p>", "until": until}
    messages = found("call", {**call, "label": "", "page": None, "url": ""}, Level.WARNING)
    assert messages == (["Le dernier jour pour répondre à «\u00a0Corvée\u00a0» est passé."] if asks else [])


def test_image_of_a_column_is_described(council: Council) -> None:
    column = {"image": make_picture(), "alt": "", "decorative": False, "title": "", "text": ""}
    plain = {**column, "image": None, "title": "Jeudi"}
    for value in ({"left": column, "right": plain}, {"left": plain, "right": column}):
        assert found("columns", value, Level.ERROR) == ["Une image ne dit rien aux personnes qui ne la voient pas."]
    described = {**column, "alt": "La rue"}
    assert found("columns", {"left": described, "right": plain}, Level.ERROR) == []


EMPTY_CALL = {"kind": "volunteers", "title": "t", "text": "<p>a</p>", "until": None, "page": None}
EMPTY_COLUMN = {"image": None, "alt": "", "decorative": False, "title": "", "text": ""}


@pytest.mark.parametrize(
    ("block", "value", "words"),
    [
        ("call", {**EMPTY_CALL, "label": "Je viens", "url": ""}, "Choisissez une page"),
        ("call", {**EMPTY_CALL, "label": "", "url": "https://a.example/"}, "Dites ce que fait le bouton"),
        ("columns", {"left": EMPTY_COLUMN, "right": {**EMPTY_COLUMN, "title": "a"}}, "Cette colonne est vide"),
    ],
)
def test_block_half_filled_in_is_refused(block: str, value: dict[str, Any], words: str) -> None:
    child = LetterBody().child_blocks[block]
    with pytest.raises(ValidationError) as refused:
        child.clean(child.normalize(value))
    assert words in str(refused.value.as_json_data())  # type: ignore[attr-defined]


# --- what was sent ----------------------------------------------------------------------------------


def test_every_part_survives_json_and_letters_of_before_are_still_read() -> None:
    content = issue(*PARTS.values())
    assert from_json(as_json(content)) == content
    kept = as_json(content)
    news = next(one for one in kept["parts"] if one["kind"] == "news")
    del news["missing"]  # as kept before anyone counted them
    kept["from_a_later_version"] = True
    assert from_json(kept) == content


def test_decision_stays_as_it_was_told_once_the_letter_has_left(council: Council) -> None:
    sending = sent(on=date(2026, 4, 15))
    page = newsletter(body=[("decisions", {"title": "Décidé", "chosen": [sending.decision]})])
    frozen = freeze_issue(page, NOW)
    Sending.objects.update(outcome=Outcome.FOLLOWED, closed_on=date(2026, 5, 5))
    page = NewsletterPage.objects.get(pk=page.pk)
    assert compose_issue(page, NOW) == frozen
    assert list(check_parts(frozen, page, NOW)) == []


def test_letter_that_left_is_read_again_whatever_became_of_its_sources(council: Council) -> None:
    event, assembly = EventFactory(starts_at=SOON), AssemblyFactory(event__starts_at=SOON, state=AssemblyState.CALLED)
    blocks = [
        ("event", {"event": event, "with_picture": True}),
        ("assembly", {"assembly": assembly, "with_agenda": True}),
    ]
    page = newsletter(body=blocks)
    frozen = freeze_issue(page, NOW)
    assembly.delete()
    Event.objects.all().delete()
    page = NewsletterPage.objects.get(pk=page.pk)
    assert list(check_parts(compose_issue(page, NOW), page, NOW)) == []
    page.body = [("text", "<p>Autre chose.</p>"), ("heading", "Encore")]
    assert list(check_parts(frozen, page, NOW)) == []
