"""Writes the letters of a notice of assembly, counts whom they would reach, and proves what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.accounts.models import User
from crm.assemblies.domain.convening import Member, members_on
from crm.assemblies.errors import AssemblyRefused
from crm.assemblies.models import Assembly, Notice
from newsletters.domain.addresses import lookup_hash
from newsletters.domain.approvals import refuse_unapproved
from newsletters.domain.audience import Audience, count_audience
from newsletters.domain.errors import MailingRefused
from newsletters.domain.notice_words import NoticeWords, notice_words
from newsletters.domain.sending import start_mailing
from newsletters.enums import DeliveryState, NoticeGap
from newsletters.models import NewsletterIndexPage, NewsletterPage, NoticeDraft, NoticeLetter, NoticeMailing, Topic

# The topic of those who asked to be told of the assemblies.
TOPIC = "assemblees"


@dataclass(frozen=True)
class Reach:
    """Whom a notice would be written to now: members of the board one by one, readers of the topic by their number."""

    members: tuple[Member, ...] = ()
    topic: Topic | None = None
    readers: Audience = field(default_factory=Audience)

    @property
    def written_to(self) -> int:
        return sum(not gap_of(member) for member in self.members) + self.readers.prepared

    @property
    def gaps(self) -> list[tuple[Member, NoticeGap]]:
        return [(member, gap) for member in self.members if (gap := gap_of(member))]


def gap_of(member: Member) -> NoticeGap | None:
    """Why this member is not written to."""
    if not member.is_sure:
        return NoticeGap.UNSURE
    return None if member.email else NoticeGap.NO_ADDRESS


def reach_of(assembly: Assembly, on: date) -> Reach:
    """Everyone whom its notice would reach, were it given on that day. Who is both is counted as a member."""
    members = tuple(members_on(assembly.held_on))
    topic = Topic.objects.filter(slug=TOPIC).first()
    readers = count_audience(None, [topic], on, _hashes(members)) if topic else Audience()
    return Reach(members, topic, readers)


@transaction.atomic
def write_notice(notice: Notice, by: User | None, now: datetime) -> None:
    """One row for each member of the board, and a mailing to the readers of the topic where there are any.

    Raises `AssemblyRefused` where a second person has not approved it, where nobody at all would be written to, or
    where the mailing is refused.
    """
    assembly = notice.assembly
    try:
        refuse_unapproved(draft_of(assembly))
    except MailingRefused as refusal:
        raise AssemblyRefused(str(refusal)) from refusal
    reach = reach_of(assembly, timezone.localdate(now))
    if not reach.written_to:
        raise AssemblyRefused(_("Nobody can be written to: no member has an e-mail, and nobody follows the topic."))
    NoticeLetter.objects.bulk_create(_letter(notice, member, now) for member in reach.members)
    if reach.topic is None or not reach.readers.prepared:
        return
    try:
        page = _publish(notice_words(assembly), now)
        mailing = start_mailing(page, [reach.topic], by, now, _hashes(reach.members), approved_elsewhere=True)
    except MailingRefused as refusal:
        raise AssemblyRefused(str(refusal)) from refusal
    NoticeMailing.objects.create(notice=notice, mailing=mailing)


def draft_of(assembly: Assembly) -> NoticeDraft:
    """What a second person is asked to approve; not saved before someone asks."""
    return NoticeDraft.objects.filter(assembly=assembly).first() or NoticeDraft(assembly=assembly)


def _letter(notice: Notice, member: Member, now: datetime) -> NoticeLetter:
    gap = gap_of(member)
    return NoticeLetter(
        notice=notice,
        person=member.person,
        gap=gap or "",
        state=DeliveryState.SKIPPED if gap else DeliveryState.QUEUED,
        due_at=now,
        created_at=now,
        changed_at=now,
    )


def _hashes(members: Collection[Member]) -> list[str]:
    """Of those who are written to as members: the mailing leaves them out."""
    return [lookup_hash(member.email) for member in members if not gap_of(member)]


def _publish(words: NoticeWords, now: datetime) -> NewsletterPage:
    """The notice among the newsletters of the site: its letter leads there."""
    archive = NewsletterIndexPage.objects.live().first()
    if archive is None:
        raise MailingRefused(_("The site has no page of newsletters: publish one, the letters lead to it."))
    page = NewsletterPage(
        title=words.subject,
        preheader=words.facts[1],
        body=words.blocks(),
        first_published_at=now,
        last_published_at=now,
    )
    added: NewsletterPage = archive.add_child(instance=page)
    added.save_revision().publish()
    return added
