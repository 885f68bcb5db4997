"""Takes back what an export brought: the drafts that nobody worked on, one post at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex, Revision, get_default_page_content_type

from cms.archive.domain.discarding import discard_files
from cms.archive.models import Agreement, BroughtPost, Derivative, Homecoming, Item, Master, MemoryPostPage
from crm.partners.domain.imports.batches import AT_ONCE, set_state, take
from crm.partners.enums import ImportState

UNDOABLE = (ImportState.IMPORTED, ImportState.CANCELLED)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Outcome:
    """How many posts are erased, or would be, and how many stay because somebody worked on them."""

    gone: int
    kept: int


def what_goes(homecoming: Homecoming) -> Outcome:
    """What `take_back_some` would do now; a few queries, however many posts."""
    posts = list(homecoming.posts.values_list("page_id", "item_id"))
    pages = _worked_on(MemoryPostPage, {page for page, _item in posts if page})
    numbers = {item for _page, item in posts if item}
    files = {key: said for post in homecoming.posts.exclude(item=None) for key, said in post.files.items()}
    items = _worked_on(Item, numbers) | _described(numbers, files)
    kept = sum(page in pages or item in items for page, item in posts)
    return Outcome(len(posts) - kept, kept)


@transaction.atomic
def start_taking_back(homecoming: Homecoming) -> None:
    """From now on a worker takes it back; a second click changes nothing."""
    take(homecoming, {*UNDOABLE, ImportState.UNDOING})
    homecoming.touched_at = None
    set_state(homecoming, ImportState.UNDOING, "touched_at")


def take_back_some(pk: int, clock: Clock, is_time_up: Callable[[], bool]) -> bool:
    """Take back the posts that nobody worked on, until the time is up; whether some remain."""
    homecoming = Homecoming.objects.filter(pk=pk, state=ImportState.UNDOING).first()
    if homecoming is None:
        return False
    for number in list(homecoming.posts.order_by("pk").values_list("pk", flat=True)):
        if is_time_up():
            return True
        if not _take_back(homecoming.pk, number, clock()):
            return False
    with transaction.atomic():
        take(homecoming, {ImportState.UNDOING, ImportState.UNDONE})
        homecoming.undone_at = clock()
        set_state(homecoming, ImportState.UNDONE, "undone_at")
    return False


@transaction.atomic
def _take_back(homecoming_pk: int, number: int, now: datetime) -> bool:
    homecoming = Homecoming.objects.select_for_update().get(pk=homecoming_pk)
    if homecoming.state != ImportState.UNDOING:
        return False
    homecoming.touched_at = now
    post = BroughtPost.objects.select_related("item").filter(pk=number).first()
    if post is not None and _erase(post):
        homecoming.counts = {**homecoming.counts, "gone": homecoming.counts.get("gone", 0) + 1}
    homecoming.save(update_fields=["touched_at", "counts"])
    return True


def _erase(post: BroughtPost) -> bool:
    """The entry or the item, with what was made for it; False, and nothing, where somebody worked on it."""
    page = MemoryPostPage.objects.filter(pk=post.page_id).first() if post.page_id else None
    if page is not None and _worked_on(MemoryPostPage, {page.pk}):
        return False
    made = list(Item.objects.filter(pk__in=[*post.made, post.item_id]))
    numbers = {item.pk for item in made}
    worked_on = _worked_on(Item, numbers) | _described(numbers, post.files)
    if post.item_id in worked_on:
        return False
    if post.old_path:
        ours = (
            Q(redirect_page=post.page_id) if post.page_id else Q(redirect_page=None, redirect_link=_lasting(post.item))
        )
        Redirect.objects.filter(ours, old_path=post.old_path).delete()
    going = [item for item in made if item.pk not in worked_on and not _is_shown_elsewhere(item, page)]
    for item in going:
        discard_files(Master.objects.filter(item=item).values_list("file", flat=True))
        discard_files(Derivative.objects.filter(master__item=item).values_list("file", flat=True))
        item.delete()
    if page is not None:
        page.delete()
    post.delete()
    return True


def _worked_on(model: type[Item | MemoryPostPage], keys: Collection[int]) -> set[int]:
    """Those that somebody published, changed, or wrote an agreement for."""
    found: set[int] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        shown = model._default_manager.filter(pk__in=some).exclude(live=False, first_published_at=None)
        found.update(shown.values_list("pk", flat=True))
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        changed = Revision.objects.filter(content_type=kind, object_id__in=map(str, some)).values("object_id")
        found.update(int(one["object_id"]) for one in changed.annotate(times=Count("pk")).filter(times__gt=1))
        if model is Item:
            found.update(Agreement.objects.filter(items__in=some).values_list("items", flat=True))
    return found & set(keys)


def what_files_say(items: Iterable[Item | None]) -> dict[str, list[str]]:
    """The alternative text and the caption of each of their files, under its number."""
    masters = Master.objects.filter(item__in=[item for item in items if item])
    return {str(pk): [alt_text, caption] for pk, alt_text, caption in masters.values_list("pk", "alt_text", "caption")}


def _described(numbers: Collection[int], said: dict[str, list[str]]) -> set[int]:
    """The items to which somebody added a file, or of which a file says something else than ``said`` when it came."""
    found: set[int] = set()
    ordered = sorted(numbers)
    for start in range(0, len(ordered), AT_ONCE):
        masters = Master.objects.filter(item__in=ordered[start : start + AT_ONCE])
        for pk, item, *words in masters.values_list("pk", "item", "alt_text", "caption"):
            if said.get(str(pk)) != words:
                found.add(item)
    return found


def _is_shown_elsewhere(item: Item, page: MemoryPostPage | None) -> bool:
    """Another page shows it, or an entry leads to it: a file that two posts had is kept once."""
    entries = MemoryPostPage.objects.annotate(words=Cast("body", TextField())).exclude(pk=page.pk if page else 0)
    if entries.filter(words__contains=f'"{reverse("archive_number", args=[item.number])}').exists():
        return True
    from_pages = ReferenceIndex.get_references_to(item).filter(base_content_type=get_default_page_content_type())
    return from_pages.exclude(object_id=str(page.pk if page else 0)).exists()


def _lasting(item: Item | None) -> str:
    return f"/memoire/{item.number}/" if item else "-"
