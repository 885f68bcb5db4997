"""The address of a record that was merged leads to the one that was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from crm.partners.domain.duplicates import MODELS
from crm.partners.domain.merging import record_now


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
            kind = next((kind for kind, model in MODELS.items() if model is self.model), None)
            kept = record_now(kind, int(pk)) if kind and pk.isdigit() else 0
            if not kept or str(kept) == pk or self.request.method not in ("GET", "HEAD"):
                raise
            self.moved_to = self.pk = self.kwargs["pk"] = kept
            vars(self).pop("object_pk", None)  # the edit view remembers the number it was asked for
            return look()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = request.resolver_match.view_name if request.resolver_match else ""
        if self.moved_to:
            return redirect(view, self.moved_to)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        # Some views look for their record here only. What is sent to a lost number is never written on another record.
        return redirect(view, self.moved_to) if self.moved_to else response
