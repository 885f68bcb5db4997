"""How the tests of the public agenda read it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [text(title) for title in page.select(".event-line__title")]
