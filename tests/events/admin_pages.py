"""What the tests of the events' admin share: a volunteer at the keyboard, and how a page is read."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from crm.events.models import Event

INDEX = "/admin/agenda/"

PARTS = ("organizations", "representatives", "links", "documents", "photos")
# The part of the form that counts what goes with an event, when nothing does.
EMPTY_PARTS = {f"{part}-{count}_FORMS": "0" for part in PARTS for count in ("TOTAL", "INITIAL")}


def url(name: str, *args: Any) -> str:
    return reverse(f"event:{name}", args=args)


def read(client: Client, address: str, **query: str) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def rows(page: BeautifulSoup) -> list[str]:
    return [text(cell.select_one("a")) for cell in page.select("table.listing td.title")]


def errors(response: Any) -> dict[str, list[str]]:
    """What the form refuses, with ordinary spaces."""
    found = response.context["form"].errors
    return {name: [" ".join(error.split()) for error in sentences] for name, sentences in found.items()}


def said(client: Client, address: str) -> list[str]:
    """The messages at the top of the next page, without their buttons."""
    return [" ".join(str(message).split("<span")[0].split()) for message in client.get(address).context["messages"]]


def act(client: Client, name: str, event: Event, **fields: str) -> Any:
    return client.post(url(name, event.pk), fields)


def status(event: Event) -> str:
    event.refresh_from_db()
    return event.status
