"""One point of time in the French of Québec: day, month, season, feast, year, decade, century."""

import pytest

from cms.archive.domain.dates import from_edtf, read_date
from tests.archive.dates.reading_table import ON, Row, plain, rows

TABLE = """
1937-05-01 | 1er mai 1937 | 1er mai 1937
    1er mai 1937
    le 1er mai 1937
    1 mai 1937
    premier mai 1937
    1 er mai 1937
    1ᵉʳ mai 1937
    ler mai 1937
1937-05-14 | 14 mai 1937 | 14 mai 1937
    14 mai 1937
    14 MAI 1937
    14 mai 1937.
    14 mai, 1937
    le 14 mai de l'an 1937
    en date du 14 mai 1937
    Vendredi 14 mai 1937
    vendredi, le 14 mai 1937
    vendredi le 14 mai 1937
    14/05/1937
    05/14/1937
    14-05-1937
    14.05.1937
    1937-05-14
    1937/05/14
    19370514
    37-05-14
    14-05-37
    14 mai 37
    14 mai ’37
    [14 mai 1937]
1937-05-05 | 5 mai 1937 | 5 mai 1937
    5/5/1937
1936-02-29 | 29 février 1936 | 29 février 1936
    29 février 1936
    29 fevrier 1936
1944-08-03 | 3 août 1944 | 3 août 1944
    3 août 1944
    3 aout 1944
    3 Août 1944
1937-05 | mai 1937 | mai 1937
    mai 1937
    en mai 1937
    au mois de mai 1937
    mai, 1937
    mai de l'année 1937
    mai 37
    MAI 1937
    1937-05
    05/1937
    05-1937
1937-10 | octobre 1937 | octobre 1937
    mois d'octobre 1937
    oct. 1937
1937-01 | janvier 1937 | janvier 1937
    janv. 1937
    jan. 1937
1937-02 | février 1937 | février 1937
    févr. 1937
    fév 1937
    fevr. 1937
1937-04 | avril 1937 | avril 1937
    avr. 1937
1937-07 | juillet 1937 | juillet 1937
    juill. 1937
    juil. 1937
1937-09 | septembre 1937 | septembre 1937
    sept. 1937
    sept 1937
1937-11 | novembre 1937 | novembre 1937
    nov. 1937
1937-12 | décembre 1937 | décembre 1937
    déc. 1937
    dec 1937
1971-21 | printemps 1971 | printemps 1971
    printemps 1971
    au printemps 1971
1971-22 | été 1971 | été 1971
    été 1971
    l'été 1971
    l’été 1971
    à l'été de 1971
    en été 1971
1971-23 | automne 1971 | automne 1971
    automne 1971
    à l'automne 1971
1971-24 | hiver 1971 | hiver 1971
    l'hiver 1971
    hiver 1971
1955-22 | été 1955 | été 1955
    l'été 55
    été ’55
[1970-12-01..1971-03-31] | hiver 1970-1971 | hiver 1970-1971
    hiver 1970-1971
    l'hiver 1970-71
    hiver 70-71
    hiver 1970/71
[1999-12-01..2000-03-31] | hiver 1999-2000 | hiver 1999-2000
    hiver 1999-2000
1955-12-25 | 25 décembre 1955 | 25 décembre 1955
    Noël 1955
    à Noël 1955
    Noel 55
    le jour de Noël 1955
1955-12-24 | 24 décembre 1955 | 24 décembre 1955
    veille de Noël 1955
1956-01-01 | 1er janvier 1956 | 1er janvier 1956
    jour de l'An 1956
    jour de l’An 1956
1956-01-06 | 6 janvier 1956 | 6 janvier 1956
    fête des Rois 1956
1968-06-24 | 24 juin 1968 | 24 juin 1968
    Saint-Jean 1968
    St-Jean-Baptiste 1968
    à la Saint-Jean 1968
    fête de la Saint-Jean-Baptiste 1968
1980-06-24 | 24 juin 1980 | 24 juin 1980
    fête nationale 1980
1985-07-01 | 1er juillet 1985 | 1er juillet 1985
    fête du Canada 1985
1927-07-01 | 1er juillet 1927 | 1er juillet 1927
    fête de la Confédération 1927
1955-09-05 | 5 septembre 1955 | 5 septembre 1955
    fête du Travail 1955
1960-10-10 | 10 octobre 1960 | 10 octobre 1960
    Action de grâce 1960
    l'Action de grâces 1960
1972-10-31 | 31 octobre 1972 | 31 octobre 1972
    Halloween 1972
1930-11-01 | 1er novembre 1930 | 1er novembre 1930
    la Toussaint 1930
1948-11-25 | 25 novembre 1948 | 25 novembre 1948
    Sainte-Catherine 1948
1950-04-09 | 9 avril 1950 | 9 avril 1950
    Pâques 1950
    dimanche de Pâques 1950
1950-04-10 | 10 avril 1950 | 10 avril 1950
    lundi de Pâques 1950
1950-04-07 | 7 avril 1950 | 7 avril 1950
    Vendredi saint 1950
1950-02-22 | 22 février 1950 | 22 février 1950
    mercredi des Cendres 1950
1950-02-21 | 21 février 1950 | 21 février 1950
    mardi gras 1950
1930-03-27 | 27 mars 1930 | 27 mars 1930
    mi-carême 1930
1950-04-02 | 2 avril 1950 | 2 avril 1950
    Rameaux 1950
1950-05-28 | 28 mai 1950 | 28 mai 1950
    Pentecôte 1950
1950-05-18 | 18 mai 1950 | 18 mai 1950
    l'Ascension 1950
1965-05-09 | 9 mai 1965 | 9 mai 1965
    fête des Mères 1965
1960-05-23 | 23 mai 1960 | 23 mai 1960
    fête de la Reine 1960
[1964-12-15..1965-01-06] | temps des Fêtes 1964-1965 | temps des Fêtes 1964-1965
    temps des Fêtes 1964
    le temps des Fêtes 1964-1965
    temps des fêtes 64
1937 | 1937 | 1937
    1937
    en 1937
    l'an 1937
    l'année 1937
    en l'an 1937
    durant l'année 1937
    au cours de 1937
    courant 1937
    (1937)
    [1937]
1967 | 1967 | 1967
    ’67
    '67
2026 | 2026 | 2026
    2026
1850 | 1850 | 1850
    1850
1608 | 1608 | 1608
    1608
196X | années 1960 | [196-]
    années 60
    les années 60
    dans les années 60
    années '60
    années 1960
    annees 1960
    ANNÉES 1960
    années soixante
    décennie 1960
    la décennie des années 1960
    [196-]
    196-
190X | années 1900-1909 | [190-]
    années 1900-1909
    les années 1900 à 1909
    [190-]
197X | années 1970 | [197-]
    les années soixante-dix
198X | années 1980 | [198-]
    années quatre-vingts
199X | années 1990 | [199-]
    années quatre-vingt-dix
193X | années 1930 | [193-]
    années trente
200X | années 2000 | [200-]
    les années 2000
192X | années 1920 | [192-]
    192?
    192x
    192.
19XX | XXe siècle | [19--]
    XXe siècle
    au XXe siècle
    20e siècle
    20ème siècle
    XXème siècle
    XX e siècle
    XXe s.
    XXe
    vingtième siècle
    19--
    [19--]
    19..
18XX | XIXe siècle | [18--]
    dix-neuvième siècle
    18xx
17XX | XVIIIe siècle | [17--]
    XVIIIe siècle
"""


@pytest.mark.parametrize("row", rows(TABLE), ids=lambda row: row[0])
def test_points_of_time(row: Row) -> None:
    said, edtf, words, bracketed = row

    read = read_date(said, on=ON)

    assert (read.edtf, plain(read.words), plain(read.bracketed)) == (edtf, words, bracketed)


@pytest.mark.parametrize("edtf", sorted({row[1] for row in rows(TABLE)}))
def test_points_of_time_come_back_from_edtf_words_and_brackets(edtf: str) -> None:
    written = from_edtf(edtf)

    assert written.edtf == edtf
    assert read_date(written.words, on=ON).edtf == edtf
    assert read_date(written.bracketed, on=ON).edtf == edtf
