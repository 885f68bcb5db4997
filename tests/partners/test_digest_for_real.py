"""The weekly letter through a real worker to a real mail server."""

from __future__ import annotations

import pytest

from crm.accounts.policy import Role
from crm.partners.models import Digest, Task
from crm.partners.tasks import send_weekly_digest
from tests.factories import complete_council, someone_of
from tests.newsletters.smtp import run_mail_server
from tests.newsletters.worker import run_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_asked_twice_it_leaves_once_and_says_where_to_go() -> None:
    complete_council()
    user = someone_of(Role.BOARD)
    Task.objects.create(title="Rappeler la table", assignee=user)

    with run_mail_server() as server, run_worker(EMAIL_URL=server.url, BASE_URL="https://conseil.example"):
        for _ in range(2):
            send_weekly_digest.delay(user.pk)
        other = someone_of(Role.BOARD)
        send_weekly_digest.delay(other.pk)
        wait_until(lambda: Digest.objects.filter(user=other, sent_at=None).exists(), "nothing waits for the other")
        wait_until(lambda: Digest.objects.exclude(sent_at=None).exists(), "the letter has left")

    (letter,) = server.received
    assert letter.recipient == user.email
    assert letter.message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        said = letter.message.get_body((kind,)).get_content()
        assert "https://conseil.example/admin/" in said
        assert "Rappeler la table" in said
