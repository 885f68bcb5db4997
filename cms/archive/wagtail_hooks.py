"""Plugs the memory into the admin; registrations only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.archive.bulk_actions import CommonValuesAction, PublishAction
from cms.archive.domain.item_numbers import write_numbers
from cms.archive.domain.uncollecting import items_drafted_in
from cms.archive.models import Fonds, Item
from cms.archive.sitemap import add_memory
from cms.archive.viewsets import MemoryGroup

register_snippet(MemoryGroup)
hooks.register("construct_sitemap", add_memory)

hooks.register("register_bulk_action", CommonValuesAction)
hooks.register("register_bulk_action", PublishAction)


@hooks.register("before_delete_snippet")
def refuse_what_is_shown(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What stands on the site is taken down first, with a reason; a draft may be deleted at once."""
    shown = [one for one in instances if isinstance(one, Item) and (one.first_published_at or one.closed_for)]
    if not shown:
        return None
    messages.error(request, _("Nothing was deleted: what has been on the site is taken down first, with a reason."))
    return redirect("archive_items:list")


@hooks.register("before_delete_snippet")
def refuse_what_drafts_name(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What is published in a collection keeps it already; so does what somebody put there in a draft."""
    numbers = list(
        items_drafted_in([one for one in instances if isinstance(one, Fonds)]).values_list("number", flat=True)
    )
    if not numbers:
        return None
    refusal = ngettext(
        "Nothing was deleted: the draft of %(count)s item still names it: %(numbers)s.",
        "Nothing was deleted: the drafts of %(count)s items still name it: %(numbers)s.",
        len(numbers),
    )
    messages.error(request, refusal % {"count": len(numbers), "numbers": write_numbers(numbers)})
    return redirect("archive_fonds:list")


@hooks.register("register_log_actions")
def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action("archive.take_down", _("Take an item down"), _("Taken down"))
    actions.register_action("archive.restore", _("Put an item back"), _("Put back"))
    actions.register_action("archive.destroy", _("Destroy an item"), _("Destroyed"))
    actions.register_action("archive.forget_asker", _("Forget who asked"), _("Forgot who asked"))
    actions.register_action("archive.transcribe", _("Write a transcript down"), _("Wrote a transcript down"))
    actions.register_action("archive.consult_contribution", _("Consult a contribution"), _("Consulted a contribution"))
    actions.register_action(
        "archive.contribution_letter", _("Send a letter again"), _("Sent a letter again, or settled it")
    )
    actions.register_action("archive.ask_giver", _("Ask a question"), _("Asked a question"))
    actions.register_action("archive.refuse_contribution", _("Refuse a contribution"), _("Refused a contribution"))
    actions.register_action("archive.read_again", _("Read it again"), _("Put back among those to read"))
    actions.register_action("archive.accept_contribution", _("Accept a contribution"), _("Accepted a contribution"))
    actions.register_action("archive.accept_name", _("Accept a name"), _("Accepted a name"))
    actions.register_action("archive.set_aside", _("Set a name aside"), _("Set a name aside"))
    actions.register_action("archive.hear_again", _("Hear a name again"), _("Heard a name again"))
    actions.register_action("archive.consult_agreement", _("Consult an agreement"), _("Consulted an agreement"))
    actions.register_action("archive.withdraw_agreement", _("Take an agreement back"), _("Agreement taken back"))
    actions.register_action("archive.write_words", _("Change the words of an agreement"), _("Changed the words"))
    actions.register_action("archive.take_away", _("Take the memory away"), _("Asked to take the memory away"))
    actions.register_action("archive.download", _("Download the memory"), _("Downloaded the memory"))
