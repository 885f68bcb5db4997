"""What is done to someone's account: end its sessions, take away its second factor, close it, keep an administrator."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from crm.accounts.models import User


def end_sessions(user: User) -> None:
    """Sign this person out everywhere, from the next request on."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


@transaction.atomic
def remove_second_factor(user: User) -> None:
    """Take away every factor and recovery code of someone who lost them, and end the sessions they opened."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def ensure_administrator_remains(without: User) -> None:
    """Refuse what would leave the site without any active administrator.

    Called inside the transaction that changes the account: the rows stay locked until then, so two
    administrators who remove each other at the same moment do not both succeed.
    """
    if not without.is_superuser or not without.is_active:
        return
    others = User.objects.select_for_update().filter(is_superuser=True, is_active=True).exclude(pk=without.pk)
    if not others.exists():
        raise ValidationError(gettext("This is the last administrator. Name another one first."))


@transaction.atomic
def close_account(user: User, *, by: User) -> bool:
    """Close it: sessions end and the second factor goes. False where it was closed already.

    Refuses one's own account, which would lock its owner out, that of an administrator to whoever is none, and the last
    administrator's.
    """
    if user.pk == by.pk:
        raise ValidationError(gettext("Someone else must close your own account."))
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.is_active:
        return False
    if held.is_superuser and not by.is_superuser:
        raise ValidationError(gettext("Only an administrator closes the account of an administrator."))
    ensure_administrator_remains(without=held)
    held.is_active = False
    held.save(update_fields=["is_active"])
    remove_second_factor(held)
    return True
