"""A reason is the same whether « Considérant » and « que » were typed or not."""

from __future__ import annotations

import pytest

from crm.assemblies.domain.proposals import split_proposal
from crm.assemblies.domain.reasons import reason_words
from crm.assemblies.models import Decision


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Considérant que l’école le demande", "que l’école le demande"),
        ("CONSIDÉRANT QUE l’école le demande", "que l’école le demande"),
        ("considerant l'avis du comité", "l'avis du comité"),
        ("Considérant : l’avis du comité", "l’avis du comité"),
        ("Attendu qu’il neige", "qu’il neige"),
        ("Que la rue est large", "que la rue est large"),
        ("qu'une mère le demande", "qu'une mère le demande"),
        ("la rue est large", "que la rue est large"),
        ("il neige", "qu’il neige"),
        ("Quelques voisins le demandent", "que quelques voisins le demandent"),
        ("L’école le demande", "que l’école le demande"),
        ("Québec tarde", "que Québec tarde"),
        ("Considérant", ""),
    ],
)
def test_a_reason_is_read_however_it_was_typed(typed: str, words: str) -> None:
    assert reason_words(f"  {typed} ") == words


def test_reasons_are_told_from_what_is_decided() -> None:
    proposal = "Considérant le danger\nAttendu que l’école le demande\nDemander une traverse."

    assert split_proposal(proposal) == (
        "Considérant le danger\nAttendu que l’école le demande",
        "Demander une traverse.",
    )


def test_a_page_and_a_sentence_say_considerant_once() -> None:
    decision = Decision(considerations="Considérant l’avis du comité\n\nque la rue est large")

    assert decision.reasons == ["l’avis du comité", "que la rue est large"]
