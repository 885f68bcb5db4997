"""The part of the last look that says to whom a newsletter goes: in words, in figures, a few by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from crm.accounts.models import User
from crm.partners.domain.visibility import levels_of
from newsletters.audience_forms import AudienceForm
from newsletters.audit import note_sample
from newsletters.domain.audience import WRITE_TO_THEM
from newsletters.domain.looking import Look, look_at_audience
from newsletters.domain.segment_words import audience_words
from newsletters.enums import ExclusionReason
from newsletters.models import NewsletterPage

# Left out for want of a consent: the screen says why no letter may ask them for it.
NEED_CONSENT = {ExclusionReason.EXPIRED, ExclusionReason.UNCONFIRMED, ExclusionReason.LEFT, ExclusionReason.NO_BASIS}


def audience_part(form: AudienceForm, page: NewsletterPage, user: User) -> dict[str, Any]:
    """What the screen shows of the audience that was asked for; nothing before it is. The showing of names is noted."""
    if not form.is_bound or not form.is_valid():
        return {}
    topics, segment = form.cleaned_data["topics"], form.segment
    look = look_at_audience(page, topics, timezone.localdate(), segment)
    samples = look.samples if user.has_perm("newsletters.view_subscriber") else {}
    strangers = list(_strangers(look, user))
    if samples or strangers:
        note_sample(user, page)
    return {
        "audience": look.audience,
        "audience_words": audience_words(topics, segment),
        "without_address": segment.roll.without_address if segment.roll else 0,
        "sample": samples.get(WRITE_TO_THEM, ()),
        "excluded": [(why, total, samples.get(why, ())) for why, total in look.audience.excluded.items()],
        "asks_for_consent": bool(NEED_CONSENT.intersection(look.audience.excluded)),
        "strangers": strangers,
    }


def _strangers(look: Look, user: User) -> Iterator[tuple[str, str]]:
    """Whose basis could be written down: by name where this person may see it, and where to write it.

    Those known only by a registration are no one's to name here: having come is no basis.
    """
    levels = levels_of(user)
    may_note = user.has_perm("newsletters.import_subscriber")
    for stranger in look.strangers:
        one = stranger.correspondent
        about = {"person": one.person_id} if one.person_id else {"organization": one.organization_id}
        if stranger.reason == ExclusionReason.NO_BASIS and one.visibility in levels and any(about.values()):
            [(name, number)] = about.items()
            yield one.name, f"{reverse('subscribers:add')}?{name}={number}" if may_note else ""
