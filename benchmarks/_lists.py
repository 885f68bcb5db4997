"""Brings in a messy list of people, looks at its preview, writes it and takes it back; and the same by bulk_create."""

from __future__ import annotations

import csv
import io
import random
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks._neighbourhood import AT_ONCE, SEED, Names, slip

NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
COLUMNS = ("Prénom", "Nom", "Organisme", "Fonction", "Courriel", "Téléphone", "Depuis")
STEPS = ("import: preview", "import: writing", "import: undoing")
WHOLE = "import, all of it"


def make_list(lines: int) -> bytes:
    """Seven in ten are new, two in ten complete someone known, one in ten is doubtful, repeated or unreadable."""
    from crm.partners.models import Organization, Person

    chance = random.Random(SEED + 1)  # noqa: S311
    names, places = Names(chance), list(Organization.objects.values_list("name", flat=True))
    known = list(Person.objects.order_by("pk").values_list("given_name", "family_name", "contact_details__value"))
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(COLUMNS)
    for n in range(lines):
        (given, family), email, share = names.person(), f"liste{n}@example.org", chance.random()
        if share < 0.2:
            given, family, value = chance.choice(known)
            email = value if value and "@" in value else ""
        elif share < 0.25:
            given, family, _value = chance.choice(known)
        elif share < 0.3:
            email = "pas un courriel"
        place = chance.choice(places) if chance.random() < 0.7 else ""
        place = slip(chance, place) if chance.random() < 0.1 and place else place
        telephone = f"418 555-{chance.randrange(10_000):04d}"
        writer.writerow((given, family, place, "membre", email, telephone, chance.randint(2000, 2025)))
    return table.getvalue().encode()


def import_and_undo(raw: bytes) -> dict[str, float]:
    """Seconds of each step and of the whole; everything is as before when it returns."""
    from crm.partners.domain.imports.batches import prepare_import, start_import
    from crm.partners.domain.imports.carrying import carry_some
    from crm.partners.domain.imports.looking import plan_import
    from crm.partners.enums import Visibility
    from crm.partners.references import undo_list
    from crm.partners.views.line_words import rows_of

    levels = frozenset(Visibility.values)
    began = time.perf_counter()
    batch = prepare_import("liste.csv", raw, by=_someone(), levels=levels, now=NOW)
    plan_import(batch, batch.mapping)
    rows_of(batch, list(batch.lines.all()[:100]), levels)
    seen = time.perf_counter()
    start_import(batch)
    while carry_some(batch.pk, now=NOW):
        pass
    written = time.perf_counter()
    batch.refresh_from_db()
    undo_list(batch, now=NOW)
    undone = time.perf_counter()
    batch.delete()
    return dict(
        zip((*STEPS, WHOLE), (seen - began, written - seen, undone - written, undone - began), strict=True),
    )


def _someone() -> Any:
    from crm.accounts.models import User

    return User.objects.order_by("pk")[0]


def by_bulk_create(raw: bytes) -> None:
    """Every line straight into the tables: nothing compared, nothing that can be undone; taken back by a rollback."""
    from django.db import transaction

    from crm.partners.domain.partial_dates import PartialDate
    from crm.partners.models import Membership, Organization, Person, PersonContact

    lines = [dict(zip(COLUMNS, row, strict=True)) for row in csv.reader(io.StringIO(raw.decode()), delimiter=";")][1:]
    with transaction.atomic():
        places = {one.name: one for one in Organization.objects.all()}
        new = [Organization(name=name) for name in {line["Organisme"] for line in lines} - {"", *places}]
        places |= {one.name: one for one in Organization.objects.bulk_create(new, batch_size=AT_ONCE)}
        people = [Person(given_name=line["Prénom"], family_name=line["Nom"]) for line in lines]
        Person.objects.bulk_create(people, batch_size=AT_ONCE)
        contacts, memberships = [], []
        for line, person in zip(lines, people, strict=True):
            contacts += [
                PersonContact(person=person, kind=kind, value=line[column])
                for kind, column in (("email", "Courriel"), ("voice", "Téléphone"))
                if line[column]
            ]
            if line["Organisme"]:
                held = Membership(person=person, organization=places[line["Organisme"]], role=line["Fonction"])
                held.starts_on = PartialDate(int(line["Depuis"]))
                held.bound()
                memberships.append(held)
        PersonContact.objects.bulk_create(contacts, batch_size=AT_ONCE)
        Membership.objects.bulk_create(memberships, batch_size=AT_ONCE)
        transaction.set_rollback(True)
