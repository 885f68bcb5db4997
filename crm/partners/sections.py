"""The parts that this room and those above add to the page of an organization, each by a hook.

```
@hooks.register("construct_organization_page")
def add_requests(request, organization, sections):
    sections.append(RequestsSection(organization, request))
```
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from crm.partners.models import Organization

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PAGE_HOOK = "construct_organization_page"


class OrganizationSection(Component):
    """One part: a heading, and a template that says what it is given by `facts`."""

    heading: str | _StrPromise = ""

    def __init__(self, organization: Organization, request: HttpRequest) -> None:
        self.organization = organization
        self.request = request

    def facts(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"section": self, "organization": self.organization, **self.facts()}


def sections_of(organization: Organization, request: HttpRequest) -> list[OrganizationSection]:
    """What the rooms have to say of it to this reader."""
    sections: list[OrganizationSection] = []
    for hook in hooks.get_hooks(PAGE_HOOK):
        hook(request, organization, sections)
    return sections
