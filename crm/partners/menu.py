"""What the menu offers about seats, to those who may see them."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class SeatMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("partners.view_membership"))
