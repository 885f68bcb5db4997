"""The addresses of the screen that serves during an assembly."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.viewsets.base import ViewSet

from crm.assemblies.views.sitting import items, room, screen, votes


class SittingViewSet(ViewSet):
    """One screen; everything else on it is a press."""

    name = "sitting"
    url_prefix = "assemblees/seance"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        acts: list[tuple[str, Any, str]] = [
            ("<int:pk>/", screen.SittingView, "screen"),
            ("<int:pk>/suivre/", screen.WatchView, "watch"),
            ("<int:pk>/ouvrir/", room.OpenView, "open"),
            ("<int:pk>/fermer/", room.CloseView, "close"),
            ("<int:pk>/rouvrir/", room.ReopenView, "reopen"),
            ("<int:pk>/arrivee/", room.ArriveView, "arrive"),
            ("<int:pk>/arrivees/", room.AllArriveView, "arrive_all"),
            ("<int:pk>/public/", room.CitizensView, "citizens"),
            ("presence/<int:pk>/depart/", room.LeaveView, "leave"),
            ("presence/<int:pk>/heures/", room.CorrectPresenceView, "times"),
            ("presence/<int:pk>/enlever/", room.StrikePresenceView, "strike_presence"),
            ("point/<int:pk>/aller/", items.GoView, "go"),
            ("point/<int:pk>/suivant/", items.FinishView, "finish"),
            ("point/<int:pk>/etat/", items.SettleView, "settle"),
            ("point/<int:pk>/discussion/", items.DiscussionView, "discussion"),
            ("point/<int:pk>/interet/", items.DeclareView, "declare"),
            ("point/<int:pk>/question/", items.AskView, "ask"),
            ("point/<int:pk>/decision/", votes.OneMoreView, "more"),
            ("interet/<int:pk>/enlever/", items.StrikeConflictView, "strike_conflict"),
            ("question/<int:pk>/", items.QuestionView, "question"),
            ("question/<int:pk>/enlever/", items.StrikeQuestionView, "strike_question"),
            ("decision/<int:pk>/", votes.WordsView, "words"),
            ("decision/<int:pk>/vote/", votes.VoteView, "vote"),
            ("decision/<int:pk>/enlever/", votes.StrikeDecisionView, "strike_decision"),
            ("decision/<int:pk>/nommer/", votes.NameVoteView, "name_vote"),
            ("vote/<int:pk>/enlever/", votes.StrikeVoteView, "strike_vote"),
        ]
        return [path(route, view.as_view(), name=name) for route, view, name in acts]
