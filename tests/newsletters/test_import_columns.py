"""The columns of a list of subscribers are found by their usual names."""

import pytest
from django.core.exceptions import ValidationError

from newsletters.domain.import_columns import choose_columns, guess_columns


def test_columns_are_guessed_from_their_usual_names_in_both_languages() -> None:
    assert guess_columns(["Nom", "Adresse de courriel", "THÈMES", "Motif", "Date", "Preuve"]) == {
        "email": 1,
        "topics": 2,
        "basis": 3,
        "basis_date": 4,
        "evidence": 5,
    }
    assert guess_columns(["basis_date", "E-mail"]) == {"email": 1, "basis_date": 0}


def test_named_column_wins_over_a_guess() -> None:
    assert choose_columns(["email", "Courriel perso"], {"email": "courriel PERSO"}) == {"email": 1}


@pytest.mark.parametrize(
    ("columns", "named"), [(["nom"], {}), (["email"], {"email": "absente"}), (["email"], {"colour": "email"})]
)
def test_missing_column_is_named_with_those_that_exist(columns: list[str], named: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        choose_columns(columns, named)
    assert columns[0] in refusal.value.messages[0]
