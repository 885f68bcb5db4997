"""The number of a record that was merged leads to the one that was kept: in an address, in a form, in a chooser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from crm.partners.domain.duplicates import MODELS
from crm.partners.domain.merging import record_now


def number_now(model: type[Model], pk: Any) -> str:
    """The number under which a person or an organization is found today; ``pk`` as it came where nothing is known."""
    kind = next((kind for kind, known in MODELS.items() if known is model), None)
    is_number = str(pk).isascii() and str(pk).isdigit()
    return str(record_now(kind, int(pk))) if kind and is_number else str(pk or "")


class LeadsToKept:
    """Where nobody has this number any more, whoever has taken its place is looked for; nothing is asked otherwise."""

    model: Any
    kwargs: dict[str, Any]
    request: HttpRequest
    moved_to: int | None = None

    def found(self, look: Callable[[], Any]) -> Any:
        """What ``look`` finds by the number of the address, or by the one that took its place."""
        try:
            return look()
        except Http404:
            pk = str(self.kwargs.get("pk", ""))
            kept = number_now(self.model, pk)
            if kept == pk or self.request.method not in ("GET", "HEAD"):
                raise
            self.moved_to = self.pk = self.kwargs["pk"] = int(kept)
            vars(self).pop("object_pk", None)  # the edit view remembers the number it was asked for
            return look()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = request.resolver_match.view_name if request.resolver_match else ""
        if self.moved_to:
            return redirect(view, self.moved_to)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        # Some views look for their record here only. What is sent to a lost number is never written on another record.
        return redirect(view, self.moved_to) if self.moved_to else response
