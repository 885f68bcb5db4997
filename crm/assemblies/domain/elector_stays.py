"""Who of the electors is in the room, from when to when: the quorum of an annual assembly is counted among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Expression, OuterRef
from django.utils.translation import gettext as _

from crm.assemblies.domain.quorum_spans import Span, Stay, spans
from crm.assemblies.domain.versions import take_table
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Election, Elector, ElectorAbsence

# Who « comes back » at once never left: the button was pressed by mistake.
SLIP = timedelta(minutes=1)


@transaction.atomic
def elector_leaves(elector: Elector, at: datetime) -> ElectorAbsence:
    """Write that an elector left the room; a second call changes nothing.

    Raises `AssemblyRefused` for a time before they came in or came back, and once the minutes are adopted.
    """
    take_table(elector.election.assembly_id)
    held = Elector.objects.select_for_update().get(pk=elector.pk)
    if (out := held.absences.filter(back_at=None).first()) is not None:
        return out
    if at < held.checked_at or held.absences.filter(back_at__gt=at).exists():
        raise AssemblyRefused(_("The departure is before the arrival: check both times."))
    return ElectorAbsence.objects.create(elector=held, left_at=at)


@transaction.atomic
def elector_returns(elector: Elector, at: datetime) -> None:
    """Write that an elector is back; a second call changes nothing, and a departure of less than a minute never was.

    Raises `AssemblyRefused` for a time before they left, and once the minutes are adopted.
    """
    take_table(elector.election.assembly_id)
    held = Elector.objects.select_for_update().get(pk=elector.pk)
    out = held.absences.filter(back_at=None).first()
    if out is None:
        return
    if at < out.left_at:
        raise AssemblyRefused(_("The return is before the departure: check both times."))
    if at - out.left_at < SLIP:
        out.delete()
        return
    out.back_at = at
    out.save(update_fields=["back_at"])


def is_here() -> Expression:
    """Narrows electors to those who are not out now."""
    return ~Exists(ElectorAbsence.objects.filter(elector=OuterRef("pk"), back_at=None))


def elector_spans(election: Election) -> tuple[Span, ...]:
    """How many electors were there, from each moment when it changed; once the names are gone, the counts that stay."""
    if election.forgotten_at is not None and not election.room_counts:
        since = election.assembly.opened_at or election.assembly.event.starts_at
        return (Span(since, election.residents + election.establishments),)
    if election.forgotten_at is not None:
        return tuple(Span(datetime.fromisoformat(since), count) for since, count in election.room_counts)
    electors = election.electors.prefetch_related("absences")
    return spans(stay for elector in electors for stay in _stays(elector))


def _stays(elector: Elector) -> Iterator[Stay]:
    """What lies between the arrival and the absences."""
    since = elector.checked_at
    for out in elector.absences.all():
        yield Stay(elector.pk, since, out.left_at)
        if out.back_at is None:
            return
        since = out.back_at
    yield Stay(elector.pk, since)


def counts_to_keep(election: Election) -> list[tuple[str, int]]:
    """The spans without a name, as a row keeps them."""
    return [(span.since.isoformat(), span.count) for span in elector_spans(election)]
