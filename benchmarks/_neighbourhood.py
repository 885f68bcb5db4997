"""Makes a neighbourhood to measure in: the same one each time, with the namesakes and the slips of a real one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

SEED = 1984
TODAY = date(2026, 11, 24)
SYLLABLES = ("ba", "co", "di", "fa", "gue", "lan", "mi", "nou", "pré", "ro", "sel", "tour", "ver", "zé")
KINDS_OF_PLACE = ("Atelier", "Comité", "Maison", "Table", "Regroupement", "Coopérative", "Maison des jeunes", "École")
AT_ONCE = 500


class Names:
    """First and last names, as often met as in a directory: a few are everywhere, most are rare."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._given = [made_up(chance) for _ in range(300)]
        self._family = [made_up(chance) for _ in range(2000)]

    def person(self) -> tuple[str, str]:
        family = self._one_of(self._family)
        if self.chance.random() < 0.2:
            family = f"{family}-{self._one_of(self._family)}"
        return self._one_of(self._given), family

    def _one_of(self, names: Sequence[str]) -> str:
        return self.chance.choices(names, [1 / (rank + 20) for rank in range(len(names))])[0]


def make_neighbourhood(people: int) -> None:
    """For 10,000 people: 1,000 organizations, 20,000 memberships over thirty years, 50,000 contacts over five."""
    chance = random.Random(SEED)  # noqa: S311
    organizations = _organizations(chance, max(people // 10, 10))
    neighbours = _people(chance, people)
    _memberships(chance, neighbours, organizations)
    _contacts(chance, neighbours, organizations)
    _know_the_tables()


def made_up(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()


def slip(chance: random.Random, word: str) -> str:
    """The same word with one letter forgotten."""
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _organizations(chance: random.Random, number: int) -> list[Any]:
    from crm.partners.models import Organization

    made = [
        Organization(name=f"{chance.choice(KINDS_OF_PLACE)} {made_up(chance)} {made_up(chance)}") for _ in range(number)
    ]
    made[0].is_our_council = True
    for one in made:
        one.fold()
    return Organization.objects.bulk_create(made, batch_size=AT_ONCE)


def _people(chance: random.Random, number: int) -> list[Any]:
    """Three in five left an e-mail and a telephone, one in three an address; three in a hundred are there twice."""
    from crm.partners.models import Person, PersonAddress, PersonContact

    names, made, parts = Names(chance), [], []
    for n in range(number):
        given, family = names.person()
        contacts, addresses = [], []
        if chance.random() < 0.6:
            contacts = [
                PersonContact(value=f"{given}.{family}.{n}@example.org".lower()),
                PersonContact(kind="voice", value=f"418 555-{chance.randrange(10_000):04d}"),
            ]
        if chance.random() < 0.3:
            addresses = [
                PersonAddress(street_address=f"{chance.randint(1, 999)}, rue {made_up(chance)}", city="Québec")
            ]
        if made and chance.random() < 0.03:
            twin, known = made[-1], parts[-1][0]
            given, family = twin.given_name, slip(chance, twin.family_name)
            contacts = [PersonContact(kind=one.kind, value=one.value) for one in known]
        person = Person(given_name=given, family_name=family)
        person.other_names, person.contact_details, person.addresses = [], contacts, addresses
        person.fold()
        made.append(person)
        parts.append((contacts, addresses))
    Person.objects.bulk_create(made, batch_size=AT_ONCE)
    for person, own in zip(made, parts, strict=True):
        for part in (*own[0], *own[1]):
            part.person_id = person.pk
    PersonContact.objects.bulk_create([one for own in parts for one in own[0]], batch_size=AT_ONCE)
    PersonAddress.objects.bulk_create([one for own in parts for one in own[1]], batch_size=AT_ONCE)
    return made


def _memberships(chance: random.Random, people: Sequence[Any], organizations: Sequence[Any]) -> None:
    """Two a person; sixty in our council, and a seat that we fill in forty other places."""
    from crm.partners.domain.partial_dates import PartialDate
    from crm.partners.models import Membership, Post

    ours, outside = organizations[0], organizations[1:41]
    posts = [Post(organization=place, title="Siège du conseil", held_for=ours) for place in outside]
    for post in posts:
        post.save()
    made = []
    for n in range(len(people) * 2):
        start = chance.randint(1995, 2025)
        held = Membership(person=people[n % len(people)], role=f"Rôle {n}")
        held.organization = ours if n < 60 else chance.choice(organizations)
        held.starts_on = PartialDate(start, chance.choice((0, 4, 9)))
        held.ends_on = PartialDate(chance.randint(start, 2026)) if chance.random() < 0.5 else None
        if 60 <= n < 60 + len(posts):
            held.post, held.on_behalf_of = posts[n - 60], ours
            held.organization = held.post.organization
        held.bound()
        made.append(held)
    Membership.objects.bulk_create(made, batch_size=AT_ONCE)


def _contacts(chance: random.Random, people: Sequence[Any], organizations: Sequence[Any]) -> None:
    from crm.partners.models import Interaction

    made = [
        Interaction(
            summary=f"Appel {n}", search_text=f"appel {n}", happened_on=TODAY - timedelta(days=chance.randint(0, 1800))
        )
        for n in range(len(people) * 5)
    ]
    Interaction.objects.bulk_create(made, batch_size=AT_ONCE)
    places, persons = Interaction.organizations.through, Interaction.people.through
    places.objects.bulk_create(
        (places(interaction_id=one.pk, organization_id=chance.choice(organizations).pk) for one in made),
        batch_size=AT_ONCE,
    )
    persons.objects.bulk_create(
        (persons(interaction_id=one.pk, person_id=chance.choice(people).pk) for one in made), batch_size=AT_ONCE
    )


def _know_the_tables() -> None:
    """PostgreSQL counts its rows by itself within a minute; SQLite never does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
