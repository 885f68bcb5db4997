"""A blog and a Facebook page come home by the command: shown, made once, taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from cms.archive.domain.masters import describe
from cms.archive.enums import Kind
from cms.archive.models import BroughtPost, Homecoming, Item, Master, MemoryBlogPage, MemoryPage, MemoryPostPage, Term
from cms.archive.outside.facebook import mended
from cms.archive.outside.making import make_drafts
from cms.archive.outside.pieces import first_words, words_of
from crm.partners.enums import ImportState, LineOutcome
from tests.archive.outside.exports import FACEBOOK, WXR, blog_files, broken, facebook_files, tarred, unpacked, zipped
from tests.factories import add_page
from tests.factories.pictures import drawn_image

pytestmark = pytest.mark.django_db

BOMB = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>'


@pytest.fixture(autouse=True)
def notebook(council: Any, empty_archive: Path) -> MemoryBlogPage:
    return add_page(MemoryBlogPage, "Carnet", add_page(MemoryPage, "Mémoire", slug="memoire"))


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    path = tmp_path / "blogue.xml"
    path.write_text(WXR)
    media = tmp_path / "uploads/2014/05"
    media.mkdir(parents=True)
    (media / "four.jpg").write_bytes(drawn_image())
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return unpacked(facebook_files(), tmp_path / "facebook")


def bring(path: Path, *options: str) -> None:
    call_command("bring_home", str(path), *options)


def tannery() -> MemoryPostPage:
    return MemoryPostPage.objects.get(slug="la-tannerie")


def test_a_post_becomes_a_draft_of_the_notebook_with_its_blocks_its_leads_and_its_credits(blog, notebook):
    bring(blog, "--write", "--media", str(blog.parent / "uploads"))

    post = tannery()
    assert (post.title, post.live, post.get_parent()) == ("La tannerie & le four", False, notebook.page_ptr)
    assert (post.dated_on, post.told_by, post.summary) == (date(2014, 5, 3), "Onésime Fictif", "Un extrait")
    item = Item.objects.get()
    assert [(block.block_type, block.get_prep_value()["value"]) for block in post.body] == [
        ("text", "<p>On y tannait <b>le cuir</b>.</p>"),
        ("heading", {"text": "Le four", "level": "h2"}),
        ("text", '<p>Puis plus <a href="/2014/06/la-forge/">rien</a>.</p><ul><li>peaux</li><li>chaux</li></ul>'),
        ("item", {"item": item.pk, "caption": "Le four, en 1931. Photo\u00a0: Rose Fictive".replace("\u00a0", " ")}),
        ("quote", {"text": "Ça sentait jusqu’à l’église.", "who": "Zoé Fictive", "role": ""}),
        ("video", post.body[5].get_prep_value()["value"]),
    ]
    post.body.stream_block.clean(post.body)
    assert post.body[5].value["url"] == "https://www.youtube.com/watch?v=abcdefghijk"
    assert (item.kind, item.live, item.source) == (Kind.PHOTO, False, "https://blogue.example/2014/05/la-tannerie/")
    assert ([str(one) for one in item.credits.all()], item.date_edtf) == (["Rose Fictive"], "")
    master = Master.objects.get()
    assert (master.name, master.alt_text) == ("four.jpg", "Un four de brique")
    for lead in (
        "Rose Fictive, 2014-05-04 : C’est mon grand-père.",
        "Métiers",
        "ailleurs.example/a.jpg",
        "carte.example",
    ):
        assert lead in post.team_notes
    assert "Achetez" not in post.team_notes
    assert post.get_latest_revision_as_object().team_notes == post.team_notes


def test_once_published_its_old_address_leads_to_it_and_its_leads_are_not_shown(blog, client):
    bring(blog, "--write", "--media", str(blog.parent / "uploads"))
    assert client.get("/2014/05/la-tannerie/", follow=True).status_code == 404

    for post in MemoryPostPage.objects.all():
        post.get_latest_revision().publish()
    Item.objects.get().get_latest_revision().publish()

    answer = client.get("/2014/05/la-tannerie/", follow=True)
    said = answer.content.decode()
    assert (answer.redirect_chain, answer.status_code) == ([("/memoire/carnet/la-tannerie/", 301)], 200)
    assert "On y tannait" in said
    assert "Le four, en 1931." in said
    assert "Onésime Fictif" in said
    assert "grand-père" not in said
    assert client.get("/2014/06/la-forge/", follow=True).redirect_chain == [("/memoire/carnet/la-forge/", 301)]


@pytest.mark.parametrize("asked", ["p=12", "page_id=12", "p=12&utm_source=x"])
def test_once_published_its_number_leads_to_it_from_the_front_page(blog, client, asked):
    bring(blog, "--write")
    front = client.get(f"/?{asked}")
    assert (front.status_code, Redirect.objects.filter(old_path="/?p=12").count()) == (200, 1)

    tannery().get_latest_revision().publish()

    answer = client.get(f"/?{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/memoire/carnet/la-tannerie/")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("asked", ["", "?page=2", "?p=99", "?p=x", "?p=", "?p=99999999999999", "?p=%00", "?q=12"])
def test_the_front_page_is_asked_for_no_number_that_no_post_had(blog, client, asked):
    bring(blog, "--write")
    tannery().get_latest_revision().publish()

    assert client.get(f"/{asked}").status_code == 200
    assert client.post("/?p=12").status_code != 301


def test_a_number_costs_one_question_and_only_where_it_is_asked(blog, client, django_assert_num_queries):
    bring(blog, "--write")
    tannery().get_latest_revision().publish()
    client.get("/?x=1")

    with django_assert_num_queries(1):
        client.get("/?p=12")
    with CaptureQueriesContext(connection) as other:
        client.get("/?x=1")
    with CaptureQueriesContext(connection) as unknown:
        client.get("/?p=99")
    assert [one for one in other if "redirect" in one["sql"]] == []
    assert len([one for one in unknown if "redirect" in one["sql"]]) == 1


def test_a_blog_whose_addresses_are_numbers_leads_from_them_and_within_itself(tmp_path, client):
    words = WXR.replace("https://blogue.example/2014/06/la-forge/", "https://blogue.example/?p=15")
    (tmp_path / "blogue.xml").write_text(words.replace("https://blogue.example/2014/05/la-tannerie/", ""))
    bring(tmp_path / "blogue.xml", "--write")

    assert "/?p=15" in tannery().body[2].value.source
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/?p=12", "/?p=15"}
    call_command("bring_home", "--undo", str(Homecoming.objects.get().pk))
    assert not Redirect.objects.exists()


def test_without_a_notebook_one_is_made_as_a_draft(blog, notebook):
    MemoryPage.objects.get().delete()

    bring(blog, "--write")

    made = MemoryBlogPage.objects.get()
    assert (made.live, made.get_parent().specific.live, made.get_children().count()) == (False, False, 2)


def test_a_page_becomes_drafts_and_the_day_of_a_post_is_not_that_of_its_photograph(page):
    bring(page, "--write")

    photo, post, market = Item.objects.order_by("number")
    assert (photo.title, photo.kind, photo.date_edtf) == ("La fête au parc, été 1950", Kind.PHOTO, "")
    assert "Zoé Fictive, 2019-05-03 : À gauche, ma tante." in photo.team_notes
    assert "passwd" in photo.team_notes
    assert (post.title, post.kind, post.date_edtf) == ("L’assemblée est à 19 h.", Kind.STORY, "2019-05-02")
    assert market.title == "Le marché"
    assert set(Master.objects.values_list("item", flat=True)) == {photo.pk, market.pk}
    assert not Redirect.objects.exists()


def test_a_zip_as_the_service_gives_it_is_the_same_as_its_folder(tmp_path, page):
    export = tmp_path / "facebook.zip"
    export.write_bytes(zipped({f"facebook-conseil/{name}": content for name, content in facebook_files().items()}))
    blog = tmp_path / "blogue.zip"
    blog.write_bytes(zipped(blog_files()))

    media = tmp_path / "media.tar"
    media.write_bytes(tarred({"2014/05/four.jpg": blog_files()["wp-content/uploads/2014/05/four.jpg"]}))
    (tmp_path / "blogue.xml").write_text(WXR)

    bring(export, "--write")
    bring(page, "--write")
    bring(tmp_path / "blogue.xml", "--write", "--media", str(media))
    bring(blog, "--write")

    assert (Item.objects.count(), Master.objects.count(), Homecoming.objects.count()) == (4, 3, 2)
    assert tannery().body[3].value["item"].masters.get().name == "four.jpg"


def test_a_picture_that_the_memory_has_is_shown_and_stays_as_long_as_a_post_shows_it(tmp_path, page):
    files = blog_files()
    files["wp-content/uploads/2014/05/four.jpg"] = facebook_files()[f"{FACEBOOK}/media/2.jpg"]
    blog = tmp_path / "blogue.zip"
    blog.write_bytes(zipped(files))
    bring(page, "--write")
    bring(blog, "--write")
    market = Item.objects.get(title="Le marché")

    assert tannery().body[3].value["item"] == market
    call_command("bring_home", "--undo", str(Homecoming.objects.last().pk))

    assert list(Item.objects.all()) == [market]


def test_looking_writes_nothing_and_the_same_export_twice_makes_nothing_twice(page, blog, capsys):
    bring(page)
    bring(blog)
    assert (Item.objects.count(), Homecoming.objects.count(), Term.objects.count()) == (0, 0, 0)
    said = capsys.readouterr().out
    assert "La fête au parc, été 1950" in said
    assert "- 2014" not in said
    assert "À apporter\u00a0: 2; déjà apportées\u00a0: 0; qui ne viennent pas\u00a0: 2." in said

    bring(page, "--write")
    bring(blog, "--write")
    edited = tannery()
    edited.title = "La tannerie"
    edited.save_revision().publish()
    bring(page, "--write")
    bring(blog, "--write")

    assert tannery().title == "La tannerie"
    assert (Item.objects.count(), MemoryPostPage.objects.count()) == (3, 2)
    assert (BroughtPost.objects.count(), Homecoming.objects.count()) == (5, 2)


def test_what_was_brought_is_taken_back_but_for_what_somebody_changed(page, blog, capsys):
    bring(blog, "--write", "--media", str(blog.parent / "uploads"))
    bring(page, "--write")
    worked_on = Item.objects.get(title__startswith="La fête")
    worked_on.title = "La fête"
    worked_on.save_revision()
    forge = MemoryPostPage.objects.get(slug="la-forge")
    forge.get_latest_revision().publish()

    for homecoming in Homecoming.objects.all():
        call_command("bring_home", "--undo", str(homecoming.pk))

    assert "effacés\u00a0: 1; gardés parce que quelqu’un y a travaillé\u00a0: 1." in capsys.readouterr().out
    assert list(Item.objects.all()) == [worked_on]
    assert [one.pk for one in MemoryPostPage.objects.all()] == [forge.pk]
    assert {one.redirect_page_id for one in Redirect.objects.all()} == {forge.pk}
    bring(blog, "--write")
    assert MemoryPostPage.objects.count() == 2


def test_a_picture_that_somebody_described_stays_though_nothing_else_was_touched(page, capsys):
    bring(page, "--write")
    described = Master.objects.first()
    describe(described, alt_text="Une forge, de nuit", caption="")

    call_command("bring_home", "--undo", str(Homecoming.objects.get().pk))

    assert list(Item.objects.all()) == [described.item]
    assert "travaillé\u00a0: 1." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "entités"),
        (OUTSIDE, "entités"),
        ("<html><body>Bonjour</body></html>", "WordPress"),
        ("pas du XML", "WordPress"),
        ("", "WordPress"),
        (WXR[: len(WXR) // 2], "coupé"),
    ],
)
def test_what_is_no_export_of_a_blog_is_refused(tmp_path, content, words):
    path = tmp_path / "blogue.xml"
    path.write_text(content)

    with pytest.raises(CommandError, match=words):
        bring(path, "--write")

    assert (Item.objects.exists(), MemoryPostPage.objects.exists(), Homecoming.objects.exists()) == (False,) * 3


def test_a_folder_without_posts_is_refused(tmp_path):
    with pytest.raises(CommandError, match="JSON"):
        bring(tmp_path)


@pytest.mark.parametrize("words", ["L’été à l’école", "déjà écrit", "œ", "plain", ""])
def test_words_are_mended_once(words):
    assert mended(broken(words)) == words
    assert mended(words) == words


def test_a_title_is_cut_between_words():
    assert first_words("\n" + "mot " * 40) == "mot " * 19 + "mot…"
    assert words_of("a<br>b<ul><li>c</li></ul>&amp;d") == "a\nb\n\nc\n\n&d"


def test_the_date_of_a_post_is_that_of_the_day_it_was_posted_here(blog):
    blog.write_text(WXR.replace("2014-05-03 16:00:00", "2014-05-03 02:00:00"))

    bring(blog, "--write")

    assert tannery().dated_on == datetime(2014, 5, 2, tzinfo=UTC).date()


def test_what_no_database_holds_is_left_out_of_the_words_and_stops_no_post(tmp_path):
    posts = [
        {"timestamp": 1556841601, "data": [{"post": "Une fête\x00 au parc \ud800!"}]},
        {"timestamp": 1556841602, "data": [{"post": "Une autre."}]},
    ]
    export = unpacked({f"{FACEBOOK}/profile_posts_1.json": json.dumps(posts).encode()}, tmp_path / "page")

    bring(export, "--write")

    assert Homecoming.objects.get().state == ImportState.IMPORTED
    assert sorted(Item.objects.values_list("title", flat=True)) == ["Une autre.", "Une fête au parc !"]


@pytest.mark.parametrize("error", [UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no sign"), DataError("too long")])
def test_a_post_that_no_field_can_hold_is_refused_and_the_others_come(blog, monkeypatch, error):
    def make_all_but_one(piece, bringing):
        if piece.title == "La forge":
            raise error
        return make_drafts(piece, bringing)

    monkeypatch.setattr("cms.archive.outside.bringing.make_drafts", make_all_but_one)

    bring(blog, "--write")

    homecoming = Homecoming.objects.get()
    assert homecoming.state == ImportState.IMPORTED
    assert MemoryPostPage.objects.get().slug == "la-tannerie"
    assert [line.outcome for line in homecoming.lines.order_by("number")].count(LineOutcome.REFUSED) >= 1
