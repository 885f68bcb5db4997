"""Lines of the menu that are shown to those who may press them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


def menu_item_for(*rights: str) -> Any:
    """The class of a line for those who have all of these rights."""

    class PermittedMenuItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return bool(request.user.has_perms(rights))

    return PermittedMenuItem
