"""Doubts and parts in the French of Québec: « vers », « probablement », « fin de »."""

import pytest

from cms.archive.domain.dates import from_edtf, read_date
from tests.archive.dates.reading_table import ON, Row, plain, rows

TABLE = """
- | sans date | [s.d.]
    s.d.
    S.D.
    s. d.
    sd
    sans date
    [sans date]
    non daté
    non datée
    n.d.
    date inconnue
1921~ | vers 1921 | [vers 1921]
    vers 1921
    Vers 1921
    ca. 1921
    ca 1921
    ca.1921
    c. 1921
    c.1921
    circa 1921
    v. 1921
    env. 1921
    environ 1921
    1921 environ
    1921 (environ)
    autour de 1921
    aux alentours de 1921
    aux environs de 1921
    approximativement 1921
    à peu près en 1921
    ~1921
    ± 1921
    [ca 1921]
    [vers 1921]
    1921~
1937-05~ | vers mai 1937 | [vers mai 1937]
    vers mai 1937
1937-05-14~ | vers le 14 mai 1937 | [vers le 14 mai 1937]
    vers le 14 mai 1937
1955-12-25~ | vers le 25 décembre 1955 | [vers le 25 décembre 1955]
    vers Noël 1955
1971-06-01~/1971-09-30~ | vers l’été 1971 | [vers l’été 1971]
    vers l'été 1971
192X~ | vers les années 1920 | [vers 192-]
    vers les années 1920
    [vers 192-]
18XX~ | vers le XIXe siècle | [vers 18--]
    vers le XIXe siècle
1921? | probablement 1921 | [1921?]
    1921?
    1921 ?
    1921 (?)
    [1921?]
    probablement 1921
    probablement en 1921
    peut-être 1921
    sans doute 1921
    1921, probablement
    1921 (probable)
1937-05-14? | probablement le 14 mai 1937 | [14 mai 1937?]
    probablement le 14 mai 1937
1971-06-01?/1971-09-30? | probablement l’été 1971 | [été 1971?]
    probablement l'été 1971
1937-05? | probablement mai 1937 | [mai 1937?]
    [mai 1937?]
192X? | probablement les années 1920 | [192-?]
    [192-?]
18XX? | probablement le XIXe siècle | [18--?]
    [18--?]
1921% | probablement vers 1921 | [vers 1921?]
    [vers 1921?]
    peut-être vers 1921
    vers 1921?
    1921%
1937-05-01/1937-05-10~ | début mai 1937 | [début mai 1937]
    début mai 1937
    au début de mai 1937
    début du mois de mai 1937
1937-05-10~/1937-05-20~ | mi-mai 1937 | [mi-mai 1937]
    mi-mai 1937
    à la mi-mai 1937
    milieu de mai 1937
1937-05-20~/1937-05-31 | fin mai 1937 | [fin mai 1937]
    fin mai 1937
    à la fin de mai 1937
1937-08-20~/1937-08-31 | fin août 1937 | [fin août 1937]
    fin d'août 1937
1937-01-01/1937-04-30~ | début 1937 | [début 1937]
    début 1937
    au début de l'année 1937
1937-05-01~/1937-08-31~ | milieu de 1937 | [milieu de 1937]
    mi-1937
    milieu de 1937
1937-09-01~/1937-12-31 | fin 1937 | [fin 1937]
    fin 1937
    à la fin de 1937
1937-01-01/1937-06-30~ | première moitié de 1937 | [première moitié de 1937]
    première moitié de 1937
1960-01/1963-12~ | début des années 1960 | [début des années 1960]
    début des années 60
1963-01~/1966-12~ | milieu des années 1960 | [milieu des années 1960]
    milieu des années 60
1966-01~/1969-12 | fin des années 1960 | [fin des années 1960]
    fin des années 60
    FIN DES ANNEES 60
    fin années 60
    à la fin des années soixante
    vers la fin des années 60
    années 1960 (fin)
1920-01/1924-12~ | première moitié des années 1920 | [première moitié des années 1920]
    première moitié des années 1920
1925-01~/1929-12 | deuxième moitié des années 1920 | [deuxième moitié des années 1920]
    deuxième moitié des années 1920
    seconde moitié des années 1920
1900-01/1934-12~ | début du XXe siècle | [début du XXe siècle]
    début du XXe siècle
    début XXe
    au début du 20e siècle
1830-01~/1869-12~ | milieu du XIXe siècle | [milieu du XIXe siècle]
    milieu du XIXe siècle
1865-01~/1899-12 | fin du XIXe siècle | [fin du XIXe siècle]
    fin du XIXe siècle
    XIXe siècle, fin
1900-01/1949-12~ | première moitié du XXe siècle | [première moitié du XXe siècle]
    première moitié du XXe siècle
1850-01~/1899-12 | deuxième moitié du XIXe siècle | [deuxième moitié du XIXe siècle]
    2e moitié du XIXe siècle
1900-01/1924-12~ | premier quart du XXe siècle | [premier quart du XXe siècle]
    premier quart du XXe siècle
1875-01~/1899-12 | dernier quart du XIXe siècle | [dernier quart du XIXe siècle]
    dernier quart du XIXe siècle
1900-01/1932-12~ | premier tiers du XXe siècle | [premier tiers du XXe siècle]
    premier tiers du XXe siècle
1966-01%/1969-12? | probablement la fin des années 1960 | [fin des années 1960?]
    probablement la fin des années 60
    [fin des années 1960?]
"""


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row[0])
def test_doubts_and_parts(row: Row) -> None:
    said, edtf, words, bracketed = row

    read = read_date(said, on=ON)

    assert (read.edtf, plain(read.words), plain(read.bracketed)) == (edtf, words, bracketed)


@pytest.mark.parametrize("edtf", sorted({row[1] for row in rows(TABLE)}))
def test_doubts_and_parts_come_back_from_edtf_words_and_brackets(edtf: str) -> None:
    written = from_edtf(edtf)

    assert written.edtf == edtf
    assert read_date(written.words, on=ON).edtf == edtf
    assert read_date(written.bracketed, on=ON).edtf == edtf
