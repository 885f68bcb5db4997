"""Shares out among all workers what each relay still takes, so that no limit is passed, a restart in between or not.

Letters are counted when they are claimed, in the transaction that claims them, and given back when they have not left.
A worker that dies keeps what it had: a relay is rather spared than pressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from newsletters.domain.addresses import domain_of
from newsletters.domain.outcomes import pause_delay
from newsletters.domain.pace import Budget, Use, begin_step, frees_at, room, step_of, warm_limit
from newsletters.models import Delivery, RelayState, RelayUse
from newsletters.relay.accounts import Account, Limit, accounts

EVERYBODY = ""


def choose_account(now: datetime) -> Account | None:
    """The first relay that is not left alone at this moment and has room; ``None`` while none does.

    A relay alone is not left alone by itself: its faults pause the mailing.
    """
    known = accounts()
    if len(known) == 1 and not known[0].is_limited:
        return known[0]
    return next((account for account in known if _opens_at(account, now) <= now), None)


def opens_at(now: datetime) -> datetime:
    """When some relay takes letters: now, or later where all are at their limit or left alone."""
    known = accounts()
    if len(known) == 1 and not known[0].is_limited:
        return now
    return min(_opens_at(account, now) for account in known)


def budgets_of(account: Account, now: datetime, domain: str = EVERYBODY) -> list[Budget]:
    """Each limit that concerns this domain, with what has been used of it."""
    if not account.is_limited:
        return []
    state = state_of(account)
    limits = [limit for limit in _limits(account, state, now) if limit.domain == domain]
    return [(limit, _uses(state, limit, now)) for limit in limits]


def closed_domains(account: Account, now: datetime) -> list[str]:
    """The domains that may have no letter through this relay at this moment."""
    named = {limit.domain for limit in account.limits if limit.domain}
    return sorted(domain for domain in named if room_for(account, domain, now) == 0)


def room_for(account: Account, domain: str, now: datetime) -> int | None:
    """How many letters to this domain, or to everybody, the relay still takes; ``None``: as many as one likes."""
    return min((room(limit, uses, now) for limit, uses in budgets_of(account, now, domain)), default=None)


def share_out(account: Account, letters: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Which of these letters the relay takes now, the first first; they are counted at once.

    In the transaction that claims them: another worker waits until it ends, and sees what is left.
    """
    if not account.is_limited:
        return list(letters)
    state = RelayState.objects.select_for_update().get(pk=state_of(account).pk)
    rooms: dict[str, int | None] = {EVERYBODY: room_for(account, EVERYBODY, now)}
    taken = []
    for letter in letters:
        domain = domain_of(letter.email)
        rooms.setdefault(domain, room_for(account, domain, now) if _names(account, domain) else None)
        if rooms[EVERYBODY] != 0 and rooms[domain] != 0:
            taken.append(letter)
            for name in (EVERYBODY, domain):
                left = rooms[name]
                rooms[name] = None if left is None else left - 1
    _count(account, state, Counter(domain_of(letter.email) for letter in taken), now)
    return taken


def give_back(account: Account, addresses: Iterable[str], claimed_at: datetime) -> None:
    """Letters that were counted then and have not left."""
    if account.is_limited:
        state = state_of(account)
        unsent = Counter(domain_of(address) for address in addresses)
        for domain, period in _counters(account, state, claimed_at):
            letters = unsent.total() if domain == EVERYBODY else unsent[domain]
            step = state.uses.filter(domain=domain, period=period, began_at=begin_step(claimed_at, period))
            step.filter(letters__gte=letters).update(letters=F("letters") - letters)


def leave_alone(account: Account, reason: str, now: datetime) -> bool:
    """This relay takes no letter: try it again later, longer each time. Says whether another one may be asked now."""
    if len(accounts()) == 1:
        return False
    state = state_of(account)
    retry_at = now + pause_delay(state.faults + 1)
    RelayState.objects.filter(pk=state.pk).update(faults=F("faults") + 1, reason=reason, retry_at=retry_at)
    return choose_account(now) is not None


def take_up_again(account: Account) -> None:
    """The relay takes letters again."""
    if len(accounts()) > 1:
        RelayState.objects.filter(name=account.name, faults__gt=0).update(faults=0, reason="", retry_at=None)


def state_of(account: Account) -> RelayState:
    return RelayState.objects.get_or_create(name=account.name)[0]


def _opens_at(account: Account, now: datetime) -> datetime:
    state = state_of(account)
    return max([now, state.retry_at or now, *(frees_at(*budget, now) for budget in budgets_of(account, now))])


def _names(account: Account, domain: str) -> bool:
    return any(limit.domain == domain for limit in account.limits)


def _limits(account: Account, state: RelayState, now: datetime) -> list[Limit]:
    """The account's own, and that of the day while it is getting to be known."""
    warming = [warm_limit(account.warm_up, state.first_used_at, now)] if account.warm_up else []
    return [*account.limits, *warming]


def _counters(account: Account, state: RelayState, now: datetime) -> list[tuple[str, timedelta]]:
    """The domains and periods that are counted: two limits of one period share their count."""
    return sorted({(limit.domain, limit.period) for limit in _limits(account, state, now)})


def _uses(state: RelayState, limit: Limit, now: datetime) -> list[Use]:
    recent = state.uses.filter(
        domain=limit.domain, period=limit.period, began_at__gt=now - limit.period - step_of(limit.period)
    )
    return [Use(began, letters) for began, letters in recent.values_list("began_at", "letters")]


def _count(account: Account, state: RelayState, letters: Counter[str], now: datetime) -> None:
    """One row a limit and a step; what is older than any limit looks at is forgotten on the way."""
    if not letters:
        return
    if state.first_used_at is None:
        RelayState.objects.filter(pk=state.pk).update(first_used_at=now)
    for domain, period in _counters(account, state, now):
        total = letters.total() if domain == EVERYBODY else letters[domain]
        if total:
            step, _made = RelayUse.objects.get_or_create(
                relay=state, domain=domain, period=period, began_at=begin_step(now, period)
            )
            RelayUse.objects.filter(pk=step.pk).update(letters=F("letters") + total)
        state.uses.filter(domain=domain, period=period, began_at__lt=now - 2 * period).delete()
