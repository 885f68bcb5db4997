"""The command line says the same as the admin, in one line that a script can use."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings
from time_machine import travel

from crm.partners.models import Council
from newsletters.domain.deliver import deliver_batch
from newsletters.enums import MailingState
from newsletters.models import Mailing, Suppression, Topic
from tests.events.moments import at
from tests.factories import TopicFactory
from tests.factories.mailings import subscribe_many
from tests.factories.newsletters import newsletter
from tests.newsletters.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("council")]


@pytest.fixture
def topic() -> Topic:
    return TopicFactory(slug="activites")


def run(*arguments: str) -> tuple[str, str, int]:
    """What the command prints, says wrong, and ends with."""
    out, err = StringIO(), StringIO()
    try:
        call_command("mailing", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), int(end.code or 0)
    return out.getvalue(), err.getvalue(), 0


def test_start_prints_the_number_and_nothing_else(topic: Topic) -> None:
    subscribe_many(topic, 2)

    printed = run("start", newsletter(slug="mai").slug, "--topic", "activites")

    mailing = Mailing.objects.get()
    assert printed == (f"{mailing.pk}\n", "", 0)
    assert (mailing.prepared, mailing.created_by) == (2, None)
    assert list(mailing.topics.all()) == [topic]


@pytest.mark.parametrize(("moment", "rests"), [("2026-05-14 20:30", True), ("2026-05-14 23:30", False)])
def test_letters_rest_at_night_as_those_that_the_admin_sends(
    topic: Topic, settings: Settings, moment: str, *, rests: bool
) -> None:
    settings.QUIET_HOURS = (21, 8)
    subscribe_many(topic, 2)

    with travel(at(moment), tick=False):
        run("start", newsletter(slug="mai").slug, "--topic", "activites")

    assert Mailing.objects.get().keeps_quiet == rests


def test_status_as_json_counts_by_state(topic: Topic, mail_server: MailServer) -> None:
    people = subscribe_many(topic, 4)
    Suppression.objects.create(address_hash=people[0].address_hash, reason="left")
    mail_server.refused[people[1].email] = "550 5.1.1 nobody"
    run("start", newsletter(slug="mai").slug, "--topic", "activites")
    mailing = Mailing.objects.get()
    deliver_batch(mailing.pk)

    out, _err, status = run("status", str(mailing.pk), "--json")

    assert status == 0
    assert json.loads(out) == {
        "id": mailing.pk,
        "state": MailingState.FINISHED,
        "pause_reason": "",
        "retry_at": None,
        "candidates": 4,
        "prepared": 3,
        "excluded": 1,
        "exclusions": {"suppressed": 1},
        "counts": {
            "queued": 0,
            "sending": 0,
            "sent": 2,
            "deferred": 0,
            "bounced": 1,
            "doubtful": 0,
            "skipped": 0,
        },
    }


def test_status_in_words(topic: Topic) -> None:
    subscribe_many(topic, 2)
    run("start", newsletter(slug="mai").slug, "--topic", "activites")
    Mailing.objects.update(state=MailingState.PAUSED, pause_reason="le serveur de courriel ne répond pas.")

    out, _err, _status = run("status", str(Mailing.objects.get().pk))

    assert out.splitlines()[0] == (
        "En pause\u00a0: le serveur de courriel ne répond pas. 0 lettre envoyée, 2 en attente, rien n’est perdu."
    )
    assert "       2  En attente" in out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("start", "absente", "--topic", "activites"), "Il n’y a pas d’infolettre «\u00a0absente\u00a0»."),
        (
            ("start", "mai", "--topic", "absent"),
            "Il n’y a pas de sujet «\u00a0absent\u00a0». Les sujets sont\u00a0: activites.",
        ),
        (("start", "mai", "--topic", "activites"), "Rien n’a été envoyé\u00a0: personne ne suit encore ces sujets."),
        (("status", "404"), "Il n’y a pas d’envoi 404."),
        (("status", "404", "--json"), "Il n’y a pas d’envoi 404."),
    ],
)
def test_errors_are_one_french_sentence_and_a_status(topic: Topic, arguments: tuple[str, ...], sentence: str) -> None:
    newsletter(slug="mai")

    assert run(*arguments) == ("", f"{sentence}\n", 1)
    assert Mailing.objects.count() == 0


def test_second_start_is_refused(topic: Topic) -> None:
    subscribe_many(topic, 1)
    newsletter(slug="mai")
    run("start", "mai", "--topic", "activites")

    assert run("start", "mai", "--topic", "activites") == ("", "Cette infolettre est déjà en cours d’envoi.\n", 1)
    assert Mailing.objects.count() == 1


def test_incomplete_identity_starts_nothing(topic: Topic, council: Council) -> None:
    subscribe_many(topic, 1)
    newsletter(slug="mai")
    council.street_address = ""
    council.save()

    out, err, status = run("start", "mai", "--topic", "activites")

    assert (out, status) == ("", 1)
    assert err.startswith("Rien n’a été envoyé.")
    assert Mailing.objects.count() == 0


@pytest.fixture
def started(topic: Topic) -> Mailing:
    subscribe_many(topic, 2)
    run("start", newsletter(slug="mai").slug, "--topic", "activites")
    return Mailing.objects.get()


def test_start_as_json_gives_the_number_and_the_figures(topic: Topic) -> None:
    subscribe_many(topic, 2)

    out, _err, _status = run("start", newsletter(slug="mai").slug, "--topic", "activites", "--json")

    printed = json.loads(out)
    assert (printed["id"], printed["prepared"]) == (Mailing.objects.get().pk, 2)


def test_pause_resume_and_stop_say_where_it_stands(started: Mailing) -> None:
    states = [json.loads(run(verb, str(started.pk), "--json")[0])["state"] for verb in ("pause", "resume", "stop")]

    assert states == [MailingState.PAUSED, MailingState.SENDING, MailingState.STOPPED]


def test_move_that_cannot_be_is_one_sentence(started: Mailing) -> None:
    run("stop", str(started.pk))

    out, err, status = run("resume", str(started.pk), "--json")

    assert (out, status) == ("", 1)
    assert err == "Rien n’a été changé\u00a0: cet envoi est dans l’état «\u00a0Arrêté\u00a0».\n"


def test_doubtful_letters_are_listed_by_name_then_sent_again(started: Mailing, mail_server: MailServer) -> None:
    deliver_batch(started.pk)
    letter = started.deliveries.get(email="voisine1@example.org")
    started.deliveries.filter(pk=letter.pk).update(state="doubtful", smtp_code=None, smtp_reply="coupée")

    listed = json.loads(run("doubtful", str(started.pk), "--json")[0])
    words = run("doubtful", str(started.pk))[0].splitlines()
    again = json.loads(run("resend", str(started.pk), "--state", "doubtful", "--json")[0])

    assert [(row["id"], row["email"], row["answer"]) for row in listed] == [(letter.pk, letter.email, "coupée")]
    assert words == ["1 lettre incertaine.", f"{letter.pk:>8}  {letter.email}  coupée"]
    assert (again["state"], again["counts"]["queued"], again["counts"]["sent"]) == (MailingState.SENDING, 1, 1)


def test_resend_of_nothing_is_one_sentence(started: Mailing) -> None:
    out, err, status = run("resend", str(started.pk), "--state", "bounced")

    assert (out, status) == ("", 1)
    assert err == "Rien n’a été changé\u00a0: aucune de ces lettres n’est encore incertaine ou refusée.\n"
