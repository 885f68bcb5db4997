"""Listens to django-anymail, which receives and checks what the mail providers tell over the web."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from newsletters.domain.hearing.providers import ProviderEvent, hear_provider


def listen_to_providers() -> None:
    """Called once, and only where a secret is configured (`MAIL_WEBHOOK_SECRET`)."""
    from anymail.signals import tracking

    tracking.connect(note_event, dispatch_uid="letter-provider-event")


def note_event(event: Any, esp_name: str, **kwargs: Any) -> None:
    """One event, once its sender has proved the secret; an error answers 500, and the provider tells it again."""
    told = ProviderEvent(
        provider=esp_name,
        kind=str(event.event_type or ""),
        recipient=str(event.recipient or ""),
        number=str(event.message_id or ""),
        event=str(event.event_id or ""),
        reason=str(event.reject_reason or ""),
        answer=str(event.mta_response or event.description or ""),
    )
    hear_provider(told, timezone.now())
