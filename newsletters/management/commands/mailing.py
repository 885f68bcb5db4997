"""Does to a mailing what the admin does, with the same verbs, and tells how far it has come."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletters.domain.errors import PostRoomError
from newsletters.domain.progress import describe_progress, letters_wait, measure_mailing
from newsletters.domain.quiet import is_quiet
from newsletters.domain.resending import resend_letters
from newsletters.domain.sending import pause_mailing, resume_mailing, start_mailing, stop_mailing
from newsletters.domain.settling import SETTLED_BY_HAND
from newsletters.domain.status import letter_as_json, status_as_json, status_table
from newsletters.enums import DeliveryState
from newsletters.models import Mailing, NewsletterPage, Topic
from newsletters.tasks import start_delivering

VERBS = {
    "status": "print counts by state",
    "pause": "let no further letter leave until someone resumes",
    "resume": "let the letters that wait leave",
    "stop": "end it for good",
    "doubtful": "list by name the letters whose answer was lost",
    "resend": "send again the letters of chosen states",
}


class Command(BaseCommand):
    help = "Start a mailing (prints its number), act on one, or print how far it has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        start = verbs.add_parser("start", help="freeze a newsletter and send it")
        start.add_argument("newsletter", metavar="NEWSLETTER_SLUG")
        start.add_argument("--topic", action="append", required=True, dest="topics", metavar="SLUG")
        parsers = {"start": start}
        for verb, words in VERBS.items():
            parsers[verb] = verbs.add_parser(verb, help=words)
            parsers[verb].add_argument("mailing", type=int, metavar="ID")
        states = [state.value for state in SETTLED_BY_HAND]
        parsers["resend"].add_argument("--state", action="append", required=True, dest="states", choices=states)
        for each in parsers.values():
            each.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "start":
                self._start(options)
            else:
                self._act(options["verb"], self._mailing(options["mailing"]), options)
        except PostRoomError as error:
            self._fail(str(error))

    def _start(self, options: dict[str, Any]) -> None:
        page, topics = self._newsletter(options["newsletter"]), self._topics(options["topics"])
        now = timezone.now()
        mailing = start_mailing(page, topics, by=None, now=now, keeps_quiet=not is_quiet(now))
        self._call_workers(mailing)
        if options["as_json"]:
            self._status(mailing, options)
        else:
            self.stdout.write(str(mailing.pk))

    def _act(self, verb: str, mailing: Mailing, options: dict[str, Any]) -> None:
        acts: dict[str, Callable[[Mailing, dict[str, Any]], None]] = {
            "pause": lambda mailing, _options: pause_mailing(mailing, None),
            "resume": self._resume,
            "stop": lambda mailing, _options: stop_mailing(mailing, None, timezone.now()),
            "resend": self._resend,
        }
        if verb == "doubtful":
            return self._doubtful(mailing, options)
        if verb in acts:
            acts[verb](mailing, options)
            mailing.refresh_from_db()
        return self._status(mailing, options)

    def _resume(self, mailing: Mailing, options: dict[str, Any]) -> None:
        resume_mailing(mailing, None)
        self._call_workers(mailing)

    def _resend(self, mailing: Mailing, options: dict[str, Any]) -> None:
        now = timezone.now()
        resend_letters(mailing, [DeliveryState(state) for state in options["states"]], None, now, seen_at=now)
        self._call_workers(mailing)

    def _doubtful(self, mailing: Mailing, options: dict[str, Any]) -> None:
        letters = list(mailing.deliveries.filter(state=DeliveryState.DOUBTFUL))
        if options["as_json"]:
            self.stdout.write(json.dumps([letter_as_json(letter) for letter in letters]))
            return
        words = ngettext("%(n)s uncertain letter.", "%(n)s uncertain letters.", len(letters))
        self.stdout.write(words % {"n": len(letters)})
        for letter in letters:
            self.stdout.write(f"{letter.pk:>8}  {letter.email}  {letter.smtp_reply}")

    def _status(self, mailing: Mailing, options: dict[str, Any]) -> None:
        progress = measure_mailing(mailing)
        if options["as_json"]:
            self.stdout.write(json.dumps(status_as_json(mailing, progress)))
            return
        self.stdout.write(describe_progress(mailing, progress))
        for name, total in status_table(progress):
            self.stdout.write(f"{total:>8}  {name}")

    def _call_workers(self, mailing: Mailing) -> None:
        if not start_delivering(mailing.pk):
            self.stderr.write(letters_wait())

    def _mailing(self, number: int) -> Mailing:
        mailing = Mailing.objects.filter(pk=number).first()
        if mailing is None:
            self._fail(_("There is no mailing %(number)s.") % {"number": number})
        return mailing

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
