"""What the post room does later: each task loads by number, calls one verb, decides the retry."""

from __future__ import annotations

import logging
import math
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.accounts.workers import call_workers
from crm.partners.models import Council
from newsletters.domain.address_changes import forget_changes
from newsletters.domain.address_letters import post_address_letters
from newsletters.domain.approval_letters import write_reading_letters
from newsletters.domain.compose import compose_issue
from newsletters.domain.contribution_letters import post_contribution_letters
from newsletters.domain.deliver import Limits, deliver_batch
from newsletters.domain.disputes import asks_for_quiet, forget_disputes
from newsletters.domain.hearing.answers import hear_answers
from newsletters.domain.hearing.collecting import collect_reports
from newsletters.domain.hearing.forgetting import forget_old_reports
from newsletters.domain.import_batches import forget_prepared, run_batch
from newsletters.domain.import_undo import undo_import
from newsletters.domain.link_states import addresses_to_ask
from newsletters.domain.notice_mail import post_notice_letters
from newsletters.domain.papers import destroy_old_papers
from newsletters.domain.part_links import links_of
from newsletters.domain.planning import take_up_plans
from newsletters.domain.recurring import prepare_monthly_draft, write_draft_letters
from newsletters.domain.registration_news import write_reminders, write_thanks
from newsletters.domain.registration_post import post_registration_letters
from newsletters.domain.retention import purge_unconfirmed
from newsletters.domain.rounds import call_again, make_rounds
from newsletters.domain.service_letters import answer_letter
from newsletters.domain.sign_up import claim_sign_up, due_sign_ups, enter_sign_up, put_off_sign_up
from newsletters.domain.single_post import BATCH
from newsletters.domain.staff_letters import post_staff_letters
from newsletters.domain.trials import claim_trial, post_trial
from newsletters.domain.welcome import post_welcome_letters
from newsletters.enums import ImportState
from newsletters.link_checking import check_links
from newsletters.models import ImportBatch, NewsletterPage, SignUp

logger = logging.getLogger("parvis.newsletters")


@shared_task(name="newsletters.answer_sign_up")
def answer_sign_up(sign_up_id: int) -> None:
    """Answer one request by a letter. Run twice, the second finds nothing to claim and does nothing."""
    now = timezone.now()
    sign_up = claim_sign_up(sign_up_id, now)
    if sign_up is None:
        return
    subscriber = enter_sign_up(sign_up, now)
    if asks_for_quiet(subscriber.email, now):
        SignUp.objects.filter(pk=sign_up_id).delete()
        return
    letter = answer_letter(subscriber, Council.load(), timezone.localdate(now))
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        again = not _is_final(error) and put_off_sign_up(sign_up, now)
        logger.warning("sign-up letter not sent", extra={"subscriber": subscriber.pk, "again": again})
        if again:
            return
    SignUp.objects.filter(pk=sign_up_id).delete()


def _is_final(error: Exception) -> bool:
    """The server knows this recipient and will never take the letter."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _reply in error.recipients.values())


@shared_task(name="newsletters.answer_due_sign_ups")
def answer_due_sign_ups() -> None:
    """Start again what a relay or a broker held up (beat, each minute). Run twice, each request is claimed once."""
    for sign_up_id in due_sign_ups(timezone.now()):
        answer_sign_up.delay(sign_up_id)


@shared_task(name="newsletters.purge_post_room")
def purge_post_room() -> None:
    """Forget what nobody confirmed or decided about (beat, each night). Run twice, the second finds nothing."""
    now = timezone.now()
    purged = purge_unconfirmed(now)
    lists = forget_prepared(now)
    forget_disputes(now)
    forget_changes(now)
    destroy_old_papers(now)
    reports = forget_old_reports(now)
    counts = {"subscribers": purged.subscribers, "topics": purged.topics, "lists": lists, "reports": reports}
    logger.info("post room purged", extra=counts)


@shared_task(name="newsletters.import_batch")
def import_batch(batch_id: int, actor: str) -> None:
    """Import a long list. Run twice, the second finds it imported and does nothing."""
    now = timezone.now()
    run_batch(ImportBatch.objects.get(pk=batch_id), now=now, on=timezone.localdate(now), actor=actor)
    logger.info("list imported", extra={"batch": batch_id})


@shared_task(name="newsletters.undo_batch")
def undo_batch(batch_id: int, actor: str) -> None:
    """Undo the import of a long list. Run twice, the second finds it undone and does nothing."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == ImportState.UNDOING:
        undo_import(batch, now=timezone.now(), actor=actor)
        logger.info("import undone", extra={"batch": batch_id})


# Longer than this in the queue, and the next rounds have asked again: nothing piles up while no worker runs.
DELIVERY_EXPIRES = 55


@shared_task(name="newsletters.deliver_batch")
def deliver_batch_task(mailing_id: int) -> None:
    """Send some letters of a mailing. Run twice, even at once, each letter is taken by one of them."""
    if deliver_batch(mailing_id, Limits(connections=settings.RELAY_CONNECTIONS)):
        deliver_batch_task.apply_async_on_commit((mailing_id,), expires=DELIVERY_EXPIRES)
    elif wait := call_again(mailing_id, timezone.now()):
        seconds = math.ceil(wait.total_seconds())
        deliver_batch_task.apply_async_on_commit((mailing_id,), countdown=seconds, expires=seconds + DELIVERY_EXPIRES)


@shared_task(name="newsletters.make_rounds")
def make_rounds_task() -> None:
    """Take up what is due (beat, each minute). Run twice, the second finds what the first has not begun."""
    for mailing_id in take_up_plans(timezone.now()):
        start_delivering(mailing_id)
    for mailing_id in make_rounds(timezone.now()):
        start_delivering(mailing_id)


def start_delivering(mailing_id: int) -> bool:
    """Call the workers to a mailing once it is committed.

    False when the broker does not answer: nothing is lost, the rounds find the mailing within a minute of its return.
    """
    heard = True

    def call() -> None:
        nonlocal heard
        calls = range(settings.MAILING_CONNECTIONS)
        heard = all(call_workers(deliver_batch_task, mailing_id, expires=DELIVERY_EXPIRES) for _call in calls)

    transaction.on_commit(call)
    return heard


@shared_task(name="newsletters.hear_answers")
def hear_answers_task() -> None:
    """Weigh what servers refused while letters left (beat, each minute). Run twice, the second finds none."""
    if heard := hear_answers(timezone.now()):
        logger.info("refusals heard", extra={"count": heard})


@shared_task(name="newsletters.collect_reports")
def collect_reports_task() -> None:
    """Read the return mailbox (beat, each five minutes). Run twice, even at once, each message is heard once."""
    if collect_reports().has_more:
        collect_reports_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


@shared_task(name="newsletters.send_trial")
def send_trial(trial_id: int) -> None:
    """Send someone their test letter. Run twice, the second finds nothing that waits and does nothing."""
    trial = claim_trial(trial_id, timezone.now())
    if trial is not None:
        state = post_trial(trial, timezone.now())
        logger.info("test letter answered", extra={"trial": trial_id, "state": state.value})


@shared_task(name="newsletters.check_links")
def check_links_task(page_id: int) -> None:
    """Ask for the links of a newsletter. Run twice, the second asks for those alone that the first did not."""
    page = NewsletterPage.objects.filter(pk=page_id).first()
    if page is not None:
        check_links(addresses_to_ask(links_of(compose_issue(page, timezone.now()), page)))


@shared_task(name="newsletters.post_registration_letters")
def post_registration_letters_task() -> None:
    """Send what those who registered are to know (when it happens; beat, each minute). Twice sends each letter once."""
    if post_registration_letters() >= BATCH:
        post_registration_letters_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


@shared_task(name="newsletters.post_contribution_letters")
def post_contribution_letters_task() -> None:
    """Tell those who gave to the memory (when it happens; beat, each minute). Run twice sends each letter once."""
    if post_contribution_letters() >= BATCH:
        post_contribution_letters_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


@shared_task(name="newsletters.post_notice_letters")
def post_notice_letters_task() -> None:
    """Convene the members of the board (when it is called; beat, each minute). Run twice sends each letter once."""
    if post_notice_letters() >= BATCH:
        post_notice_letters_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


@shared_task(name="newsletters.remind_registered")
def remind_registered() -> None:
    """Remind of tomorrow, thank for what is over (beat, each quarter of an hour). Twice writes each letter once."""
    now = timezone.now()
    written, thanked = write_reminders(now), write_thanks(now)
    logger.info("reminders written", extra={"count": written, "thanks": thanked})


@shared_task(name="newsletters.post_address_letters")
def post_address_letters_task() -> None:
    """Ask both mailboxes of a change of address (when asked; beat, each minute). Run twice sends each letter once."""
    if post_address_letters() >= BATCH:
        post_address_letters_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


def call_address_letters() -> None:
    """Without a broker the letters wait in their rows, and beat finds them within a minute of its return."""
    transaction.on_commit(partial(call_workers, post_address_letters_task))


@shared_task(name="newsletters.tell_of_readings")
def tell_of_readings_task() -> None:
    """Write to those who work here what they are to know (when it happens; beat, each minute). Twice tells once."""
    write_reading_letters(timezone.now())
    if post_staff_letters() >= BATCH:
        tell_of_readings_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


@shared_task(name="newsletters.post_welcome_letters")
def post_welcome_letters_task() -> None:
    """Welcome those who have just confirmed (when they do; beat, each minute). Run twice sends each letter once."""
    if post_welcome_letters() >= BATCH:
        post_welcome_letters_task.apply_async_on_commit((), expires=DELIVERY_EXPIRES)


def call_welcome_letters() -> None:
    """Without a broker the letters wait in their rows, and beat finds them within a minute of its return."""
    transaction.on_commit(partial(call_workers, post_welcome_letters_task))


@shared_task(name="newsletters.prepare_monthly_draft")
def prepare_monthly_draft_task() -> None:
    """Prepare the draft of the month, and tell of it (beat, each quarter of an hour). Twice makes one, told once."""
    now = timezone.now()
    prepare_monthly_draft(now)
    write_draft_letters(now)
    post_staff_letters()
