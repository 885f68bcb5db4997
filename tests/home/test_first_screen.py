"""The first screen says what waits for the person who signs in, and nothing else."""

import colorsys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from crm.accounts.policy import Role
from crm.events.enums import EventKind, EventStatus
from crm.partners.domain.partial_dates import PartialDate
from crm.partners.enums import OrganizationKind
from crm.partners.models import Cadence, Council, Funding, Organization, PrivacyRequest, Task
from home.appearance import LINK_BY_NIGHT, admin_colour
from home.to_do import MOST_NEEDS, next_assembly, things_to_do
from newsletters.enums import DeliveryState, MailingState, ReportKind, ReportOutcome, ReportSource
from newsletters.models import Delivery, Mailing, MailReport, NewsletterPage
from tests.factories import (
    EventFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
    add_page,
    enrol,
    someone_of,
)

pytestmark = pytest.mark.django_db


def ready(role: Role):
    user = someone_of(role)
    enrol(user)
    return user


def sentences(user) -> list[str]:
    return [thing.sentence.replace("\u00a0", " ") for thing in things_to_do(user, timezone.now())]


def draft_assembly(in_days: int, **fields):
    return EventFactory.create(
        title="Assemblée de décembre",
        kind=EventKind.BOARD_MEETING,
        starts_at=timezone.now() + timedelta(days=in_days),
        **{"status": EventStatus.DRAFT, **fields},
    )


@pytest.mark.parametrize("role", Role)
def test_nothing_waits_when_everything_is_in_order(role, council):
    EventFactory.create(kind=EventKind.BOARD_MEETING)

    assert things_to_do(ready(role), timezone.now()) == []


def test_an_incomplete_identity_is_said_to_who_can_complete_it():
    council = Council.load()
    council.name, council.email = "Conseil de quartier des Trois-Ormes", "bonjour@conseil.example"
    council.street_address, council.city, council.postal_code = "12, rue du Four-à-Chaux", "Québec", "G0X 0X0"
    council.save()

    (thing,) = things_to_do(ready(Role.SECRETARIAT), timezone.now())

    assert thing.sentence.replace("\u00a0", " ") == (
        "Il manque à l’identité du conseil : personne responsable de la vie privée, courriel de cette personne. "
        "D’ici là, personne ne peut s’abonner et aucune infolettre ne part."
    )
    assert (thing.url, thing.is_urgent) == ("/admin/settings/partners/council/", True)
    assert things_to_do(ready(Role.BOARD), timezone.now()) == []


def test_a_paused_mailing_and_doubtful_letters_wait_for_who_sends(council):
    Mailing.objects.create(subject="Lettre de novembre", from_email="a@conseil.example", state=MailingState.PAUSED)
    sent = Mailing.objects.create(
        subject="Lettre d’octobre", from_email="a@conseil.example", state=MailingState.FINISHED
    )
    for _number in range(2):
        Delivery.objects.create(mailing=sent, state=DeliveryState.DOUBTFUL)

    assert sentences(ready(Role.COMMUNICATIONS)) == [
        "L’envoi « Lettre de novembre » est en pause. Rien n’est perdu : décidez s’il continue.",
        "2 lettres de « Lettre d’octobre » sont incertaines : la réponse du serveur s’est perdue.",
    ]
    assert sentences(ready(Role.BOARD)) == []


def test_a_paused_mailing_leads_to_the_screen_where_it_was_started(council):
    letter = add_page(NewsletterPage, "Lettre de novembre", live=True)
    Mailing.objects.create(page=letter, subject="Lettre de novembre", state=MailingState.PAUSED)

    (thing,) = things_to_do(ready(Role.COMMUNICATIONS), timezone.now())

    assert (thing.url, thing.is_urgent) == (f"/admin/infolettres/{letter.pk}/envoyer/", True)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, ["Un message qui nous est revenu n’a pas pu être lu tout seul : il attend quelqu’un."]),
        (3, ["3 messages qui nous sont revenus n’ont pas pu être lus tout seuls : ils attendent quelqu’un."]),
    ],
)
def test_what_came_back_unread_waits_for_who_settles_it(count, said, council):
    reports = {"source": ReportSource.MAILBOX, "kind": ReportKind.UNREAD}
    for number in range(count):
        MailReport.objects.create(key=str(number), outcome=ReportOutcome.WAITING, **reports)
    MailReport.objects.create(key="settled", outcome=ReportOutcome.NOTHING, **reports)

    assert sentences(ready(Role.COMMUNICATIONS)) == said
    assert things_to_do(ready(Role.COMMUNICATIONS), timezone.now())[0].url == "/admin/returns/?outcome=waiting"
    assert sentences(ready(Role.BOARD)) == []


@pytest.mark.parametrize(("in_days", "urgencies"), [(10, [True]), (30, [False]), (50, []), (-1, [])])
def test_an_assembly_that_is_not_published_waits_for_who_keeps_the_agenda(in_days, urgencies, council):
    event = draft_assembly(in_days)

    things = things_to_do(ready(Role.COMMUNICATIONS), timezone.now())

    assert [thing.is_urgent for thing in things] == urgencies
    assert [thing.url for thing in things] == [f"/admin/agenda/edit/{event.pk}/"] * len(urgencies)
    assert things_to_do(ready(Role.READING), timezone.now()) == []


def test_an_assembly_waits_in_a_whole_sentence(council):
    with time_machine.travel("2026-11-20 12:00:00-05:00", tick=False):
        EventFactory.create(
            title="Assemblée de décembre",
            kind=EventKind.BOARD_MEETING,
            status=EventStatus.DRAFT,
            starts_at=datetime.fromisoformat("2026-12-08T19:30:00-05:00"),
            ends_at=None,
        )
        said = sentences(ready(Role.COMMUNICATIONS))

    assert said == [
        "« Assemblée de décembre », le mardi 8 décembre à 19 h 30, n’est pas encore publiée : "
        "le quartier ne la voit pas."
    ]


def test_a_published_assembly_waits_for_nobody(council):
    draft_assembly(10, status=EventStatus.PUBLISHED)

    assert sentences(ready(Role.COMMUNICATIONS)) == []


def test_a_newsletter_left_as_a_draft_waits_for_who_writes(council):
    letter = add_page(NewsletterPage, "Lettre de décembre", live=False)

    (thing,) = things_to_do(ready(Role.BOARD), timezone.now())

    assert thing.sentence.replace("\u00a0", " ") == "L’infolettre « Lettre de décembre » est à l’état de brouillon."
    assert thing.url == f"/admin/pages/{letter.pk}/edit/"
    assert things_to_do(ready(Role.READING), timezone.now()) == []


def test_who_has_no_second_factor_is_told(council):
    assert sentences(someone_of(Role.BOARD)) == ["Votre mot de passe ouvre ce compte à lui seul."]


def test_invitations_left_open_wait_for_who_keeps_accounts(council):
    keeper = ready(Role.SECRETARIAT)
    UserFactory.create()
    UserFactory.create(is_active=False)
    enrol(UserFactory.create())

    assert sentences(keeper) == ["Une personne invitée n’a pas fini d’ouvrir son compte."]
    assert sentences(ready(Role.COMMUNICATIONS)) == []


def test_without_a_required_factor_only_who_has_no_password_is_waited_for(council, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    keeper = ready(Role.SECRETARIAT)
    UserFactory.create()
    invited = UserFactory.create()
    invited.set_unusable_password()
    invited.save()

    assert sentences(keeper) == ["Une personne invitée n’a pas fini d’ouvrir son compte."]


def test_the_page_shows_it_without_wagtails_news(client, council):
    client.force_login(someone_of(Role.BOARD))

    page = client.get("/admin/").content.decode()

    assert "Rien ne vous attend aujourd’hui." in page
    assert "Conseil de quartier des Trois-Ormes" in page
    assert "guide.wagtail.org" not in page
    assert "releases" not in page
    assert "<title>Tableau de bord - Parvis</title>" in " ".join(page.split())


def test_the_administration_wears_the_colour_of_the_council(client, council):
    council.accent_colour = "#8A5A00"
    council.save()

    response = client.get("/apparence-administration.css")

    assert response["Content-Type"] == "text/css"
    assert "--w-color-primary-hue: 39.1;" in response.content.decode()
    assert "--w-color-primary-lightness: 20.0%;" in response.content.decode()
    assert response.cookies == {}


@pytest.mark.parametrize("accent", ["", "#FFFFFF", "#FFFF00", "#00FF00", "#1F4E5F", "#000000", "#A23B22"])
def test_white_text_is_readable_on_any_accent(accent):
    colour = admin_colour(accent)
    assert 1.05 / (luminance(colour, colour.lightness) + 0.05) >= 4.5


@pytest.mark.parametrize("accent", ["", "#FFFFFF", "#FFFF00", "#0000FF", "#FF0000", "#000000", "#A23B22"])
def test_links_of_any_accent_are_readable_by_night(accent, client, council):
    council.accent_colour = accent
    council.save()
    colour = admin_colour(accent)
    wagtail_grey = 0.0194  # #262626, the page by night

    css = client.get("/apparence-administration.css").content.decode()

    link = f"hsl({colour.hue} {colour.saturation}% {LINK_BY_NIGHT}%)"
    assert css.count(f"--w-color-secondary-100: {link};") == 2
    assert (luminance(colour, LINK_BY_NIGHT) + 0.05) / (wagtail_grey + 0.05) >= 4.5


def luminance(colour, lightness):
    rgb = colorsys.hls_to_rgb(colour.hue / 360, lightness / 100, colour.saturation / 100)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


LONG_AGO = datetime(2024, 1, 5, 17, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 24, 17, tzinfo=UTC)


def ours() -> Organization:
    return OrganizationFactory(name="Conseil de quartier des Trois-Ormes", is_our_council=True)


def test_what_waits_among_the_partners_leads_to_where_one_acts(council):
    Cadence.objects.create(kind=OrganizationKind.COMMITTEE, ideal_months=1, longest_months=1)
    table = OrganizationFactory(kind=OrganizationKind.COMMITTEE, name="Table de concertation", created_at=LONG_AGO)
    task = Task.objects.create(title="Envoyer le plan", due_on=IN_NOVEMBER.date() + timedelta(days=2))
    keeper, reader = ready(Role.BOARD), ready(Role.READING)

    assert [(thing.url, thing.is_urgent) for thing in things_to_do(keeper, IN_NOVEMBER)] == [
        (f"/admin/contacts/noter/?organization={table.pk}&next=/admin/", True),
        (f"/admin/taches/{task.pk}/", False),
    ]
    assert things_to_do(reader, IN_NOVEMBER) == []
    assert things_to_do(ready(Role.COMMUNICATIONS), IN_NOVEMBER) == []


def test_who_may_only_read_is_told_of_their_own_task_without_a_form(council):
    reader = ready(Role.READING)
    Task.objects.create(title="Relire le bilan", assignee=reader)

    (thing,) = things_to_do(reader, IN_NOVEMBER)

    assert (thing.sentence.replace("\u00a0", " "), thing.url) == ("À faire : Relire le bilan.", "")


def test_a_task_given_to_someone_who_sees_no_others_leads_to_where_they_close_it(council):
    user = ready(Role.COMMUNICATIONS)
    Task.objects.create(title="Envoyer les photos", assignee=user)

    (thing,) = things_to_do(user, timezone.now())

    assert (thing.sentence.replace("\u00a0", " "), thing.url) == ("À faire : Envoyer les photos.", "/admin/taches/")


def test_a_long_list_says_how_much_is_left_out(council):
    Task.objects.bulk_create(Task(title=f"Tâche {number}") for number in range(MOST_NEEDS + 2))

    *shown, rest = things_to_do(ready(Role.BOARD), IN_NOVEMBER)

    assert len(shown) == MOST_NEEDS
    assert rest.sentence == "2 autres choses attendent du côté des partenaires."


@pytest.mark.parametrize(("in_days", "is_said"), [(13, True), (15, False), (-1, False)])
def test_the_next_assembly_is_recalled_when_it_is_near(in_days, is_said, council):
    draft_assembly(in_days, status=EventStatus.PUBLISHED)
    draft_assembly(3)

    said = next_assembly(ready(Role.READING), timezone.now())

    assert (said is not None) is is_said
    assert next_assembly(UserFactory.create(), timezone.now()) is None


@pytest.mark.parametrize(("number", "told"), [(1, 4), (3, 12), (50, 13)])
def test_the_first_screen_costs_the_same_whatever_waits(number, told, council, django_assert_num_queries):
    Cadence.objects.create(kind=OrganizationKind.COMMUNITY, ideal_months=1, longest_months=1)
    home = ours()
    for _ in range(number):
        partner = OrganizationFactory(created_at=LONG_AGO)
        Task.objects.create(title="Rappeler", organization=partner)
        MembershipFactory(organization=partner, on_behalf_of=home, term_ends_on=PartialDate(2026, 4))
        Funding.objects.create(funder=partner, programme="Quartiers verts", call_closes_on=IN_NOVEMBER.date())
    user = ready(Role.BOARD)
    user.has_perm("partners.view_task")

    with django_assert_num_queries(15):
        assert len(things_to_do(user, IN_NOVEMBER)) == told


def test_requests_and_people_to_erase_wait_for_who_answers_for_privacy(council):
    asked = PrivacyRequest.objects.create(asked_by="Une voisine", received_on=IN_NOVEMBER.date() - timedelta(days=31))
    PersonFactory(keep_until=IN_NOVEMBER.date() - timedelta(days=1))

    assert [(thing.url, thing.is_urgent) for thing in things_to_do(ready(Role.SECRETARIAT), IN_NOVEMBER)] == [
        (f"/admin/demandes/{asked.pk}/", True),
        ("/admin/a-effacer/", False),
    ]
    assert things_to_do(ready(Role.BOARD), IN_NOVEMBER) == []
