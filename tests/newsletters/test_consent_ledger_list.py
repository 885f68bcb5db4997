"""The consent ledger in the administration: a proof that a person reads, without codes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from crm.accounts.policy import Role
from newsletters.domain.ledger import Act, record, user_actor
from newsletters.enums import ConsentKind, ConsentMethod
from newsletters.models import Topic
from tests.factories.users import SignedInClient, someone_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 14, 16, 0, tzinfo=UTC)


def cells(client: SignedInClient) -> list[list[str]]:
    """When, the topic and who did it, line by line."""
    page = client.get(reverse("consent-ledger:index"))
    columns = page.context["table"].columns.values()
    shown = [column for column in columns if column.name in {"occurred_at", "topic_slug", "actor"}]
    return [[str(column.get_value(row)) for column in shown] for row in page.context["object_list"]]


def test_ledger_says_when_about_what_and_by_whom(client: SignedInClient) -> None:
    topic, gone = Topic.objects.create(name="Assemblées", slug="assemblees"), Topic(slug="ancien-sujet")
    secretary = someone_of(Role.SECRETARIAT)
    record(ConsentKind.REQUESTED, "a" * 64, [topic], Act(ConsentMethod.SIGN_UP_FORM, NOON))
    record(ConsentKind.WITHDRAWN, "a" * 64, [gone], Act(ConsentMethod.ADMIN, NOON, user_actor(secretary.pk)))
    record(ConsentKind.ERASED, "a" * 64, [None], Act(ConsentMethod.IMPORT, NOON, "command"))
    client.force_login(secretary)

    assert cells(client) == [
        ["2026-05-14 12\xa0h", "tous les sujets", "la ligne de commande"],
        ["2026-05-14 12\xa0h", "ancien-sujet", f"compte {secretary.pk}"],
        ["2026-05-14 12\xa0h", "Assemblées", "la personne"],
    ]
