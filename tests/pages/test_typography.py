"""T17: Québec typography, applied to what editors write, and to nothing else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import mark_safe
from hypothesis import example, given
from hypothesis import strategies as st

from cms.pages.domain.runs import html_runs, plain_cells, written
from cms.pages.domain.typography import OCCASION, _set, typeset_html, typeset_text
from cms.pages.templatetags.french import typeset

_ = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        # No space before ; ! ?
        ("Venez ! Où ? Ici ; là.", "Venez! Où? Ici; là."),
        ("Quoi ?! Ah ! !", "Quoi?! Ah!!"),
        ("« Qui ? »", f"«{_}Qui?{_}»"),
        # A no-break space before : % $ and inside « »
        ("Quand: mardi. Où : ici.", f"Quand{_}: mardi. Où{_}: ici."),
        ("50% des gens, 12,5 % des autres", f"50{_}% des gens, 12,5{_}% des autres"),
        ("«Bonjour» et « bonsoir »", f"«{_}Bonjour{_}» et «{_}bonsoir{_}»"),
        ("Entrée: 5$, 1250,50$, 1 250,50 $", f"Entrée{_}: 5{_}$, 1{_}250,50{_}$, 1{_}250,50{_}$"),
        ("1250000$ et 12 500 personnes en 2024", f"1{_}250{_}000{_}$ et 12{_}500 personnes en 2024"),
        ("20 $/mois ?", f"20{_}$/mois?"),
        # Hours
        ("À 19h30", f"À 19{_}h{_}30"),
        ("de 19h à 21 h 30", f"de 19{_}h à 21{_}h{_}30"),
        ("08h05, 8 h 05, 8 h 5", ", ".join([f"8{_}h{_}5"] * 3)),
        ("19H30, 19h00", f"19{_}h{_}30, 19{_}h"),
        ("18h-20h, 24h/24", f"18{_}h-20{_}h, 24{_}h/24"),
        # Dates
        ("le 1 mai, le 1er mai, le 21 mai", f"le 1er{_}mai, le 1er{_}mai, le 21{_}mai"),
        # Apostrophes and ellipses
        ("L'été d'aujourd'hui...", "L’été d’aujourd’hui…"),
        # A quantity keeps its unit
        ("à 500 m, par 20 °C", f"à 500{_}m, par 20{_}°C"),
    ],
)
def test_typeset_text_follows_the_oqlf(typed: str, printed: str) -> None:
    assert typeset_text(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://conseil.example/agenda?de=19h30&vers=a:b;c!d",
        "www.conseil.example/l'été...fin",
        "conseil.example/agenda/2024/05/fete?q=1%20",
        "prenom.nom+1%2@conseil.example",
        "/agenda/2024/05/fete-d'hiver/",
        "12:30",
        "2024-05-14T19:30:00-04:00",
        "Échelle 1:100, résultat 3:2",
        "8:05",
        "file.example/a...b",
        "5...10",
        "'tit gars, 5' 10",
        "?page=2 !important",
        "Appelez le 418-555-0142.",
        "2024 300",
    ],
)
def test_typeset_text_leaves_addresses_times_and_codes_alone(text: str) -> None:
    assert typeset_text(text) == text


def test_typeset_text_keeps_the_lines_of_a_plain_letter() -> None:
    assert typeset_text("Bonjour !\n\n: un\n  ! deux\n") == "Bonjour!\n\n: un\n  ! deux\n"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<p>L&#x27;été&nbsp;!</p>", "<p>L’été!</p>"),
        ("<p>«&nbsp;Oui&nbsp;»</p>", "<p>«&nbsp;Oui&nbsp;»</p>"),
        # The sentence goes through the inline tags; what is added stays out of the link.
        ("<p>l'<em>orme</em></p>", "<p>l’<em>orme</em></p>"),
        ('<a href="/x">Ici</a>: là', f'<a href="/x">Ici</a>{_}: là'),
        ("«<em>Orme</em>»", f"«{_}<em>Orme</em>{_}»"),
        ("<b>Où</b> <i>?</i>", "<b>Où</b><i>?</i>"),
        ("19<sup>h</sup>30", f"19{_}<sup>h</sup>{_}30"),
        # It stops at the end of a block.
        ("<p>Fin</p><p>? Non</p>", "<p>Fin</p><p>? Non</p>"),
        ("un<br>: deux", "un<br>: deux"),
        # Markup, entities and comments are kept as they were written.
        ("<P CLASS=a title=\"l'été : 19h30 !\">A &amp; B&copy<!-- l'été ! --></P>",) * 2,
        ("<p>a &lt; b : 1 &eacute; &#233;</p>", f"<p>a &lt; b{_}: 1 &eacute; &#233;</p>"),
    ],
)
def test_typeset_html_corrects_prose_only(typed: str, printed: str) -> None:
    assert typeset_html(typed) == printed


@pytest.mark.parametrize(
    "html",
    [
        "<code>l'été : 19h30 ! <b>x !</b></code>",
        "<pre>a ? b : c;\n19h30</pre>",
        "<p><kbd>Ctrl : C</kbd></p>",
        "<script>let a = b ? c : 'd';</script>",
        "<style>p { color : red !important }</style>",
        '<time datetime="2024-05-14T19:30:00-04:00">12:30</time>',
        "<a href=\"https://conseil.example/?q=l'été!\">https://conseil.example/?q=l'été!</a>",
        '<p lang="en">What time is it : 19h30 ?</p>',
        '<span translate="no">Qui ?</span>',
        "<img alt='l&#39;été : 19h30 !' src=x>",
        "<p>courriel@conseil.example</p>",
    ],
)
def test_typeset_html_leaves_code_attributes_and_other_languages_alone(html: str) -> None:
    assert typeset_html(html) == html


def test_typeset_html_goes_on_after_what_it_left_alone() -> None:
    html = "<pre>a !</pre><p>Tapez <code>x !</code>: voilà !</p><p lang='fr-CA'>Oui !</p>"

    assert typeset_html(html) == f"<pre>a !</pre><p>Tapez <code>x !</code>{_}: voilà!</p><p lang='fr-CA'>Oui!</p>"


def test_typeset_filter_escapes_what_is_not_safe() -> None:
    assert typeset("L'été <script>alert(1)</script> !") == "L’été &lt;script&gt;alert(1)&lt;/script&gt;!"


def test_typeset_filter_keeps_what_is_safe() -> None:
    assert typeset(mark_safe("<b>Oui !</b>")) == "<b>Oui!</b>"
    assert typeset(None) == ""


pieces = st.sampled_from(
    [*"abé109 :;!?«»…'’$%.,-/()&@\n\u00a0", "l'", "19h30", "08h05", "1 mai", "1250$", "...", "12:30", " h ", "00", "//"]
)
words = st.lists(pieces, max_size=12).map("".join)
tags = st.sampled_from(
    ["<b>", "</b>", "<p>", "</p>", "<code>", "</code>", "<br>", "<a href='l' été !'>", "</a>", "&nbsp;", "&amp;", "&",
     "<", "<!-- ' ! -->", "<pre>", "</pre>", "<script>", "</script>", "<p lang=en>", "&#x27;", "</", "<!", "<?a>", "<a"]
)  # fmt: skip
markup = st.lists(words | tags, max_size=12).map("".join)


@given(words)
@example("1 000 000 $ ; « 8h05 »... !")
def test_typeset_text_twice_is_once(text: str) -> None:
    assert typeset_text(typeset_text(text)) == typeset_text(text)


@given(markup)
def test_typeset_html_twice_is_once(html: str) -> None:
    assert typeset_html(typeset_html(html)) == typeset_html(html)


@given(st.text() | markup)
def test_html_read_and_written_is_the_same(html: str) -> None:
    assert "".join(written(cells) for cells in html_runs(html)) == html


@given((st.text() | words).filter(lambda text: not OCCASION.search(text)))
@example("12 % près de « Chez Nous »".translate(str.maketrans("", "", "12«»")))
def test_where_no_rule_has_an_occasion_every_rule_leaves_the_text_alone(text: str) -> None:
    assert _set(plain_cells(text)) == text


@given(st.lists(st.sampled_from([*"abé :;!?«»,-()\n\u00a0", "mot", "12", " % ", "$", "h"]), max_size=30).map("".join))
def test_typeset_text_changes_only_spaces(text: str) -> None:
    """Where there is no hour, date, apostrophe or ellipsis to write otherwise."""
    assert "".join(typeset_text(text).split()) == "".join(text.split())


@given(markup)
def test_typeset_html_keeps_every_tag_and_attribute(html: str) -> None:
    before, after = BeautifulSoup(html, "html.parser"), BeautifulSoup(typeset_html(html), "html.parser")

    assert [(tag.name, tag.attrs) for tag in after.find_all(True)] == [
        (tag.name, tag.attrs) for tag in before.find_all(True)
    ]
    for name in ("code", "pre", "script"):
        assert [tag.text for tag in after.find_all(name)] == [tag.text for tag in before.find_all(name)]
