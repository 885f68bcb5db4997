"""What the tests of the assemblies' screens share: someone at the keyboard, and how a page is read."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from crm.accounts.models import User
from crm.accounts.policy import Role
from crm.assemblies.models import Assembly
from tests.factories.users import someone_of


def sign_in(client: Client, role: Role) -> User:
    user = someone_of(role)
    client.force_login(user)
    return user


def page_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(node: Any) -> str:
    """The words of a part of a page, with ordinary spaces."""
    return " ".join(node.get_text(" ").split())


def said(client: Client, address: str) -> list[str]:
    """The messages at the top of the next page."""
    return [" ".join(str(message).split()) for message in client.get(address).context["messages"]]


def page_url(assembly: Assembly) -> str:
    return reverse("assembly:inspect", args=[assembly.pk])
