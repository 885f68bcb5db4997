"""What the memory does later, each by its verb: copies, lists, harvesters, what is to be erased."""

from __future__ import annotations

import time
from collections.abc import Callable

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from cms.archive.derivatives.deriving import derive_next
from cms.archive.domain.askers import forget_askers
from cms.archive.domain.descriptions.bringing import (
    forget_prepared_descriptions,
    undo_descriptions,
)
from cms.archive.domain.descriptions.bringing import write_some as write_some_descriptions
from cms.archive.domain.discarding import erase_discarded
from cms.archive.domain.fixity import check_due
from cms.archive.domain.forgetting_contributions import forget_contributions
from cms.archive.domain.harvesting import catch_up
from cms.archive.domain.moderating import tell_of_publications
from cms.archive.domain.recognizing import forget_who_answered, turn_week
from cms.archive.domain.sweeping import sweep_strays
from cms.archive.domain.takeaways import forget_takeaways, make_next
from cms.archive.domain.uploads import forget_unfinished
from cms.archive.models import DescriptionList, Homecoming
from cms.archive.outside.bringing import SILENCE, forget_prepared_homecomings, look_at_upload, write_some
from cms.archive.outside.taking_back import take_back_some
from crm.partners.enums import ImportState

# Then another task has its turn.
AT_IT_FOR = 45  # seconds


@shared_task(name="archive.derive_due")
def derive_due() -> None:
    """Make the public copies that are due (when files arrive, and beat each minute). Run twice, the second leaves."""
    begun = time.monotonic()
    while derive_next(timezone.now()):
        if time.monotonic() - begun > AT_IT_FOR:
            derive_due.delay()
            return


@shared_task(name="archive.erase_discarded")
def erase_discarded_task() -> None:
    """Erase what an act left to be erased (beat, every ten minutes). Run twice, the second finds nothing."""
    erase_discarded()


@shared_task(name="archive.forget_contributions")
def forget_contributions_task() -> None:
    """Destroy what was refused or taken back long ago, names kept long enough too (beat, each night).

    Run twice, the second finds nothing.
    """
    forget_contributions(timezone.now())
    forget_who_answered(timezone.now())
    forget_askers(timezone.now())


@shared_task(name="archive.tell_harvesters")
def tell_harvesters() -> None:
    """Tell harvesters what opened or closed by the passing of time (beat). Run twice, the second finds nothing."""
    catch_up(timezone.now())


@shared_task(name="archive.tell_of_publications")
def tell_of_publications_task() -> None:
    """Tell those who gave what has come to be on the site (beat, each minute). Run twice, the second finds nothing."""
    tell_of_publications(timezone.now())


@shared_task(name="archive.write_descriptions")
def write_descriptions(batch_pk: int) -> None:
    """Write some lines of a list, then call itself for the next. Twice, even at once, each line is written once."""
    if write_some_descriptions(batch_pk, now=timezone.now()):
        write_descriptions.delay(batch_pk)


@shared_task(name="archive.undo_descriptions")
def undo_descriptions_task(batch_pk: int) -> None:
    """Undo a long list. Run twice, the second finds it undone and does nothing."""
    batch = DescriptionList.objects.get(pk=batch_pk)
    if batch.state != ImportState.UNDOING:
        return
    try:
        undo_descriptions(batch, now=timezone.now())
    except ValidationError:
        DescriptionList.objects.filter(pk=batch_pk, state=ImportState.UNDOING).update(state=ImportState.IMPORTED)


@shared_task(name="archive.resume_descriptions")
def resume_descriptions() -> None:
    """Call again for each list that is being written or undone (beat, each minute): a worker may have been killed.

    Twice, or while another worker is at it, does nothing more.
    """
    again = {ImportState.UNDER_WAY: write_descriptions, ImportState.UNDOING: undo_descriptions_task}
    for pk, state in DescriptionList.objects.filter(state__in=again).values_list("pk", "state"):
        again[ImportState(state)].delay(pk)


@shared_task(name="archive.forget_descriptions")
def forget_descriptions() -> None:
    """Forget the lists nobody decided about (beat, each night). Run twice, none is left."""
    forget_prepared_descriptions(timezone.now())


@shared_task(name="archive.turn_week")
def turn_week_task() -> None:
    """Show the next photo to be recognized (beat, each hour). Run twice in a week, the second finds it has one."""
    turn_week(timezone.now())


@shared_task(name="archive.check_masters")
def check_masters() -> None:
    """Read again the originals that are due (beat, through the night). Run twice, the second reads the next ones."""
    check_due(timezone.now())


@shared_task(name="archive.forget_uploads")
def forget_uploads() -> None:
    """Forget the files that nobody went on sending (beat, each night). Run twice, none is left."""
    forget_unfinished(timezone.now())


@shared_task(name="archive.sweep_strays")
def sweep_strays_task() -> None:
    """Erase what was half received when a process was killed (beat, each night). Run twice, the second erases none."""
    sweep_strays(timezone.now())


# A memory of many gigabytes is packed in one go; others find it held by its mark of life, and leave.
@shared_task(name="archive.make_takeaway", time_limit=12 * 3600)
def make_takeaway() -> None:
    """Pack the memory that somebody asked for (when asked, and beat). Run twice at once, the second leaves."""
    make_next(timezone.now)


@shared_task(name="archive.forget_takeaways")
def forget_takeaways_task() -> None:
    """Erase the bags that were kept long enough (beat, each night). Run twice, the second finds none."""
    forget_takeaways(timezone.now())


def _up_after(seconds: float) -> Callable[[], bool]:
    """Counted from when it is first asked: to read a long export up to where it was left takes none of the turn."""
    begun: float | None = None

    def is_up() -> bool:
        nonlocal begun
        begun = time.monotonic() if begun is None else begun
        return time.monotonic() - begun > seconds

    return is_up


# An export of gigabytes is read from its beginning at each turn.
@shared_task(name="archive.look_at_export", time_limit=1800)
def look_at_export(pk: int) -> None:
    """Look at an export that was sent. Run twice, the second finds it looked at."""
    look_at_upload(pk, timezone.now())


@shared_task(name="archive.bring_posts", time_limit=1800)
def bring_posts(pk: int) -> None:
    """Write some posts of an export, then call itself for the next. Twice, even at once, each is written once."""
    if write_some(pk, timezone.now, _up_after(AT_IT_FOR)):
        bring_posts.delay(pk)


@shared_task(name="archive.take_posts_back")
def take_posts_back(pk: int) -> None:
    """Take back some posts, then call itself for the next. Run twice, the second finds them gone."""
    if take_back_some(pk, timezone.now, _up_after(AT_IT_FOR)):
        take_posts_back.delay(pk)


@shared_task(name="archive.resume_homecomings")
def resume_homecomings() -> None:
    """Call again for each export of which no worker has said a word for a while (beat, each minute): it may be dead.

    Twice, each post is still written once.
    """
    again = {
        ImportState.PLANNING: look_at_export,
        ImportState.UNDER_WAY: bring_posts,
        ImportState.UNDOING: take_posts_back,
    }
    silent = Q(touched_at=None) | Q(touched_at__lt=timezone.now() - SILENCE)
    for pk, state in Homecoming.objects.filter(silent, state__in=again).values_list("pk", "state"):
        again[ImportState(state)].delay(pk)


@shared_task(name="archive.forget_homecomings")
def forget_homecomings() -> None:
    """Forget the exports nobody decided about (beat, each night). Run twice, none is left."""
    forget_prepared_homecomings(timezone.now())
