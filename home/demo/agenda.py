"""The demo agenda: what happened lately and what is coming, placed around the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.events.enums import Audience, EventKind, EventStatus
from home.demo.partners import annual_assembly

LOCAL = ZoneInfo("America/Toronto")
CENTRE = ("Centre communautaire du Four-à-Chaux", "12, rue du Four-à-Chaux")
PARK = ("Parc de la Carrière", "40, avenue des Tailleurs")
CAFE = ("Café coopératif Le Perron", "7, place du Parvis")


@dataclass(frozen=True)
class Plan:
    """What an event of the demo says of itself, and on which weekday (0 is Monday) it falls after how many days."""

    title: str
    at: time
    hours: float
    kind: EventKind
    summary: str
    description: str
    days: int = 0
    weekday: int = 0
    place: tuple[str, str] = ("", "")
    audience: Audience = Audience.EVERYONE
    status: EventStatus = EventStatus.PUBLISHED
    status_note: str = ""
    online_url: str = ""
    drawing: str = ""
    drawing_alt: str = ""


@dataclass(frozen=True)
class PlannedEvent:
    """A plan on its day."""

    plan: Plan
    day: date

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.plan.at, LOCAL)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(hours=self.plan.hours)


def second_tuesday(year: int, month: int) -> date:
    """The day of the board's monthly assembly."""
    first = date(year, month, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 7)


def next_weekday(after: date, weekday: int) -> date:
    """The first such weekday (0 is Monday) strictly after a date."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


BOARD_ASSEMBLY = Plan(
    title="Assemblée du conseil d’administration",
    at=time(19),
    hours=2,
    kind=EventKind.BOARD_MEETING,
    summary="Ordre du jour public, période de questions à 19 h 15. Bienvenue à tout le monde.",
    description=(
        "<p>L’assemblée commence par quinze minutes d’échanges libres avec les citoyennes et citoyens, suivies de "
        "la période de la conseillère municipale. L’ordre du jour est publié une semaine d’avance.</p>"
        "<p>La salle est accessible en fauteuil roulant. Un coin de jeux attend les enfants.</p>"
    ),
    place=CENTRE,
)

ANNUAL_ASSEMBLY = Plan(
    title="Assemblée générale annuelle",
    at=time(18, 30),
    hours=2.5,
    kind=EventKind.ANNUAL_ASSEMBLY,
    summary="Rapport de l’année, états financiers et élection de cinq personnes au conseil.",
    description=(
        "<p>Cinq sièges sont à pourvoir. Toute personne majeure qui habite le quartier peut poser sa candidature avec "
        "l’appui de dix résidentes ou résidents.</p><p>Le rapport annuel sera remis à l’entrée.</p>"
    ),
    place=CENTRE,
    drawing="church_square",
    drawing_alt="Le parvis de l’église un matin de marché, avec quatre étals et quelques passants",
)

AROUND_TODAY = (
    Plan(
        title="Café-jasette du mercredi",
        days=1,
        weekday=2,
        at=time(10),
        hours=1.5,
        kind=EventKind.ACTIVITY,
        audience=Audience.SENIORS,
        place=CAFE,
        summary="Un café, des nouvelles du quartier et une table où il reste toujours une chaise.",
        description="<p>Sans inscription. Le premier café est offert par la coopérative.</p>",
    ),
    Plan(
        title="Ciné-parvis",
        days=1,
        weekday=4,
        at=time(20),
        hours=2,
        kind=EventKind.ACTIVITY,
        audience=Audience.FAMILIES,
        place=("Place du Parvis", "1, place du Parvis"),
        status=EventStatus.CANCELLED,
        status_note="Le projecteur est en réparation.",
        summary="Un film en plein air, apportez votre chaise.",
        description="",
    ),
    Plan(
        title="Déneigement : ce qui change dans nos rues",
        days=3,
        weekday=0,
        at=time(19),
        hours=1,
        kind=EventKind.TRAINING,
        online_url="https://rencontre.conseil.example/deneigement",
        summary="Une heure en ligne pour comprendre les nouveaux parcours et poser vos questions.",
        description="<p>Une personne du service des travaux publics présentera les parcours, rue par rue.</p>",
        drawing="winter_street",
        drawing_alt="Une rue d’escaliers extérieurs au crépuscule, sous la neige, les fenêtres allumées",
    ),
    Plan(
        title="Promenade de la vieille carrière",
        days=4,
        weekday=6,
        at=time(13, 30),
        hours=1.5,
        kind=EventKind.ACTIVITY,
        place=PARK,
        status=EventStatus.POSTPONED,
        status_note="Le sentier est glacé; une nouvelle date sera annoncée.",
        summary="Deux kilomètres à pied, de la carrière au four à chaux.",
        description="<p>Le parcours n’est pas accessible en poussette.</p>",
    ),
    Plan(
        title="Consultation sur la rue des Tailleurs",
        days=9,
        weekday=3,
        at=time(18, 30),
        hours=2,
        kind=EventKind.CONSULTATION,
        place=CENTRE,
        summary="Trottoirs élargis, traverses surélevées, piste cyclable : trois plans, une soirée pour en discuter.",
        description=(
            "<p>Les plans seront affichés dès 18 h. Le conseil rédigera ensuite un avis, qu’il adoptera à son assemblée "
            "suivante.</p><p>Vous ne pouvez pas venir? Écrivez-nous avant midi le jour même.</p>"
        ),
        drawing="bicycle_lane",
        drawing_alt="Trois cyclistes sur une piste protégée, devant une rangée de maisons et d’érables",
    ),
    Plan(
        title="Mise au point de vélos avec Vélo-Ormes",
        days=6,
        weekday=5,
        at=time(13),
        hours=3,
        kind=EventKind.ACTIVITY,
        audience=Audience.TEENAGERS,
        place=CENTRE,
        summary="Apportez votre vélo : freins, chaîne et pression en vingt minutes, gratuitement.",
        description="<p>Les outils et les conseils sont fournis. Les pièces se paient au prix coûtant.</p>",
    ),
    Plan(
        title="Apportez vos photos",
        days=16,
        weekday=3,
        at=time(19),
        hours=2,
        kind=EventKind.ACTIVITY,
        place=CENTRE,
        summary="Une soirée pour numériser vos vieilles photos et raconter ce qu’on y voit.",
        description=(
            "<p>La Société d’histoire numérise sur place et vous remet vos originaux. Rien n’est publié sans votre "
            "accord écrit.</p>"
        ),
        drawing="reading_room",
        drawing_alt="Un vieux journal, une photographie de maison et une loupe sur une table de bois",
    ),
    Plan(
        title="Veillée des lanternes",
        days=19,
        weekday=5,
        at=time(17, 30),
        hours=3.5,
        kind=EventKind.FETE,
        audience=Audience.FAMILIES,
        place=PARK,
        summary="Musique, soupe et trois cents lanternes fabriquées par les enfants de l’école.",
        description=(
            "<p>Habillez-vous chaudement et apportez votre tasse. La rue est fermée aux voitures de 16 h à 22 h.</p>"
            "<p>Pour donner un coup de main au montage, présentez-vous au parc à 14 h.</p>"
        ),
        drawing="lantern_fete",
        drawing_alt="Une foule devant une petite scène, la nuit, sous des guirlandes de lanternes",
    ),
    Plan(
        title="Dîner chanté",
        days=37,
        weekday=2,
        at=time(11, 30),
        hours=2,
        kind=EventKind.ACTIVITY,
        audience=Audience.SENIORS,
        place=CENTRE,
        status=EventStatus.DRAFT,
        summary="Soupe aux pois et chansons à répondre.",
        description="<p>Le menu reste à confirmer avec le Club Les Belles Saisons.</p>",
    ),
    Plan(
        title="Corvée de plantation au parc de la Carrière",
        days=-30,
        weekday=5,
        at=time(9),
        hours=3,
        kind=EventKind.ACTIVITY,
        audience=Audience.FAMILIES,
        place=PARK,
        summary="Quatre-vingts arbustes, trente paires de mains et beaucoup de paillis.",
        description="<p>Les arbustes ont été fournis par le Jardin collectif La Binette.</p>",
        drawing="planting_day",
        drawing_alt="Quatre personnes bêchent des rangs de jeunes plants entre des arbres",
    ),
    Plan(
        title="Le compost sans souci",
        days=-48,
        weekday=3,
        at=time(18, 30),
        hours=1.5,
        kind=EventKind.TRAINING,
        place=CENTRE,
        summary="Un atelier pour commencer, même sur un balcon.",
        description="",
    ),
)


def _assembly_days(today: date) -> list[date]:
    """The second Tuesdays of two years and the four to come, July and August off."""
    first_month = (today.year - 2) * 12 + today.month - 1
    months = [(month // 12, month % 12 + 1) for month in range(first_month, first_month + 36)]
    days = [second_tuesday(year, month) for year, month in months if month not in {7, 8}]
    return [day for day in days if day <= today] + [day for day in days if day > today][:4]


def _next_annual_day(today: date) -> date:
    this_year = second_tuesday(today.year, 4)
    return this_year if this_year > today else second_tuesday(today.year + 1, 4)


def planned_events(today: date) -> list[PlannedEvent]:
    """The whole agenda of the demo, in the order of time; the annual assembly takes the place of April's."""
    annual_days = [annual_assembly(today, 1), annual_assembly(today, 0), _next_annual_day(today)]
    annual = [PlannedEvent(ANNUAL_ASSEMBLY, day) for day in annual_days]
    taken = {(day.year, day.month) for day in annual_days}
    board = [PlannedEvent(BOARD_ASSEMBLY, day) for day in _assembly_days(today) if (day.year, day.month) not in taken]
    others = [
        PlannedEvent(plan, next_weekday(today + timedelta(days=plan.days), plan.weekday)) for plan in AROUND_TODAY
    ]
    return sorted([*board, *annual, *others], key=lambda event: event.starts_at)
