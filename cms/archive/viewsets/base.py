"""Records that have a list and screens of their own, and no form of Wagtail's."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSet


class FormlessViewSet(ModelViewSet):
    """Each names its addresses: those of the forms that ModelViewSet makes do not exist."""

    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields: list[str] = []

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""
