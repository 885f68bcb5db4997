"""Says in words what each line of a list would do, or did; names only those whom the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.partners.domain.imports.batches import left_out
from crm.partners.domain.imports.columns import Field
from crm.partners.domain.imports.lines import names_in
from crm.partners.domain.imports.tables import Line
from crm.partners.enums import ContactKind, ImportState
from crm.partners.models import ImportedLine, Organization, PartnerImport, Person


@dataclass(frozen=True)
class Row:
    """One line as the table shows it."""

    line: ImportedLine
    who: str
    where: str
    why: list[str]


def rows_of(batch: PartnerImport, lines: Sequence[ImportedLine], levels: Collection[str]) -> list[Row]:
    """Three queries, however many lines: both kinds of names, and which lines are left out."""
    pks: dict[str, set[int]] = {"person": set(), "organization": set()}
    for line in lines:
        for what, met in pks.items():
            met.add((line.plan.get(what) or {}).get("pk") or 0)
            met.add(getattr(line, what) or 0)
    names = {
        "person": {one.pk: str(one) for one in Person.objects.visible(levels).filter(pk__in=pks["person"])},
        "organization": {one.pk: str(one) for one in Organization.objects.filter(pk__in=pks["organization"])},
    }
    left = set(left_out(batch).values_list("number", flat=True))
    return [_row(batch, line, names, left) for line in lines]


def _row(batch: PartnerImport, line: ImportedLine, names: dict[str, dict[int, str]], left: Collection[int]) -> Row:
    said = Line(line.number, tuple(line.cells))
    cells = [said.cell(batch.mapping.get(field, -1)) for field in (Field.GIVEN, Field.FAMILY, Field.NAME)]
    who = " ".join(names_in(*cells)).strip() or names["person"].get(line.person or 0, "")
    where = said.cell(batch.mapping.get(Field.ORGANIZATION, -1)) or names["organization"].get(
        line.organization or 0, ""
    )
    if batch.state == ImportState.CANCELLED and not line.is_done:
        return Row(line, who, where, [_("not written: the list was stopped before")])
    why = [line.reason] if line.reason else []
    for what in ("person", "organization"):
        found = line.plan.get(what)
        if found and line.cells:
            why.append(_meeting(what, found, names[what], left))
    if line.is_done and line.number in left:
        return Row(line, who, where, [_("left out")])
    if adds := [_added(add) for add in line.plan.get("adds", [])]:
        why.append(_("adds: {what}").format(what=", ".join(adds)))
    return Row(line, who, where, list(dict.fromkeys(why)))


def _meeting(what: str, found: dict[str, Any], names: dict[int, str], left: Collection[int]) -> str:
    if found["pk"] < 0:
        words = _("person of line {line}") if what == "person" else _("organization of line {line}")
        if -found["pk"] in left:
            words = (
                _("person of line {line}, left out") if what == "person" else _("organization of line {line}, left out")
            )
        return words.format(line=-found["pk"])
    name = names.get(found["pk"], _("a record that is gone"))
    words = _("recognized: {name} ({score}%)") if found["is_sure"] else _("perhaps {name} ({score}%)")
    return words.format(name=name, score=found["score"])


def _added(what: str) -> str:
    if what in ContactKind.values:
        return str(ContactKind(what).label)
    words = {"address": _("Address"), "other_names": _("Other names"), "sectors": _("Sectors")}
    return words.get(what, _("a place in the organization"))
