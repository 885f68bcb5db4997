"""Keeps the papers that prove consents, out of reach of the public, for as long as a consent may rest on them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.partners.domain.uploads import reencode_image
from newsletters.enums import SubscriptionState
from newsletters.models import ConsentEvent, ConsentPaper, Subscription

PICTURES = ("jpg", "jpeg", "png")
# So long after the last consent that a paper proves has ended, nobody can ask for it any more.
KEPT_FOR = timedelta(days=3 * 365)


def keep_paper(filename: str, content: bytes, by: User | None, now: datetime, title: str = "") -> ConsentPaper:
    """Keep a file that was checked already; a photograph loses what it tells of the telephone and of the place."""
    extension = filename.rpartition(".")[2].lower()
    if extension in PICTURES:
        content = reencode_image(content)
    named = title or filename.rpartition(".")[0] or filename
    paper = ConsentPaper(title=named[:150], sha256=hashlib.sha256(content).hexdigest(), kept_at=now, kept_by=by)
    paper.file.save(filename, ContentFile(content), save=False)
    paper.save()
    return paper


def read_paper(paper: ConsentPaper) -> bytes | None:
    """The file as it was given; nothing where it was destroyed, or is no longer what it was."""
    if not paper.file:
        return None
    try:
        with paper.file.open("rb") as file:
            content = bytes(file.read())
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == paper.sha256 else None


def describe_paper(paper: ConsentPaper | None) -> str:
    """« Feuille de la fête (empreinte 3f2a…) »; that it was destroyed is said."""
    if paper is None:
        return ""
    words = (
        _("%(title)s (destroyed, fingerprint %(hash)s)") if not paper.file else _("%(title)s (fingerprint %(hash)s)")
    )
    return words % {"title": paper.title, "hash": paper.sha256[:12]}


def destroy_old_papers(now: datetime) -> int:
    """Destroy the files on which no consent rests any more, three years after the last line that names them.

    The row stays with its fingerprint: the ledger says what there was. The second call finds none.
    """
    destroyed = 0
    for paper in _at_rest(now):
        paper.file.delete(save=False)
        paper.destroyed_at = now
        paper.save(update_fields=["file", "destroyed_at"])
        destroyed += 1
    return destroyed


def _at_rest(now: datetime) -> QuerySet[ConsentPaper]:
    """Nobody of those whose lines name the paper is subscribed, and none of them was heard of for three years."""
    lines = ConsentEvent.objects.filter(paper=OuterRef("pk"))
    active = Subscription.objects.filter(
        state=SubscriptionState.ACTIVE, subscriber__address_hash=OuterRef("address_hash")
    )
    heard = ConsentEvent.objects.filter(address_hash=OuterRef("address_hash"), occurred_at__gte=now - KEPT_FOR)
    papers = ConsentPaper.objects.exclude(file="").filter(kept_at__lt=now - KEPT_FOR)
    return papers.filter(~Exists(lines.filter(Exists(active))), ~Exists(lines.filter(Exists(heard))))
