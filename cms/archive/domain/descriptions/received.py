"""What each item of a selection received, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.archive.domain.copyrights import Copyright
from cms.archive.domain.descriptions.values import COLLECTION, DATE, EMBARGO, ON_SITE, SETS
from cms.archive.models import DescriptionLine, Item

NAMED = (*SETS, COLLECTION)
# In the order of the form: PostgreSQL keeps no order of what is in a journal.
GIVEN = (DATE, COLLECTION, *SETS, "copyright", "rights_holder", "donor", EMBARGO)


def told_received(lines: Sequence[DescriptionLine]) -> list[str]:
    """A sentence a line, empty once it is undone; a query for each list of names at most, however many lines."""
    asked: dict[str, set[int]] = {name: set() for name in NAMED}
    for line in lines:
        for name, keys in asked.items():
            keys.update(_new_keys(line, name))
    names = {
        name: Item._meta.get_field(name).related_model._default_manager.in_bulk(keys) if keys else {}
        for name, keys in asked.items()
    }
    return ["; ".join(_parts(line, names)) for line in lines]


def _parts(line: DescriptionLine, names: dict[str, dict[int, Any]]) -> Iterator[str]:
    if line.after.get(ON_SITE):
        yield _("It is on the site, as its latest draft says it")
    for name in GIVEN:
        value = line.after.get(name) or ""
        if name in NAMED:
            said = ", ".join(str(names[name][key]) for key in _new_keys(line, name) if key in names[name])
        else:
            said = str(Copyright(value).label) if name == "copyright" and value in Copyright.values else str(value)
        if said:
            label = capfirst(str(Item._meta.get_field(name).verbose_name))
            yield _("%(field)s: %(said)s") % {"field": label, "said": said}


def _new_keys(line: DescriptionLine, name: str) -> list[int]:
    """Those that the line brings: what an item had already is no news."""
    value = line.after.get(name)
    had = line.before.get(name) or []
    if name in SETS:
        return [key for key in value or [] if key not in had]
    return [value] if value else []
