"""Writes the answers of OAI-PMH 2.0 as XML."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from cms.archive.domain.dublin_core import elements_of
from cms.archive.domain.oai.asking import FORMAT, OaiError
from cms.archive.domain.oai.listing import Described, Page
from cms.archive.models import HarvestRecord
from cms.pages.domain.signs import writable

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OAI_ID = "http://www.openarchives.org/OAI/2.0/oai-identifier"
SCHEMAS = {
    OAI: "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    OAI_DC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    OAI_ID: "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd",
}
DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


def said_at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identifier_of(number: int) -> str:
    return f"oai:{repository_identifier()}:{number}"


def number_in(identifier: str) -> int | None:
    """The number of our item in an identifier; None for any other."""
    match = re.fullmatch(r"([1-9]\d{0,8})", identifier.removeprefix(f"oai:{repository_identifier()}:"))
    return int(match[1]) if match and identifier.startswith("oai:") else None


def repository_identifier() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def envelope(base_url: str, now: datetime, said: dict[str, str]) -> Element:
    """What every answer begins with; ``said`` are the arguments of a request that was understood."""
    root = Element("OAI-PMH", {"xmlns": OAI, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{OAI} {SCHEMAS[OAI]}"})
    _text(root, "responseDate", said_at(now))
    _text(root, "request", base_url).attrib.update({name: writable(value) for name, value in said.items()})
    return root


def as_bytes(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8")


def write_error(root: Element, error: OaiError) -> None:
    SubElement(root, "error", {"code": error.code}).text = writable(error.words)


def write_identity(root: Element, *, name: str, email: str, base_url: str, earliest: datetime) -> None:
    answer = SubElement(root, "Identify")
    for element, value in (
        ("repositoryName", name),
        ("baseURL", base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", email),
        ("earliestDatestamp", said_at(earliest)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _text(answer, element, value)
    if DOMAIN.fullmatch(repository_identifier()):
        location = {"xmlns": OAI_ID, "xsi:schemaLocation": f"{OAI_ID} {SCHEMAS[OAI_ID]}"}
        described = SubElement(SubElement(answer, "description"), "oai-identifier", location)
        _text(described, "scheme", "oai")
        _text(described, "repositoryIdentifier", repository_identifier())
        _text(described, "delimiter", ":")
        _text(described, "sampleIdentifier", identifier_of(1))


def write_formats(root: Element) -> None:
    one = SubElement(SubElement(root, "ListMetadataFormats"), "metadataFormat")
    _text(one, "metadataPrefix", FORMAT)
    _text(one, "schema", SCHEMAS[OAI_DC])
    _text(one, "metadataNamespace", OAI_DC)


def write_sets(root: Element, sets: list[tuple[str, str, str]]) -> None:
    """Each set by its specification, its name and a few sentences."""
    answer = SubElement(root, "ListSets")
    for path, name, words in sets:
        one = SubElement(answer, "set")
        _text(one, "setSpec", path)
        _text(one, "setName", name)
        if words:
            _text(_dublin_core(SubElement(one, "setDescription")), "dc:description", words)


def write_record(root: Element, found: Described) -> None:
    _record(SubElement(root, "GetRecord"), found)


def write_page(root: Element, verb: str, page: Page) -> None:
    answer = SubElement(root, verb)
    for found in page.records:
        if verb == "ListRecords":
            _record(answer, found)
        else:
            _header(answer, found)
    if page.token is not None:
        place = {"completeListSize": str(page.size), "cursor": str(page.cursor)}
        SubElement(answer, "resumptionToken", place).text = page.token


def _record(parent: Element, found: Described) -> None:
    record = SubElement(parent, "record")
    _header(record, found)
    if found.item is None:
        return
    described = _dublin_core(SubElement(record, "metadata"))
    for element, value in elements_of(found.item, found.named):
        _text(described, f"dc:{element}", value)


def _header(parent: Element, found: Described) -> None:
    row: HarvestRecord = found.record
    header = SubElement(parent, "header", {} if found.item else {"status": "deleted"})
    _text(header, "identifier", identifier_of(row.number))
    _text(header, "datestamp", said_at(row.stamped_at))
    if found.set_path:
        _text(header, "setSpec", found.set_path)


def _dublin_core(parent: Element) -> Element:
    names = {"xmlns:oai_dc": OAI_DC, "xmlns:dc": DC, "xsi:schemaLocation": f"{OAI_DC} {SCHEMAS[OAI_DC]}"}
    return SubElement(parent, "oai_dc:dc", names)


def _text(parent: Element, name: str, value: str) -> Element:
    one = SubElement(parent, name)
    one.text = writable(value)
    return one
