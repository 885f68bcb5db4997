"""Who changed what, from what to what: django-auditlog writes it, for every record of the CRM that asks for it.

Search columns and computed days are left out: they follow from the rest.
"""

from __future__ import annotations

from collections.abc import Callable

from auditlog.context import set_actor
from auditlog.registry import auditlog
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MANY_TO_MANY = {
    "organization": {"sectors"},
    "interaction": {"organizations", "people", "documents"},
    "agendaitem": {"organizations"},
}


def register_history() -> None:
    """Keep the history of each record that says it is `Remembered`. Called once, when Django is ready."""
    from django.apps import apps

    from crm.partners.models.remembered import Remembered

    for model in apps.get_models():
        if issubclass(model, Remembered):
            auditlog.register(
                model,
                include_fields=_written_by_people(model),
                m2m_fields=MANY_TO_MANY.get(model._meta.model_name or "", set()),
            )


def _written_by_people(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]


class ActorMiddleware:
    """Says to the history who is acting; anonymous readers are not asked, so that their session is never read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        with set_actor(request.user):
            return self.get_response(request)
