"""How far a date reaches, and how its reading is shown to be confirmed."""

from datetime import date

import pytest
from edtf import parse_edtf

from cms.archive.domain.dates import DateNotUnderstood, bounds, explain, from_edtf, read_date
from tests.archive.dates.reading_table import ON, plain

REACH = {
    "1937-05-14": ("1937-05-14", "1937-05-14"),
    "1937-02": ("1937-02-01", "1937-02-28"),
    "1936-02": ("1936-02-01", "1936-02-29"),
    "1937": ("1937-01-01", "1937-12-31"),
    "192X": ("1920-01-01", "1929-12-31"),
    "18XX": ("1800-01-01", "1899-12-31"),
    # « Vers »: 5 years, 3 months, 15 days; 20 years of a century.
    "1921~": ("1916-01-01", "1926-12-31"),
    "1921%": ("1916-01-01", "1926-12-31"),
    "192X~": ("1915-01-01", "1934-12-31"),
    "18XX~": ("1780-01-01", "1919-12-31"),
    "1937-05~": ("1937-02-01", "1937-08-31"),
    "1937-01~": ("1936-10-01", "1937-04-30"),
    "1937-05-14~": ("1937-04-29", "1937-05-29"),
    "1921~/1923": ("1916-01-01", "1923-12-31"),
    # A question mark doubts the date, it does not move it.
    "1921?": ("1921-01-01", "1921-12-31"),
    "192X?": ("1920-01-01", "1929-12-31"),
    # Seasons: four months, and both winters of a year.
    "1971-21": ("1971-03-01", "1971-06-30"),
    "1971-22": ("1971-06-01", "1971-09-30"),
    "1971-23": ("1971-09-01", "1971-12-31"),
    "1971-24": ("1970-12-01", "1972-03-31"),
    "1971-22/1971-24": ("1971-06-01", "1972-03-31"),
    "[1970-12-01..1971-03-31]": ("1970-12-01", "1971-03-31"),
    # Parts say how wide they are.
    "1966-01~/1969-12": ("1966-01-01", "1969-12-31"),
    "1937-05-20~/1937-05-31": ("1937-05-20", "1937-05-31"),
    # Open ends.
    "[..1939]": (None, "1939-12-31"),
    "[1941..]": ("1941-01-01", None),
    "1940/..": ("1940-01-01", None),
    "../1940~": (None, "1945-12-31"),
    "": (None, None),
}

EXPLAINED = {
    "vers 1921": "Compris : vers 1921, donc entre le 1er janvier 1916 et le 31 décembre 1926.",
    "Noël 1955": "Compris : dimanche 25 décembre 1955.",
    "avant 1940": "Compris : avant 1940, donc le 31 décembre 1939 au plus tard.",
    "au plus tard en 1940": "Compris : avant 1941, donc le 31 décembre 1940 au plus tard.",
    "depuis mai 1940": "Compris : depuis mai 1940, donc le 1er mai 1940 au plus tôt.",
    "fin des années 60": "Compris : fin des années 1960, donc entre le 1er janvier 1966 et le 31 décembre 1969.",
    "l'hiver 1971": "Compris : hiver 1971, donc entre le 1er décembre 1970 et le 31 mars 1972. "
    "Pour dire lequel des deux hivers, écrivez « hiver 1970-1971 » ou « hiver 1971-1972 ».",
    "hiver 1970-1971": "Compris : hiver 1970-1971, donc entre le 1er décembre 1970 et le 31 mars 1971.",
    "s.d.": "Compris : la date a été cherchée, et personne ne la connaît.",
}


@pytest.mark.parametrize(("edtf", "reach"), REACH.items())
def test_bounds_are_the_first_and_the_last_day(edtf: str, reach: tuple[str | None, str | None]) -> None:
    assert bounds(edtf) == tuple(day and date.fromisoformat(day) for day in reach)


def test_bounds_are_read_once() -> None:
    bounds.cache_clear()

    bounds("1937~")
    bounds("1937~")

    assert bounds.cache_info()[:2] == (1, 1)


@pytest.mark.parametrize("edtf", ["1937-05", "192X", "[1921..1923]", "1921/1923", "[..1939]"])
def test_what_is_written_is_edtf_for_the_library_too(edtf: str) -> None:
    assert str(parse_edtf(edtf)) == from_edtf(edtf).edtf == edtf


@pytest.mark.parametrize("edtf", ["junk", "1937-13", "1937-02-31", "vers 1921", "192u", "x" * 200])
def test_what_is_no_edtf_is_refused(edtf: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        from_edtf(edtf)

    assert plain(str(refused.value)) == f"« {edtf} » n’est pas une date EDTF."


@pytest.mark.parametrize(
    "edtf", ["Y12000", "-0100", "1960S2", "2004-06?-11", "{1960,1962}", "1XXX", "2004-28", "1921/", "../.."]
)
def test_edtf_without_words_is_refused(edtf: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        from_edtf(edtf)

    assert plain(str(refused.value)).startswith(f"« {edtf} » est une date EDTF valide, mais")


def test_edtf_that_says_no_more_is_written_shorter() -> None:
    assert from_edtf("1937-05-XX").edtf == "1937-05"
    assert from_edtf("1937-XX-XX").edtf == "1937"


@pytest.mark.parametrize(("said", "sentence"), EXPLAINED.items())
def test_a_reading_is_explained_in_one_sentence(said: str, sentence: str) -> None:
    assert plain(explain(read_date(said, on=ON))) == sentence


def test_what_was_said_is_kept_as_it_was_typed_and_set_as_quebec_prints() -> None:
    assert read_date("  l'hiver   1971 ", on=ON).said == "l’hiver 1971"
    assert read_date("1 mai 1937", on=ON).said == "1er\u00a0mai 1937"
    assert read_date("1er mai 1937", on=ON).words == "1er\u00a0mai 1937"


def test_no_date_is_never_given_a_day() -> None:
    undated = read_date("s.d.", on=ON)

    assert undated.is_undated
    assert (undated.edtf, undated.earliest, undated.latest) == ("", None, None)
    assert not read_date("1937", on=ON).is_undated
