"""Starts a mailing and tells how far it has come, with the same verbs as the admin."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletters.domain.errors import PostRoomError
from newsletters.domain.progress import Progress, describe_progress, letters_wait, measure_mailing
from newsletters.domain.sending import start_mailing
from newsletters.models import Mailing, NewsletterPage, Topic
from newsletters.tasks import start_delivering


class Command(BaseCommand):
    help = "Start a mailing (prints its number), or print how far one has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        start = verbs.add_parser("start", help="freeze a newsletter and send it")
        start.add_argument("newsletter", metavar="NEWSLETTER_SLUG")
        start.add_argument("--topic", action="append", required=True, dest="topics", metavar="SLUG")
        status = verbs.add_parser("status", help="print counts by state")
        status.add_argument("mailing", type=int, metavar="ID")
        status.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = {"start": self._start, "status": self._status}[options["verb"]]
        verb(options)

    def _start(self, options: dict[str, Any]) -> None:
        try:
            mailing = start_mailing(
                self._newsletter(options["newsletter"]), self._topics(options["topics"]), by=None, now=timezone.now()
            )
        except PostRoomError as error:
            self._fail(str(error))
        if not start_delivering(mailing.pk):
            self.stderr.write(letters_wait())
        self.stdout.write(str(mailing.pk))

    def _status(self, options: dict[str, Any]) -> None:
        mailing = Mailing.objects.filter(pk=options["mailing"]).first()
        if mailing is None:
            self._fail(_("There is no mailing %(number)s.") % {"number": options["mailing"]})
        progress = measure_mailing(mailing)
        if options["as_json"]:
            self.stdout.write(json.dumps(as_json(mailing, progress)))
        else:
            self.stdout.write(describe_progress(mailing, progress))
            for name, total in table(progress):
                self.stdout.write(f"{total:>8}  {name}")

    def _newsletter(self, slug: str) -> NewsletterPage:
        page = NewsletterPage.objects.filter(slug=slug).first()
        if page is None:
            self._fail(_("There is no newsletter “%(slug)s”.") % {"slug": slug})
        return page

    def _topics(self, slugs: list[str]) -> list[Topic]:
        topics = list(Topic.objects.filter(slug__in=slugs))
        unknown = sorted(set(slugs) - {topic.slug for topic in topics})
        if unknown:
            known = ", ".join(Topic.objects.values_list("slug", flat=True))
            self._fail(
                _("There is no topic “%(slug)s”. The topics are: %(known)s.") % {"slug": unknown[0], "known": known}
            )
        return topics

    def _fail(self, sentence: str) -> NoReturn:
        """One sentence for a person, and a status for a script; no traceback, no class name before it."""
        self.stderr.write(sentence)
        sys.exit(1)


def table(progress: Progress) -> list[tuple[str, int]]:
    """The counts of `status`, each with its name on the screen."""
    return [
        (_("candidates"), progress.candidates),
        *((str(reason.label), total) for reason, total in progress.exclusions.items()),
        (_("prepared"), progress.prepared),
        *((str(state.label), total) for state, total in progress.counts.items()),
    ]


def as_json(mailing: Mailing, progress: Progress) -> dict[str, Any]:
    """What `status --json` prints; the names are those of `newsletters.enums`."""
    return {
        "id": mailing.pk,
        "state": progress.state.value,
        "pause_reason": mailing.pause_reason,
        "retry_at": mailing.retry_at.isoformat() if mailing.retry_at else None,
        "candidates": progress.candidates,
        "prepared": progress.prepared,
        "excluded": progress.excluded,
        "exclusions": {reason.value: total for reason, total in progress.exclusions.items()},
        "counts": {state.value: total for state, total in progress.counts.items()},
    }
