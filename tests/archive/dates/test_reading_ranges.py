"""Before, after, from, to, between, or: in the French of Québec."""

import pytest

from cms.archive.domain.dates import from_edtf, read_date
from tests.archive.dates.reading_table import ON, Row, plain, rows

TABLE = """
[..1939] | avant 1940 | [avant 1940]
    avant 1940
    avant l'année 1940
    [avant 1940]
    av. 1940
    av 1940
    Av. l'année 1940
    av.1940
    [av. 1940]
    antérieur à 1940
    [..1939]
[..1940-04] | avant mai 1940 | [avant mai 1940]
    avant mai 1940
    av. mai 1940
[..1937-05-13] | avant le 14 mai 1937 | [avant le 14 mai 1937]
    avant le 14 mai 1937
[..1955-12-24] | avant le 25 décembre 1955 | [avant le 25 décembre 1955]
    avant Noël 1955
[..1959] | avant 1960 | [avant 1960]
    avant les années 60
[..1899] | avant 1900 | [avant 1900]
    avant le XXe siècle
[1941..] | après 1940 | [après 1940]
    après 1940
    postérieur à 1940
    [après 1940]
[1937-05-15..] | après le 14 mai 1937 | [après le 14 mai 1937]
    après le 14 mai 1937
[1970..] | après 1969 | [après 1969]
    après les années 60
[..1940] | avant 1941 | [avant 1941]
    au plus tard en 1940
    1940 ou avant
    1940 au plus tard
[1940..] | après 1939 | [après 1939]
    au plus tôt en 1940
    1940 ou après
1940/.. | depuis 1940 | [depuis 1940]
    depuis 1940
    dès 1940
    à partir de 1940
    1940-
1937-05-14/.. | depuis le 14 mai 1937 | [depuis le 14 mai 1937]
    à partir du 14 mai 1937
1971-22/.. | depuis l’été 1971 | [depuis l’été 1971]
    depuis l'été 1971
1940~/.. | depuis vers 1940 | [depuis vers 1940]
    depuis environ 1940
../1940 | jusqu’en 1940 | [jusqu’en 1940]
    jusqu'en 1940
    ../1940
../1940-05 | jusqu’en mai 1940 | [jusqu’en mai 1940]
    jusqu’en mai 1940
../1937-05-14 | jusqu’au 14 mai 1937 | [jusqu’au 14 mai 1937]
    jusqu'au 14 mai 1937
../1971-22 | jusqu’à l’été 1971 | [jusqu’à l’été 1971]
    jusqu'à l'été 1971
../1940~ | jusque vers 1940 | [jusque vers 1940]
    jusque vers 1940
1921/1923 | de 1921 à 1923 | 1921-1923
    1921-1923
    1921–1923
    1921 - 1923
    1921/1923
    1921-23
    de 1921 à 1923
    1921 à 1923
    [1921-1923]
1970/1971 | de 1970 à 1971 | 1970-1971
    1970-71
1999/2001 | de 1999 à 2001 | 1999-2001
    1999-2001
1937-05-03/1937-05-05 | du 3 au 5 mai 1937 | 3-5 mai 1937
    du 3 au 5 mai 1937
    3-5 mai 1937
    3 au 5 mai 1937
1937-05-01/1937-05-05 | du 1er au 5 mai 1937 | 1er-5 mai 1937
    du 1er au 5 mai 1937
1937-05-28/1937-06-03 | du 28 mai au 3 juin 1937 | 28 mai-3 juin 1937
    du 28 mai au 3 juin 1937
1937-05-14/1937-05-16 | du 14 au 16 mai 1937 | 14-16 mai 1937
    du vendredi 14 au dimanche 16 mai 1937
    1937-05-14/1937-05-16
1937-05-14/1938-06-03 | du 14 mai 1937 au 3 juin 1938 | 14 mai 1937-3 juin 1938
    du 14 mai 1937 au 3 juin 1938
1937-05/1937-06 | de mai à juin 1937 | mai-juin 1937
    mai-juin 1937
    mai à juin 1937
    de mai à juin 1937
1937-04/1937-08 | d’avril à août 1937 | avril-août 1937
    d'avril à août 1937
1936-12/1937-03 | de décembre 1936 à mars 1937 | décembre 1936-mars 1937
    de décembre 1936 à mars 1937
1937-01/1937-02 | de janvier à février 1937 | janvier-février 1937
    janv.-févr. 1937
1971-21/1971-22 | du printemps 1971 à l’été 1971 | printemps 1971-été 1971
    printemps-été 1971
1970-22/1971-21 | de l’été 1970 au printemps 1971 | été 1970-printemps 1971
    de l'été 1970 au printemps 1971
1971-22/1971-23 | de l’été 1971 à l’automne 1971 | été 1971-automne 1971
    de l'été à l'automne 1971
195X/196X | des années 1950 aux années 1960 | [195-]-[196-]
    années 50-60
    années 1950-1960
195X/197X | des années 1950 aux années 1970 | [195-]-[197-]
    des années 50 aux années 70
18XX/19XX | du XIXe siècle au XXe siècle | [18--]-[19--]
    du XIXe au XXe siècle
1921~/1923 | de vers 1921 à 1923 | [vers 1921]-1923
    de vers 1921 à 1923
    [vers 1921]-1923
1921?/1923? | de 1921? à 1923? | [1921?]-[1923?]
    [1921?]-[1923?]
    1921-1923?
1921~/1923~ | de vers 1921 à vers 1923 | [vers 1921]-[vers 1923]
    vers 1921-1923
1921/1923? | de 1921 à 1923? | 1921-[1923?]
    de 1921 à 1923?
1921/194X | de 1921 aux années 1940 | 1921-[194-]
    de 1921 aux années 1940
[1921..1923] | entre 1921 et 1923 | [entre 1921 et 1923]
    entre 1921 et 1923
    [entre 1921 et 1923]
    entre 1921 et 23
    [1921..1923]
[1937-05..1937-06] | entre mai et juin 1937 | [entre mai et juin 1937]
    entre mai et juin 1937
[1937-05-03..1937-05-05] | entre le 3 et le 5 mai 1937 | [entre le 3 et le 5 mai 1937]
    entre le 3 et le 5 mai 1937
[1937-05-28..1937-06-03] | entre le 28 mai et le 3 juin 1937 | [entre le 28 mai et le 3 juin 1937]
    entre le 28 mai et le 3 juin 1937
[1937-05..1938-12] | entre mai 1937 et décembre 1938 | [entre mai 1937 et décembre 1938]
    entre mai 1937 et 1938
[1950..1979] | entre 1950 et 1979 | [entre 1950 et 1979]
    entre les années 50 et les années 70
[1937,1938] | 1937 ou 1938 | [1937 ou 1938]
    1937 ou 1938
    [1937 ou 1938]
[1937,1938,1939] | 1937, 1938 ou 1939 | [1937, 1938 ou 1939]
    1937, 1938 ou 1939
[1937-05,1937-06] | mai ou juin 1937 | [mai ou juin 1937]
    mai ou juin 1937
[1937-05-03,1937-05-04] | 3 ou 4 mai 1937 | [3 ou 4 mai 1937]
    3 ou 4 mai 1937
[195X,196X] | années 1950 ou années 1960 | [années 1950 ou années 1960]
    années 50 ou 60
[1937~,1938~] | vers 1937 ou 1938 | [vers 1937 ou 1938]
    vers 1937 ou 1938
[1937?,1938?] | probablement 1937 ou 1938 | [1937 ou 1938?]
    1937 ou 1938?
192X | années 1920 | [192-]
    192X
1921/.. | depuis 1921 | [depuis 1921]
    1921/..
1971-22/1972-21 | de l’été 1971 au printemps 1972 | été 1971-printemps 1972
    1971-22/1972-21
"""


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row[0])
def test_ranges(row: Row) -> None:
    said, edtf, words, bracketed = row

    read = read_date(said, on=ON)

    assert (read.edtf, plain(read.words), plain(read.bracketed)) == (edtf, words, bracketed)


@pytest.mark.parametrize("edtf", sorted({row[1] for row in rows(TABLE)}))
def test_ranges_come_back_from_edtf_words_and_brackets(edtf: str) -> None:
    written = from_edtf(edtf)

    assert written.edtf == edtf
    assert read_date(written.words, on=ON).edtf == edtf
    assert read_date(written.bracketed, on=ON).edtf == edtf
