"""What a newsletter says, without markup: the one source of its web page, its letter and its text.

Every word in it is already set as Québec prints it. Addresses of the site itself begin with a slash: the letter
makes them absolute, the page does not, so that what was sent can be kept (`as_json`, `from_json`) and still be
read on the site after it has moved.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Run:
    """Words with one look."""

    text: str
    href: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Runs one after the other; as an item of a list, with its mark: « • » or « 3. »."""

    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Picture:
    """An image at the size it is shown, in CSS pixels, with twice as many of its own."""

    url: str
    width: int
    height: int
    alt: str
    decorative: bool = False


@dataclass(frozen=True)
class HeadingPart:
    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class TextPart:
    kind: ClassVar[str] = "text"
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class ImagePart:
    """An image; without ``picture`` when it has left the library since."""

    kind: ClassVar[str] = "image"
    picture: Picture | None
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class ButtonPart:
    kind: ClassVar[str] = "button"
    label: str
    url: str


@dataclass(frozen=True)
class EventLine:
    """An event as the agenda prints it: beside the date block, ``until`` says what it leaves out; ``when`` says all."""

    title: str
    url: str
    weekday: str
    day: str
    month: str
    hour: str
    when: str
    until: str
    where: str
    summary: str
    kind_label: str
    status_label: str = ""
    status_note: str = ""
    is_off: bool = False  # does not take place at that date
    places: str = ""  # « Il reste 3 places », where one registers


@dataclass(frozen=True)
class EventsPart:
    kind: ClassVar[str] = "events"
    title: str
    events: tuple[EventLine, ...]
    agenda_url: str = ""


@dataclass(frozen=True)
class NewsLine:
    """A piece of news, with its picture when it has one."""

    title: str
    url: str
    dated: str
    summary: str
    picture: Picture | None = None


@dataclass(frozen=True)
class NewsPart:
    kind: ClassVar[str] = "news"
    title: str
    news: tuple[NewsLine, ...]


@dataclass(frozen=True)
class DividerPart:
    kind: ClassVar[str] = "divider"


Part = HeadingPart | TextPart | ImagePart | ButtonPart | EventsPart | NewsPart | DividerPart


@dataclass(frozen=True)
class Sender:
    """Who writes: the identity that the law wants in every letter."""

    name: str
    neighbourhood: str
    postal_lines: tuple[str, ...]
    email: str
    telephone: str
    privacy_officer: str
    privacy_email: str
    accent: str = ""


@dataclass(frozen=True)
class IssueContent:
    """One newsletter."""

    subject: str
    preheader: str
    title: str
    dated: str
    web_url: str
    sender: Sender
    parts: tuple[Part, ...] = field(default=())
    language: str = "fr-ca"

    @property
    def lang(self) -> str:
        """As HTML says it: « fr-CA »."""
        language, _dash, region = self.language.partition("-")
        return f"{language}-{region.upper()}" if region else language


def as_json(content: IssueContent) -> dict[str, Any]:
    """What a JSON column keeps of a newsletter."""
    parts = [{"kind": part.kind, **asdict(part)} for part in content.parts]
    return {**asdict(content), "parts": parts}


def from_json(kept: dict[str, Any]) -> IssueContent:
    """The newsletter that `as_json` kept; raises ``KeyError`` for a kind of part nobody knows."""
    sender = Sender(**{**kept["sender"], "postal_lines": tuple(kept["sender"]["postal_lines"])})
    parts = tuple(_READERS[part["kind"]]({key: part[key] for key in part if key != "kind"}) for part in kept["parts"])
    return IssueContent(**{**kept, "sender": sender, "parts": parts})


def _read_text(kept: dict[str, Any]) -> TextPart:
    return TextPart(
        tuple(
            Paragraph(tuple(Run(**run) for run in paragraph["runs"]), paragraph["mark"])
            for paragraph in kept["paragraphs"]
        )
    )


def _read_image(kept: dict[str, Any]) -> ImagePart:
    return ImagePart(**{**kept, "picture": _read_picture(kept["picture"])})


def _read_events(kept: dict[str, Any]) -> EventsPart:
    return EventsPart(**{**kept, "events": tuple(EventLine(**event) for event in kept["events"])})


def _read_news(kept: dict[str, Any]) -> NewsPart:
    lines = (NewsLine(**{**line, "picture": _read_picture(line["picture"])}) for line in kept["news"])
    return NewsPart(**{**kept, "news": tuple(lines)})


def _read_picture(kept: dict[str, Any] | None) -> Picture | None:
    return Picture(**kept) if kept else None


_READERS = {
    "heading": lambda kept: HeadingPart(**kept),
    "text": _read_text,
    "image": _read_image,
    "button": lambda kept: ButtonPart(**kept),
    "events": _read_events,
    "news": _read_news,
    "divider": lambda _kept: DividerPart(),
}
