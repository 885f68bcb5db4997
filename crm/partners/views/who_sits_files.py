"""The same answer as a file, for whoever may take the partners home; each taking is written down."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from crm.partners.domain.interlocks import Interlock
from crm.partners.domain.network import load_memberships
from crm.partners.domain.who_sits import Told
from crm.partners.exports import (
    MEDIA_TYPES,
    FileFormat,
    drawing_as_png,
    drawing_as_svg,
    memberships_as_graphml,
    memberships_as_popolo,
    rows_as_csv,
)
from crm.partners.views.who_sits import WhoSitsView

logger = logging.getLogger("parvis.partners")

EXPORT_NETWORK = "partners.export_network"


class WhoSitsFileView(WhoSitsView):
    """GET reads: nothing changes but the log."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("partners.export_partners"):
            self.permission_required = "export"
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["extension"] not in FileFormat.values:
            raise Http404
        wanted = FileFormat(kwargs["extension"])
        back = f"{reverse('who_sits:index')}?{request.GET.urlencode()}"
        if not self.form.is_valid():
            return redirect(back)
        told = self.tell()
        content = self._content(wanted, told)
        if content is None:
            return redirect(back)
        self._note(wanted, told.findings.interlocks)
        response = HttpResponse(content, content_type=MEDIA_TYPES[wanted])
        name = f"{slugify(_('Who sits where'))}-{self.today.isoformat()}.{wanted.value}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _content(self, wanted: FileFormat, told: Told) -> bytes | str | None:
        """The file; nothing where there is nothing to draw."""
        if wanted == FileFormat.CSV:
            return rows_as_csv(told.rows)
        if wanted in {FileFormat.SVG, FileFormat.PNG}:
            if told.drawing is None:
                return None
            return drawing_as_svg(told.drawing) if wanted == FileFormat.SVG else drawing_as_png(told.drawing)
        memberships = load_memberships(pk for one in told.findings.interlocks for pk in one.ties).values()
        if wanted == FileFormat.GRAPHML:
            return memberships_as_graphml(memberships)
        return memberships_as_popolo(memberships, self.request.build_absolute_uri(reverse("who_sits:index")))

    def _note(self, wanted: FileFormat, interlocks: tuple[Interlock, ...]) -> None:
        """Who took which file, with the numbers of the people in it."""
        user = self.request.user
        people = sorted({one.person for one in interlocks})
        logger.info("network exported", extra={"user": user.pk, "format": wanted.value, "count": len(people)})
        data = {"format": wanted.value, "people": people}
        log(instance=user, action=EXPORT_NETWORK, user=user, title=f"#{user.pk}", data=data)
