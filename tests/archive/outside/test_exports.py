"""What an export is read from: a ZIP that is never unpacked, whatever it pretends; a blog's HTML, whatever it holds."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import zipfile

import pytest

from cms.archive.errors import MemoryRefused
from cms.archive.outside import files as limits
from cms.archive.outside import reading, tar_files
from cms.archive.outside.blog_html import Body, read_body
from cms.archive.outside.files import ZipFiles
from cms.archive.outside.pieces import Film, Grid, Heading, Picture, Piece, Prose, Quote, Shown
from cms.archive.outside.reading import open_export, read_export
from cms.archive.outside.tar_files import TarFiles
from tests.archive.outside.exports import UPLOADS, WXR, blog_files, facebook_files, tarred, zipped
from tests.factories.pictures import drawn_image

BASE = "https://blogue.example/2014/05/billet/"


def read(content: bytes) -> list[Piece]:
    with open_export("export", io.BytesIO(content), len(content)) as found:
        return list(read_export(found))


def body(html: str, **attached: Picture) -> Body:
    return read_body(html, BASE, lambda number: attached.get(f"n{number}"), lambda address: None)


def test_a_zip_in_a_folder_of_its_own_is_read_with_its_pictures_and_its_accents():
    pieces = read(zipped({f"facebook-conseil/{name}": content for name, content in facebook_files().items()}))

    assert [piece.title for piece in pieces] == ["La fête au parc, été 1950", "L’assemblée est à 19 h.", "Le marché"]
    assert [one.member.rpartition("/")[2] for one in pieces[0].pictures] == ["1.jpg", ""]
    assert pieces[0].comments[0].author == "Zoé Fictive"


def test_names_that_leave_the_zip_are_not_in_it():
    names = {"../dehors.jpg": b"x", "/absolu.jpg": b"x", "C:\\w.jpg": b"x", "a/../../b.jpg": b"x", "dedans.jpg": b"x"}

    assert ZipFiles(io.BytesIO(zipped(names))).names() == ["dedans.jpg"]


def test_names_that_leave_the_tar_links_and_devices_are_not_in_it():
    names = {"../dehors.jpg": b"x", "/absolu.jpg": b"x", "a/../../b.jpg": b"x", "./dedans.jpg": b"abc", "x": b"y"}
    inside = TarFiles(io.BytesIO(tarred(names)))
    assert inside.names() == ["dedans.jpg", "x"]
    assert [(inside.size(name), inside.open(name).read()) for name in inside.names()] == [(3, b"abc"), (1, b"y")]

    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE):
        special = tarred({"lien": b""}, type=kind, linkname="/etc/passwd")
        assert TarFiles(io.BytesIO(special)).names() == []


@pytest.mark.parametrize("inside", ["wp-content/uploads/2014/05/four.jpg", "2014/05/four.jpg"])
def test_pictures_come_in_a_tar_with_the_blog_or_beside_it_in_a_zip(inside):
    picture = drawn_image(size=(80, 60))
    both = tarred({"blogue.xml": WXR.encode(), f"x/{inside}" if "uploads" in inside else f"uploads/{inside}": picture})
    tars = {"media-1.tar": tarred({"2014/05/pont.jpg": b"x"}), "media-2.tar": tarred({inside: picture})}
    beside = zipped({"blogue.xml": WXR.encode(), **tars})

    for export in (both, beside):
        with open_export("export", io.BytesIO(export), len(export)) as found:
            member = next(read_export(found)).pictures[0].member
            assert (found.size(member), found.open(member).read()) == (len(picture), picture)


def test_two_members_of_a_tar_are_read_at_once_without_a_mistake():
    found = TarFiles(io.BytesIO(tarred({"a": b"a" * 9000, "b": b"b" * 9000})))
    one, other = found.open("a"), found.open("b")

    assert [one.read(10), other.read(10), one.read()[-3:], other.read(), one.read(1)] == [
        *(b"a" * 10, b"b" * 10, b"aaa"),
        *(b"b" * 8990, b""),
    ]


def test_a_name_longer_than_any_is_not_taken_into_memory(monkeypatch):
    long = tarred({"a" * 3000: b"x"})
    assert len(TarFiles(io.BytesIO(long)).names()) == 1
    monkeypatch.setattr(tar_files, "LONGEST_NAME", 2000)

    with pytest.raises(MemoryRefused, match="tar est abîmé"):
        TarFiles(io.BytesIO(long))


def backwards() -> bytes:
    """A member of less than nothing, after which one would come back to it for ever."""
    content = bytearray(tarred({"a": b"x"}))
    content[124:136] = b"\xff" * 10 + b"\xfe\x00"
    content[148:156] = b"%06o\0 " % (256 + sum(content[:148]) + sum(content[156:512]))
    return bytes(content)


def swollen() -> bytes:
    return zipped({"posts_1.json": b" " * 5_000_000}, compression=zipfile.ZIP_DEFLATED)


def locked() -> bytes:
    """A ZIP of which the first member says that a password is needed."""
    content = bytearray(zipped({"posts_1.json": b"[]"}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    return bytes(content)


def lying() -> bytes:
    """A ZIP whose member holds other bytes than those it was made with."""
    content = zipped({"posts_1.json": b"[" + b" " * 50 + b"]"})
    return content.replace(b" " * 50, b"x" * 50)


def endless_list() -> bytes:
    content = bytearray(zipped(facebook_files()))
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, 2**31)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (swollen(), "enfle"),
        (locked(), "mot de passe"),
        (lying(), "abîmé"),
        (endless_list(), "contient plus"),
        (zipped(facebook_files())[:-40], "abîmé ou coupé"),
        (b"PK\x03\x04" + b"\0" * 100, "abîmé ou coupé"),
        (zipped({"photo.jpg": b"x"}), "ni l’exportation"),
        (zipped({"posts/your_posts_1.html": b"<html>"}), "en HTML"),
        (zipped({"posts/posts_1.json": b"{"}), "n’est pas du JSON"),
        (zipped({"posts/posts_1.json": b"[" * 100_000}), "n’est pas du JSON"),
        (zipped({"blogue.xml": WXR.encode()[:1500]}), "coupé"),
        (tarred({"blogue.xml": WXR.encode()})[:2000], "tar est abîmé ou coupé"),
        (backwards(), "tar est abîmé ou coupé"),
        (tarred({"photo.jpg": b"x"}), "ni l’exportation"),
        (zipped({"a.xml": WXR.encode(), "1.tar": b"x" * 600}), "tar est abîmé ou coupé"),
    ],
)
def test_what_is_no_export_or_means_harm_is_refused_in_a_sentence(content, words):
    with pytest.raises(MemoryRefused, match=words):
        read(content)


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_MEMBERS", 2)
    monkeypatch.setattr(tar_files, "MOST_MEMBERS", 2)

    for export in (zipped(facebook_files()), tarred(facebook_files())):
        with pytest.raises(MemoryRefused, match="contient plus"):
            read(export)
    monkeypatch.undo()
    monkeypatch.setattr(reading, "LARGEST_TAR", 100)
    with pytest.raises(MemoryRefused, match="contient plus"):
        read(zipped({"blogue.xml": WXR.encode(), "media.tar": tarred({"a": b"x"})}))


@pytest.mark.parametrize(
    "said", [{"posts": [1, None, {"timestamp": "x"}]}, [], 3, "x", [{"timestamp": 10**30, "data": [{"post": "x"}]}]]
)
def test_odd_json_gives_nothing(said):
    assert read(zipped({"posts_1.json": json.dumps(said).encode()})) == []


def test_a_blog_in_a_zip_finds_the_largest_of_its_pictures():
    (tannery, forge, thrown, product) = read(zipped(blog_files()))

    assert [one.member for one in tannery.pictures] == ["wp-content/uploads/2014/05/four.jpg", ""]
    assert forge.body == (Prose("<p>Un premier alinéa.</p><p>Un second.</p>"),)
    assert ("corbeille" in thrown.refused, "product" in product.refused) == (True, True)


def test_words_typed_without_tags_are_paragraphs_and_brackets_become_what_they_stood_for():
    four = Picture("", address=f"{UPLOADS}/four.jpg", caption="Le four")
    read_one = body(
        "Un.\nDeux.\n\n[caption id='a' width='3']<img src='/p.jpg' alt='Pont'> Le pont[/caption]\n\n"
        '[gallery ids="7,8"]\n\n[contact-form-7 id="4" title="x"]\n\nhttps://youtu.be/abcdefghijk\n\n[sic] et [1]',
        n7=four,
    )

    pont = Picture("", address="https://blogue.example/p.jpg", caption="Le pont", alt_text="Pont")
    assert read_one.parts == [
        Prose("<p>Un.<br/>Deux.</p>"),
        Shown((pont,)),
        Shown((four,)),
        Film("https://www.youtube.com/watch?v=abcdefghijk"),
        Prose("<p>[sic] et [1]</p>"),
    ]
    assert "[contact-form-7]" in read_one.remarks[0]


@pytest.mark.parametrize(
    "bracket",
    ["[caption]", "[caption id='a'", "[gallery", "[embed]x", "[audio src=https://a.example/", '[zzz a="x"'],
)
def test_brackets_that_are_never_closed_cost_no_more_than_their_length(bracket):
    """Looked for from each to the end of the post, these would take hours; the last, longer than the world."""
    read_one = body("Avant. " + f"{bracket} " * 20_000 + " Après.")
    repeated = body("Avant. [zzz" + ' a="x"' * 20_000 + " Après.")

    for one in (read_one, repeated):
        (prose,) = one.parts
        assert isinstance(prose, Prose)
        assert prose.html.startswith("<p>Avant. [")
        assert prose.html.endswith(" Après.</p>")


@pytest.mark.parametrize(
    "written",
    ["[audio " + "http://" * 20_000, "[audio http://a.example/" * 20_000, "un" + "<br>" * 20_000 + "deux"],
    ids=["addresses in one bracket", "a bracket in another", "empty lines"],
)
def test_what_was_written_in_haste_is_read_in_no_time(written):
    """Seven thousand signs of the first took eleven seconds."""
    (prose,) = body(f"Avant. {written} Après.").parts

    assert prose.html.startswith("<p>Avant. ")
    assert prose.html.endswith(" Après.</p>")


def test_of_thousands_of_extensions_each_is_taken_out_with_what_closes_it():
    read = body("Avant." + "".join(f'[outil-{number} a="1"][/outil-{number}]' for number in range(10_000)) + " [sic]")

    assert read.parts == [Prose("<p>Avant. [sic]</p>")]
    assert "[outil-9999]" in read.remarks[0]


def test_a_player_without_an_address_stays_as_it_is_written():
    assert body("[audio la voix de Rose] [video http://]").parts == [
        Prose("<p>[audio la voix de Rose] [video http://]</p>")
    ]


def test_a_caption_keeps_the_words_beside_its_picture_and_the_link_around_it():
    linked = '[caption caption="Le four"]<a href="/four.jpg"><img src="/p.jpg"></a>[/caption]'
    written = "[caption]<img src='/p.jpg'> Vers <em>1920</em>[/caption] [caption]Sans image[/caption]"

    shown = [part for part in body(f"{linked}\n\n{written}").parts if isinstance(part, Shown)]

    assert [picture.caption for part in shown for picture in part.pictures] == ["Le four", "Vers 1920"]


def test_what_could_do_harm_or_is_not_written_here_is_left_out():
    read_one = body(
        '<p onclick="x()">Bonjour <a href="javascript:x()">ici</a> <font color=red>rouge</font> &lt;script&gt;</p>'
        "<style>p{}</style><script>x()</script><object data='/x.swf'></object><form><input name=a></form>"
        "<table><tr><th>Rue</th><th>Arbres</th></tr><tr><td>Tanneurs</td></tr></table>"
        f'<h5>Un</h5><h2>Deux</h2><h6></h6><p><a href="{UPLOADS}/plan.pdf">Le plan</a></p>'
        f"<ul><li>a <b>b</b><ul><li><a href='/x'><img src='/y.png'></a></li><li>c</li></ul></li></ul>"
    )

    assert read_one.parts == [
        Prose("<p>Bonjour ici rouge &lt;script&gt;</p>"),
        Grid((("Rue", "Arbres"), ("Tanneurs", ""))),
        Heading("Un", 5),
        Heading("Deux", 2),
        Prose(f'<p><a href="{UPLOADS}/plan.pdf">Le plan</a></p><ul><li>a <b>b</b><ul><li>c</li></ul></li></ul>'),
        Shown((Picture("", address="https://blogue.example/y.png"),)),
    ]
    assert [remark[:20] for remark in read_one.remarks] == [
        "Ce qui était montré ",
        "Un formulaire ne vie",
        "Un lien mène à un fi",
    ]


@pytest.mark.parametrize(
    "html", ["<div>" * 5000 + "fond", "<ul><li>" * 3000 + "fond", "<b>" * 3000 + "fond", "<a", "<![CDATA[", "\0", "]]>"]
)
def test_whatever_html_is_read_without_falling(html):
    assert isinstance(body(html), Body)


def test_a_quote_says_who_and_keeps_its_picture():
    read_one = body("<blockquote><p>Un.</p><p>Deux.</p><img src='/p.jpg'><footer>— Zoé Fictive</footer></blockquote>")

    assert read_one.parts == [
        Quote("Un.\n\nDeux.", "Zoé Fictive"),
        Shown((Picture("", address="https://blogue.example/p.jpg"),)),
    ]
