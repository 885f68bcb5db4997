"""Rich text becomes paragraphs and runs, and nothing else gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.domain.content import Paragraph, Run
from newsletters.domain.rich_text import read_rich_text


def test_looks_and_links_become_runs() -> None:
    assert read_rich_text('<p>Un <b>mot</b> et <a href="/agenda/"><i>un lien</i></a>.</p>') == (
        Paragraph(
            (
                Run("Un "),
                Run("mot", bold=True),
                Run(" et "),
                Run("un lien", href="/agenda/", italic=True),
                Run("."),
            )
        ),
    )


def test_lists_keep_their_marks_and_begin_again() -> None:
    html = "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol><ol><li>e</li></ol>"
    assert [(line.mark, line.text) for line in read_rich_text(html)] == [
        ("•", "a"),
        ("•", "b"),
        ("1.", "c"),
        ("2.", "d"),
        ("1.", "e"),
    ]


def test_empty_paragraphs_are_dropped() -> None:
    assert read_rich_text("<p></p><p> \n</p><p><br></p>") == ()


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://[::1",
        "//example.org",
        "/\\\\example.org",
        "#a",
        "",
    ],
)
def test_unsafe_links_become_plain_words(href: str) -> None:
    assert read_rich_text(f'<p><a href="{href}">mot</a></p>') == (Paragraph((Run("mot"),)),)


@pytest.mark.parametrize(
    "href", ["mailto:bonjour@conseil.example", "tel:+14185550142", "https://example.org/a?b=c&d=e"]
)
def test_safe_links_are_kept(href: str) -> None:
    assert read_rich_text(f'<p><a href="{href.replace("&", "&amp;")}">mot</a></p>') == (
        Paragraph((Run("mot", href=href),)),
    )


def test_scripts_and_styles_say_nothing() -> None:
    assert read_rich_text("<p>a<script>b</script><style>c</style>d</p>") == (Paragraph((Run("a"), Run("d"))),)


def test_words_are_set_as_quebec_prints_them() -> None:
    assert read_rich_text("<p>L'heure : 19h30 ?</p>") == (Paragraph((Run("L’heure\u00a0: 19\u00a0h\u00a030?"),)),)


@given(st.text(alphabet="<>/abipulo =\"'&;:[]%\n", max_size=200))
def test_any_markup_is_read_without_error_or_unsafe_address(html: str) -> None:
    for paragraph in read_rich_text(html):
        for run in paragraph.runs:
            assert run.href.startswith("/") or run.href.split(":")[0].lower() in {"", "http", "https", "mailto", "tel"}
