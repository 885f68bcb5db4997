"""Two years of the demo council's dealings with its partners: contacts, what follows from them, and the cadences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.cadence import is_quiet
from crm.partners.domain.contacts import Contact, FollowUp, finish_task, note_contact
from crm.partners.enums import CadenceMode, Channel
from crm.partners.enums import OrganizationKind as Kind
from crm.partners.models import Cadence, Organization, Task

TWO_YEARS = timedelta(days=730)
BETWEEN = timedelta(days=5)
# Partners that slipped the council's mind, for as long.
FORGOTTEN = ("CLSC de la Grande-Côte", "Vélo-Ormes")
FORGOTTEN_FOR = timedelta(days=400)

CADENCES = (
    (Kind.COUNCIL, CadenceMode.ANY, 4, 7),
    (Kind.CITY, CadenceMode.ANY, 4, 6),
    (Kind.COMMITTEE, CadenceMode.ANY, 4, 6),
    (Kind.SCHOOL, CadenceMode.ANY, 5, 8),
    (Kind.COMMUNITY, CadenceMode.ANY, 5, 9),
    (Kind.COOPERATIVE, CadenceMode.ANY, 5, 9),
    (Kind.INSTITUTION, CadenceMode.ANY, 6, 12),
    (Kind.COUNCIL, CadenceMode.IN_PERSON, 18, 24),
)


@dataclass(frozen=True)
class Dealing:
    """What a contact was about, and how it was made."""

    summary: str
    channel: Channel
    notes: str = ""


DEALINGS = (
    Dealing("Les dates de la saison, et qui vient à quoi", Channel.PHONE),
    Dealing(
        "Rencontre autour du budget participatif", Channel.IN_PERSON, "On garde trois idées. Suite en début de mois."
    ),
    Dealing("Une lettre d’appui pour leur demande de subvention", Channel.WRITTEN),
    Dealing("La prochaine corvée : bénévoles, outils, collation", Channel.ONLINE),
    Dealing("Leur avis sur les traverses de la rue des Tailleurs", Channel.PHONE),
    Dealing("Visite des lieux avant la fête de quartier", Channel.IN_PERSON, "Deux prises de courant, une seule clé."),
    Dealing("Échange de textes pour l’infolettre", Channel.WRITTEN),
    Dealing("Point sur les salles et les horaires", Channel.PHONE),
    Dealing("Réunion du comité de verdissement", Channel.HYBRID, "Six personnes sur place, trois en ligne."),
    Dealing("Retour sur la soirée « Apportez vos photos »", Channel.ONLINE),
    Dealing("Une question d’une résidente, transmise", Channel.WRITTEN),
)


@dataclass(frozen=True)
class Planned:
    """A task and the call it came from; due that many days from the loading, negative when it is late; or done."""

    title: str
    place: str
    due_in: int | None
    call: str
    called_before: int
    is_done: bool = False


TASKS = (
    Planned(
        "Rendre la clé de la grande salle", "Centre communautaire du Four-à-Chaux", -3, "La clé de la grande salle", 9
    ),
    Planned(
        "Envoyer les photos de la corvée",
        "Jardin collectif La Binette",
        2,
        "Ils cherchent des photos pour leur rapport annuel",
        6,
    ),
    Planned(
        "Confirmer le café du mercredi",
        "Café coopératif Le Perron",
        5,
        "Un café d’information, un mercredi sur deux?",
        4,
    ),
    Planned(
        "Relire la lettre d’appui", "Société d’histoire des Trois-Ormes", 12, "Leur lettre d’appui est à relire", 2
    ),
    Planned(
        "Trouver deux brigadiers pour l’automne",
        "École du Boisé-Clair",
        30,
        "Il manque deux brigadiers rue des Tailleurs",
        7,
    ),
    Planned(
        "Demander le calendrier des travaux",
        "Arrondissement de la Grande-Côte",
        None,
        "Les travaux de la Côte reprennent au printemps",
        3,
    ),
    Planned(
        "Réserver la salle de décembre",
        "Centre communautaire du Four-à-Chaux",
        -20,
        "La salle de décembre est encore libre",
        30,
        is_done=True,
    ),
    Planned(
        "Remercier les bénévoles de la fête",
        "Maison des jeunes L’Escale des Ormes",
        -45,
        "La fête : douze jeunes ont aidé",
        50,
        is_done=True,
    ),
)


def keep_in_touch(today: date) -> None:
    """Note everything as the council would have, day after day; once the neighbourhood is there."""
    partners = list(Organization.objects.filter(is_our_council=False).order_by("pk"))
    for day, partner, dealing in _dealings(partners, today):
        note_contact(Contact(day, dealing.channel, dealing.summary, [partner], notes=dealing.notes), by=None)
    for kind, mode, ideal, longest in CADENCES:
        Cadence.objects.create(kind=kind, mode=mode, ideal_months=ideal, longest_months=longest)
    for planned in TASKS:
        _plan(planned, today)


def _dealings(partners: list[Organization], today: date) -> Iterator[tuple[date, Organization, Dealing]]:
    """One every five days, partner after partner; nobody is called in July and August."""
    whom, what = cycle(partners), cycle(DEALINGS)
    day = today - TWO_YEARS
    while day < today:
        if not is_quiet(day):
            partner = next(whom)
            if partner.name in FORGOTTEN and day > today - FORGOTTEN_FOR:
                partner = next(whom)
            yield day, partner, next(what)
        day += BETWEEN


def _plan(planned: Planned, today: date) -> None:
    """A task after the last contact with that partner, given to the account of the board where there is one."""
    partner = Organization.objects.get(name=planned.place)
    member = User.objects.filter(groups__name="Conseil").first()
    follow = FollowUp(planned.title, member, None if planned.due_in is None else today + timedelta(planned.due_in))
    day = today - timedelta(planned.called_before)
    noted = note_contact(Contact(day, Channel.PHONE, planned.call, [partner], follow_ups=[follow]), by=None)
    if planned.is_done:
        done_at = datetime.combine(today - timedelta(days=1), time(20), timezone.get_current_timezone())
        finish_task(Task.objects.get(interaction=noted), by=member, now=done_at)
