"""Shows an automatic letter before anyone gets it: the very code that writes it, about people and events of nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.archive.enums import ContributionNews as News
from crm.assemblies.models import Assembly
from crm.events.enums import RegistrationState
from crm.events.models import Event, Registration, RegistrationDesk
from crm.partners.models import Council
from newsletters.domain.automatic_letters import CONFIRM, NOTICE, WELCOME
from newsletters.domain.contribution_words import Gift, words_of
from newsletters.domain.gift_letters import PREFIX
from newsletters.domain.letter_texts import LetterText, fill_line, fill_words
from newsletters.domain.notice_words import notice_words
from newsletters.domain.registration_words import letter_words
from newsletters.domain.welcome import welcome_mail
from newsletters.domain.wording import sender_line
from newsletters.enums import RegistrationLetterKind as Kind
from newsletters.models import RegistrationLetter, Topic

STATES = {
    Kind.WAITING: RegistrationState.WAITING,
    Kind.OFFERED: RegistrationState.OFFERED,
    Kind.OFFER_ENDED: RegistrationState.EXPIRED,
    Kind.CANCELLED: RegistrationState.CANCELLED,
}


def sample_letter(key: str, text: LetterText, now: datetime) -> tuple[str, str]:
    """The subject and the HTML that ``text`` makes; nothing is written, and its links open nothing."""
    council = Council.load()
    if key == WELCOME:
        mail = welcome_mail(text, list(Topic.objects.all()[:3]), council)
        html = next(part for part, kind in mail.alternatives if kind == "text/html")
        return str(mail.subject), str(html)
    if key == CONFIRM:
        return _service(fill_line(text.subject, {"conseil": council.name}), text, council)
    if key == NOTICE:
        assembly = Assembly.objects.select_related("event").order_by("-event__starts_at").first()
        if assembly is None:
            values = {"titre": _("Meeting of the board"), "jour": "…"}
            paragraphs = fill_words(text.words, values, [])
            return _html("notice", fill_line(text.subject, values), council, words={"opening": " ".join(paragraphs)})
        notice = notice_words(assembly, text=text)
        return _html("notice", notice.subject, council, words=notice)
    if key.startswith(PREFIX):
        gift = words_of(_gift(key), News(key.removeprefix(PREFIX)), text)
        return _html("contribution", gift.subject, council, words=gift, url=settings.BASE_URL)
    letter = _letter(Kind(key), now)
    words = letter_words(letter, letter.registration, text)
    return _html("registration", words.subject, council, words=words, url=settings.BASE_URL)


def _gift(key: str) -> Gift:
    """Of nowhere, with what its letter quotes or leads to."""
    quoted = {
        f"{PREFIX}{News.QUESTION}": _("Which school is it?"),
        f"{PREFIX}{News.REFUSED}": _("The picture is too blurred to be read."),
    }
    title = _("My class in front of the school")
    links = [(title, settings.BASE_URL)] if key == f"{PREFIX}{News.PUBLISHED}" else []
    return Gift("Camille", title, 2, quoted.get(key, ""), links)


def _letter(kind: Kind, now: datetime) -> RegistrationLetter:
    """About two places at a feast of nowhere; none of it is saved."""
    event = Event(
        title=_("Neighbours' feast"),
        slug="exemple",
        starts_at=(timezone.localtime(now) + timedelta(days=10)).replace(hour=19, minute=0),
        venue=_("Community centre"),
        status_note=_("The weather is too bad."),
    )
    desk = RegistrationDesk(event=event)
    registration = Registration(
        desk=desk,
        name="Camille",
        places=2,
        offered_places=2,
        state=STATES.get(kind, RegistrationState.REGISTERED),
        offer_ends_at=now + timedelta(days=1),
    )
    changed = ["starts_at", "venue"] if kind is Kind.EVENT_CHANGED else []
    return RegistrationLetter(registration=registration, kind=kind, changed=changed)


def _service(subject: str, text: LetterText, council: Council) -> tuple[str, str]:
    paragraphs = fill_words(text.words, {"conseil": council.name}, [])
    pending = list(Topic.objects.all()[:3])
    return _html("confirm", subject, council, paragraphs=paragraphs, pending=pending, confirm_url=settings.BASE_URL)


def _html(template: str, subject: str, council: Council, **context: object) -> tuple[str, str]:
    shown = {"council": council, "sender": sender_line(council), "subject": subject, **context}
    return f"{subject} | {council.name}", render_to_string(f"newsletters/email/{template}.html", shown)
