"""Partnerships and applications for grants of a fictional neighbourhood, and the files that the board keeps."""

from __future__ import annotations

from typing import Any

import factory
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from crm.partners.board_files import board_collection
from crm.partners.models import Funding, Partnership
from tests.factories.partners import OrganizationFactory


class PartnershipFactory(factory.django.DjangoModelFactory[Partnership]):
    class Meta:
        model = Partnership

    organization = factory.SubFactory(OrganizationFactory)
    title = factory.Sequence(lambda n: f"Prêt de la salle {n}")


class FundingFactory(factory.django.DjangoModelFactory[Funding]):
    class Meta:
        model = Funding

    funder = factory.SubFactory(OrganizationFactory)
    programme = factory.Sequence(lambda n: f"Quartiers verts {n}")


def board_document(title: str = "Entente signée", **fields: Any) -> Any:
    """A real file in the files of the board."""
    document = get_document_model()(title=title, **{"collection": board_collection(), **fields})
    document.file.save("entente.txt", ContentFile(b"Entre les soussignes"))
    return document
