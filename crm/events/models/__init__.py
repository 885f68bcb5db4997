"""What happens in the neighbourhood, and when."""

from crm.events.models.events import Event

__all__ = ["Event"]
