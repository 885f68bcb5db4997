"""How long the board waits for its answers, at the size of a large council and at a tenth of it.

    python benchmarks/crm.py [--people 10000] [--databases sqlite,postgres://…/empty] [--repeat 15]

Makes a seeded neighbourhood (for 10,000 people: 1,000 organizations, 20,000 memberships, 50,000 contacts) in a database
of its own, asks each question several times, and prints median and 95th percentile in milliseconds beside those of the
tenth, in the same run. Exits with 1 where a median of the full size is over its aim.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SEED = 1984
TODAY = date(2026, 11, 24)
# Medians, in milliseconds, at the full size (issue "Partners, seats and who sits where").
AIMS = {
    "list of organizations": 300,
    "list of people": 300,
    "typeahead": 150,
    "page of a person": 300,
    "around one organization": 50,
    "whole network on a date": 300,
    "where do we sit": 300,
    "all duplicates": 10_000,
}
SLOW = {"all duplicates"}


def main() -> int:
    options = _options()
    if options.measure:
        print(json.dumps(_measure(options.people, options.repeat)))
        return 0
    missed = []
    for database in options.databases.split(","):
        full, tenth = (
            _in_its_own_process(database, size, options.repeat) for size in (options.people, options.people // 10)
        )
        missed += _report(database.split(":")[0], options.people, full, tenth)
    print("\n".join(["missed: " + sentence for sentence in missed] or ["every aim is met"]))
    return bool(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--people", type=int, default=10_000, help="the rest follows: a tenth of organizations, and so on"
    )
    parser.add_argument("--repeat", type=int, default=15, help="how often each question is asked")
    parser.add_argument(
        "--databases", default="sqlite", help="sqlite, or the URL of an empty PostgreSQL database, or both"
    )
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_its_own_process(database: str, people: int, repeat: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.local", "VAR_DIR": folder}
        environment.pop("DATABASE_URL", None)
        if database != "sqlite":
            environment["DATABASE_URL"] = database
        command = [sys.executable, __file__, "--measure", "--people", str(people), "--repeat", str(repeat)]
        run = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, list[float]] = json.loads(run.stdout.splitlines()[-1])
    return measured


def _measure(people: int, repeat: int) -> dict[str, list[float]]:
    """Seconds of each asking, by question."""
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    _neighbourhood(people)
    questions = _questions()
    return {name: [_seconds(ask) for _ in range(3 if name in SLOW else repeat)] for name, ask in questions.items()}


def _seconds(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


def _neighbourhood(people: int) -> None:
    """The same one each time: names, memberships over thirty years, contacts over five."""
    from crm.partners.domain.partial_dates import PartialDate
    from crm.partners.models import Interaction, Membership, Organization, Person
    from crm.partners.models.seats import BOUNDS

    chance = random.Random(SEED)  # noqa: S311
    organizations = [
        Organization(name=f"{_made_up(chance)} {_made_up(chance)} {n}") for n in range(max(people // 10, 10))
    ]
    organizations[0].is_our_council = True
    neighbours = [
        Person(given_name=_made_up(chance), family_name=f"{_made_up(chance)}-{_made_up(chance)}") for _ in range(people)
    ]
    for record in (*organizations, *neighbours):
        record.fold()
    Organization.objects.bulk_create(organizations, batch_size=500)
    Person.objects.bulk_create(neighbours, batch_size=500)
    memberships = []
    for n in range(people * 2):
        start = chance.randint(1995, 2025)
        ends_on = PartialDate(chance.randint(start, 2026)) if chance.random() < 0.5 else None
        organization = organizations[0] if n < 60 else chance.choice(organizations)
        held = Membership(person=neighbours[n % people], organization=organization, role=f"Rôle {n}")
        held.starts_on, held.ends_on = PartialDate(start, chance.choice((0, 4, 9))), ends_on
        held.on_behalf_of = organizations[0] if 60 <= n < 100 else None
        for bound in BOUNDS:
            setattr(held, bound, getattr(held.tenure, bound))
        memberships.append(held)
    Membership.objects.bulk_create(memberships, batch_size=500)
    contacts = [
        Interaction(summary=f"Appel {n}", happened_on=TODAY - timedelta(days=chance.randint(0, 1800)))
        for n in range(people * 5)
    ]
    Interaction.objects.bulk_create(contacts, batch_size=500)
    named = Interaction.organizations.through
    named.objects.bulk_create(
        (named(interaction_id=one.pk, organization_id=chance.choice(organizations).pk) for one in contacts),
        batch_size=500,
    )


def _made_up(chance: random.Random) -> str:
    parts = ("ba", "co", "di", "fa", "gue", "lan", "mi", "nou", "pré", "ro", "sel", "tour", "ver", "zé")
    return "".join(chance.choice(parts) for _ in range(3)).capitalize()


def _questions() -> dict[str, Callable[[], Any]]:
    from django.test import Client
    from django.urls import reverse

    from crm.accounts.models import User
    from crm.partners.domain.duplicates import find_duplicates
    from crm.partners.domain.interlocks import Period
    from crm.partners.domain.network import Question, answer_question
    from crm.partners.domain.where_we_sit import outside_seats
    from crm.partners.enums import RecordKind, Scope, Visibility
    from crm.partners.models import Organization, Person

    levels = frozenset(Visibility.values)
    ours = Organization.objects.get(is_our_council=True)
    someone = Person.objects.order_by("pk")[0]
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("mesure@conseil.example"))

    def page(address: str) -> Callable[[], Any]:
        def ask() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                sys.exit(f"{address}: {answer.status_code}")

        return ask

    words = someone.family_name[:4].lower()
    return {
        "list of organizations": page(reverse("organization:index")),
        "list of people": page(reverse("person:index")),
        "typeahead": page(f"{reverse('person:index_results')}?q={words}"),
        "page of a person": page(reverse("person:inspect", args=[someone.pk])),
        "around one organization": lambda: answer_question(
            Question(Scope.AROUND, ours.pk, None, Period.on(TODAY)), levels
        ),
        "whole network on a date": lambda: answer_question(Question(Scope.WHOLE, period=Period.on(TODAY)), levels),
        "where do we sit": lambda: outside_seats(levels, on=TODAY),
        "all duplicates": lambda: find_duplicates(RecordKind.PERSON, levels),
    }


def _report(database: str, people: int, full: dict[str, list[float]], tenth: dict[str, list[float]]) -> list[str]:
    print(f"\n{database}, {people} people, and {people // 10}: milliseconds\n")
    print(f"  {'question':<26}{'median':>9}{'95 %':>9}{'tenth':>9}{'growth':>9}{'aim':>9}")
    missed = []
    for name, seconds in full.items():
        measured = (statistics.median(seconds), _late(seconds), statistics.median(tenth[name]))
        median, late, small = (1000 * value for value in measured)
        print(f"  {name:<26}{median:>9.0f}{late:>9.0f}{small:>9.0f}{f'× {median / small:.1f}':>9}{AIMS[name]:>9}")
        if median > AIMS[name]:
            missed.append(f"{name} takes {median:.0f} ms on {database}, more than {AIMS[name]}")
    return missed


def _late(seconds: list[float]) -> float:
    """The 95th percentile."""
    return sorted(seconds)[min(len(seconds) - 1, round(0.95 * (len(seconds) - 1)))]


if __name__ == "__main__":
    sys.exit(main())
