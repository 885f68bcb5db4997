"""Whether a person has a second factor, and whether this session has proved it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from crm.accounts.models import User

SESSION_KEY = "second_factor_proved_by"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are no factor: they only stand in for one."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def with_enrolment(people: QuerySet[User]) -> QuerySet[User]:
    """Each person with ``enrolled``: whether a second factor is there."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return people.annotate(enrolled=Exists(factors))


def people_not_ready() -> QuerySet[User]:
    """Who was invited and has not finished: no password chosen yet, or no second factor where one is required."""
    people = User.objects.filter(is_active=True)
    if settings.SECOND_FACTOR_REQUIRED:
        return people.exclude(authenticator__type__in=FACTORS)
    return people.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def record_proof(request: HttpRequest, user: User) -> None:
    """This session knows the second factor of this person."""
    request.session[SESSION_KEY] = user.pk


def forget_proof(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def is_proved(request: HttpRequest, user: User) -> bool:
    """Whether the second factor was given in this very session.

    Asking only whether the person *has* one would open the session of someone who signed in with a
    stolen password before the owner enrolled.
    """
    return request.session.get(SESSION_KEY) == user.pk
