"""The register of decisions in the administration."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from crm.assemblies.decision_forms import DecisionForm, VoteLineForm
from crm.assemblies.models import Decision
from crm.assemblies.policies import ClosedSessionPolicy
from crm.assemblies.querysets import SEE_CLOSED_SESSION
from crm.assemblies.views import acting, decisions, following
from crm.partners.forms import LevelledInlinePanel
from crm.partners.viewsets.base import PartnerViewSet

ACTS = (
    acting.VoteView,
    acting.OldNumberView,
    acting.ErratumView,
    acting.AttachView,
    following.SendView,
    following.AcknowledgeView,
    following.RemindView,
    following.AnswerView,
    following.AwaitView,
    following.StopView,
    following.ResumeView,
)
BLIND_VIEWS = {"usage"}


class VotesPanel(LevelledInlinePanel):
    """Named votes, of people whom one may see."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = VoteLineForm
        return options


CLOSED_SESSION = FieldPanel("is_closed_session", permission=SEE_CLOSED_SESSION)
VOTE = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("mover"), FieldPanel("seconder")]),
        FieldRowPanel([FieldPanel("votes_for"), FieldPanel("votes_against"), FieldPanel("abstentions")]),
    ],
    heading=_("Who moved it, how it was voted"),
    classname="collapsed",
)


class DecisionViewSet(PartnerViewSet):
    """Five fields first, the rest folded; adopting it, sending it and what follows are acts on its page."""

    model = Decision
    name = "decision"
    url_prefix = "decisions"
    icon = "doc-full"
    menu_label = _("Decisions")
    add_label = _("Write a decision")
    index_view_class = decisions.DecisionListView
    add_view_class = decisions.DecisionAddView
    edit_view_class = decisions.DecisionEditView
    delete_view_class = decisions.DecisionDeleteView
    inspect_view_class = decisions.DecisionPageView
    history_view_class = decisions.DecisionHistoryView
    filterset_class = decisions.DecisionFilterSet
    add_to_reference_index = False

    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("title"),
            FieldPanel("considerations"),
            FieldPanel("text"),
            FieldPanel("assembly"),
            VOTE,
            VotesPanel(
                "votes",
                [FieldPanel("person"), FieldPanel("option")],
                heading=_("Votes that someone asked to have written"),
                label=_("Vote"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("action_concerned"), CLOSED_SESSION],
                heading=_("Action concerned, closed session"),
                classname="collapsed",
            ),
        ],
        base_form_class=DecisionForm,
    )
    kept_handler = ObjectList([FieldPanel("action_concerned"), CLOSED_SESSION], base_form_class=DecisionForm)

    @cached_property
    def permission_policy(self) -> ClosedSessionPolicy:
        return ClosedSessionPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**common, "usage_url_name": None}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(kept_panel=self.kept_handler.bind_to_model(self.model), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        policy = {"permission_policy": self.permission_policy}
        acts = [path(f"<int:pk>/{view.action.name}/", view.as_view(**policy), name=view.action.name) for view in ACTS]
        detach = path("<int:pk>/detach/<int:document>/", acting.DetachView.as_view(**policy), name="detach")
        return [*(one for one in super().get_urlpatterns() if one.name not in BLIND_VIEWS), *acts, detach]
