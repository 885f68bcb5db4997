"""What the demo council agreed with its neighbours, and the money it seeks; dates turn around today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from crm.partners.domain.partnerships import move_partnership
from crm.partners.enums import ExchangeKind, FundingStatus, PartnershipStage, Side
from crm.partners.models import Exchange, Funding, Organization, Partnership
from home.demo.neighbourhood import PLACES

INFORMATION, SERVICES, SPACE, MONEY = ExchangeKind
CONTACT, DISCUSSION, AGREED, ACTIVE, PAUSED, ENDED = PartnershipStage


@dataclass(frozen=True)
class Plan:
    """A partnership: with whom, about what, the stages it went through, what they give and what we give."""

    place: str
    title: str
    stages: tuple[PartnershipStage, ...]
    started_days_ago: int
    theirs: tuple[tuple[ExchangeKind, str], ...]
    ours: tuple[tuple[ExchangeKind, str], ...]
    amount: str = ""


@dataclass(frozen=True)
class Sought:
    """A grant: days are counted from today, the past is negative."""

    place: str
    programme: str
    project: str
    status: FundingStatus
    call_in: int
    ready_in: int | None = None
    report_in: int | None = None
    asked: str = ""
    granted: str = ""
    received: str = ""


PLANS = (
    Plan("carriere", "Visites guidées du sentier de la carrière", (CONTACT,), 6, (), ((INFORMATION, "Annonce dans l’infolettre"),)),
    Plan("velo", "Comptage des vélos rue des Tailleurs", (CONTACT, DISCUSSION), 40, ((SERVICES, "Six bénévoles deux matins"),), ((INFORMATION, "Les résultats, rendus publics"),)),
    Plan("marchands", "Bancs d’hiver devant les commerces", (CONTACT, DISCUSSION), 75, ((MONEY, "Un banc sur deux"),), ((SERVICES, "La demande à l’arrondissement"),), "1250.50"),
    Plan("binette", "Ateliers de semis au printemps", (CONTACT, DISCUSSION, AGREED), 95, ((SERVICES, "Deux animatrices"),), ((SPACE, "La salle du mardi"), (INFORMATION, "Les inscriptions"))),
    Plan("centre", "Salle des assemblées", (CONTACT, AGREED, ACTIVE), 540, ((SPACE, "La grande salle, neuf soirs par an"),), ((INFORMATION, "Le programme du centre dans l’infolettre"),)),
    Plan("journal", "La page du quartier", (CONTACT, DISCUSSION, AGREED, ACTIVE), 320, ((SERVICES, "Une page par numéro"),), ((INFORMATION, "Les dates et les décisions"),)),
    Plan("escale", "Corvée du printemps", (CONTACT, ACTIVE, PAUSED), 410, ((SERVICES, "Quinze jeunes un samedi"),), ((MONEY, "Le goûter et les gants"),), "180"),
    Plan("histoire", "Marche « Les trois ormes »", (CONTACT, AGREED, ACTIVE, ENDED), 700, ((SERVICES, "Le texte et la guide"),), ((INFORMATION, "L’affiche et les inscriptions"),)),
)  # fmt: skip

SOUGHT = (
    Sought("fonds", "Milieux de vie", "Bancs de la rue des Tailleurs", FundingStatus.GRANTED, -240, report_in=-3, asked="5000", granted="4000.50", received="2000"),
    Sought("arrondissement", "Quartiers verts", "Ruelle des Ormes", FundingStatus.WRITING, 12, ready_in=5, asked="12500"),
    Sought("caisse", "Vie de quartier", "Fête d’hiver", FundingStatus.CONSIDERED, 40, ready_in=28, asked="1800"),
    Sought("arrondissement", "Soutien aux conseils", "", FundingStatus.SUBMITTED, -9, asked="1500"),
    Sought("fonds", "Mobilité active", "Comptage des vélos", FundingStatus.GRANTED, -150, report_in=24, asked="3000", granted="3000", received="1500"),
    Sought("caisse", "Mémoire d’ici", "Voix du quartier", FundingStatus.REFUSED, -70, asked="2500"),
)  # fmt: skip


def agree_and_seek(now: datetime) -> None:
    """Eight partnerships and six grants, with the organizations of the neighbourhood."""
    names = {place.key: place.name for place in PLACES}
    places = {one.name: one for one in Organization.objects.filter(name__in=names.values())}
    for plan in PLANS:
        _agree(plan, places[names[plan.place]], now)
    for sought in SOUGHT:
        _seek(sought, places[names[sought.place]], timezone.localdate(now))


def _agree(plan: Plan, partner: Organization, now: datetime) -> None:
    began = now - timedelta(days=plan.started_days_ago)
    partnership = Partnership.objects.create(
        organization=partner,
        title=plan.title,
        stage=plan.stages[0],
        starts_on=timezone.localdate(began) if len(plan.stages) > 1 else None,
        created_at=began,
    )
    for side, gives in ((Side.THEM, plan.theirs), (Side.US, plan.ours)):
        for kind, words in gives:
            amount = Decimal(plan.amount) if kind == MONEY else None
            Exchange.objects.create(partnership=partnership, side=side, kind=kind, description=words, amount=amount)
    step = timedelta(days=plan.started_days_ago / len(plan.stages))
    for number, stage in enumerate(plan.stages[1:], start=1):
        move_partnership(partnership, stage, by=None, now=began + number * step)


def _seek(sought: Sought, funder: Organization, today: date) -> None:
    def day(distance: int | None) -> date | None:
        return None if distance is None else today + timedelta(days=distance)

    Funding.objects.create(
        funder=funder,
        programme=sought.programme,
        project=sought.project,
        status=sought.status,
        call_closes_on=day(sought.call_in),
        internal_deadline_on=day(sought.ready_in),
        report_due_on=day(sought.report_in),
        amount_asked=Decimal(sought.asked) if sought.asked else None,
        amount_granted=Decimal(sought.granted) if sought.granted else None,
        amount_received=Decimal(sought.received) if sought.received else None,
    )
