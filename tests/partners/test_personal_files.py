"""What we hold about someone: handed over whole, without anybody else in it; erased, with what must stay."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from crm.accounts.policy import Role
from crm.assemblies.models import Presence
from crm.events.models import EventRepresentative
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.domain.history import history_of
from crm.partners.domain.mandates import end_term
from crm.partners.domain.merging import merge, prevents_undoing
from crm.partners.domain.personal_files import erase_person, personal_file, plan_erasure
from crm.partners.domain.purging import is_erased, what_stays
from crm.partners.enums import Capacity, Channel, NameKind, RecordKind, RequestKind, Visibility
from crm.partners.models import (
    ImportedLine,
    Interaction,
    Membership,
    Merger,
    Organization,
    PartnerImport,
    Person,
    PersonAddress,
    PersonContact,
    PersonName,
    PrivacyRequest,
)
from tests.factories import (
    AssemblyFactory,
    DecisionFactory,
    EventFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
    edtf,
    someone_of,
)

pytestmark = pytest.mark.django_db

OPENED_AT = datetime(2024, 4, 16, 17, tzinfo=UTC)


def someone_well_known() -> Person:
    person = PersonFactory(
        given_name="Anselme",
        family_name="Bellavance-Fictif",
        biography="Cultive des gourganes.",
        board_notes="Préfère le téléphone.",
        user=someone_of(Role.READING, email="anselme.b@conseil.example", date_joined=OPENED_AT),
        created_at=OPENED_AT,
        keep_until=date(2030, 1, 1),
        visibility=Visibility.PUBLIC,
    )
    PersonName.objects.create(person=person, name="Selmo", kind=NameKind.ALIAS)
    PersonContact.objects.create(person=person, value="anselme@exemple.example", label="maison")
    PersonAddress.objects.create(person=person, street_address="3, rue des Tailleurs")
    table = OrganizationFactory(name="Table de concertation")
    held = MembershipFactory(
        person=person, organization=table, role="Coordination", source="Appel", mandate="Les jardins"
    )
    end_term(held, edtf("2025-06"))
    other = PersonFactory(family_name="Voisine-Fictive")
    PrivacyRequest.objects.create(
        kind=RequestKind.RECTIFICATION, person=person, asked_by="Anselme, par téléphone", received_on=date(2026, 5, 2)
    )
    PrivacyRequest.objects.create(asked_by="Une autre, par courriel", received_on=date(2026, 5, 3))
    note_contact(Contact(date(2026, 5, 1), Channel.PHONE, "On a parlé de la voisine", people=[person, other]), by=None)
    return person


def test_the_file_holds_everything_about_the_person_and_nothing_about_others() -> None:
    lines = personal_file(someone_well_known())
    assert [(line.label.replace("\u00a0", " "), line.value.replace("\u00a0", " ")) for line in lines] == [
        ("prénom", "Anselme"),
        ("nom de famille", "Bellavance-Fictif"),
        ("en quelques phrases", "Cultive des gourganes."),
        ("notes pour le conseil", "Préfère le téléphone."),
        ("qui peut voir cette personne", "Public : montré sur le site"),
        ("à garder jusqu’au", "1er janvier 2030"),
        ("fiche ouverte le", "16 avril 2024"),
        ("Aussi appelé", "Selmo"),
        ("Courriel (maison)", "anselme@exemple.example"),
        ("Adresse", "3, rue des Tailleurs"),
        ("Table de concertation · Coordination", "16 avril 2024 – juin 2025"),
        ("Table de concertation · Coordination · mandat", "Les jardins"),
        ("Table de concertation · Coordination · source", "Appel"),
        ("1er mai 2026", "Par téléphone"),
        ("Courriel", "anselme.b@conseil.example"),
        ("Nom", "Camille Desruisseaux"),
        ("Rôles", "Lecture"),
        ("ouvert le", "16 avril 2024"),
        ("Corriger son dossier, 2 mai 2026", "pas encore de réponse"),
        ("qui demande", "Anselme, par téléphone"),
    ]


def test_a_membership_is_in_the_file_with_all_that_is_written_of_it() -> None:
    council = OrganizationFactory(name="Conseil fictif", is_our_council=True)
    held = MembershipFactory(
        organization=OrganizationFactory(name="Table"),
        role="Déléguée",
        on_behalf_of=council,
        capacity=Capacity.DELEGATE,
        term_ends_on=edtf("2027-06"),
        next_report_on=date(2026, 12, 1),
        last_verified_on=date(2026, 5, 14),
    )
    told = {line.label: line.value.replace("\u00a0", " ") for line in personal_file(held.person)}
    assert {label.removeprefix("Table · Déléguée · "): value for label, value in told.items() if " · " in label} == {
        "Table · Déléguée": "depuis le 16 avril 2024",
        "au nom de": "Conseil fictif",
        "à quel titre": "En délégation",
        "fin du mandat": "juin 2027",
        "prochain compte rendu": "1er décembre 2026",
        "dernière vérification": "14 mai 2026",
    }


def test_a_register_that_names_someone_in_two_ways_says_in_which() -> None:
    person = PersonFactory()
    for _ in range(2):
        DecisionFactory(mover=person)
    DecisionFactory(seconder=person)
    told = [(line.label, line.value) for line in personal_file(person) if line.heading.startswith("Dans les registres")]
    assert len({label for label, _value in told}) == 2
    assert sorted(value for _label, value in told) == ["1", "2"]


def test_who_never_sat_on_our_board_is_erased_whole_history_included() -> None:
    person = someone_well_known()
    pk = person.pk
    plan = erase_person(person)
    assert (plan.keeps_the_name, plan.other_memberships, plan.contact_details, plan.interactions) == (False, 1, 2, 1)
    assert (Person.objects.filter(pk=pk).exists(), Membership.objects.count(), PersonContact.objects.count()) == (
        False,
        0,
        0,
    )
    traces = (
        LogEntry.objects.filter(additional_data__person=pk).count()
        + LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Person), object_id=pk).count()
    )
    assert traces == 0
    assert "Bellavance" not in str(list(LogEntry.objects.values_list("object_repr", "changes")))
    assert [one.summary for one in Interaction.objects.all()] == ["On a parlé de la voisine"]


def test_who_sat_on_our_board_keeps_a_name_and_those_terms() -> None:
    person = someone_well_known()
    ours = OrganizationFactory(is_our_council=True)
    term = MembershipFactory(
        person=person, organization=ours, role="Trésorerie", mandate="Les comptes", ends_on=edtf("2026-04")
    )
    plan = erase_person(person)
    assert plan.board_terms == (term,)
    kept = Person.objects.get(pk=person.pk)
    assert [(line.label, line.value.replace("\u00a0", " ")) for line in personal_file(kept)] == [
        ("prénom", "Anselme"),
        ("nom de famille", "Bellavance-Fictif"),
        ("qui peut voir cette personne", "Conseil : pour les gens du conseil"),
        ("fiche ouverte le", "16 avril 2024"),
        (f"{ours} · Trésorerie", "16 avril 2024 – avril 2026"),
    ]
    assert (kept.user, history_of(kept, frozenset(Visibility.values))) == (None, [])
    assert list(Person.objects.matching("anselme@exemple", frozenset(Visibility.values))) == []


def test_to_plan_writes_nothing() -> None:
    person = someone_well_known()
    before = personal_file(person)
    plan_erasure(person)
    assert personal_file(Person.objects.get(pk=person.pk)) == before


def test_the_others_are_left_alone() -> None:
    person, other = someone_well_known(), PersonFactory()
    kept = MembershipFactory(person=other, organization=Organization.objects.get(name="Table de concertation"))
    erase_person(person)
    assert list(Membership.objects.all()) == [kept]
    assert len(history_of(other, frozenset(Visibility.values))) == 2


def test_what_mergers_and_imported_lists_kept_goes_too() -> None:
    person, first, second = PersonFactory(family_name="Bellavance-Fictif"), PersonFactory(), PersonFactory()
    by = UserFactory()
    merge(RecordKind.PERSON, second.pk, first.pk, {}, by=by, now=timezone.now())
    merge(RecordKind.PERSON, person.pk, second.pk, {}, by=by, now=timezone.now())
    pks = [person.pk, first.pk, second.pk]
    batch = PartnerImport.objects.create(filename="liste.csv")
    ImportedLine.objects.create(batch=batch, number=1, cells=["Bellavance"], plan={"name": "B"}, person=person.pk)
    ImportedLine.objects.create(
        batch=batch, number=2, cells=["Une autre"], plan={"name": "A"}, person=PersonFactory().pk
    )

    erase_person(Person.objects.get(pk=person.pk))

    assert [one.journal for one in Merger.objects.all()] == [[], []]
    assert [prevents_undoing(one, now=timezone.now()) for one in Merger.objects.all()] == [
        "Ce qu’il faut pour l’annuler a été effacé depuis, avec la personne."
    ] * 2
    assert not LogEntry.objects.filter(additional_data__person__in=pks).exists()
    assert [(one.cells, one.plan) for one in ImportedLine.objects.all()] == [([], {}), (["Une autre"], {"name": "A"})]


def test_who_is_named_in_the_register_of_an_assembly_keeps_a_name_there() -> None:
    person = someone_well_known()
    presence = Presence.objects.create(assembly=AssemblyFactory(), person=person, arrived_at=OPENED_AT)
    EventRepresentative.objects.create(event=EventFactory(), person=person)
    assert ("présences", "1") in [(line.label, line.value) for line in personal_file(person)]

    plan = erase_person(person)

    assert (plan.keeps_the_name, plan.mentions, plan.board_terms) == (True, 1, ())
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.biography, kept.contact_details.count(), kept.memberships.count()) == (
        person.name,
        "",
        0,
        0,
    )
    assert (Presence.objects.get(), EventRepresentative.objects.count()) == (presence, 0)
    assert is_erased(kept)


def test_a_term_elsewhere_that_an_assembly_counted_stays_and_the_rest_goes() -> None:
    person = someone_well_known()
    elsewhere = MembershipFactory(person=person, role="déléguée", mandate="À taire", source="Un appel")
    MembershipFactory(person=person, role="bénévole")
    Presence.objects.create(assembly=AssemblyFactory(), person=person, membership=elsewhere, arrived_at=OPENED_AT)

    stays = what_stays(person, plan_erasure(person))
    plan = erase_person(person)

    assert (
        f"{elsewhere.organization}, déléguée (depuis le 16\u00a0avril 2024)\u00a0: une assemblée a compté" in stays[0]
    )
    assert plan.counted_terms == (elsewhere,)
    kept = Person.objects.get(pk=person.pk)
    assert set(kept.memberships.all()) == {elsewhere}
    elsewhere.refresh_from_db()
    assert (elsewhere.mandate, elsewhere.source, elsewhere.role) == ("", "", "déléguée")
    assert Presence.objects.get().membership == elsewhere
    assert is_erased(kept)
