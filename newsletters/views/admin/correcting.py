"""Sets right the typography of one place of a newsletter, at one press, as a revision that anyone can go back from."""

from __future__ import annotations

from enum import Enum, auto

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import User
from newsletters.domain.proofreading import correct_there
from newsletters.models import NewsletterPage


class Outcome(Enum):
    """What became of the press of the button."""

    PUBLISHED = auto()
    SAVED = auto()
    NOTHING = auto()


OUTCOME_WORDS: dict[Outcome, str | Promise] = {
    Outcome.PUBLISHED: _("It is set right, and published."),
    Outcome.SAVED: _("It is set right in the draft: publish it when it is ready."),
    Outcome.NOTHING: _("There is nothing to set right there any more."),
}


@transaction.atomic
def correct_page(page: NewsletterPage, where: dict[str, str], by: User) -> Outcome:
    """Save the correction as a revision; publish it where the page says what was last written, and ``by`` may.

    What has left is not touched: it is corrected by an erratum.
    """
    may = page.permissions_for_user(by)
    is_on_the_site = page.live and not page.has_unpublished_changes
    latest: NewsletterPage = page.get_latest_revision_as_object()
    if page.frozen_content or not may.can_edit() or not correct_there(latest, where):
        return Outcome.NOTHING
    revision = latest.save_revision(user=by, log_action=True)
    if not is_on_the_site or not may.can_publish():
        return Outcome.SAVED
    revision.publish(user=by)
    return Outcome.PUBLISHED
