"""A file that a post links to comes as an item of its own, and its link leads there; what does not come is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cms.archive.enums import Kind
from cms.archive.models import BroughtPost, Homecoming, Item, Master, MemoryBlogPage, MemoryPage, MemoryPostPage
from tests.archive.outside.exports import HEAD, UPLOADS, unpacked
from tests.factories import add_page
from tests.factories.documents import pdf
from tests.factories.pictures import drawn_image
from tests.factories.sounds import drawn_sound

pytestmark = pytest.mark.django_db

ATTACHED = f"""<item><title>plan</title><wp:post_id>40</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>{UPLOADS}/2014/05/plan.pdf</wp:attachment_url>
<excerpt:encoded><![CDATA[Le plan du quartier, 1931]]></excerpt:encoded></item>"""
PLAN = pdf("Le plan")


@pytest.fixture(autouse=True)
def notebook(council: Any, empty_archive: Path) -> MemoryBlogPage:
    return add_page(MemoryBlogPage, "Carnet", add_page(MemoryPage, "Mémoire", slug="memoire"))


def post(html: str, number: int = 12, title: str = "Le plan du quartier") -> str:
    return f"""<item><title>{title}</title><link>https://blogue.example/2014/05/billet-{number}/</link>
<content:encoded><![CDATA[{html}]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_name>billet-{number}</wp:post_name><wp:post_date_gmt>2014-05-03 16:00:00</wp:post_date_gmt>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"""


def bring(root: Path, *posts: str, attached: str = "", **files: bytes) -> Homecoming:
    """A blog with these files below `uploads/2014/05`; « plan_pdf » is `plan.pdf`."""
    below = {f"uploads/2014/05/{name.replace('_', '.')}": content for name, content in files.items()}
    words = HEAD + attached + "".join(posts) + "</channel></rss>"
    call_command("bring_home", str(unpacked({"blogue.xml": words.encode(), **below}, root)), "--write")
    return Homecoming.objects.latest("pk")


def words_of_post(number: int = 12) -> str:
    page = MemoryPostPage.objects.get(slug=f"billet-{number}")
    return "".join(block.value.source for block in page.body if block.block_type == "text")


def test_a_pdf_that_a_post_links_to_is_an_item_and_the_link_leads_to_it(tmp_path, capsys):
    link = f'<p>Voyez <a href="{UPLOADS}/2014/05/plan.pdf#page=2">le plan de 1931</a>.</p>'

    homecoming = bring(tmp_path, post(link), plan_pdf=PLAN)

    item = Item.objects.get()
    assert words_of_post() == f'<p>Voyez <a href="/memoire/{item.number}/">le plan de 1931</a>.</p>'
    assert (item.kind, item.title, item.live, Master.objects.get().item) == (
        *(Kind.DOCUMENT, "le plan de 1931", False),
        item,
    )
    assert item.get_latest_revision_as_object().kind == Kind.DOCUMENT
    assert "Dans le billet" in item.team_notes
    assert "reste sur le blogue" not in capsys.readouterr().out
    notes = MemoryPostPage.objects.get().team_notes
    assert f"Fichiers liés, une pièce chacun\u00a0:\n- {item.number} (plan.pdf)" in notes
    counts = (homecoming.counts["files"], homecoming.counts["documents"], homecoming.counts["kept"])
    assert counts == (1, 1, 0)


def test_once_both_are_published_a_reader_arrives_at_the_document(tmp_path, client):
    bring(tmp_path, post(f'<p><a href="{UPLOADS}/2014/05/plan.pdf">ici</a></p>'), plan_pdf=PLAN, attached=ATTACHED)
    MemoryPostPage.objects.get().get_latest_revision().publish()
    item = Item.objects.get()
    item.get_latest_revision().publish()

    page = client.get("/memoire/carnet/billet-12/").content.decode()

    assert f'href="/memoire/{item.number}/"' in page
    assert client.get(f"/memoire/{item.number}/", follow=True).status_code == 200
    assert item.title == "Le plan du quartier, 1931"


@pytest.mark.parametrize(
    "address", ["http://www.blogue.example/wp-content/uploads/2014/05/plan.pdf", "/wp-content/uploads/2014/05/plan.pdf"]
)
def test_an_address_written_otherwise_is_the_same_file(tmp_path, address):
    bring(tmp_path, post(f'<p><a href="{address}">Le plan</a></p>'), plan_pdf=PLAN)

    assert words_of_post() == f'<p><a href="/memoire/{Item.objects.get().number}/">Le plan</a></p>'


def test_a_link_alone_in_its_paragraph_and_one_in_a_list_are_followed(tmp_path):
    address = f"{UPLOADS}/2014/05"

    bring(tmp_path, post(f"{address}/plan.pdf\n\n<ul><li><a href='{address}/son.wav'>Le son</a></li></ul>"),
          plan_pdf=PLAN, son_wav=drawn_sound(1))  # fmt: skip

    plan, sound = Item.objects.order_by("number")
    assert (plan.title, sound.kind) == ("plan", Kind.SOUND)
    assert words_of_post() == (
        f'<p><a href="/memoire/{plan.number}/">{address}/plan.pdf</a></p>'
        f'<ul><li><a href="/memoire/{sound.number}/">Le son</a></li></ul>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<figure class="wp-block-audio"><audio controls src="{0}/son.wav"></audio></figure>',
        '<audio controls><source src="{0}/son.wav"></audio>',
        '[audio wav="{0}/son.wav"][/audio]',
    ],
)
def test_a_sound_that_a_post_plays_is_an_item_shown_in_it(tmp_path, html):
    homecoming = bring(tmp_path, post(f"Écoutez.\n\n{html.format(UPLOADS + '/2014/05')}"), son_wav=drawn_sound(1))

    item = Item.objects.get()
    blocks = [(one.block_type, one.get_prep_value()["value"]) for one in MemoryPostPage.objects.get().body]
    assert blocks == [("text", "<p>Écoutez.</p>"), ("item", {"item": item.pk, "caption": ""})]
    assert (item.kind, homecoming.counts["documents"], homecoming.counts["kept"]) == (Kind.SOUND, 1, 0)
    assert homecoming.lines.get().reason == ""


def test_what_stands_where_no_link_can_comes_and_is_noted(tmp_path):
    table = f'<table><tr><td><a href="{UPLOADS}/2014/05/plan.pdf">Le plan de 1931</a></td></tr></table>'
    picture = f'<a href="{UPLOADS}/2014/05/acte.pdf"><img src="{UPLOADS}/2014/05/acte-pdf.jpg"></a>'

    bring(tmp_path, post(table + picture), plan_pdf=PLAN, acte_pdf=pdf("Acte"), **{"acte-pdf_jpg": drawn_image()})

    assert sorted(Item.objects.values_list("kind", flat=True)) == [Kind.DOCUMENT, Kind.DOCUMENT, Kind.PHOTO]
    notes = MemoryPostPage.objects.get().team_notes
    assert all(f"- {one.item.number} ({one.name})" in notes for one in Master.objects.filter(name__endswith=".pdf"))


@pytest.mark.parametrize(
    ("address", "files"),
    [
        (f"{UPLOADS}/2014/05/plan.pdf", {}),
        (f"{UPLOADS}/2014/05/plan.docx", {"plan_docx": b"PK\x03\x04"}),
        ("https://ailleurs.example/wp-content/uploads/2014/05/plan.pdf", {"plan_pdf": PLAN}),
    ],
)
def test_what_is_not_there_not_kept_or_not_of_the_blog_stays_where_it_is_and_is_named(tmp_path, address, files):
    homecoming = bring(tmp_path, post(f'<p><a href="{address}">Le plan</a></p>'), **files)

    assert words_of_post() == f'<p><a href="{address}">Le plan</a></p>'
    assert not Item.objects.exists()
    assert f"Un lien mène à un fichier qui reste sur le blogue\u00a0: {address}" in homecoming.lines.get().reason
    assert homecoming.counts["files"] == 0


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_post_comes(tmp_path):
    address = f"{UPLOADS}/2014/05/plan.pdf"

    homecoming = bring(tmp_path, post(f'<p><a href="{address}">Le plan</a></p>'), plan_pdf=b"<html>Introuvable</html>")

    assert address in words_of_post()
    assert "n’est d’aucune sorte que la mémoire garde" in homecoming.lines.get().reason
    assert (Item.objects.exists(), homecoming.counts["documents"]) == (False, 0)


def test_two_posts_lead_to_one_document_which_stays_as_long_as_one_of_them(tmp_path):
    link = f'<p><a href="{UPLOADS}/2014/05/plan.pdf">Le plan</a></p>'
    bring(tmp_path, post(link), post(link, 13), plan_pdf=PLAN)
    item = Item.objects.get()
    assert words_of_post(12) == words_of_post(13)
    MemoryPostPage.objects.get(slug="billet-13").get_latest_revision().publish()

    call_command("bring_home", "--undo", str(Homecoming.objects.get().pk))

    assert [one.slug for one in MemoryPostPage.objects.all()] == ["billet-13"]
    assert list(Item.objects.all()) == [item]


def test_what_was_made_is_taken_back_and_brought_again_once(tmp_path):
    link = f'<p><a href="{UPLOADS}/2014/05/plan.pdf">Le plan</a></p>'
    homecoming = bring(tmp_path, post(link), plan_pdf=PLAN)
    assert BroughtPost.objects.get().made == [Item.objects.get().pk]

    call_command("bring_home", "--undo", str(homecoming.pk))
    assert (Item.objects.count(), Master.objects.count()) == (0, 0)
    bring(tmp_path, post(link), plan_pdf=PLAN)
    bring(tmp_path, post(link), plan_pdf=PLAN)

    assert (Item.objects.count(), Master.objects.count(), BroughtPost.objects.count()) == (1, 1, 1)
