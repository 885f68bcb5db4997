"""What the screens about personal files and handovers have in common: their rights open them, and nothing else does."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ANSWER_REQUESTS = "partners.answer_requests"
# Whoever keeps the partners gives each of these things in its own form already.
HAND_OVER = "partners.change_organization"


class Guarded:
    """Told so before anything is read. Stands before a view of Django."""

    rights: ClassVar[tuple[str, ...]] = (ANSWER_REQUESTS,)
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(self.rights):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
