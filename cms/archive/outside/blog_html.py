"""Reads what a blog kept as HTML into parts of an entry: headings, words, lists, quotes, pictures, films, tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from django.utils.translation import gettext as _

from cms.archive.outside.pieces import Film, Grid, Heading, Part, Picture, Prose, Quote, Shown, words_of

SILENT = {"script", "style", "template", "noscript", "svg", "head", "title", "button", "input", "select", "textarea"}
BOLD_OR_ITALIC = {"b": "b", "strong": "b", "i": "i", "em": "i"}
BLOCKS = ["p", "div", "ul", "ol", "blockquote", "figure", "img", "table", "iframe", "h1", "h2", "h3", "h4", "h5", "h6"]
LINKS = {"http", "https", "mailto", "tel"}
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".heic", ".avif")
DEEPEST = 60
PLAYED = re.compile(
    r"^https?://(?:www\.)?(?:youtube\.com|youtu\.be|youtube-nocookie\.com|(?:player\.)?vimeo\.com)/\S+$"
)
YOUTUBE = re.compile(r"(?:embed/|v=|youtu\.be/)([\w-]{6,})")
VIMEO = re.compile(r"vimeo\.com/(?:video/)?(\d+)")
# What stands in brackets ends before the next one opens, and is never looked for from there to the end of the post:
# a blog that was written in haste, or in malice, is read in a time that grows as its length.
CAPTION = re.compile(
    r"\[(?:wp_)?caption([^\[\]]{0,4000})\]((?:(?!\[(?:wp_)?caption).){0,20000}?)\[/(?:wp_)?caption\]", re.DOTALL
)
GALLERY = re.compile(r"\[gallery([^\[\]]{0,4000})\]")
EMBED = re.compile(r"\[embed[^\[\]]{0,400}\]\s{0,99}([^\s\[\]]{1,2000})\s{0,99}\[/embed\]")
PLAYER = re.compile(r"\[(?:audio|video)\s([^\[\]]{0,4000})\](?:\s{0,99}\[/(?:audio|video)\])?")
FIRST_ADDRESS = re.compile(r"https?://[^\s\"']{1,2000}")
ALONE = re.compile(r"https?://[^\s<>\"]+")
# What another plug-in drew: a name with values, as nobody writes in a sentence.
SHORTCODE = re.compile(
    r"\[([a-z][a-z0-9_-]{2,40})(?:\s{1,9}[\w-]{1,60}=(?:\"[^\"\[\]]*\"|'[^'\[\]]*'|[^\s\"'\[\]][^\s\[\]]*))+\s{0,9}/?\]"
)
NAMED = re.compile(r"\[/?([a-z][a-z0-9_-]{2,40})(?:\s[^\[\]]*)?\]")
# A run of them is tried from its first alone: from each, a page of empty lines would take minutes.
AROUND = re.compile(r"^(?:\s|<br/>)+|(?<!\s)(?<!<br/>)(?:\s|<br/>)+$")

Found = Callable[[str], Picture | None]


@dataclass
class Body:
    """What was read: its parts in order, the files that it links to by their addresses, and what of it is lost."""

    parts: list[Part] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    linked: dict[str, Picture] = field(default_factory=dict)

    @property
    def pictures(self) -> list[Picture]:
        found = (picture for part in self.parts if isinstance(part, Shown) for picture in part.pictures)
        return list({one.address: one for one in found}.values())


def read_body(html: str, base: str, attached: Found, kept: Found) -> Body:
    """``base`` is the address of the blog; ``attached`` gives the picture of a gallery by its number.

    ``kept`` gives the file at an address, where it comes with the post.
    """
    return _Reader(base, attached, kept, is_classic="<!-- wp:" not in html).read(html)


def _beyond_the_picture(html: str) -> tuple[str, str]:
    """Its last picture with the link that holds it and what comes before, then the words that follow."""
    at = html.rfind("<img")
    end = html.find(">", at) + 1 if at >= 0 else 0
    if html[end:].lstrip().startswith("</a>") and end:
        end = html.index("</a>", end) + len("</a>")
    return html[:end], html[end:]


def _player(found: re.Match[str]) -> str:
    """What plays the first address in these brackets; as it was where there is none."""
    played = FIRST_ADDRESS.search(found[1])
    return f'\n\n<audio src="{played[0]}"></audio>\n\n' if played else found[0]


class _Reader:
    def __init__(self, base: str, attached: Found, kept: Found, is_classic: bool) -> None:
        self.base, self.attached, self.kept, self.is_classic = base, attached, kept, is_classic
        self.body = Body()
        self.run: list[str] = []  # of the paragraph that is being read
        self.prose: list[str] = []
        self.depth = 0

    def read(self, html: str) -> Body:
        self._walk(BeautifulSoup(self._without_shortcodes(html), "html.parser"))
        self._flush()
        return self.body

    # --- what the blog writes in brackets ------------------------------------------------------------

    def _without_shortcodes(self, html: str) -> str:
        html = CAPTION.sub(self._captioned, html)
        html = GALLERY.sub(self._gallery, html)
        html = EMBED.sub(r"<p>\1</p>", html)
        html = PLAYER.sub(_player, html)
        lost = {one[1] for one in SHORTCODE.finditer(html)}
        if lost:
            said = _("What an extension of the blog drew does not come: {names}.")
            self._remark(said.format(names=", ".join(f"[{name}]" for name in sorted(lost))))
        return NAMED.sub(lambda found: "" if found[1] in lost else found[0], html)

    def _captioned(self, found: re.Match[str]) -> str:
        image, words = _beyond_the_picture(found[2])
        said = re.search(r'caption="([^"]*)"', found[1])
        caption = words.strip() or (said[1] if said else "")
        return f"\n\n<figure>{image}<figcaption>{caption}</figcaption></figure>\n\n"

    def _gallery(self, found: re.Match[str]) -> str:
        said = re.search(r"(?:ids|include)=[\"']?([\d,\s]+)", found[1])
        if said is None:
            self._remark(_("A gallery does not say which pictures it shows: put them back by hand."))
            return ""
        images = "".join(f'<img data-number="{number.strip()}">' for number in said[1].split(","))
        return f'<figure class="wp-block-gallery">{images}</figure>'

    # --- one thing after another ---------------------------------------------------------------------

    def _walk(self, node: Tag) -> None:
        self.depth += 1
        for child in list(node.children) if self.depth < DEEPEST else []:
            if isinstance(child, Tag):
                self._tag(child)
            elif isinstance(child, NavigableString) and not isinstance(child, Comment):
                self._words(str(child))
        if self.depth >= DEEPEST:
            self._words(node.get_text(" "))
        self.depth -= 1

    def _tag(self, tag: Tag) -> None:
        name = tag.name.lower()
        if name in SILENT:
            return
        block = getattr(self, f"_{self.KINDS[name]}", None) if name in self.KINDS else None
        if block is not None:
            self._end_paragraph()
            block(tag)
        elif name == "br":
            self.run.append("<br/>")
        elif (name in BOLD_OR_ITALIC or name == "a") and not tag.find(BLOCKS):
            self.run.append(self._marked(tag, self._inline(tag)))
        else:
            self._walk(tag)

    KINDS: ClassVar = {
        **dict.fromkeys(("p", "div", "section", "article", "center", "pre", "main", "dl", "dd", "dt"), "paragraph"),
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
        **dict.fromkeys(("ul", "ol"), "list"),
        "blockquote": "quote",
        "img": "image",
        "figure": "figure",
        "iframe": "frame",
        "form": "form",
        **dict.fromkeys(("video", "audio", "object", "embed"), "frame"),
        "table": "table",
        "hr": "nothing",
    }  # fmt: skip

    def _nothing(self, tag: Tag) -> None:
        """A line between two paragraphs."""

    def _words(self, text: str) -> None:
        for number, part in enumerate(re.split(r"\n[ \t\r]*\n", text)):
            if number:
                self._end_paragraph()
            said = escape(re.sub(r"[ \t\r]+", " ", part), quote=False)
            self.run.append(said.replace("\n", "<br/>" if self.is_classic else " "))

    def _inline(self, node: Tag, depth: int = 0) -> str:
        """What stands inside a line, in the few tags that the editor has."""
        said = []
        for child in node.children if depth < DEEPEST else ():
            if not isinstance(child, Tag):
                if not isinstance(child, Comment):
                    said.append(escape(re.sub(r"\s+", " ", str(child)), quote=False))
            elif child.name == "br":
                said.append("<br/>")
            elif child.name not in SILENT:
                said.append(self._marked(child, self._inline(child, depth + 1)))
        return "".join(said)

    def _marked(self, tag: Tag, inside: str) -> str:
        if not words_of(inside):
            return inside
        if tag.name in BOLD_OR_ITALIC:
            return f"<{BOLD_OR_ITALIC[tag.name]}>{inside}</{BOLD_OR_ITALIC[tag.name]}>"
        address = urljoin(self.base, str(tag.get("href") or "").strip()) if tag.name == "a" and tag.get("href") else ""
        if urlsplit(address).scheme not in LINKS:
            return inside
        self._note_file(address, words_of(inside))
        return f'<a href="{escape(address)}">{inside}</a>'

    def _paragraph(self, tag: Tag) -> None:
        self._walk(tag)
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        inside = AROUND.sub("", "".join(self.run))
        self.run = []
        words = words_of(inside)
        if not words:
            return
        if PLAYED.match(words):
            self._film(words)
        elif ALONE.fullmatch(inside):
            self._note_file(unescape(inside))
            self.prose.append(f'<p><a href="{inside}">{inside}</a></p>')
        else:
            self.prose.append(f"<p>{inside}</p>")

    def _flush(self) -> None:
        self._end_paragraph()
        if self.prose:
            self.body.parts.append(Prose("".join(self.prose)))
            self.prose = []

    def _add(self, part: Part) -> None:
        self._flush()
        self.body.parts.append(part)

    def _remark(self, words: str) -> None:
        if words not in self.body.remarks:
            self.body.remarks.append(words)

    # --- blocks --------------------------------------------------------------------------------------

    def _heading(self, tag: Tag) -> None:
        text = " ".join(tag.get_text(" ").split())
        if len(text) > 150:
            self.prose.append(f"<p><b>{escape(text, quote=False)}</b></p>")
        elif text:
            self._add(Heading(text, int(tag.name[1])))
        self._files_in(tag)
        self._images_in(tag)

    def _list(self, tag: Tag) -> None:
        pictures = self._pictures_in(tag)
        if said := self._list_html(tag, 0):
            self.prose.append(said)
        if pictures:
            self._add(Shown(tuple(pictures)))

    def _list_html(self, tag: Tag, depth: int) -> str:
        lines = []
        for line in tag.find_all("li", recursive=False) if depth < DEEPEST else []:
            inner = [one.extract() for one in line.find_all(["ul", "ol"], recursive=False)]
            words = self._inline(line).strip()
            below = "".join(self._list_html(one, depth + 1) for one in inner)
            if words or below:
                lines.append(f"<li>{words}{below}</li>")
        return f"<{tag.name}>{''.join(lines)}</{tag.name}>" if lines else ""

    def _quote(self, tag: Tag) -> None:
        pictures = self._pictures_in(tag)
        self._files_in(tag)
        cite = tag.find(["cite", "footer"])
        who = " ".join(cite.extract().get_text(" ").split()) if isinstance(cite, Tag) else ""
        text = words_of(tag.decode_contents())
        if text:
            self._add(Quote(text, who.lstrip("—–- ")[:120]))
        if pictures:
            self._add(Shown(tuple(pictures)))

    def _image(self, tag: Tag) -> None:
        if (picture := self._picture(tag)) is not None:
            self._add(Shown((picture,)))

    def _figure(self, tag: Tag) -> None:
        table = tag.find("table")
        caption = tag.find("figcaption", recursive=False)
        said = " ".join(caption.extract().get_text(" ").split()) if isinstance(caption, Tag) else ""
        pictures = self._pictures_in(tag, "" if "gallery" in " ".join(tag.get_attribute_list("class")) else said)
        if isinstance(table, Tag):
            self._table(table, said)
        elif pictures:
            self._add(Shown(tuple(pictures)))
        else:
            self._walk(tag)
            self._end_paragraph()
            if said:
                self.prose.append(f"<p>{escape(said, quote=False)}</p>")

    def _frame(self, tag: Tag) -> None:
        address = urljoin(self.base, str(tag.get("src") or tag.get("data") or ""))
        if tag.name == "iframe" and PLAYED.match(address):
            self._film(address, str(tag.get("title") or ""))
            return
        source = tag.find("source")
        if isinstance(source, Tag) and not tag.get("src"):
            address = urljoin(self.base, str(source.get("src") or ""))
        if tag.name in ("audio", "video") and (played := self._file(address)) is not None:
            self._add(Shown((played,)))
            return
        said = _("What was shown here from another place does not come: {address}")
        self._remark(said.format(address=address[:300] or f"<{tag.name}>"))

    def _form(self, tag: Tag) -> None:
        self._remark(_("A form does not come."))

    def _film(self, address: str, title: str = "") -> None:
        if found := YOUTUBE.search(address):
            address = f"https://www.youtube.com/watch?v={found[1]}"
        elif found := VIMEO.search(address):
            address = f"https://vimeo.com/{found[1]}"
        self._add(Film(address, title.strip()[:150]))

    def _table(self, tag: Tag, caption: str = "") -> None:
        own = tag.find("caption")
        said = caption or (" ".join(own.get_text(" ").split()) if isinstance(own, Tag) else "")
        lines = [
            [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])] for row in tag.find_all("tr")
        ]
        lines = [line for line in lines if any(line)]
        if not lines:
            return
        wide = max(map(len, lines))
        self._add(Grid(tuple(tuple(line + [""] * (wide - len(line))) for line in lines), said[:250]))
        self._files_in(tag)
        self._images_in(tag)

    # --- files that are linked -----------------------------------------------------------------------

    def _file(self, address: str, words: str = "") -> Picture | None:
        """The file at this address, if it comes; a few words that lead to it say what it is, « ici » does not."""
        if address not in self.body.linked and (found := self.kept(address)) is not None:
            said = words if len(words.split()) > 2 else ""
            self.body.linked[address] = replace(found, caption=found.caption or said[:300])
        return self.body.linked.get(address)

    def _note_file(self, address: str, words: str = "") -> None:
        if self._file(address, words) is None and "/wp-content/uploads/" in address:
            self._remark(_("A link leads to a file that stays on the blog: {address}").format(address=address))

    def _files_in(self, tag: Tag) -> None:
        """What stands where no link can: its files come all the same."""
        for link in tag.find_all("a", href=True):
            if not link.find("img"):
                self._note_file(urljoin(self.base, str(link["href"]).strip()), words_of(link.get_text(" ")))

    # --- pictures ------------------------------------------------------------------------------------

    def _images_in(self, tag: Tag) -> None:
        if pictures := self._pictures_in(tag):
            self._add(Shown(tuple(pictures)))

    def _pictures_in(self, tag: Tag, caption: str = "") -> list[Picture]:
        """Those of a figure that holds others take the caption of the nearest."""
        found = []
        for image in tag.find_all("img"):
            near = image.find_parent("figure")
            own = near.find("figcaption") if isinstance(near, Tag) and near is not tag else None
            said = " ".join(own.get_text(" ").split()) if isinstance(own, Tag) else caption
            if (picture := self._picture(image, said)) is not None:
                found.append(picture)
        return found

    def _picture(self, image: Tag, caption: str = "") -> Picture | None:
        """The picture as large as the blog has it: the one that the image links to, where it links to one."""
        alt_text = str(image.get("alt") or "")[:400]
        if number := image.get("data-number"):
            return self.attached(str(number))
        address = urljoin(self.base, str(image.get("src") or image.get("data-src") or ""))
        if not address.startswith(("http://", "https://")):
            return None
        link = image.find_parent("a")
        larger = urljoin(self.base, str(link.get("href") or "")) if isinstance(link, Tag) else ""
        if urlsplit(larger).path.lower().endswith(PICTURES):
            address = larger
        elif larger:
            self._note_file(larger, alt_text)
        return Picture("", address=address, caption=caption[:300], alt_text=alt_text)
