"""What must be done before an assembly, by which day; a missing rule is said and never assumed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.domain.duties import Duty, duties_of, pressing
from crm.assemblies.enums import AssemblyState, BylawBasis, BylawKind
from crm.assemblies.models import Assembly
from crm.events.enums import EventKind
from home.to_do import things_to_do
from tests.assemblies.desk import page_of, page_url, sign_in, words
from tests.events.moments import at
from tests.factories.assemblies import AgendaItemFactory, AssemblyFactory, BylawFactory
from tests.factories.users import someone_of

pytestmark = pytest.mark.django_db


def rule(kind: BylawKind, days: int, **fields: object) -> None:
    BylawFactory(kind=kind, basis=BylawBasis.COUNT, amount=days, source=f"Article {days}", **fields)


def assembly_on(day: str, **fields: object) -> Assembly:
    made: Assembly = AssemblyFactory(event__starts_at=at(f"{day} 19:00"), event__ends_at=at(f"{day} 21:00"), **fields)
    return made


def test_days_are_counted_back_by_the_rules_of_that_day() -> None:
    rule(BylawKind.NOTICE_DAYS, 10, in_force_from=date(2020, 1, 1))
    rule(BylawKind.NOTICE_DAYS, 7, in_force_from=date(2026, 4, 1))
    rule(BylawKind.NOTICE_DAYS, 30, in_force_from=date(2020, 1, 1), assembly_kind=EventKind.ANNUAL_ASSEMBLY)
    rule(BylawKind.AGENDA_DAYS, 5)

    march, april = assembly_on("2026-03-10"), assembly_on("2026-04-14")
    annual = assembly_on("2026-04-21", event__kind=EventKind.ANNUAL_ASSEMBLY)

    assert [duty.due_on for duty in duties_of(march)] == [date(2026, 2, 28), date(2026, 3, 5), None]
    assert [duty.due_on for duty in duties_of(april)] == [date(2026, 4, 7), date(2026, 4, 9), None]
    assert duties_of(annual)[0].due_on == date(2026, 3, 22)
    assert duties_of(april)[0].source == "Article 7"


def test_what_is_done_is_read_from_the_record() -> None:
    for kind in (BylawKind.NOTICE_DAYS, BylawKind.AGENDA_DAYS, BylawKind.DOCUMENTS_DAYS):
        rule(kind, 7)
    assembly = assembly_on("2026-04-14")
    item = AgendaItemFactory(assembly=assembly)
    assert [duty.is_done for duty in duties_of(assembly)] == [False, False, False]

    assembly.state, item.number = AssemblyState.CALLED, "26-04-01"
    assembly.save()
    item.save()
    assert [duty.is_done for duty in duties_of(assembly)] == [True, True, False]

    item.documents.add(get_document_model().objects.create(title="Plan", file="documents/plan.pdf"))
    assert [duty.is_done for duty in duties_of(assembly)] == [True, True, True]


@pytest.mark.parametrize(("ahead", "near", "late"), [(8, 0, 0), (7, 1, 0), (0, 1, 0), (-1, 0, 1)])
def test_near_is_a_week_and_late_is_the_day_after(ahead: int, near: int, late: int) -> None:
    today = date(2026, 4, 1)
    duty = Duty(BylawKind.NOTICE_DAYS, today + timedelta(days=ahead), False, "", "")

    assert (duty.is_near(today), duty.is_late(today)) == (bool(near), bool(late))
    assert len(pressing([duty], today)) == near + late


def test_page_says_each_day_and_each_missing_rule(client: Client) -> None:
    sign_in(client, Role.SECRETARIAT)
    rule(BylawKind.NOTICE_DAYS, 7)
    assembly = assembly_on("2999-04-14")

    shown = [words(line) for line in page_of(client, page_url(assembly)).select("#duties .duty")]

    assert shown == [
        "Envoyer l’avis de convocation Au plus tard le 7 avril 2999 7 jours · Article 7",
        "Envoyer l’ordre du jour Aucune règle n’est écrite : Parvis ne sait pas pour quel jour. Écrire la règle",
        "Envoyer les documents Aucune règle n’est écrite : Parvis ne sait pas pour quel jour. Écrire la règle",
    ]


def said(user: User) -> list[tuple[str, bool]]:
    everything = things_to_do(user, timezone.now())
    return [
        (" ".join(one.sentence.split()), one.is_urgent)
        for one in everything
        if one.url.startswith(reverse("assembly:index"))
    ]


def coming_in(days: int) -> Assembly:
    start = timezone.now() + timedelta(days=days)
    made: Assembly = AssemblyFactory(
        event__title="Assemblée d’avril", event__starts_at=start, event__ends_at=start + timedelta(hours=2)
    )
    return made


def test_first_screen_says_what_is_near_then_late() -> None:
    secretary = someone_of(Role.SECRETARIAT)
    rule(BylawKind.NOTICE_DAYS, 7)
    assert said(secretary) == []

    near, late = coming_in(10), coming_in(3)

    assert sorted(urgent for _sentence, urgent in said(secretary)) == [False, True]
    sentence = said(secretary)[0][0]
    assert sentence.startswith(
        "Envoyer l’avis de convocation de « Assemblée d’avril » : c’était à faire au plus tard le"
    )
    Assembly.objects.filter(pk__in=[near.pk, late.pk]).update(state=AssemblyState.CALLED)
    assert said(secretary) == []


def test_first_screen_says_that_a_rule_is_missing() -> None:
    coming_in(10)

    assert said(someone_of(Role.SECRETARIAT)) == [
        ("Aucune règle ne dit combien de jours avant « Assemblée d’avril » son avis doit partir.", False)
    ]


@pytest.mark.parametrize("role", [Role.BOARD, Role.COMMUNICATIONS, Role.READING])
def test_who_does_not_call_assemblies_is_not_asked(role: Role) -> None:
    coming_in(3)

    assert said(someone_of(role)) == []
