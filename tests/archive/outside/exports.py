"""Exports of a fictional blog and of a fictional page, as their services write them."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from tests.factories.pictures import drawn_image

UPLOADS = "https://blogue.example/wp-content/uploads"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Le blogue</title><wp:base_blog_url>https://blogue.example</wp:base_blog_url>
<wp:author><wp:author_login>onesime</wp:author_login><wp:author_display_name>Onésime Fictif</wp:author_display_name>
</wp:author>"""
TANNERY = f"""<item><title>La tannerie &amp; le four</title><link>https://blogue.example/2014/05/la-tannerie/</link>
<dc:creator>onesime</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>On y tannait <b>le cuir</b>.</p><!-- /wp:paragraph -->
<script>x()</script><h3>Le four</h3><p>Puis plus <a href="https://blogue.example/2014/06/la-forge/">rien</a>.</p>
<ul><li>peaux</li><li>chaux</li></ul>
<figure><a href="{UPLOADS}/2014/05/four.jpg"><img src="{UPLOADS}/2014/05/four-300x200.jpg" alt="Un four de brique"></a>
<figcaption>Le four, en 1931. Photo : Rose Fictive</figcaption></figure>
<img src="https://ailleurs.example/a.jpg">
<blockquote><p>Ça sentait jusqu’à l’église.</p><cite>Zoé Fictive</cite></blockquote>
<iframe src="https://www.youtube.com/embed/abcdefghijk" title="La chaux"></iframe>
<iframe src="https://carte.example/plan"></iframe>]]></content:encoded>
<excerpt:encoded><![CDATA[Un extrait]]></excerpt:encoded>
<wp:post_id>12</wp:post_id><wp:post_name>la-tannerie</wp:post_name>
<wp:post_date_gmt>2014-05-03 16:00:00</wp:post_date_gmt>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<category domain="category" nicename="metiers">Métiers</category>
<category domain="category" nicename="uncategorized">Uncategorized</category>
<wp:comment><wp:comment_author>Rose Fictive</wp:comment_author><wp:comment_date>2014-05-04 09:00:00</wp:comment_date>
<wp:comment_content>C’est mon grand-père.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
<wp:comment><wp:comment_author>Réclame</wp:comment_author><wp:comment_content>Achetez</wp:comment_content>
<wp:comment_approved>spam</wp:comment_approved></wp:comment></item>"""
FORGE = """<item><title>La forge</title><link>https://blogue.example/2014/06/la-forge/</link>
<content:encoded><![CDATA[Un premier alinéa.

Un second.]]></content:encoded><wp:post_id>15</wp:post_id><wp:post_date_gmt>2014-06-03 16:00:00</wp:post_date_gmt>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"""
REST = f"""<item><title>Une image</title><wp:post_id>13</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>{UPLOADS}/2014/05/four.jpg</wp:attachment_url></item>
<item><title>Jetée</title><wp:post_id>14</wp:post_id><wp:post_type>post</wp:post_type><wp:status>trash</wp:status></item>
<item><title>Chandail</title><wp:post_id>16</wp:post_id><wp:post_type>product</wp:post_type></item>
</channel></rss>"""
WXR = HEAD + TANNERY + FORGE + REST
FACEBOOK = "this_profile's_activity_across_facebook/posts"


def broken(words: str) -> str:
    """The service writes each byte of UTF-8 as a letter of its own."""
    return words.encode().decode("latin-1")


def facebook_files() -> dict[str, bytes]:
    """The files of the export of a page, by their names."""
    media = {
        "uri": f"{FACEBOOK}/media/1.jpg",
        "description": broken("La fête au parc, été 1950"),
        "comments": [
            {"timestamp": 1556900000, "comment": broken("À gauche, ma tante."), "author": broken("Zoé Fictive")}
        ],
    }
    outside = {"uri": "../../../etc/passwd", "description": "x"}
    posts = [
        {"timestamp": 1556841600, "attachments": [{"data": [{"media": media}, {"media": outside}]}], "data": [{}]},
        {"timestamp": 1556841601, "data": [{"post": broken("L’assemblée est à 19 h.")}]},
        {"timestamp": 1556841602, "data": []},
    ]
    album = {
        "name": broken("Été"),
        "photos": [
            {**media, "creation_timestamp": 1556841000},
            {"uri": f"{FACEBOOK}/media/2.jpg", "creation_timestamp": 1556841100, "description": broken("Le marché")},
        ],
    }
    return {
        f"{FACEBOOK}/profile_posts_1.json": json.dumps(posts).encode(),
        f"{FACEBOOK}/album/0.json": json.dumps(album).encode(),
        f"{FACEBOOK}/media/1.jpg": drawn_image(colour="navy"),
        f"{FACEBOOK}/media/2.jpg": drawn_image(size=(70, 50)),
    }


def blog_files(words: str = WXR) -> dict[str, bytes]:
    return {"blogue.xml": words.encode(), "wp-content/uploads/2014/05/four.jpg": drawn_image(size=(80, 60))}


def zipped(files: dict[str, bytes], **options: Any) -> bytes:
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w", **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sent.getvalue()


def unpacked(files: dict[str, bytes], root: Path) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def tarred(files: dict[str, bytes], **facts: Any) -> bytes:
    """A `.tar`; ``facts`` are what each of its members says of itself."""
    sent = io.BytesIO()
    with tarfile.open(fileobj=sent, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            for fact, said in facts.items():
                setattr(member, fact, said)
            archive.addfile(member, io.BytesIO(content))
    return sent.getvalue()
