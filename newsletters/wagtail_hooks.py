"""Plugs the post room into the admin; registrations only."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import LogActionRegistry

from newsletters import audit
from newsletters.notice_section import show_notice
from newsletters.views.admin.approvals import AskNoticeView, AskView, ReadingView
from newsletters.views.admin.automatic import AutomaticLettersView, AutomaticLetterView
from newsletters.views.admin.beginning import BeginView, KeepTemplateView
from newsletters.views.admin.errata import (
    ErratumView,
    SearchWordsView,
    correct_by_erratum,
    keep_those_corrected,
    keep_what_was_corrected,
)
from newsletters.views.admin.event_letters import EventLettersView
from newsletters.views.admin.links import LinksView
from newsletters.views.admin.notices import CallView, ProofFileView, ProofView
from newsletters.views.admin.previewing import PreviewView
from newsletters.views.admin.sending import SendView
from newsletters.views.admin.trial import TrialView
from newsletters.views.admin.unreached import UnreachedView
from newsletters.viewsets.choosers import CHOOSERS
from newsletters.viewsets.group import PostRoomGroup
from newsletters.viewsets.issues import (
    PreviewMenuItem,
    SendMenuItem,
    preview_buttons,
    say_that_it_is_empty,
    send_buttons,
    template_buttons,
)


@hooks.register("register_admin_viewset", order=-1)
def register_choosers() -> list[ChooserViewSet]:
    """Before the blocks of a letter are drawn, so that they use them."""
    return list(CHOOSERS)


@hooks.register("register_admin_viewset")
def register_post_room() -> PostRoomGroup:
    return PostRoomGroup()


@hooks.register("register_log_actions")
def register_audit(actions: LogActionRegistry) -> None:
    actions.register_action(audit.CONSULT, _("Consult a subscriber"), _("Consulted"))
    actions.register_action(audit.CHANGE, _("Act for a subscriber"), _("Acted for the person"))
    actions.register_action(audit.EXPORT, _("Export subscribers"), _("Took a file of subscribers"))
    actions.register_action("assemblies.call", _("Call an assembly"), _("Called"))
    actions.register_action(
        "assemblies.export_proof", _("Take the proof of a notice"), _("Took the proof of the notice")
    )
    actions.register_action(audit.REPORT, _("Open what came back"), _("Opened what came back"))
    actions.register_action(audit.PROOF, _("Prove a consent"), _("Proved a consent"))
    actions.register_action(audit.PAPER, _("Take the paper of a consent"), _("Took the paper of a consent"))
    actions.register_action(audit.REGISTER, _("Consult the register of a mailing"), _("Consulted the register"))


@hooks.register("register_admin_urls")
def register_sending() -> list[URLPattern]:
    return [
        path("infolettres/nouvelle/", BeginView.as_view(), name="newsletter_begin"),
        path("infolettres/<int:pk>/modele/", KeepTemplateView.as_view(), name="newsletter_template"),
        path("infolettres/<int:pk>/apercu/", PreviewView.as_view(), name="newsletter_preview"),
        path("infolettres/<int:pk>/envoyer/", SendView.as_view(), name="newsletter_send"),
        path("inscriptions/<int:pk>/lettres/", EventLettersView.as_view(), name="event_letters"),
        path("infolettres/<int:pk>/erratum/", ErratumView.as_view(), name="newsletter_erratum"),
        path("infolettres/<int:pk>/description/", SearchWordsView.as_view(), name="newsletter_description"),
        path("lettres-automatiques/", AutomaticLettersView.as_view(), name="automatic_letters"),
        path("lettres-automatiques/<slug:key>/", AutomaticLetterView.as_view(), name="automatic_letter"),
        path("lettres-a-renvoyer/", UnreachedView.as_view(), name="unreached_letters"),
        path("infolettres/<int:pk>/liens/", LinksView.as_view(), name="newsletter_links"),
        path("infolettres/<int:pk>/essai/", TrialView.as_view(), name="newsletter_trial"),
        path("infolettres/<int:pk>/approbation/", AskView.as_view(), name="newsletter_ask"),
        path("assemblees/<int:pk>/approbation/", AskNoticeView.as_view(), name="notice_ask"),
        path("approbations/<int:pk>/", ReadingView.as_view(), name="letter_reading"),
        path("assemblees/<int:pk>/convoquer/", CallView.as_view(), name="assembly_call"),
        path("assemblees/<int:pk>/preuve/", ProofView.as_view(), name="assembly_proof"),
        path("assemblees/<int:pk>/preuve.csv", ProofFileView.as_view(), name="assembly_proof_file"),
    ]


@hooks.register("register_page_action_menu_item")
def register_preview_item() -> PreviewMenuItem:
    return PreviewMenuItem()


@hooks.register("register_page_action_menu_item")
def register_send_item() -> SendMenuItem:
    return SendMenuItem()


hooks.register("construct_assembly_page", show_notice)
hooks.register("register_page_listing_more_buttons", preview_buttons)
hooks.register("register_page_header_buttons", preview_buttons)
hooks.register("register_page_listing_more_buttons", send_buttons)
hooks.register("register_page_header_buttons", send_buttons)
hooks.register("register_page_listing_more_buttons", template_buttons)
hooks.register("register_page_header_buttons", template_buttons)
hooks.register("before_edit_page", correct_by_erratum)
hooks.register("before_delete_page", keep_what_was_corrected)
hooks.register("before_bulk_action", keep_those_corrected)
hooks.register("after_publish_page", say_that_it_is_empty)
