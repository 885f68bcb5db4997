"""What the tests of contacts, tasks and cadences share: how a page is read, and a form sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from crm.partners.domain.contacts import Contact, FollowUp, note_contact
from crm.partners.enums import Channel
from crm.partners.models import Interaction, Organization

NOTE = "/admin/contacts/noter/"
CONTACTS = "/admin/contacts/"


def read(client: Client, address: str, **query: Any) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def lines(page: BeautifulSoup) -> list[str]:
    return [text(line) for line in page.select(".desk__what")]


def said(client: Client) -> list[str]:
    """The messages of the next page."""
    page = BeautifulSoup(client.get(CONTACTS).content, "html.parser")
    return [text(message).removeprefix("Succès ") for message in page.select(".messages li")]


def typed(**fields: Any) -> dict[str, Any]:
    """The quick form as it is sent, with what these fields say."""
    today = timezone.localdate().isoformat()
    lines = {"task-TOTAL_FORMS": "1", "task-INITIAL_FORMS": "0"}
    return {"channel": "phone", "happened_on": today, "summary": "Appel", "visibility": "board", **lines, **fields}


def called(*partners: Organization, on: date | None = None, task: str = "", **facts: Any) -> Interaction:
    follow = [FollowUp(task)] if task else []
    day = on or timezone.localdate()
    contact = Contact(
        day, Channel.PHONE, facts.pop("summary", "Appel"), organizations=partners, follow_ups=follow, **facts
    )
    return note_contact(contact, by=None)
