"""Two years of assemblies in the demo: called, held and numbered; the next one has its agenda and is not called yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from crm.assemblies.domain.agenda_numbers import item_number
from crm.assemblies.domain.agenda_templates import AgendaTemplate, template_items, usual_template
from crm.assemblies.domain.agendas import add_item, begin_agenda, bring_items
from crm.assemblies.domain.convening import members_on
from crm.assemblies.domain.notices import place_words
from crm.assemblies.domain.preparing import prepare_assembly
from crm.assemblies.enums import AssemblyState, BylawBasis, BylawKind, ItemKind, ItemState
from crm.assemblies.models import AgendaItem, AgendaSeries, Assembly, Bylaw, Notice
from crm.events.enums import ASSEMBLY_KINDS, EventKind
from crm.events.models import Event
from crm.partners.domain.folding import fold
from crm.partners.enums import ContactKind
from crm.partners.models import Membership, Organization, Person, PersonContact
from home.demo.partners import annual_assembly

SINCE = date(2012, 1, 1)
SOURCE = "Règlement intérieur du conseil des Trois-Ormes, article "
NOTICE_DAYS = 10
ANNUAL_QUORUM = 25

# What each rule sets, for which assembly, and its article; all of it fictional.
RULES = (
    (BylawKind.NOTICE_DAYS, "", BylawBasis.COUNT, NOTICE_DAYS, "9"),
    (BylawKind.NOTICE_DAYS, EventKind.ANNUAL_ASSEMBLY, BylawBasis.COUNT, 20, "21"),
    (BylawKind.AGENDA_DAYS, "", BylawBasis.COUNT, 7, "10"),
    (BylawKind.DOCUMENTS_DAYS, "", BylawBasis.COUNT, 5, "10"),
    (BylawKind.QUORUM, "", BylawBasis.MAJORITY, 0, "12"),
    (BylawKind.ANNUAL_DAYS, "", BylawBasis.COUNT, 120, "20"),
    (BylawKind.DUE_DAYS, "", BylawBasis.COUNT, 92, "26"),
    (BylawKind.SUPPORTERS, "", BylawBasis.COUNT, 10, "27"),
    (BylawKind.OFFICERS_DAYS, "", BylawBasis.COUNT, 10, "31"),
    (BylawKind.ANSWER_DAYS, "", BylawBasis.COUNT, 60, "40"),
)

# Two matters an assembly, turn by turn: the kind, the words, the minutes.
MATTERS = (
    (ItemKind.DECISION, "Traverse de la rue des Tailleurs, devant l’école", 15),
    (ItemKind.INFORMATION, "Relevé des poussières de la carrière", 10),
    (ItemKind.DECISION, "Corvée de plantation au parc de la Carrière", 10),
    (ItemKind.DECISION, "Demande de subvention pour la ruelle du Four-à-Chaux", 15),
    (ItemKind.INFORMATION, "Déneigement des escaliers publics", 10),
    (ItemKind.DECISION, "Fermeture de la rue pour la Veillée des lanternes", 10),
    (ItemKind.DECISION, "Avis sur les trois plans de la rue des Tailleurs", 20),
    (ItemKind.INFORMATION, "Comité de la mémoire du quartier", 10),
    (ItemKind.DECISION, "Délégation à la table de concertation", 10),
)
# Who has not given an address yet, in the list of the members.
FORGETFUL = 3
CARRIED = "Horaire des conteneurs de compost"


def hold_assemblies(now: datetime) -> None:
    """The rules, then every assembly of the agenda until the second one to come."""
    _write_rules(annual_assembly(timezone.localdate(now), 0))
    events = list(Event.objects.filter(kind__in=ASSEMBLY_KINDS).order_by("starts_at"))
    past = [event for event in events if event.starts_at <= now]
    coming = [event for event in events if event.starts_at > now]
    _hold(past)
    _give_addresses(timezone.localdate(coming[0].starts_at))
    _prepare(coming[0], now)
    begin_agenda(prepare_assembly(coming[1], now), usual_template(coming[1].kind))


def _write_rules(last_annual: date) -> None:
    """Those of always, and one that changed: since the year of the last annual assembly, it counts its electors."""
    Bylaw.objects.create(
        kind=BylawKind.QUORUM,
        assembly_kind=EventKind.ANNUAL_ASSEMBLY,
        basis=BylawBasis.ELECTORS,
        amount=ANNUAL_QUORUM,
        in_force_from=date(last_annual.year, 1, 1),
        source=f"{SOURCE}23",
    )
    Bylaw.objects.bulk_create(
        Bylaw(
            kind=kind,
            assembly_kind=assembly_kind,
            basis=basis,
            amount=amount,
            in_force_from=SINCE,
            source=f"{SOURCE}{article}",
        )
        for kind, assembly_kind, basis, amount, article in RULES
    )


def _hold(events: list[Event]) -> None:
    """As the archives of the secretary tell it: called ten days before by e-mail, held, every item dealt with."""
    chair, secretary = _officer("Présidente"), _officer("Secrétaire")
    assemblies = Assembly.objects.bulk_create(
        Assembly(
            event=event,
            state=AssemblyState.CLOSED,
            chair=chair,
            secretary=secretary,
            opened_at=event.starts_at,
            closed_at=event.ends_at,
            citizens_present=4 + number * 5 % 17,
        )
        for number, event in enumerate(events)
    )
    Notice.objects.bulk_create(
        Notice(
            assembly=one,
            given_at=one.event.starts_at - timedelta(days=NOTICE_DAYS + 2),
            given_otherwise="Courriel du secrétariat aux membres et aux personnes inscrites",
            starts_at=one.event.starts_at,
            place=place_words(one.event),
            days_required=NOTICE_DAYS,
            source=f"{SOURCE}9",
            due_on=one.held_on - timedelta(days=NOTICE_DAYS),
        )
        for one in assemblies
    )
    AgendaItem.objects.bulk_create(item for number, one in enumerate(assemblies) for item in _items(number, one))
    AgendaSeries.objects.bulk_create(
        AgendaSeries(year=one.held_on.year, month=one.held_on.month, last_rank=len(_lines(number, one)))
        for number, one in enumerate(assemblies)
    )
    last = AgendaItem.objects.filter(
        assembly=assemblies[-1], title=MATTERS[(len(assemblies) * 2 - 1) % len(MATTERS)][1]
    )
    last.update(title=CARRIED, state=ItemState.CARRIED_OVER)


def _items(number: int, assembly: Assembly) -> list[AgendaItem]:
    return [
        AgendaItem(
            assembly=assembly,
            position=position,
            number=item_number(assembly.held_on, position + 1),
            state=ItemState.DONE,
            **line,
        )
        for position, line in enumerate(_lines(number, assembly))
    ]


def _lines(number: int, assembly: Assembly) -> list[dict[str, object]]:
    """The usual items, with two matters before the last two of a board meeting."""
    template = usual_template(assembly.event.kind)
    usual = list(template_items(template))
    if template == AgendaTemplate.ANNUAL:
        return usual
    matters = [MATTERS[(number * 2 + step) % len(MATTERS)] for step in range(2)]
    return [*usual[:-2], *(_matter(*matter) for matter in matters), *usual[-2:]]


def _matter(kind: ItemKind, title: str, minutes: int) -> dict[str, object]:
    return {"kind": kind, "title": title, "minutes_planned": minutes}


def _prepare(event: Event, now: datetime) -> None:
    """The next one: its usual items, what the last one left, and two matters, one of them with a partner."""
    assembly = prepare_assembly(event, now)
    begin_agenda(assembly, usual_template(event.kind))
    bring_items(assembly)
    garden = add_item(
        assembly,
        kind=ItemKind.DECISION,
        title="Corvée de printemps avec le Jardin collectif La Binette",
        minutes_planned=15,
        introduction="Le jardin propose de planter ensemble quarante arbustes le long du parc de la Carrière.",
        proposal="Accorder 300 $ au Jardin collectif La Binette pour les arbustes et le paillis.",
    )
    garden.organizations.set(Organization.objects.filter(name__icontains="La Binette")[:1])
    add_item(
        assembly,
        kind=ItemKind.INFORMATION,
        title="Trottoirs de la rue des Tailleurs",
        minutes_planned=10,
        presenter_words="l’urbaniste de l’arrondissement",
    )


def _officer(role: str) -> Person | None:
    held = Membership.objects.filter(organization__is_our_council=True, role=role, ends_on=None)
    first = held.select_related("person").first()
    return first.person if first else None


def _give_addresses(day: date) -> None:
    """Each member of the board has an address that cannot receive mail, but one, as it happens."""
    members = members_on(day)
    PersonContact.objects.bulk_create(
        PersonContact(person=member.person, kind=ContactKind.EMAIL, value=_address(member.person))
        for place, member in enumerate(members)
        if place != FORGETFUL and not member.email
    )


def _address(person: Person) -> str:
    words = fold(person.name).replace("’", "").replace("'", "").replace("-", " ").split()
    return f"{words[0]}.{words[-1]}@conseil.example"
