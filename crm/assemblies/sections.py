"""The parts of an assembly's page: each room, this one and those above, adds its own by a hook.

```
@hooks.register("construct_assembly_page")
def add_minutes(request, assembly, sections):
    sections.append(MinutesSection(assembly, request.user))

@hooks.register("construct_assembly_buttons")
def add_run(request, assembly, buttons):
    buttons.append(HeaderButton(...))
```
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button

from crm.assemblies.models import Assembly

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAGE_HOOK = "construct_assembly_page"
BUTTONS_HOOK = "construct_assembly_buttons"


class AssemblySection(Component):
    """One part of the page: a heading, and a template that says what it is given by `facts`.

    The order follows the life of an assembly: 100 notice, 200 agenda, 300 during, 400 minutes, 500 decisions.
    """

    name = ""
    heading: str | _StrPromise = ""
    order = 100

    def __init__(self, assembly: Assembly, request: HttpRequest) -> None:
        self.assembly = assembly
        self.request = request

    def facts(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """A component is rendered apart from its page: its forms need their token all the same."""
        token = get_token(self.request)
        return {
            "section": self,
            "assembly": self.assembly,
            "request": self.request,
            "csrf_token": token,
            **self.facts(),
        }


def sections_of(assembly: Assembly, request: HttpRequest) -> list[AssemblySection]:
    """Every part of the page, in order."""
    sections: list[AssemblySection] = []
    for hook in hooks.get_hooks(PAGE_HOOK):
        hook(request, assembly, sections)
    return sorted(sections, key=lambda section: section.order)


def buttons_of(assembly: Assembly, request: HttpRequest) -> list[Button]:
    """What may be done from the head of the page."""
    buttons: list[Button] = []
    for hook in hooks.get_hooks(BUTTONS_HOOK):
        hook(request, assembly, buttons)
    return buttons
