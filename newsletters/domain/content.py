"""What a newsletter says, without markup: the one source of its web page, its letter and its text.

Every word in it is already set as Québec prints it. Addresses of the site itself begin with a slash: the letter
makes them absolute, the page does not, so that what was sent can be kept (`kept.as_json`, `kept.from_json`) and still
be read on the site after it has moved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


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
    """``missing`` counts those that were chosen and are no longer published."""

    kind: ClassVar[str] = "news"
    title: str
    news: tuple[NewsLine, ...]
    missing: int = 0


@dataclass(frozen=True)
class DividerPart:
    kind: ClassVar[str] = "divider"


@dataclass(frozen=True)
class Column:
    """Half the width of the letter; the whole of it on a telephone."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    picture: Picture | None = None
    credit: str = ""


@dataclass(frozen=True)
class ColumnsPart:
    kind: ClassVar[str] = "columns"
    left: Column
    right: Column


@dataclass(frozen=True)
class QuotePart:
    """Someone's own words."""

    kind: ClassVar[str] = "quote"
    lines: tuple[str, ...]
    who: str = ""
    role: str = ""


@dataclass(frozen=True)
class EventPart:
    """One event, presented; without ``event`` when the agenda no longer shows it."""

    kind: ClassVar[str] = "event"
    event: EventLine | None
    picture: Picture | None = None


@dataclass(frozen=True)
class AssemblyPart:
    """The next assembly and its agenda; without ``event`` when the agenda no longer shows it."""

    kind: ClassVar[str] = "assembly"
    event: EventLine | None
    items: tuple[str, ...] = ()
    agenda_url: str = ""
    is_called: bool = False


@dataclass(frozen=True)
class AnswerLine:
    """What became of a decision sent to someone: ``state`` is an outcome, or « waiting »."""

    recipient: str
    state: str
    label: str
    when: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionLine:
    """A decision of the public register, with what was answered."""

    number: str
    kind_label: str
    title: str
    url: str
    dated: str
    result: str
    lines: tuple[str, ...]
    answers: tuple[AnswerLine, ...] = ()
    is_cut: bool = False  # the rest of its words is on its page


@dataclass(frozen=True)
class DecisionsPart:
    """``missing`` counts those that were chosen and that the register no longer shows."""

    kind: ClassVar[str] = "decisions"
    title: str
    decisions: tuple[DecisionLine, ...]
    register_url: str = ""
    missing: int = 0


@dataclass(frozen=True)
class PartnerLine:
    """An organization of the public directory."""

    name: str
    kind_label: str
    description: tuple[str, ...]
    url: str = ""
    site: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class PartnerPart:
    """Without ``partner`` when the directory no longer shows it."""

    kind: ClassVar[str] = "partner"
    partner: PartnerLine | None
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class GrantLine:
    """A grant that the council may speak of: what for, from whom, and where it stands."""

    programme: str
    funder: str
    project: str
    standing: str
    url: str = ""


@dataclass(frozen=True)
class GrantPart:
    """Without ``grant`` when it is no longer public."""

    kind: ClassVar[str] = "grant"
    grant: GrantLine | None
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class CallPart:
    """Something asked of the readers, until a day."""

    kind: ClassVar[str] = "call"
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    until: str = ""
    button: str = ""
    url: str = ""


@dataclass(frozen=True)
class PollLine:
    """An answer and how often it was given; ``share`` in percent of all the answers."""

    words: str
    total: int
    share: int


@dataclass(frozen=True)
class PollPart:
    """One question to the readers; ``closes_on`` is its last day (ISO 8601), ``results`` are of the moment."""

    kind: ClassVar[str] = "poll"
    question: str
    answers: tuple[str, ...]
    closes_on: str
    until: str = ""
    url: str = ""
    shows_results: bool = False
    results: tuple[PollLine, ...] = ()

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Each answer with the address where it is ready to be given."""
        return tuple((f"{self.url}?reponse={number}", words) for number, words in enumerate(self.answers, 1))

    @property
    def total(self) -> int:
        return sum(line.total for line in self.results)


@dataclass(frozen=True)
class RecognitionPart:
    """The photo of the week, to be recognized; without ``url`` when none is shown."""

    kind: ClassVar[str] = "recognition"
    title: str
    question: str = ""
    picture: Picture | None = None
    caption: str = ""
    url: str = ""


@dataclass(frozen=True)
class ArchivePart:
    """An item of the memory; without ``url`` once nobody may see it any more."""

    kind: ClassVar[str] = "archive"
    title: str
    heading: str = ""
    picture: Picture | None = None
    caption: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    url: str = ""


Part = (
    HeadingPart
    | TextPart
    | ImagePart
    | ColumnsPart
    | ButtonPart
    | EventsPart
    | EventPart
    | AssemblyPart
    | NewsPart
    | DecisionsPart
    | PartnerPart
    | GrantPart
    | CallPart
    | PollPart
    | QuotePart
    | RecognitionPart
    | ArchivePart
    | DividerPart
)


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
    accent_dark: str = ""


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
    counts_links: bool = False

    @property
    def lang(self) -> str:
        """As HTML says it: « fr-CA »."""
        language, _dash, region = self.language.partition("-")
        return f"{language}-{region.upper()}" if region else language
