"""What a newsletter says: the editor's words, and the agenda and the news as they are when it leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from cms.pages.models import NewsIndexPage, NewsPage
from crm.events.enums import EventKind, EventStatus
from crm.partners.models import Council
from newsletters.domain.announcing import announced_events
from newsletters.domain.compose import compose_issue, freeze_issue
from newsletters.domain.content import (
    ButtonPart,
    DividerPart,
    EventLine,
    EventsPart,
    HeadingPart,
    ImagePart,
    NewsPart,
)
from newsletters.domain.kept import as_json, from_json
from newsletters.domain.render import render_letter
from newsletters.models import NewsletterPage
from tests.factories import EventFactory, add_page, drawn_image, make_picture
from tests.factories.newsletters import newsletter

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)
EVENTS = {"title": "À l’agenda", "weeks": 2, "first_day": None, "last_day": None, "kinds": [], "most": 8}
IMAGE = {"alt": "La rue", "decorative": False, "caption": "En mai"}

pytestmark = pytest.mark.django_db


def titles(page: NewsletterPage, now: datetime = NOW) -> list[str]:
    (part,) = [part for part in compose_issue(page, now).parts if isinstance(part, EventsPart)]
    return [event.title for event in part.events]


def test_words_and_addresses_are_complete(council: Council) -> None:
    page = newsletter(
        title="L'été : enfin",
        subject="",
        body=[
            ("heading", "Et puis ?"),
            ("button", {"label": "Lire", "page": None, "url": "https://example.org/"}),
            ("divider", None),
        ],
    )
    content = compose_issue(page, NOW)
    assert content.title == "L’été\u00a0: enfin"
    assert content.web_url == f"/infolettres/{page.slug}/"
    assert content.sender.postal_lines == ("12, rue du Four-à-Chaux", "Québec (Québec)  G0X 0X0")
    assert content.parts == (HeadingPart("Et puis?"), ButtonPart("Lire", "https://example.org/"), DividerPart())


def test_agenda_is_that_of_the_coming_weeks(council: Council) -> None:
    for title, days in (("hier", -1), ("demain", 1), ("dans treize jours", 13), ("dans seize jours", 16)):
        EventFactory(title=title, starts_at=NOW + timedelta(days=days))
    EventFactory(title="brouillon", starts_at=NOW + timedelta(days=2), status=EventStatus.DRAFT)
    assert titles(newsletter(body=[("events", EVENTS)])) == ["demain", "dans treize jours"]


def test_agenda_keeps_to_its_dates_and_kinds(council: Council) -> None:
    EventFactory(title="trop tôt", starts_at=datetime(2026, 5, 10, 3, 59, tzinfo=UTC))  # 9 mai, 23 h 59
    EventFactory(title="premier soir", starts_at=datetime(2026, 5, 10, 4, tzinfo=UTC), kind=EventKind.FETE)
    EventFactory(title="dernier soir", starts_at=datetime(2026, 5, 13, 3, 30, tzinfo=UTC), kind=EventKind.FETE)
    EventFactory(title="autre genre", starts_at=datetime(2026, 5, 11, 22, tzinfo=UTC), kind=EventKind.TRAINING)
    block = {**EVENTS, "first_day": datetime(2026, 5, 10).date(), "last_day": datetime(2026, 5, 12).date()}  # noqa: DTZ001
    assert titles(newsletter(body=[("events", block)])) == ["premier soir", "autre genre", "dernier soir"]
    block["kinds"] = [EventKind.FETE]
    assert titles(newsletter(body=[("events", block)])) == ["premier soir", "dernier soir"]


def test_cancelled_event_says_so(council: Council) -> None:
    EventFactory(title="Fête", starts_at=NOW + timedelta(days=1), status=EventStatus.CANCELLED, status_note="Il pleut.")
    (part,) = compose_issue(newsletter(body=[("events", EVENTS)]), NOW).parts
    assert isinstance(part, EventsPart)
    assert [(event.status_label, event.status_note) for event in part.events] == [("Annulé", "Il pleut.")]


@pytest.mark.parametrize(
    ("before", "label", "is_off"),
    [
        (None, "Reporté, nouvelle date à venir", True),
        (datetime(2026, 5, 2, 23, tzinfo=UTC), "Reporté\u00a0: c’était prévu le 2\u00a0mai 2026", False),
    ],
)
def test_postponed_event_stands_once_it_has_a_new_date(
    council: Council, before: datetime | None, label: str, is_off: bool
) -> None:
    EventFactory(starts_at=NOW + timedelta(days=1), status=EventStatus.POSTPONED, previous_starts_at=before)
    (event,) = announced_events(EVENTS, NOW)
    assert (event.status_label, event.is_off) == (label, is_off)


def test_event_is_announced_as_the_agenda_prints_it(council: Council) -> None:
    EventFactory(
        title="Veillée : la suite",
        starts_at=datetime(2026, 5, 14, 23, 30, tzinfo=UTC),
        ends_at=datetime(2026, 5, 15, 1, tzinfo=UTC),
        venue="",
        address="",
        online_url="https://example.org/salle",
        slug="veillee",
    )
    (event,) = announced_events(EVENTS, NOW)
    assert event == EventLine(
        title="Veillée\u00a0: la suite",
        url="/agenda/2026/05/veillee/",
        weekday="jeudi",
        day="14",
        month="mai",
        hour="19\u00a0h\u00a030",
        when="le jeudi 14\u00a0mai, de 19\u00a0h\u00a030 à 21\u00a0h",
        until="jusqu’à 21\u00a0h",
        where="En ligne",
        summary="On plante, on arrose, on jase.",
        kind_label="Activité",
    )


def test_news_image_that_only_decorates_is_not_described(council: Council) -> None:
    index = add_page(NewsIndexPage, "Nouvelles")
    add_page(
        NewsPage,
        "Un",
        index,
        summary="Il pousse.",
        image=make_picture(),
        image_alt="Un arbre",
        dated_on=date(2026, 5, 2),
    )
    add_page(
        NewsPage,
        "Deux",
        index,
        summary="Il dort.",
        image=make_picture(),
        image_is_decorative=True,
        dated_on=date(2026, 5, 1),
    )
    (part,) = compose_issue(newsletter(body=[("news", {"title": "N", "latest": 3, "chosen": []})]), NOW).parts
    assert isinstance(part, NewsPart)
    pictures = [line.picture for line in part.news if line.picture]
    assert [(picture.alt, picture.decorative) for picture in pictures] == [("Un arbre", False), ("", True)]


def test_image_is_twice_as_fine_as_shown_and_never_enlarged(council: Council) -> None:
    sizes = []
    for width in (2000, 300):
        picture = make_picture(file=ContentFile(drawn_image(size=(width, 500)), name="rue.jpg"))
        (part,) = compose_issue(newsletter(body=[("image", {**IMAGE, "image": picture})]), NOW).parts
        assert isinstance(part, ImagePart)
        assert part.picture
        sizes.append((part.picture.width, part.picture.height))
    assert sizes == [(536, 134), (300, 500)]


@pytest.mark.parametrize("lost", ["image", "file"])
def test_image_that_is_gone_leaves_its_place_empty(council: Council, lost: str, client: Client) -> None:
    picture = make_picture()
    page = newsletter(body=[("image", {**IMAGE, "image": picture}), ("text", "<p>Bonjour.</p>")])
    if lost == "image":
        picture.delete()
    else:
        picture.file.storage.delete(picture.file.name)
    page = NewsletterPage.objects.get(pk=page.pk)
    content = compose_issue(page, NOW)
    assert content.parts[0] == ImagePart(None, "En mai")
    assert from_json(as_json(content)) == content
    assert "<img" not in render_letter(content).html
    assert client.get(page.url).status_code == 200


def test_agenda_follows_until_it_is_frozen(council: Council) -> None:
    page = newsletter(body=[("events", EVENTS)])
    EventFactory(title="un", starts_at=NOW + timedelta(days=1))
    assert titles(page) == ["un"]
    frozen = freeze_issue(page, NOW)
    EventFactory(title="deux", starts_at=NOW + timedelta(days=2))
    page = NewsletterPage.objects.get(pk=page.pk)
    assert compose_issue(page, NOW + timedelta(days=30)) == frozen
    assert titles(page) == ["un"]


def test_what_was_sent_survives_an_older_draft_and_is_not_copied(council: Council) -> None:
    page = newsletter()
    draft = page.save_revision()
    freeze_issue(page, NOW)
    draft.publish()
    assert NewsletterPage.objects.get(pk=page.pk).frozen_content is not None
    assert page.copy(update_attrs={"slug": "suivante"}).frozen_content is None


def test_content_survives_json(council: Council) -> None:
    EventFactory(starts_at=NOW + timedelta(days=1))
    body = [("text", '<p>a <a href="/b">c</a></p><ul><li>d</li></ul>'), ("events", EVENTS), ("divider", None)]
    content = compose_issue(newsletter(body=body), NOW)
    assert from_json(as_json(content)) == content
