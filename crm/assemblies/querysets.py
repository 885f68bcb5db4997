"""Ways to narrow what the table keeps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Case, DateTimeField, F, Prefetch, Q, When

from crm.assemblies.enums import AssemblyState, DecisionState, MinutesState
from crm.events.enums import EventStatus
from crm.partners.domain.searching import words_of

SEE_CLOSED_SESSION = "assemblies.see_closed_session"
# What became of a decision, where it has no outcome.
WAITING, NOT_SENT = "waiting", "not_sent"

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.accounts.models import User
    from crm.assemblies.models import (  # noqa: F401
        AgendaItem,
        Assembly,
        Bylaw,
        Decision,
        Minutes,
        MinutesSection,
        Sending,
    )

# An assembly under way is still the next one.
SAME_EVENING = timedelta(hours=12)


class BylawQuerySet(models.QuerySet["Bylaw"]):
    def in_force(self, kind: str, on: date, assembly_kind: str = "") -> BylawQuerySet:
        """What held that day, the one to apply first: the rule for this kind of assembly, else the one for all."""
        found = self.filter(Q(assembly_kind="") | Q(assembly_kind=assembly_kind), kind=kind, in_force_from__lte=on)
        return found.order_by("-assembly_kind", "-in_force_from")


class AssemblyQuerySet(models.QuerySet["Assembly"]):
    def to_come(self, now: datetime) -> AssemblyQuerySet:
        """Not closed yet, and not over since yesterday: the soonest first."""
        return self.exclude(state=AssemblyState.CLOSED).filter(event__starts_at__gte=now).order_by("event__starts_at")

    def soonest_first(self, now: datetime) -> AssemblyQuerySet:
        """What is coming in its order, then what was held, the latest first."""
        is_over = Q(event__starts_at__lt=now - SAME_EVENING)
        coming = Case(When(is_over, then=None), default=F("event__starts_at"), output_field=DateTimeField())
        return self.order_by(coming.asc(nulls_last=True), "-event__starts_at", "-pk")


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def public(self) -> AgendaItemQuerySet:
        """Those whose words anyone may read."""
        return self.filter(is_closed_session=False)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def adopted(self) -> DecisionQuerySet:
        return self.filter(state=DecisionState.ADOPTED)

    def public(self) -> DecisionQuerySet:
        """Those of the public register: adopted, and not in closed session."""
        return self.adopted().filter(is_closed_session=False)

    def written_elsewhere(self) -> DecisionQuerySet:
        """Those that the register's form does not write: numbered, or put to an assembly at an item."""
        return self.filter(~Q(number="") | Q(item__isnull=False))

    def seen_by(self, user: User | AnonymousUser) -> DecisionQuerySet:
        """Those that this person may read in the administration; of a closed session, who may see it alone."""
        return self if user.has_perm(SEE_CLOSED_SESSION) else self.filter(is_closed_session=False)

    def matching(self, words: str) -> DecisionQuerySet:
        """Holding every word, whatever its accents and case."""
        found = self
        for word in words_of(words):
            found = found.filter(search_text__contains=word)
        return found

    def that_became(self, state: str) -> DecisionQuerySet:
        """Those of which a sending came to this: an outcome, still awaited, or never sent."""
        if state == NOT_SENT:
            return self.filter(sendings=None)
        sendings = apps.get_model("assemblies", "Sending").objects
        return self.filter(pk__in=sendings.filter(outcome="" if state == WAITING else state).values("decision"))

    def in_order(self) -> DecisionQuerySet:
        """What is not adopted yet first, then the register, the latest first; the same on every database."""
        days = F("adopted_on").desc(nulls_first=True)
        return self.order_by(days, F("rank").desc(nulls_last=True), "-pk")


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def public(self) -> MinutesQuerySet:
        """Those that anyone may read, of assemblies that the public knows."""
        return self.filter(state=MinutesState.PUBLISHED, published_at__isnull=False).exclude(
            assembly__event__status=EventStatus.DRAFT
        )

    def with_words(self) -> MinutesQuerySet:
        """All that `readable_minutes` reads of each, in three queries more however many there are."""
        sections = apps.get_model("assemblies", "MinutesSection").objects.select_related("item")
        return self.prefetch_related(Prefetch("sections", sections), "sections__item__decisions", "errata")

    def awaiting_adoption(self) -> MinutesQuerySet:
        return self.filter(state__in=(MinutesState.DRAFT, MinutesState.REVIEWED))


class MinutesSectionQuerySet(models.QuerySet["MinutesSection"]):
    def told(self) -> MinutesSectionQuerySet:
        """Those whose words anyone may read: neither their section nor their item, as it is now, is closed."""
        return self.filter(is_closed_session=False).exclude(item__is_closed_session=True)


class SendingQuerySet(models.QuerySet["Sending"]):
    def public(self) -> SendingQuerySet:
        """Those of decisions of the public register."""
        return self.filter(decision__state=DecisionState.ADOPTED, decision__is_closed_session=False)

    def seen_by(self, user: User | AnonymousUser) -> SendingQuerySet:
        """Those of decisions that this person may read."""
        return self if user.has_perm(SEE_CLOSED_SESSION) else self.filter(decision__is_closed_session=False)

    def waiting(self) -> SendingQuerySet:
        """Without an outcome yet."""
        return self.filter(outcome="")

    def with_words(self) -> SendingQuerySet:
        """Everything that a line about a sending says, in two queries."""
        read_along = ("decision", "organization", "sent_by", "followed_by", "answer_document")
        return self.select_related(*read_along).prefetch_related("reminders")
