"""Who may read what: public facts, those of the board, private ones. Lists, searches and exports all ask here."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from crm.partners.enums import Visibility

PERMISSION_OF_LEVEL = {
    Visibility.BOARD: "partners.see_board_level",
    Visibility.PRIVATE: "partners.see_private",
}


def levels_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """The visibilities that this person may read; a stranger reads what is public."""
    return frozenset(
        {Visibility.PUBLIC.value} | {level.value for level, name in PERMISSION_OF_LEVEL.items() if user.has_perm(name)}  # type: ignore[union-attr]
    )
