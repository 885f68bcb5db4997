"""What the rooms above offer about an event, on its form: they add themselves by a hook.

```
@hooks.register("construct_event_offers")
def offer_assembly(request, event, offers): ...
```
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail import hooks

from crm.events.models import Event

HOOK = "construct_event_offers"


@dataclass(frozen=True)
class Offer:
    """A way on from an event; one that writes something is a button of a form."""

    label: str
    url: str
    writes: bool = False


def offers_for(request: HttpRequest, event: Event) -> list[Offer]:
    offers: list[Offer] = []
    for hook in hooks.get_hooks(HOOK):
        hook(request, event, offers)
    return offers
