"""What was decided is told from what was said, and nothing of the text is lost."""

from __future__ import annotations

import pytest

from crm.assemblies.domain.passages import Passage, passages

SAID = "<p>On en parle <b>longuement</b>.</p><ul><li>Une mère décrit la rue.</li></ul>"
FIRST = (
    "<p><b>Résolution R-2026-001. Traverse</b></p><p>CONSIDÉRANT le danger</p><p>IL EST PROPOSÉ PAR Oda :</p>"
    "<p>Demander une traverse.</p><p><b>Adoptée à l’unanimité.</b></p>"
)
SECOND = "<p><b>Avis. Le parc &amp; la rue</b></p><p>Donner un avis.</p><p><b>Rejeté : 1 pour, 3 contre.</b></p>"
NAMED = "<p>Oda Inventée demande que sa dissidence soit inscrite au procès-verbal.</p>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", []),
        (SAID, [(SAID, False)]),
        (SAID + FIRST, [(SAID, False), (FIRST, True)]),
        (FIRST + SECOND + NAMED, [(FIRST, True), (SECOND + NAMED, True)]),
        (FIRST + SAID, [(FIRST, True), (SAID, False)]),
        ("<p><b>IL Y A QUORUM : 6 membres.</b></p>", [("<p><b>IL Y A QUORUM : 6 membres.</b></p>", False)]),
        ("sans balise", [("sans balise", False)]),
    ],
)
def test_a_decision_goes_from_its_number_to_its_result(body: str, told: list[tuple[str, bool]]) -> None:
    found = passages(body)

    assert found == [Passage(text, is_decision) for text, is_decision in told]
    assert "".join(one.body for one in found) == body


def test_a_decision_rewritten_by_a_person_stays_apart() -> None:
    kept = FIRST.replace("<p>", '<p data-block-key="a1">').replace("<b>", "<strong>").replace("</b>", "</strong>")

    assert passages(kept + SAID) == [Passage(kept, True), Passage(SAID, False)]
