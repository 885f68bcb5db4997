"""The address where other archives gather the memory (OAI-PMH 2.0)."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.archive.domain.addresses import absolute
from cms.archive.domain.oai import writing
from cms.archive.domain.oai.asking import Ask, OaiError, read_ask
from cms.archive.domain.oai.listing import find_record, first_page, next_page, public_sets
from cms.archive.models import HarvestRecord
from crm.partners.models import Council


# A harvester has no session: there is nothing that a forged request could do.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """The six verbs, by GET or by a form. It changes nothing and is never kept by a cache."""
    said = request.POST if request.method == "POST" else request.GET
    now = timezone.now()
    try:
        ask = read_ask(said.lists())
        root = writing.envelope(_address(), now, {"verb": ask.verb, **ask.said})
        _answer(root, ask, now)
    except OaiError as error:
        understood = error.code not in ("badVerb", "badArgument")
        shown = {name: values[0] for name, values in said.lists()} if understood else {}
        root = writing.envelope(_address(), now, shown)
        writing.write_error(root, error)
    headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(writing.as_bytes(root), content_type="text/xml; charset=utf-8", headers=headers)


def _answer(root: Element, ask: Ask, now: datetime) -> None:
    match ask.verb:
        case "Identify":
            _identify(root, now)
        case "ListMetadataFormats":
            if "identifier" in ask.said:
                find_record(writing.number_in(ask.said["identifier"]))
            writing.write_formats(root)
        case "ListSets":
            _list_sets(root, ask)
        case "GetRecord":
            writing.write_record(root, find_record(writing.number_in(ask.said["identifier"])))
        case _:
            page = next_page(ask.token) if ask.token is not None else first_page(ask.selection, now)
            writing.write_page(root, ask.verb, page)


def _identify(root: Element, now: datetime) -> None:
    council = Council.load()
    first = HarvestRecord.objects.order_by("stamped_at", "number").first()
    writing.write_identity(
        root,
        name=_("Memory of {council}").format(council=council.name) if council.name else _("Memory"),
        email=council.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        base_url=_address(),
        earliest=first.stamped_at if first else now,
    )


def _list_sets(root: Element, ask: Ask) -> None:
    if ask.token is not None:
        raise OaiError("badResumptionToken", "The list of sets is whole at once.")
    sets = [(path, one.title, one.description) for path, one in public_sets()]
    if not sets:
        raise OaiError("noSetHierarchy", "There are no sets.")
    writing.write_sets(root, sets)


def _address() -> str:
    return absolute(reverse("archive_oai"))
