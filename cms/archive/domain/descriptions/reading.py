"""Reads one line of descriptions: of which item it speaks, and the values that it gives it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.archive.domain.copyrights import Copyright, code_of
from cms.archive.domain.dates import DateNotUnderstood, read_date
from cms.archive.domain.descriptions.columns import Field
from cms.archive.domain.descriptions.values import Values
from cms.archive.enums import Kind
from cms.archive.models import Credit, Fonds, FormerName, Item, Master, Place, Synonym, Term
from crm.partners.domain.imports.columns import fold
from crm.partners.domain.imports.lines import FAILED, SAYS_NOTHING
from crm.partners.domain.imports.tables import Line
from crm.partners.domain.partial_dates import UnreadableDate, read_partial_date

SEPARATOR = re.compile(r"\s*[;|\n]\s*")
DAYLESS = frozenset(["?", *FAILED])  # where a day must be, these are words that are not understood


def _longest() -> dict[str, int]:
    """How many characters each text, or each of the names in it, may have; none where it has no end."""
    kept: dict[str, Any] = {one.name: one for one in Item._meta.concrete_fields if not one.choices}
    kept |= {
        Field.ALT: Master._meta.get_field("alt_text"),
        Field.PLACES: Place._meta.get_field("name"),
        Field.SUBJECTS: Term._meta.get_field("label"),
        **dict.fromkeys((Field.CREATORS, Field.SHOWN), Credit._meta.get_field("name")),
    }
    return {one.value: most for one in Field if one in kept and (most := kept[one].max_length)}


LONGEST = _longest()


@dataclass
class Missing:
    """Names of places and of subjects that no list holds yet."""

    places: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)


@dataclass
class Reader:
    """Knows the files and the controlled lists, each read once; writes nothing."""

    mapping: Mapping[str, int]
    makes_missing: bool = True

    def item_of(self, line: Line) -> int:
        """The key of the item that it speaks of. Raises ``ValidationError`` where none, or several, may be meant."""
        number, name = self.cell(line, Field.NUMBER), self.cell(line, Field.FILE)
        if number:
            found = self.by_number.get(int(number)) if number.isascii() and number.isdigit() else None
            if found is None:
                raise ValidationError(_("No item has the number {number}.").format(number=number))
            return found
        if not name:
            raise ValidationError(_("This line names no file and no item."))
        items = self.by_file.get(_file_key(name)) or self.by_file.get(_stem_key(name)) or set()
        if not items:
            raise ValidationError(_("No file is named {name}. Put it in the memory first.").format(name=name))
        if len(items) > 1:
            raise ValidationError(
                _("{count} items have a file named {name}: write the number of the item.").format(
                    count=len(items), name=name
                )
            )
        return next(iter(items))

    def values_of(self, line: Line) -> tuple[Values, Missing]:
        """What the line says; an empty cell says nothing. Raises ``ValidationError`` for what cannot be written."""
        values: Values = {}
        missing = Missing()
        for one in Field:
            said = self.cell(line, one)
            if not said or one in (Field.FILE, Field.NUMBER):
                continue
            values[one.value] = self._value(one, said, missing)
        return values, missing

    def forget_lists(self) -> None:
        """Read the lists again at the next line: what a line added to them was taken back with it."""
        for name in ("places", "subjects"):
            self.__dict__.pop(name, None)

    def cell(self, line: Line, one: Field) -> str:
        said = line.cell(self.mapping.get(one, -1)).strip()
        nothing = SAYS_NOTHING | FAILED if one != Field.EMBARGO else SAYS_NOTHING - DAYLESS
        return "" if said.casefold() in nothing else said

    def _value(self, one: Field, said: str, missing: Missing) -> Any:
        if one == Field.DATE:
            return _date(said)
        if one == Field.EMBARGO:
            return _day(said)
        if one == Field.KIND:
            return _choice(Kind.choices, said, one)
        if one == Field.COPYRIGHT:
            return code_of(said) or _choice(Copyright.choices, said, one)
        if one in (Field.CREATORS, Field.SHOWN):
            return [{"name": _short(name, one)} for name in _several(said)]
        if one == Field.COLLECTION:
            return self._collection(said)
        if one == Field.PLACES:
            return self._keys(said, self.places, missing.places, one)
        if one == Field.SUBJECTS:
            return self._keys(said, self.subjects, missing.subjects, one)
        return _short(said, one)

    def _keys(self, said: str, known: Mapping[str, int], missing: list[str], one: Field) -> list[int]:
        keys = []
        for name in _several(said):
            key = known.get(fold(name))
            if key is not None:
                keys.append(key)
            elif self.makes_missing:
                missing.append(_short(name, one))
            else:
                raise ValidationError(
                    _("“{name}” is not in the list: {field}.").format(name=name, field=str(one.label).lower())
                )
        return sorted(set(keys))

    def _collection(self, said: str) -> int:
        keys = self.collections.get(fold(said), set())
        if len(keys) != 1:
            raise ValidationError(
                _("No collection is named {name}: make it first.").format(name=said)
                if not keys
                else _("Several collections are named {name}: write its reference number.").format(name=said)
            )
        return next(iter(keys))

    @cached_property
    def by_number(self) -> dict[int, int]:
        return dict(Item.objects.values_list("number", "pk"))

    @cached_property
    def by_file(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for name, item in Master.objects.values_list("name", "item_id"):
            found[_file_key(name)].add(item)
            found[_stem_key(name)].add(item)
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """A name of today wins over the former name of another place."""
        former = FormerName.objects.values_list("name", "place_id")
        return {fold(name): pk for name, pk in [*former, *Place.objects.values_list("name", "pk")]}

    @cached_property
    def subjects(self) -> dict[str, int]:
        other = Synonym.objects.values_list("label", "term_id")
        return {fold(label): pk for label, pk in [*other, *Term.objects.values_list("label", "pk")]}

    @cached_property
    def collections(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for pk, title, reference in Fonds.objects.values_list("pk", "title", "reference"):
            found[fold(title)].add(pk)
            if reference:
                found[fold(reference)].add(pk)
        return found


def _date(said: str) -> str:
    try:
        return read_date(said).said
    except DateNotUnderstood as error:
        raise ValidationError(str(error)) from error


def _day(said: str) -> str:
    """A whole day, as ISO writes it: what is not understood would open what must wait."""
    try:
        day = read_partial_date(said)
    except UnreadableDate:
        day = None
    if day is None or not day.is_exact:
        raise ValidationError(
            _("The day “{date}” cannot be read: write it as 2024-05-14 or 14 mai 2024.").format(date=said[:40])
        )
    return str(day)


def _short(said: str, one: Field) -> str:
    most = LONGEST.get(one.value, 0)
    if most and len(said) > most:
        raise ValidationError(_("“{field}” is too long: {most} characters at most.").format(field=one.label, most=most))
    return said


def _choice(choices: Iterable[tuple[str, Any]], said: str, one: Field) -> str:
    options = {fold(str(word)): str(code) for code, label in choices for word in (code, label)}
    code = options.get(fold(said))
    if code is None:
        raise ValidationError(_("“{said}” is no choice for {field}.").format(said=said, field=str(one.label).lower()))
    return code


def _several(said: str) -> list[str]:
    """« Jean; Jeanne »: a comma is kept, for many names hold one."""
    return list(dict.fromkeys(name for name in SEPARATOR.split(said.strip()) if name))


def _file_key(name: str) -> str:
    return fold(PurePath(name.replace("\\", "/")).name)


def _stem_key(name: str) -> str:
    return "stem:" + fold(PurePath(name.replace("\\", "/")).stem)
