"""Says the notice of an assembly, from its record, for the members' letter and for the page that everyone reads."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.assemblies.domain.agenda_lines import read_agenda
from crm.assemblies.domain.notices import place_words
from crm.assemblies.models import Assembly
from crm.events.domain.dates import event_when, plain_date
from crm.partners.enums import Visibility
from newsletters.domain.automatic_letters import NOTICE, text_of
from newsletters.domain.letter_texts import LetterText, fill_line, fill_words


@dataclass(frozen=True)
class NoticeWords:
    """The parts of a notice; ``agenda`` is what anyone may read of it."""

    subject: str
    opening: str
    facts: tuple[str, ...]
    agenda: tuple[str, ...]
    closing: str
    button: str
    url: str

    def blocks(self) -> list[tuple[str, Any]]:
        """As the body of a newsletter."""
        facts = "<br/>".join(escape(fact) for fact in self.facts)
        items = "".join(f"<li>{escape(line)}</li>" for line in self.agenda)
        said = [("text", f"<p>{escape(self.opening)}</p><p><b>{facts}</b></p>")]
        if self.agenda:
            said += [("heading", pgettext("assembly", "Agenda")), ("text", f"<ul>{items}</ul>")]
        return [
            *said,
            ("text", f"<p>{escape(self.closing)}</p>"),
            ("button", {"label": self.button, "page": None, "url": self.url}),
        ]


def notice_words(assembly: Assembly, *, with_numbers: bool = True, text: LetterText | None = None) -> NoticeWords:
    """What the notice says now; the agenda with its numbers, where they are given."""
    event, text = assembly.event, text or text_of(NOTICE)
    values = {"titre": event.title, "jour": plain_date(event.starts_at)}
    when = event_when(event)
    agenda = read_agenda(assembly, {Visibility.PUBLIC.value}, sees_closed_session=False)
    shown = [line for line in agenda.lines if not line.is_withdrawn]
    return NoticeWords(
        subject=fill_line(text.subject, values),
        opening=" ".join(fill_words(text.words, values, [])),
        facts=tuple(
            filter(None, [event.title, f"{when[:1].upper()}{when[1:]}", place_words(event), event.accessibility])
        ),
        agenda=tuple(" ".join(filter(None, [line.number if with_numbers else "", line.title])) for line in shown),
        closing=_("The agenda with its documents is on the site, and kept up to date there.")
        if shown
        else _("The agenda will follow; it will be on the site."),
        button=_("See the page of the assembly"),
        url=settings.BASE_URL + event.get_absolute_url(),
    )
