"""Someone moves to another address while a worker holds their letter."""

from __future__ import annotations

import pytest

from crm.partners.models import Council
from newsletters.domain.address_changes import Side, ask_change, confirm_change
from newsletters.domain.journal import Journal, claim_letters
from newsletters.models import Mailing, Subscriber
from tests.newsletters.posting import START

pytestmark = pytest.mark.django_db

OLD, NEW = "voisine0@example.org", "voisine@nouveau.example"


def test_letter_that_a_worker_holds_does_not_leave_for_the_former_address(mailing: Mailing, council: Council) -> None:
    held, journal = claim_letters(mailing, 1, START), Journal(mailing, START)
    assert [claim.address for claim in held] == [OLD]

    change = ask_change(Subscriber.objects.get(email=OLD), NEW, START)
    for side in Side:
        confirm_change(change.pk, side, council, START)

    assert journal.leave(held, START) == set()
    assert [claim.address for claim in claim_letters(mailing, 1, START)] == [NEW]
