"""« Où siégeons-nous ? » and « Notre conseil » : the seats, who holds them, and what in them needs someone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.partners.domain.where_we_sit import SeatLine, board_seats, outside_seats
from crm.partners.views.who_sits import SeatScreen


class WhereWeSitView(SeatScreen):
    template_name = "partners/admin/where_we_sit.html"
    page_title = _("Where do we sit?")

    def lines(self) -> list[SeatLine]:
        return outside_seats(self.levels, on=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "today": self.today,
            "vacant": sum(line.is_vacant for line in lines),
            "may_name": self.request.user.has_perm("partners.change_post"),
            "alerted": sum(bool(line.alerts) for line in lines),
        }


class OurBoardView(WhereWeSitView):
    template_name = "partners/admin/our_board.html"
    page_title = _("Our board")

    def lines(self) -> list[SeatLine]:
        return board_seats(self.levels, on=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines: list[SeatLine] = context["lines"]
        voting = [line for line in lines if line.is_voting]
        return {
            **context,
            "voting": voting,
            "others": [line for line in lines if line.post_pk and not line.is_voting],
            "unseated": [line for line in lines if not line.post_pk],
            "vacant": sum(line.is_vacant for line in voting),
        }
