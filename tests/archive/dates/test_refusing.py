"""What is not understood says so, by name; what may be read in two ways is asked."""

from datetime import date

import pytest

from cms.archive.domain.dates import DateAmbiguous, DateNotUnderstood, read_date
from tests.archive.dates.reading_table import ON, plain

# What is typed, and the part that is named.
REFUSED = {
    "hier": "hier",
    "il y a 50 ans": "il y a 50 ans",
    "le siècle dernier": "le siècle dernier",
    "mon enfance": "mon enfance",
    "?": "?",
    "<script>": "<script>",
    "vers": "vers",
    "avant": "avant",
    "av.": "av.",
    "3 av. 1940": "3",
    "1er av. 1940": "1er",
    "50 av. J.-C.": "50 av. J.-C.",
    "c1950": "c1950",
    "ca1950": "ca1950",
    "mai 1937 juin": "juin",
    "mai juin 1937": "mai",
    "14 15 mai 1937": "14",
    "vers 1921 1923": "1923",
    "un beau dimanche de mai 1937": "un beau dimanche",
    "photo prise en 1937": "photo prise",
    "14 mai 1937 à 19 h": "à 19 h",
    "jeudi 1937": "jeudi",
    "des 1940": "des",
    "[1921": "[",
    "1921]": "]",
    "1937-1938-1939": "-1939",
    "mai": "mai",
    "1er mai": "1er mai",
    "fin mai": "fin mai",
    "le 24 juin": "le 24 juin",
    "l'été": "l’été",
    "Noël": "Noël",
    "mai 2030": "mai 2030",
    "2030": "2030",
    "années 2030": "années 2030",
    "27 novembre 2026": "27 novembre 2026",
    "entre 1990 et 2030": "entre 1990 et 2030",
    "31 février 1937": "31 février 1937",
    "29 février 1937": "29 février 1937",
    "31/02/1937": "31/02/1937",
    "31 avril 1937": "31 avril 1937",
    "vers le 31 juin 1937": "31 juin 1937",
    "mercredi 14 mai 1937": "mercredi",
    "du jeudi 14 au dimanche 16 mai 1937": "jeudi",
    "15e siècle et demi": "et demi",
    "": "",
    "   ": "",
}

# What is typed, and the readings that are proposed.
ASKED = {
    "03/04/1937": ["3 avril 1937", "4 mars 1937"],
    "03-04-1937": ["3 avril 1937", "4 mars 1937"],
    "37": ["1937", "1837"],
    "18": ["1918", "1818", "2018"],
    "1910-12": ["décembre 1910", "de 1910 à 1912"],
    "1907-08": ["août 1907", "de 1907 à 1908"],
    "été 18": ["été 1918", "été 2018"],
    "’18": ["1918", "2018"],
    "années 20": ["années 1920", "années 2020"],
    "années dix": ["années 1910", "années 2010"],
    "années 1900": ["années 1900-1909", "XXe siècle"],
    "fin des années 1800": ["fin des années 1800-1809", "fin du XIXe siècle"],
    "Fête-Dieu 1950": ["11 juin 1950", "8 juin 1950"],
    "1937 et 1938": ["de 1937 à 1938", "1937 ou 1938"],
    "3 et 4 mai 1937": ["du 3 au 4 mai 1937", "3 ou 4 mai 1937"],
    "avant l'hiver 1971": ["avant décembre 1970", "avant décembre 1971"],
    "avant l'été 1971": ["avant juin 1971"],
    "début de l'été 1937": ["été 1937"],
    "été ou automne 1971": ["entre juin et décembre 1971"],
    "depuis les années 60": ["depuis 1960"],
    "jusque dans les années 60": ["jusqu’en 1969"],
    "depuis la fin des années 60": ["depuis vers 1966"],
    "avant la fin des années 60": ["avant 1966"],
    "probablement avant 1940": ["avant 1940"],
    "vers av. 1940": ["avant 1940"],
    "probablement entre 1921 et 1923": ["entre 1921 et 1923"],
    "entre l'été 1970 et l'hiver 1971": ["entre juin 1970 et mars 1972"],
    "avant le temps des Fêtes 1964": ["avant le 15 décembre 1964"],
    "entre vers 1920 et 1925": ["entre 1920 et 1925"],
    "fin des années 60, début des années 70": ["entre 1966 et 1973"],
    "fin XIXe - début XXe siècle": ["entre 1865 et 1934"],
    "fin mai - début juin 1937": ["entre le 20 mai et le 10 juin 1937"],
    "pendant la guerre": ["entre 1939 et 1945", "entre 1914 et 1918"],
    "Seconde Guerre mondiale": ["entre 1939 et 1945"],
    "la guerre 14-18": ["entre 1914 et 1918"],
    "avant la guerre": ["avant 1939", "avant 1914"],
    "après la guerre": ["après 1945", "après 1918"],
    "fin de la guerre": ["vers 1945", "vers 1918"],
    "la Crise": ["entre 1929 et 1939"],
    "Expo 67": ["entre le 28 avril et le 29 octobre 1967"],
    "l'Expo": ["entre le 28 avril et le 29 octobre 1967"],
    "pendant l'Expo 67": ["entre le 28 avril et le 29 octobre 1967"],
    "crise d'Octobre": ["entre le 5 octobre et le 28 décembre 1970"],
    "la Révolution tranquille": ["entre 1960 et 1970"],
    "tournant du siècle": ["entre 1890 et 1910", "entre 1990 et 2010"],
}


@pytest.mark.parametrize(("said", "part"), REFUSED.items())
def test_what_is_not_understood_is_refused_by_name(said: str, part: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        read_date(said, on=ON)

    assert not isinstance(refused.value, DateAmbiguous)
    assert plain(refused.value.part) == part
    assert plain(part) in plain(str(refused.value))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("1923-1921", "La seconde date ne vient pas après la première."),
        ("entre 1923 et 1921", "La seconde date ne vient pas après la première."),
        ("de décembre à mars 1937", "La seconde date ne vient pas après la première."),
        ("Fête nationale 1970", "Avant 1977, l’archive ne sait pas quel jour"),
        ("Action de grâce 1950", "Avant 1957, l’archive ne sait pas quel jour"),
    ],
)
def test_what_cannot_be_is_refused(said: str, sentence: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        read_date(said, on=ON)

    assert plain(str(refused.value)).startswith(sentence)
    assert refused.value.part == said


@pytest.mark.parametrize(("said", "readings"), ASKED.items())
def test_what_has_several_readings_is_asked(said: str, readings: list[str]) -> None:
    with pytest.raises(DateAmbiguous) as asked:
        read_date(said, on=ON)

    assert [plain(reading.words) for reading in asked.value.readings] == readings
    assert [read_date(reading.words, on=ON).edtf for reading in asked.value.readings] == [
        reading.edtf for reading in asked.value.readings
    ]


def test_a_refusal_is_a_sentence_in_french() -> None:
    sentences = {}
    for said in (
        "mai 1937 juin",
        "hier",
        "mercredi 14 mai 1937",
        "31 février 1937",
        "mai",
        "2030",
        "",
        "03/04/1937",
        "Expo 67",
    ):
        with pytest.raises(DateNotUnderstood) as refused:
            read_date(said, on=ON)
        sentences[said] = plain(str(refused.value))

    assert sentences == {
        "mai 1937 juin": "Dans « mai 1937 juin », « mai 1937 » est compris, mais pas « juin » : rien n’a été retenu.",
        "hier": "Nous ne comprenons pas la date « hier ». Écrivez au moins une année, « vers 1950 », "
        "ou « s.d. » si personne ne sait.",
        "mercredi 14 mai 1937": "Le 14 mai 1937 était un vendredi, et non un mercredi : l’un des deux est une erreur.",
        "31 février 1937": "Le 31 février 1937 n’existe pas au calendrier.",
        "mai": "Il manque l’année à « mai ».",
        "2030": "« 2030 » est encore à venir.",
        "": "Aucune date n’est écrite.",
        "03/04/1937": "« 03/04/1937 » peut vouloir dire : 3 avril 1937; 4 mars 1937. Laquelle est la bonne?",
        "Expo 67": "« Expo 67 » ne peut pas être gardé tel quel. Est-ce « entre le 28 avril et le 29 octobre 1967 »?",
    }


def test_what_is_to_come_depends_on_the_day() -> None:
    assert read_date("années 30", on=date(2026, 11, 26)).edtf == "193X"
    with pytest.raises(DateAmbiguous):
        read_date("années 30", on=date(2030, 1, 1))


def test_a_story_is_no_date() -> None:
    with pytest.raises(DateNotUnderstood):
        read_date("1937 " * 40, on=ON)
