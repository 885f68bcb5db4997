"""Hands one paper of a consent to who may read the ledger; the handing over is noted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic.base import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from crm.partners.domain.folding import address_words
from crm.partners.views.visible import person_of
from newsletters.audit import note_paper
from newsletters.domain.papers import read_paper
from newsletters.models import ConsentEvent, ConsentPaper


class PaperView(PermissionCheckedMixin, View):
    """As a file to keep, never shown inside the site: 404 for one that was destroyed or altered."""

    permission_policy = ModelPermissionPolicy(ConsentEvent)
    permission_required = "view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = get_object_or_404(ConsentPaper, pk=pk)
        content = read_paper(paper)
        if content is None:
            raise Http404
        note_paper(person_of(request), paper)
        extension = str(paper.file.name).rpartition(".")[2]
        response = HttpResponse(content, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = f'attachment; filename="{address_words(paper.title, 60)}.{extension}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
