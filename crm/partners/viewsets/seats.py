"""Seats, and who holds them, in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from crm.partners.forms import LevelledForm, MembershipForm
from crm.partners.models import Membership, Post
from crm.partners.views import acting, seats
from crm.partners.viewsets.base import PartnerViewSet


class PostViewSet(PartnerViewSet):
    model = Post
    url_prefix = "sieges"
    icon = "tag"
    menu_label = _("Seats")
    add_label = _("Add a seat")
    index_view_class = seats.PostListView
    inspect_view_class = seats.PostPageView
    filterset_class = seats.PostFilterSet

    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("title"),
            FieldPanel("held_for"),
            FieldPanel("way_in"),
            FieldPanel("term_months"),
            MultiFieldPanel(
                [
                    FieldPanel("is_on_board"),
                    FieldPanel("is_voting"),
                    FieldPanel("reserved_for"),
                    FieldPanel("position"),
                ],
                heading=_("On the board"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("starts_on"), FieldPanel("ends_on")], heading=_("Since when"), classname="collapsed"
            ),
            MultiFieldPanel(
                [FieldPanel("visibility"), FieldPanel("notes", permission="partners.see_board_level")],
                heading=_("Notes, and who sees this seat"),
                classname="collapsed",
            ),
        ],
        base_form_class=LevelledForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("seat/<int:pk>/", acting.SeatFromPostView.as_view(), name="seat"),
            path("vacate/<int:pk>/", acting.VacateView.as_view(), name="vacate"),
        ]


class MembershipViewSet(PartnerViewSet):
    model = Membership
    url_prefix = "participations"
    icon = "link"
    menu_label = _("Memberships")
    add_label = _("Add a membership")
    index_view_class = seats.MembershipListView
    inspect_view_class = seats.MembershipPageView
    filterset_class = seats.MembershipFilterSet

    edit_handler = ObjectList(
        [
            FieldPanel("person"),
            FieldPanel("organization"),
            FieldPanel("role"),
            FieldPanel("starts_on", help_text=_("As it is known: 14 mai 2019, mai 2019, 2019.")),
            FieldPanel("source"),
            MultiFieldPanel(
                [FieldPanel("ends_on"), FieldPanel("end_is_unknown"), FieldPanel("ended_by")],
                heading=_("The end"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("post"), FieldPanel("term_ends_on"), FieldPanel("appointed_by")],
                heading=_("Seat and term"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("on_behalf_of"),
                    FieldPanel("capacity"),
                    FieldPanel("mandate"),
                    FieldPanel("next_report_on"),
                ],
                heading=_("In whose name, and to do what"),
                classname="collapsed",
            ),
            MultiFieldPanel([FieldPanel("visibility")], heading=_("Who sees it"), classname="collapsed"),
        ],
        base_form_class=MembershipForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("end/<int:pk>/", acting.EndView.as_view(), name="end"),
            path("renew/<int:pk>/", acting.RenewView.as_view(), name="renew"),
            path("verify/<int:pk>/", acting.VerifyView.as_view(), name="verify"),
        ]
