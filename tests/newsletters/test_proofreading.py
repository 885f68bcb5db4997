"""Typography, dates and links that an editor typed: found, said in French, and set right at one press."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.partners.models import Council
from newsletters.domain.date_checks import check_dates, read_dates
from newsletters.domain.editor_words import Said, rewrite, words_of
from newsletters.domain.link_words import check_link_words
from newsletters.domain.part_links import Link
from newsletters.domain.preflight import inspect_issue
from newsletters.domain.proofreading import correct_there, corrections_of, set_right
from newsletters.enums import Language
from newsletters.models import NewsletterPage
from tests.factories.newsletters import newsletter

NOW = datetime(2026, 5, 4, 16, tzinfo=UTC)  # a Monday
TODAY = NOW.date()
N = "\u00a0"


# --- typography -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ('Il dit "oui" et “non”.', f"Il dit «{N}oui{N}» et «{N}non{N}»."),
        ("Venez !!! Vraiment ??", "Venez ! Vraiment ?"),
        ("À 19:30, à 7 pm, à 7:30 PM, à 10:00", f"À 19{N}h{N}30, à 19{N}h, à 19{N}h{N}30, à 10{N}h"),
        ("De 12 a.m. à 12 pm.", f"De 0{N}h à 12{N}h."),
        ("$50, 50.25$ et $1 250.50", f"50{N}$, 50,25{N}$ et 1 250,50{N}$"),
        ("La 1ère, le 2ème, la 3ieme", "La 1re, le 2e, la 3e"),
        ("Mr Roy et Mme. Roy", "M. Roy et Mme Roy"),
        ("Du pain, etc...", "Du pain, etc."),
        ("Ecole et Eglises", "École et Églises"),
        ("A bientôt. A la fin", "À bientôt. À la fin"),
        ("Par e-mail ou Email", "Par courriel ou courriel"),
    ],
)
def test_what_quebec_writes_otherwise_is_set_right(typed: str, right: str) -> None:
    assert set_right(Said(typed)) == right
    assert set_right(Said(right)) == right
    assert corrections_of(Said(right)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Un score de 2:1, une échelle de 1:100, 25:30, 12:5",
        "https://exemple.example/19:30?q=1ere et bal@e-mail.example",
        "A été adopté. A fait merveille.",
        "Version 1.25 et 3,50 $",
        "5'10\"",
        "9 h 30, 14 h, 1re, 2e",
        "M. Roy, Mme Roy",
        "Est-ce que? Oui!",
    ],
)
def test_what_is_right_is_left_alone(words: str) -> None:
    assert set_right(Said(words)) == words


@pytest.mark.parametrize(
    ("html", "right"),
    [
        ('<p>Le <b>"Bal"</b> &amp; la fête</p>', f"<p>Le <b>«{N}Bal{N}»</b> &amp; la fête</p>"),
        ('<p>"a <i>b</i>"</p>', f"<p>«{N}a <i>b</i>{N}»</p>"),
        (
            '<p><a href="https://x.example/19:30">19:30</a></p>',
            f'<p><a href="https://x.example/19:30">19{N}h{N}30</a></p>',
        ),
        ("<p>1<b>9:3</b>0 <i>!</i>!</p>", f"<p>1<b>9{N}h{N}3</b>0 <i>!</i></p>"),
        ("<p>&quot;oui&quot; &lt;b&gt;</p>", f"<p>«{N}oui{N}» &lt;b&gt;</p>"),
        ('<p><a id="3" linktype="page">1ere</a></p>', '<p><a id="3" linktype="page">1re</a></p>'),
    ],
)
def test_markup_stays_where_it_was(html: str, right: str) -> None:
    assert set_right(Said(html, is_html=True)) == right


@example(words="$0 0")
@example(words="$ $5, 3:$34")
@given(words=st.text(alphabet='abAÉ 0123456789:$.!?"“”\u00a0hpm', max_size=40))
def test_setting_right_twice_is_setting_right_once(words: str) -> None:
    once = set_right(Said(words))
    assert set_right(Said(once)) == once


BODY: list[Any] = [
    ("heading", "La 1ère fête"),
    ("text", '<p>À 19:30. <a href="https://a.example/">Les "plans"</a></p>'),
    ("quote", {"text": "Bravo !!", "who": "Mr Roy", "role": ""}),
    (
        "columns",
        {
            side: {"image": None, "alt": "", "decorative": False, "title": f"{side} 7 pm", "text": "<p>2ème</p>"}
            for side in ("left", "right")
        },
    ),
    ("news", {"title": "L’Ecole", "latest": 3, "chosen": []}),
    ("divider", None),
]


@pytest.mark.django_db
def test_each_block_is_set_right_on_its_own(council: Council) -> None:
    page = newsletter(title="A bientôt", subject="La 1ère", preheader="Par email", body=BODY)
    found = [finding for finding in inspect_issue(page, NOW) if finding.can_be_set_right]
    assert [finding.message for finding in found[:3]] == [
        f"Typographie{N}: A bientôt → À bientôt.",
        f"Typographie{N}: 1ère → 1re.",
        f"Typographie{N}: email → courriel.",
    ]
    assert [finding.field for finding in found] == ["title", "subject", "preheader", "", "", "", "", ""]
    assert found[6].message.count("→") == 2  # the same thing twice is said once
    for finding in found:
        where = {"field": finding.field} if finding.field else {"block_id": finding.block_id}
        assert correct_there(page, where)
        assert not correct_there(page, where)
    page.save_revision().publish()
    page = NewsletterPage.objects.get(pk=page.pk)
    assert [finding for finding in inspect_issue(page, NOW) if finding.can_be_set_right] == []
    assert (page.title, page.subject, page.preheader) == ("À bientôt", "La 1re", "Par courriel")
    assert page.body[1].value.source == (f'<p>À 19{N}h{N}30. <a href="https://a.example/">Les «{N}plans{N}»</a></p>')
    assert page.body[3].value["right"]["title"] == f"right 19{N}h"


@pytest.mark.django_db
def test_only_what_an_editor_wrote_is_rewritten(council: Council) -> None:
    page = newsletter(body=BODY)
    for where in ({"field": "slug"}, {"field": "owner"}, {"block_id": "inconnu"}, {}):
        assert not rewrite(page, where, lambda said: "autre")
    assert [said.field for said in words_of(page) if said.field] == ["title", "subject", "preheader"]


@pytest.mark.django_db
def test_english_is_not_proofread_as_french(council: Council) -> None:
    page = newsletter(body=[("text", '<p>"Yes", on samedi 4 mai 2026 at 7 pm.</p>')], language=Language.ENGLISH)
    assert inspect_issue(page, NOW) == []


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "is_wrong"),
    [
        ("lundi 4 mai 2026", date(2026, 5, 4), False),
        ("samedi 4 mai 2026", date(2026, 5, 4), True),
        ("le 1er juin", date(2026, 6, 1), False),
        ("LUNDI 1er JUIN", date(2026, 6, 1), False),
        ("mardi le 5 mai", date(2026, 5, 5), False),
        ("jeudi 3 décembre", date(2026, 12, 3), False),
        ("samedi 2 janvier", date(2027, 1, 2), False),
        ("mercredi 4 février", date(2026, 2, 4), False),
        ("le 24\u00a0juin 1968", date(1968, 6, 24), False),
    ],
)
def test_date_without_a_year_is_that_of_the_coming_months(words: str, day: date, is_wrong: bool) -> None:
    (written,) = read_dates(f"Venez, {words}, au parc.", TODAY)
    assert (written.day, written.is_of_another_weekday) == (day, is_wrong)


@pytest.mark.parametrize("words", ["31 juin", "29 février 2026", "12,4 mai", "2.14 mai", "le mai", "14 maisons"])
def test_what_is_no_date_is_not_read(words: str) -> None:
    assert list(read_dates(words, TODAY)) == []


def test_dates_past_are_said_once_a_block_and_wrong_weekdays_one_by_one() -> None:
    said = [
        Said("<p>Le 2 mai et le 3 mai.</p><p>Samedi 9 mai et dimanche 9 mai.</p>", is_html=True, block_id="a"),
        Said("Le 4 mai", block_id="b"),
        Said("Le 3 mai 2025", field="title"),
        Said("Du nouveau depuis notre infolettre du 4 avril 2026, le 2 mars compris.", block_id="c"),
        Said("Vous attendez depuis longtemps. Venez le 3 mai!", block_id="d"),
    ]
    found = list(check_dates(said, TODAY))
    assert [(finding.message, finding.block_id, finding.field) for finding in found] == [
        (f"«{N}dimanche 9{N}mai{N}»{N}: ce jour-là est un samedi.", "a", ""),
        (f"Une date est passée{N}: «{N}2{N}mai{N}», «{N}3{N}mai{N}».", "a", ""),
        (f"Une date est passée{N}: «{N}3 mai 2025{N}».", "", "title"),
        (f"Une date est passée{N}: «{N}3 mai{N}».", "d", ""),
    ]
    assert found[0].hint == f"Ce serait le samedi 9{N}mai 2026{N}: corrigez le jour ou la date."


# --- the words of links -----------------------------------------------------------------------------


SAY_NOTHING = """
ici | Cliquez ici | cliquez ici! | voir ci-dessous | Voir plus bas | en savoir plus | Lire la suite… | ce lien | lire
Pour en savoir plus, cliquez ici | Détails | click here | Plus d’informations
"""


@pytest.mark.parametrize("words", [one.strip() for one in SAY_NOTHING.replace("\n", "|").split("|") if one.strip()])
def test_link_that_says_nothing_asks(words: str) -> None:
    (found,) = check_link_words([Link("https://a.example/", words, "b")])
    assert found.block_id == "b"
    assert "personne ne sait où il mène" in found.message


@pytest.mark.parametrize("words", ["https://a.example/plans", "www.a.example"])
def test_bare_address_asks(words: str) -> None:
    (found,) = check_link_words([Link("https://a.example/plans", words)])
    assert found.message == f"Un lien est une adresse toute nue{N}: {words}"


@pytest.mark.parametrize("words", ["les trois plans", "lire le mémoire", "Voir les plans", "bonjour@conseil.example"])
def test_link_that_names_the_thing_is_silent(words: str) -> None:
    assert list(check_link_words([Link("https://a.example/", words)])) == []
