"""Two records become one: whatever pointed to the other points to the one that stays, and all of it can be undone."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page

from crm.accounts.models import User
from crm.assemblies.models import Sending
from crm.partners.domain.absorbing import references_to
from crm.partners.domain.journals import facts_of
from crm.partners.domain.merging import (
    MergeRefused,
    Side,
    choices_of,
    forget_journals,
    merge,
    prevents_undoing,
    record_now,
    undo_merger,
    what_moves,
)
from crm.partners.enums import RecordKind, Visibility
from crm.partners.models import Membership, Merger, Organization, OrganizationContact, Person, PersonContact, Sector
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, UserFactory, edtf

NOW = timezone.now()
FACTORIES: dict[Any, Any] = {Person: PersonFactory, Organization: OrganizationFactory, User: UserFactory}
# What a constraint asks for although no column does.
ASKED: dict[Any, dict[str, Any]] = {Sending: {"addressee": "La mairie"}}
NUMBERS = count()


def unite(kept: Any, lost: Any, chosen: dict[str, Side] | None = None, now: Any = NOW) -> Merger:
    kind = RecordKind.PERSON if isinstance(kept, Person) else RecordKind.ORGANIZATION
    return merge(kind, kept.pk, lost.pk, chosen or {}, by=None, now=now)


def everything() -> dict[str, dict[int, dict[str, Any]]]:
    """Every row of the ground floor, but the mergers themselves and what undoing needs of them."""
    ground_floor = apps.get_app_config("partners").get_models(include_auto_created=True)
    return {
        model._meta.label: {row.pk: facts_of(row) for row in model._base_manager.all()}
        for model in ground_floor
        if model is not Merger
    }


def make(model: Any, **given: Any) -> Any:
    """A row of any table, its compulsory columns filled in."""
    if model in FACTORIES and not given:
        return FACTORIES[model]()
    given = {**ASKED.get(model, {}), **given}
    if issubclass(model, Page):
        given["content_type"] = ContentType.objects.get_for_model(model)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in given or field.has_default() or field.null or field.blank:
            continue
        if field.is_relation:
            given[field.name] = make(field.related_model)
        elif isinstance(field, models.DateTimeField):
            given[field.name] = timezone.now()
        elif isinstance(field, models.DateField) and field.editable:
            given[field.name] = timezone.localdate()
        elif isinstance(field, models.IntegerField):
            given[field.name] = 1
        elif isinstance(field, models.CharField):
            given[field.name] = f"x{next(NUMBERS)}" if field.unique else "x"
    return model._base_manager.create(**given)


def reindex(*records: Any) -> None:
    """As the forms of the admin do once the parts are saved."""
    for record in records:
        type(record).objects.get(pk=record.pk).index_for_search()


REFERENCES = [(model, field) for model in (Person, Organization) for field in references_to(model)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=[f"{field.model._meta.label_lower}.{field.name}" for _, field in REFERENCES]
)
def test_every_reference_follows_and_comes_back(model: Any, field: Any) -> None:
    kept, lost = make(model), make(model)
    row = make(field.model, **{field.name: lost})
    reindex(kept, lost)
    before = everything()

    merger = unite(kept, lost)
    moved = field.model._base_manager.filter(pk=row.pk).values_list(field.attname, flat=True)
    assert list(moved) == [kept.pk]
    undo_merger(merger, now=NOW)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Person, Organization])
def test_every_reference_to_both_leaves_none_to_the_lost(model: Any) -> None:
    """Rows that may not stand twice are folded, whatever their table."""
    kept, lost, others = make(model), make(model), {}
    for field in references_to(model):
        if not field.unique:
            facts = field.model._meta.concrete_fields
            columns = [f for f in facts if f.is_relation and not (f.null or f.unique) and f != field]
            shared = {f.name: others.setdefault((field, f.name), make(f.related_model)) for f in columns}
            for record in (kept, lost):
                make(field.model, **{field.name: record}, **shared)
    reindex(kept, lost)
    before = everything()

    merger = unite(kept, lost)
    left = [f for f in references_to(model) if f.model._base_manager.filter(**{f.name: lost.pk}).exists()]
    assert left == []
    undo_merger(merger, now=NOW)

    assert everything() == before


DATES = st.sampled_from(["", "2018", "2019-05-01", "2020-06", "2021-04-30", "2023"])
TERMS = st.lists(st.tuples(DATES, DATES, st.sampled_from(["", "trésorière"]), st.booleans()), max_size=4)


class AnyTwoPeopleTest(TestCase):
    """Whatever terms two records have, they become one and come apart again as they were."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mine=TERMS, theirs=TERMS, chosen=st.sampled_from(list(Side)))
    def test_merging_then_undoing_changes_nothing(self, mine: Any, theirs: Any, chosen: Side) -> None:
        kept, lost, table = PersonFactory(), PersonFactory(), OrganizationFactory()
        post = PostFactory(organization=table)
        for person, terms in ((kept, mine), (lost, theirs)):
            for start, end, role, seated in terms:
                term = Membership(
                    person=person,
                    organization=table,
                    post=post if seated else None,
                    role=role,
                    starts_on=edtf(min(start, end) if end else start),
                    ends_on=edtf(end),
                )
                if not Membership.objects.same_as(term).exists():
                    term.save()
        before = everything()

        merger = unite(kept, lost, {choice.name: chosen for choice in choices_of(kept, lost)})
        assert not Membership.objects.filter(person_id=lost.pk).exists()
        undo_merger(merger, now=NOW)

        assert everything() == before


@pytest.mark.django_db
def test_fields_are_chosen_one_by_one() -> None:
    kept = PersonFactory(given_name="Oriane", family_name="Desormeaux", pronouns="elle", visibility=Visibility.PUBLIC)
    lost = PersonFactory(given_name="Orianne", family_name="Desormeau", biography="Tisserande.")

    proposed = {choice.name: choice.proposed for choice in choices_of(kept, lost)}
    unite(kept, lost, {"given_name": Side.LOST})

    kept.refresh_from_db()
    assert proposed["biography"] == Side.LOST
    assert (kept.name, kept.pronouns, kept.biography) == ("Orianne Desormeaux", "elle", "Tisserande.")
    assert kept.visibility == Visibility.BOARD
    assert {other.name for other in kept.other_names.all()} == {"Oriane Desormeaux", "Orianne Desormeau"}
    assert Person.objects.matching("oriane desormeaux", ["public"]).get() == kept


@pytest.mark.django_db
def test_of_two_overlapping_terms_the_verified_one_stays() -> None:
    kept, lost, table = PersonFactory(), PersonFactory(), OrganizationFactory()
    MembershipFactory(person=kept, organization=table, starts_on=edtf("2019-05-01"), ends_on=None)
    MembershipFactory(person=kept, organization=table, starts_on=edtf("2012"), ends_on=edtf("2014"))
    verified = MembershipFactory(
        person=lost, organization=table, starts_on=edtf("2020"), last_verified_on=timezone.localdate()
    )

    assert what_moves(lost) == [("participations", 1)]
    unite(kept, lost)

    starts = kept.memberships.order_by("start_min").values_list("starts_on", "pk")
    assert [str(start) for start, _pk in starts] == ["2012", "2020"]
    assert starts[1][1] == verified.pk


@pytest.mark.django_db
def test_a_detail_written_twice_keeps_the_more_private() -> None:
    kept, lost = PersonFactory(), PersonFactory()
    PersonContact.objects.create(person=kept, value="O@Example.org", visibility=Visibility.PUBLIC)
    PersonContact.objects.create(person=lost, value="o@example.org", visibility=Visibility.PRIVATE)
    PersonContact.objects.create(person=lost, kind="voice", value="418 555-0101")

    unite(kept, lost)

    assert list(kept.contact_details.values_list("visibility", flat=True)) == [Visibility.PRIVATE, Visibility.BOARD]


@pytest.mark.django_db
def test_sectors_are_folded_and_no_circle_remains() -> None:
    above = OrganizationFactory()
    lost = OrganizationFactory(parent=above)
    kept = OrganizationFactory(parent=lost)
    child = OrganizationFactory(parent=kept)
    sector = Sector.objects.create(name="Verdissement")
    for one in (kept, lost):
        one.sectors.set([sector])
        one.save()

    merger = unite(kept, lost)

    kept = Organization.objects.get(pk=kept.pk)
    assert (kept.parent, list(kept.sectors.all()), child.parent_id) == (above, [sector], kept.pk)
    undo_merger(merger, now=NOW)
    assert Organization.objects.get(pk=kept.pk).parent_id == lost.pk


@pytest.mark.django_db
def test_the_lost_number_leads_to_the_record_that_stays() -> None:
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    unite(second, first)
    later = unite(third, second)

    assert record_now(RecordKind.PERSON, first.pk) == third.pk
    undo_merger(later, now=NOW)
    assert record_now(RecordKind.PERSON, first.pk) == second.pk
    assert record_now(RecordKind.ORGANIZATION, first.pk) == first.pk


@pytest.mark.django_db
def test_what_was_written_since_stays() -> None:
    kept, lost = PersonFactory(given_name="Ana"), PersonFactory(given_name="Anna", pronouns="elle")
    merger = unite(kept, lost, {"given_name": Side.LOST})
    Person.objects.filter(pk=kept.pk).update(given_name="Hannah")
    since = MembershipFactory(person_id=kept.pk)

    undo_merger(merger, now=NOW)

    kept.refresh_from_db()
    since.refresh_from_db()
    assert (kept.given_name, kept.pronouns, since.person_id) == ("Hannah", "", kept.pk)
    assert Person.objects.get(pk=lost.pk).given_name == "Anna"


def _too_late(kept: Any, merger: Merger) -> None:
    Merger.objects.update(merged_at=NOW - timedelta(days=31))


def _merged_again(kept: Any, merger: Merger) -> None:
    unite(PersonFactory(), kept)


def _another_into_it(kept: Any, merger: Merger) -> None:
    unite(kept, PersonFactory())


def _deleted(kept: Any, merger: Merger) -> None:
    kept.memberships.all().delete()
    kept.delete()


def _account_given_away(kept: Any, merger: Merger) -> None:
    user = kept.user
    Person.objects.filter(pk=kept.pk).update(user=None)
    PersonFactory(user=user)


def _organization_gone(kept: Any, merger: Merger) -> None:
    table = kept.memberships.get().organization
    kept.memberships.all().delete()
    table.delete()


def _undone(kept: Any, merger: Merger) -> None:
    undo_merger(Merger.objects.get(pk=merger.pk), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (_too_late, "trente jours"),
        (_merged_again, "elle-même été fusionnée"),
        (_another_into_it, "Une autre fiche"),
        (_deleted, "supprimée depuis"),
        (_account_given_away, "même place"),
        (_organization_gone, "n’existe plus"),
        (_undone, "déjà été annulée"),
    ],
)
def test_what_makes_undoing_impossible_is_said(meanwhile: Any, sentence: str) -> None:
    kept, lost, table = PersonFactory(), PersonFactory(user=UserFactory()), OrganizationFactory()
    for person in (kept, lost):
        MembershipFactory(person=person, organization=table)
    merger = unite(kept, lost)
    kept.refresh_from_db()
    meanwhile(kept, merger)
    before = everything()

    with pytest.raises(MergeRefused, match=sentence):
        undo_merger(merger, now=NOW)

    assert everything() == before


@pytest.mark.django_db
def test_our_council_is_never_the_one_that_goes() -> None:
    ours = OrganizationFactory(is_our_council=True)

    with pytest.raises(MergeRefused, match="Notre propre conseil"):
        unite(OrganizationFactory(), ours)


@pytest.mark.django_db
def test_a_failed_merger_changes_nothing() -> None:
    kept = OrganizationFactory()
    OrganizationContact.objects.create(organization=kept, value="a@example.org")
    before = everything()

    for pk in (kept.pk, kept.pk + 999):
        with pytest.raises(MergeRefused):
            merge(RecordKind.ORGANIZATION, kept.pk, pk, {}, by=None, now=NOW)

    assert everything() == before


@pytest.mark.django_db
def test_a_journal_is_emptied_once_it_serves_nothing() -> None:
    merger = unite(PersonFactory(), PersonFactory())

    assert (forget_journals(NOW), forget_journals(NOW + timedelta(days=31))) == (0, 1)
    merger.refresh_from_db()
    assert merger.journal == []


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "comes_apart"), [(29, True), (30, True), (31, False)])
def test_a_merger_comes_apart_for_thirty_days(days: int, comes_apart: bool) -> None:
    kept, lost = PersonFactory(), PersonFactory()
    merger = unite(kept, lost)
    later = merger.merged_at + timedelta(days=days)

    forget_journals(later)
    merger.refresh_from_db()

    assert (prevents_undoing(merger, now=later) == "") is comes_apart
    if comes_apart:
        assert undo_merger(merger, now=later) == lost
