"""The exact words that people accept, version by version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.archive.enums import AgreementSubject
from cms.archive.errors import MemoryRefused
from cms.archive.models import AgreementText


def current_text(subject: AgreementSubject) -> AgreementText:
    """The words of today; those that come with Parvis where the council wrote none."""
    latest = AgreementText.objects.filter(subject=subject).order_by("-version").first()
    return (
        latest
        or AgreementText.objects.get_or_create(subject=subject, version=1, defaults={"words": first_words(subject)})[0]
    )


def words_today(subject: AgreementSubject) -> str:
    """The same words, for a page that only shows them: nothing is written."""
    latest = AgreementText.objects.filter(subject=subject).order_by("-version").first()
    return latest.words if latest else first_words(subject)


def texts_of(subject: AgreementSubject) -> list[AgreementText]:
    """Every version that was written, the latest first; none as long as nobody accepted or changed any words."""
    return list(AgreementText.objects.filter(subject=subject).order_by("-version"))


@transaction.atomic
def write_text(subject: AgreementSubject, words: str, *, after: int | None = None) -> AgreementText:
    """A new version; the words of today, written again, make none.

    ``after`` is the version that the writer had read. Raises `MemoryRefused` without words, and where another one has
    come since.
    """
    tidy = _tidy(words)
    if not tidy:
        raise MemoryRefused(_("Write the words that people accept."))
    current_text(subject)  # there is one to wait for
    # Two who write at once come one after the other.
    current = AgreementText.objects.select_for_update().filter(subject=subject).order_by("-version")[0]
    if _tidy(current.words) == tidy:
        return current
    if after is not None and after != current.version:
        raise MemoryRefused(
            _("Somebody else has just changed these words: read theirs below, then write yours again if need be.")
        )
    last = AgreementText.objects.filter(subject=subject).aggregate(last=Max("version"))["last"]
    return AgreementText.objects.create(subject=subject, version=last + 1, words=tidy)


def _tidy(words: str) -> str:
    """Without the spaces around, and with line breaks that are all alike."""
    return "\n".join(words.strip().splitlines())


def first_words(subject: AgreementSubject) -> str:
    """What people accept until the council writes words of its own."""
    if subject == AgreementSubject.LICENCE:
        return _(
            "I made this, or it belongs to me, and I may share it. I allow the council to keep it, to show it on its "
            "site and in its newsletter, and to print it, without paying me. I keep my rights. I may take this "
            "agreement back at any time by the link that I receive: what I gave is then withdrawn from the site."
        )
    return _(
        "I agree to be seen or heard in this, on the council’s site and in its newsletter. I may take this agreement "
        "back at any time by the link that I receive: it is then withdrawn from the site."
    )
