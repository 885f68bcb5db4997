"""The letter: right in both its parts, whatever the editor wrote (T8, T9)."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.domain.content import ButtonPart, HeadingPart, Paragraph, Run, TextPart
from newsletters.domain.mjml_engine import UnreadableMarkup, compile_mjml
from newsletters.domain.render import render_letter
from newsletters.domain.slots import PREFERENCES_SLOT, UNSUBSCRIBE_SLOT
from tests.html import html_errors
from tests.newsletters.letters import PARTS, SITE, issue, visible

EXPECTED = {
    "heading": ("Et encore", "ET ENCORE\n---------"),
    "text": ("Voir le plan", f"Voir le plan ({SITE}/plan)\n\n  • un"),
    "image": ("La veillée — Parvis", "[Image\u00a0: Des lanternes]\nLa veillée"),
    "button": ("Voir les plans", f"→ Voir les plans\n  {SITE}/plans"),
    "events": (
        "samedi 19 décembre 17 h 30 Fête Veillée Annulé. Pluie. Jusqu’à 21 h",
        "Le samedi 19 décembre, de 17 h 30 à 21 h\n  Veillée\n  Parc de la Carrière",
    ),
    "news": ("2 mai 2026 Une traverse Enfin.", f"Une traverse (2 mai 2026)\n  Enfin.\n  {SITE}/n"),
    "columns": (
        "Photo de quartier Le jeudi On répare. Voir le plan un",
        f"[Image\u00a0: Des lanternes]\nLE JEUDI\n--------\n\nOn répare.\n\nVoir le plan ({SITE}/plan)\n\n  • un",
    ),
    "quote": (
        "« Onze arbres. Personne n’avait hâte. » Rosaire , résident",
        "  « Onze arbres.\n  Personne n’avait hâte. »\n  Rosaire, résident",
    ),
    "call": (
        "Appel aux bénévoles Deux heures Voir le plan un D’ici le 2 mai 2026 Je viens",
        f"Appel aux bénévoles. D’ici le 2 mai 2026\n\nVoir le plan ({SITE}/plan)",
    ),
    "poll": (
        "Une question pour vous Quand planter? Le samedi Le dimanche D’ici le mardi 12 mai 2026 Une page de notre site",
        "Une question pour vous. D’ici le mardi 12 mai 2026\n\n"
        f"→ Le samedi\n  {SITE}/infolettre/question/1/a/?reponse=1\n\n→ Le dimanche",
    ),
    "event": (
        "samedi 19 décembre 17 h 30 Fête Veillée Musique et soupe. Le samedi 19 décembre, de 17 h 30 à 21 h",
        "[Image\u00a0: Des lanternes]\n\nLe samedi 19 décembre, de 17 h 30 à 21 h\nParc de la Carrière\nMusique",
    ),
    "assembly": (
        "Parc de la Carrière C’est ouvert à tout le monde. Ordre du jour Ouverture Période de questions",
        "Ordre du jour\n\n  1. Ouverture\n  2. Période de questions",
    ),
    "decisions": (
        "Résolution 2026-R-014 · 14 avril 2026 Une traverse De demander une traverse. Adoptée à l’unanimité. "
        "La décision au complet Ville, à la mairie Suivie en partie · Réponse du 2 mai 2026 Ce sera fait. École",
        "  De demander une traverse.\n\n  Adoptée à l’unanimité.\n\n"
        "  Ville, à la mairie\u00a0: Suivie en partie (Réponse du 2 mai 2026)\n    Ce sera fait.\n",
    ),
    "partner": (
        "Un partenaire à connaître Vélo-Ormes Organisme Un atelier. Voir le plan un",
        "Un partenaire à connaître (Organisme)\n\nUn atelier.\n\nVoir le plan",
    ),
    "grant": (
        "Subvention Une haie Quartiers verts, Fonds Accordé : 5 000 $ Voir le plan",
        "Subvention\u00a0: Quartiers verts, Fonds\nAccordé : 5 000 $\n\nVoir le plan",
    ),
    "recognition": (
        "Avez-vous reconnu? Qui sont-ils? La tannerie Je reconnais quelqu’un",
        "La tannerie\n\nJe reconnais quelqu’un\u00a0:\n",
    ),
    "archive": (
        "De la mémoire La tannerie vers 1921 Voir le plan un",
        "La tannerie (vers 1921)\n[Image\u00a0: Des lanternes]\n\nVoir le plan",
    ),
    "divider": ("", "* * *"),
}


@pytest.mark.parametrize("kind", PARTS)
def test_block_says_its_words_in_both_parts(kind: str) -> None:
    letter = render_letter(issue(PARTS[kind]))
    in_html, in_text = EXPECTED[kind]
    assert in_html in visible(letter.html)
    assert in_text in letter.text
    assert "mj-" not in re.sub(r"class=\"[^\"]*\"|\.mj-[a-z-]*|\.moz-text-html", "", letter.html)


@pytest.mark.parametrize("kind", [kind for kind in PARTS if SITE in repr(PARTS[kind])])
def test_block_keeps_its_addresses_in_both_parts(kind: str) -> None:
    letter = render_letter(issue(PARTS[kind]))
    for address in set(re.findall(r"https://quartier\.example/[\w/.]*", repr(PARTS[kind]))):
        assert address in letter.html
        assert address in letter.text or address.endswith(".jpg")


def test_footer_is_complete_in_both_parts() -> None:
    letter = render_letter(issue(), topics=("Activités", "Assemblées"))
    for part in (visible(letter.html), " ".join(letter.text.split())):
        for words in (
            "Conseil de quartier des Trois-Ormes",
            "12, rue du Four-à-Chaux",
            "Québec (Québec) G0X 0X0",
            "bonjour@conseil.example",
            "418 555-0142",
            "Activités, Assemblées",
            "Maëlle Vadeboncoeur-Tessier",
            "vieprivee@conseil.example",
        ):
            assert words in part
    assert (letter.html.count(UNSUBSCRIBE_SLOT), letter.html.count(PREFERENCES_SLOT)) == (2, 1)
    assert (letter.text.count(UNSUBSCRIBE_SLOT), letter.text.count(PREFERENCES_SLOT)) == (2, 1)


def test_letter_names_its_language_and_title_and_loads_nothing_from_elsewhere() -> None:
    html = render_letter(issue(*PARTS.values())).html
    assert re.search(r'<html[^>]* lang="fr-CA"', html)
    assert "<title>Sujet</title>" in html
    assert not re.search(r"<(script|form|iframe|link|object|input)\b|@import|url\(", html)
    hosts = set(re.findall(r"(?:src|href|background)=\"https?://([^/\"]+)", html))
    assert hosts == {"quartier.example", "testserver"}


def test_layout_tables_are_presentation() -> None:
    html = render_letter(issue(*PARTS.values())).html
    tables = re.findall(r"<table\b[^>]*>", html)
    assert len(tables) > 5
    assert [table for table in tables if 'role="presentation"' not in table] == []


def test_text_lines_fold_at_76_but_never_inside_an_address() -> None:
    long_address = f"{SITE}/{'a' * 90}"
    words = "Une phrase qui continue longtemps " * 6
    letter = render_letter(issue(TextPart((Paragraph((Run(words), Run("ici", href=long_address))),))))
    too_long = [line for line in letter.text.splitlines() if len(line) > 76]
    assert too_long == [f"({long_address})"]


@given(words=st.text(max_size=80).filter(lambda text: "\x00" not in text))
def test_hostile_words_stay_words(words: str) -> None:
    letter = render_letter(issue(HeadingPart(words), subject=f"s{words}"))
    parser = HTMLParser()
    parser.feed(letter.html)
    assert "<script" not in letter.html.lower()
    assert letter.html.count("<h2") == 1


@pytest.mark.parametrize(
    "words", ["</mj-text></mjml>", "<script>alert(1)</script>", "{{ 7|add:7 }}", "<mj-raw><b>", "&amp;"]
)
def test_markup_in_words_is_shown_not_obeyed(words: str) -> None:
    letter = render_letter(issue(HeadingPart(words), TextPart((Paragraph((Run(words),)),)), title=words))
    assert visible(letter.html).count(words) >= 3
    assert words in letter.text


def test_unclosed_tag_is_refused_in_plain_words() -> None:
    with pytest.raises(UnreadableMarkup, match="mise en page"):
        compile_mjml("<mjml><mj-body><mj-section></mj-body></mjml>")


def test_addresses_of_the_site_open_from_a_mail_program() -> None:
    text = TextPart((Paragraph((Run("ici", href="/agenda/"),)),))
    letter = render_letter(issue(text, ButtonPart("Lire", "/plans/")))
    for address in ("http://testserver/agenda/", "http://testserver/plans/"):
        assert f'href="{address}"' in letter.html
        assert address in letter.text


def test_same_content_gives_the_same_letter() -> None:
    content = issue(*PARTS.values())
    assert render_letter(content) == render_letter(content)
    assert datetime.now(UTC).strftime("%H:%M") not in render_letter(content).html


@pytest.mark.parametrize("kind", PARTS)
def test_html_of_a_block_is_valid(kind: str) -> None:
    assert html_errors(render_letter(issue(PARTS[kind])).html) == []


def test_html_of_a_whole_letter_is_valid() -> None:
    assert html_errors(render_letter(issue(*PARTS.values()), topics=("Activités", "Fêtes")).html) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<p><div>a</div></p>", "parse: unexpected-end-tag"),
        ("<ul><p>a</p></ul>", "p directly inside ul"),
        ("<h2><table><tr><td>a</td></tr></table></h2>", "table inside h2"),
        ("<mj-text>a</mj-text>", "unknown element: mj-text"),
        ('<img src="a.jpg">', "image without alt: a.jpg"),
        ('<p id="a">a</p><p id="a">b</p>', "id given 2 times: a"),
    ],
)
def test_validator_finds_what_is_wrong(body: str, error: str) -> None:
    found = html_errors(f"<!doctype html><html lang='fr'><head><title>t</title></head><body>{body}</body></html>")
    assert [line for line in found if line.startswith(error)]
