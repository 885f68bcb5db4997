"""Who changed what, from what to what; and nothing of it to whom may not know."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.context import set_actor
from auditlog.models import LogEntry
from django.apps import apps
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from crm.accounts.policy import Role
from crm.partners.domain.contacts import Contact, note_contact
from crm.partners.domain.history import Act, Change, history_of
from crm.partners.domain.mandates import end_term
from crm.partners.enums import Channel, OrganizationKind, Visibility
from crm.partners.models import Interaction, Organization, PersonContact, Sector
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    SignedInClient,
    UserFactory,
    edtf,
    someone_of,
)

pytestmark = pytest.mark.django_db

ALL = frozenset(Visibility.values)
BOARD = {Visibility.PUBLIC.value, Visibility.BOARD.value}


def told(changes: list[Change]) -> list[tuple[Act, dict[str, tuple[str, str]]]]:
    return [(one.act, {field.label: (field.before, field.after) for field in one.fields}) for one in changes]


def test_each_field_is_told_in_words_from_what_to_what() -> None:
    partner, someone = OrganizationFactory(kind=OrganizationKind.COMMUNITY), UserFactory()
    partner.kind, partner.parent, partner.is_listed = (
        OrganizationKind.SCHOOL,
        OrganizationFactory(name="La Ville"),
        True,
    )
    partner.founded_on = edtf("1984-05")
    with set_actor(someone):
        partner.save()
    (changed, created) = history_of(partner, BOARD)
    assert (changed.by, changed.act, created.act) == (someone, Act.CHANGED, Act.CREATED)
    assert told([changed]) == [
        (
            Act.CHANGED,
            {
                "genre": ("Organisme communautaire", "École ou service de garde"),
                "fait partie de": ("", "La Ville"),
                "dans le répertoire public de nos partenaires": ("non", "oui"),
                "fondé": ("", "mai 1984"),
            },
        )
    ]


def test_the_sectors_of_an_organization_are_told_as_they_come_and_go(client: SignedInClient) -> None:
    parks, seniors = Sector.objects.create(name="Verdissement"), Sector.objects.create(name="Aînés")
    partner, someone = OrganizationFactory(name="Atelier Vélo-Ormes"), someone_of(Role.BOARD)
    client.force_login(someone)
    address = f"/admin/organismes/edit/{partner.pk}/"
    empty = {
        f"{name}-{key}": 0
        for name in ("contact_details", "addresses", "other_names")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    form = {"name": partner.name, "kind": partner.kind, **empty}

    assert client.post(address, {**form, "sectors": [parks.pk, seniors.pk]}).status_code == 302
    assert client.post(address, {**form, "sectors": [seniors.pk]}).status_code == 302

    taken, given, _created = history_of(partner, BOARD)
    assert (taken.by, told([taken])) == (someone, [(Act.CHANGED, {"secteurs d’activité": ("Verdissement", "")})])
    assert given.fields[0].label == "secteurs d’activité"
    assert set(given.fields[0].after.split(", ")) == {"Aînés", "Verdissement"}


def test_a_sector_that_changes_its_name_or_goes_is_remembered_too() -> None:
    sector = Sector.objects.create(name="Verdisement")
    partner = OrganizationFactory()
    partner.sectors.add(sector)
    partner.save()
    sector.name = "Verdissement"
    sector.save()
    assert told(history_of(sector, BOARD))[0] == (Act.CHANGED, {"nom": ("Verdisement", "Verdissement")})
    sector.delete()
    assert told(history_of(partner, BOARD))[0] == (Act.CHANGED, {"secteurs d’activité": ("Verdissement", "")})


def test_what_belongs_to_a_person_is_in_their_history() -> None:
    person = PersonFactory()
    held = MembershipFactory(person=person, organization__name="Table de concertation")
    end_term(held, edtf("2025-06-01"), ended_by="Démission")
    acts = [(one.record.split(" · ")[0], one.act) for one in history_of(person, BOARD)]
    assert acts == [("participation", Act.CHANGED), ("participation", Act.CREATED), ("personne", Act.CREATED)]
    assert history_of(held.organization, BOARD)[0].fields[0].after == "1er\u00a0juin 2025"


@pytest.mark.parametrize(("levels", "expected"), [(ALL, 3), (BOARD, 2), ({"public"}, 0)])
def test_what_one_may_not_see_is_not_in_the_history_either(levels: frozenset[str], expected: int) -> None:
    person = PersonFactory(visibility=Visibility.BOARD)
    PersonContact.objects.create(person=person, value="a@exemple.example", visibility=Visibility.BOARD)
    PersonContact.objects.create(person=person, value="b@exemple.example", visibility=Visibility.PRIVATE)
    assert len(history_of(person, levels)) == expected


def test_what_became_private_takes_its_past_along() -> None:
    person = PersonFactory()
    number = PersonContact.objects.create(person=person, value="418 555-0142", visibility=Visibility.BOARD)
    number.visibility = Visibility.PRIVATE
    number.save()
    assert [one.record for one in history_of(person, BOARD)] == [f"personne · {person}"]


def test_what_is_deleted_is_still_told() -> None:
    person = PersonFactory()
    PersonContact.objects.create(person=person, value="a@exemple.example").delete()
    assert [one.act for one in history_of(person, BOARD)] == [Act.DELETED, Act.CREATED, Act.CREATED]


def test_who_was_named_in_a_contact_is_told() -> None:
    partner = OrganizationFactory(name="Atelier Vélo-Ormes")
    note_contact(Contact(date(2026, 11, 24), Channel.PHONE, "Appel", organizations=[partner]), by=None)
    (named, _created) = history_of(Interaction.objects.get(), BOARD)
    assert told([named]) == [(Act.CHANGED, {"organismes": ("", "Atelier Vélo-Ormes")})]


def test_columns_that_follow_from_the_rest_are_not_told() -> None:
    MembershipFactory()
    written = {name for entry in LogEntry.objects.all() for name in entry.changes}
    assert written & {"search_text", "search_board", "start_min", "end_max", "id"} == set()


def test_every_record_of_the_ground_that_people_write_is_remembered() -> None:
    from auditlog.registry import auditlog

    remembered = {
        model._meta.model_name for model in apps.get_app_config("partners").get_models() if auditlog.contains(model)
    }
    left_out = {model._meta.model_name for model in apps.get_app_config("partners").get_models()} - remembered
    # Wagtail keeps the log of the council and of pictures; a move and a weekly letter are history themselves.
    assert left_out >= {"council", "picture", "picturerendition", "stagechange", "digest"}
    assert remembered >= {
        *("organization", "organizationname", "organizationcontact", "organizationaddress"),
        *("person", "personname", "personcontact", "personaddress", "post", "membership"),
        *("interaction", "task", "cadence", "partnership", "exchange", "funding", "sector"),
    }


@pytest.mark.parametrize("number", [1, 3, 50])
def test_five_queries_whatever_happened(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = PersonFactory()
    for _ in range(number):
        MembershipFactory(person=person)
    history_of(person, BOARD)
    with django_assert_num_queries(5):
        assert len(history_of(person, BOARD)) == number + 1


def test_an_anonymous_reader_keeps_no_session(client: Client) -> None:
    answer = Client().get("/agenda/")
    assert "Cookie" not in answer.get("Vary", "")


def test_who_acts_in_the_administration_is_written(client: SignedInClient) -> None:
    someone = someone_of(Role.SECRETARIAT)
    client.force_login(someone)
    from crm.partners.history import ActorMiddleware

    request = client.get("/admin/").wsgi_request
    ActorMiddleware(lambda _request: OrganizationFactory() and None)(request)  # type: ignore[arg-type,return-value,func-returns-value]
    entry = LogEntry.objects.get_for_object(Organization.objects.get()).get()
    assert (entry.actor, entry.remote_addr) == (someone, None)
