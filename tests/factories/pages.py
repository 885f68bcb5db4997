"""Pages below the front page that the migrations made."""

import json
from typing import Any, TypeVar

from django.utils.text import slugify
from wagtail.models import Page

from home.models import HomePage

AnyPage = TypeVar("AnyPage", bound=Page)


def front_page() -> HomePage:
    """The front page of this installation."""
    return HomePage.objects.get()


def add_page(model: type[AnyPage], title: str, parent: Page | None = None, **fields: Any) -> AnyPage:
    """A published page below `parent`, or below the front page."""
    page = model(title=title, slug=fields.pop("slug", slugify(title)), **fields)
    (parent or front_page()).add_child(instance=page)
    return page


def stream(*blocks: tuple[str, Any]) -> str:
    """Blocks as a StreamField stores them."""
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])
