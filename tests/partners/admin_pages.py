"""What the tests of the partners' admin share: who looks, and how a page is read."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

ORGANIZATIONS, PEOPLE = "/admin/organismes/", "/admin/personnes/"
SEATS, MEMBERSHIPS = "/admin/sieges/", "/admin/participations/"
QUICK = "/admin/ajouter-un-partenaire/"


def read(client: Client, address: str, **query: Any) -> BeautifulSoup:
    response = client.get(address, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    """The first column of a list."""
    return [text(cell.select_one("a")) for cell in page.select("table.listing td.title")]


def cells(page: BeautifulSoup) -> list[list[str]]:
    """Every line of a list, without the buttons of its first column."""
    lines = page.select("table.listing tbody tr")
    return [
        [text(line.select_one("td.title a")), *(text(cell) for cell in line.select("td:not(.title)"))] for line in lines
    ]


def errors(response: Any) -> list[str]:
    """Everything that the form refuses, with ordinary spaces."""
    found = response.context["form"].errors
    return [" ".join(error.split()) for sentences in found.values() for error in sentences]


def said(client: Client, address: str) -> list[str]:
    """The messages at the top of the next page, without their buttons."""
    return [" ".join(str(message).split("<span")[0].split()) for message in client.get(address).context["messages"]]
