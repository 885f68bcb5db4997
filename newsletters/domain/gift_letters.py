"""The automatic letters to those who give something to the memory: their original words, and which must leave."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from cms.archive.enums import ContributionNews as News
from newsletters.domain.letter_texts import DETAILS, AutomaticLetter, LetterText

PREFIX = "gift_"
# What the programme writes of these must stay: a number of files, a question, a reason, a day.
WITH_DETAILS = (News.RECEIVED, News.QUESTION, News.REFUSED, News.WITHDRAWN)


def gift_key(news: News) -> str:
    """Under which the council's words for it are kept."""
    return f"{PREFIX}{news.value}"


def gift_label(news: News) -> str:
    """What the screens call it."""
    return LABELS[news]()


def gift_letters() -> list[AutomaticLetter]:
    """In the order in which people meet them."""
    return [_letter(news) for news in News]


def _letter(news: News) -> AutomaticLetter:
    slots = {"nom": _("the name of the person")}
    if news is not News.RECEIVED:  # to an address that nobody has verified, nothing that was typed but the name
        slots["titre"] = _("what was given, as the person named it")
    details = {DETAILS: _("what concerns this person, which the programme writes")} if news in WITH_DETAILS else {}
    return AutomaticLetter(
        gift_key(news),
        gift_label(news),
        LEAVES[news](),
        {**slots, **details},
        LetterText(SUBJECTS[news](), "\n\n".join(WORDS[news]())),
        tuple(details),
        STAYS[news]() if news in STAYS else "",
    )


LABELS: dict[News, Callable[[], str]] = {
    News.RECEIVED: lambda: _("Gift to the memory: receipt"),
    News.QUESTION: lambda: _("Gift to the memory: question"),
    News.ACCEPTED: lambda: _("Gift to the memory: accepted"),
    News.REFUSED: lambda: _("Gift to the memory: refused"),
    News.PUBLISHED: lambda: _("Gift to the memory: on the site"),
    News.WITHDRAWN: lambda: _("Gift to the memory: taken back"),
}
SUBJECTS: dict[News, Callable[[], str]] = {
    News.RECEIVED: lambda: _("What you gave is received"),
    News.QUESTION: lambda: _("A question about what you gave"),
    News.ACCEPTED: lambda: _("What you gave is accepted"),
    News.REFUSED: lambda: _("What you gave is not kept"),
    News.PUBLISHED: lambda: _("What you gave is on the site"),
    News.WITHDRAWN: lambda: _("What you gave is taken back"),
}
LEAVES: dict[News, Callable[[], str]] = {
    News.RECEIVED: lambda: _("As soon as someone gives something by the site’s form; their own link follows."),
    News.QUESTION: lambda: _("When a question is asked about what someone gave; the question is in it."),
    News.ACCEPTED: lambda: _("When what someone gave is accepted; their own link follows."),
    News.REFUSED: lambda: _("When what someone gave is refused; the reason is in it."),
    News.PUBLISHED: lambda: _("When what someone gave can be seen on the site; its address follows."),
    News.WITHDRAWN: lambda: _("When someone takes back what they gave."),
}
STAYS: dict[News, Callable[[], str]] = {
    News.RECEIVED: lambda: _(
        "It cannot be switched off: it carries the person's own link to follow, correct or take back what they gave."
    ),
    News.QUESTION: lambda: _(
        "It cannot be switched off: nobody could answer, and what is not answered is destroyed in the end."
    ),
    News.REFUSED: lambda: _(
        "It cannot be switched off: the person must know why, and until when what they sent is kept."
    ),
    News.WITHDRAWN: lambda: _(
        "It cannot be switched off: if it was not this person who took it back, they must know in time."
    ),
}
ITS_DETAILS = f"{{{DETAILS}}}"
WORDS: dict[News, Callable[[], list[str]]] = {
    News.RECEIVED: lambda: [
        _("Thank you, {name}.").format(name="{nom}"),
        ITS_DETAILS,
        _(
            "Somebody of the council reads it, then writes to you: it is accepted, or there is a question, or it is "
            "refused with the reason. Nothing is shown before."
        ),
        _("The button leads to your own page: you follow it there, correct it, or take it back at any time."),
        _("You did not send anything? Open the page and take it back, or write to us."),
    ],
    News.QUESTION: lambda: [
        _("We read what you gave, “{title}”, and have a question:").format(title="{titre}"),
        ITS_DETAILS,
    ],
    News.ACCEPTED: lambda: [
        _("What you gave, “{title}”, is now part of the memory of the neighbourhood. Thank you.").format(
            title="{titre}"
        ),
        _("We describe it, then put it on the site; a letter will give you its address."),
        _("You may take your agreement back at any time with the button: it then leaves the site."),
    ],
    News.REFUSED: lambda: [
        _("We read what you gave, “{title}”, and do not keep it. Here is why:").format(title="{titre}"),
        ITS_DETAILS,
    ],
    News.PUBLISHED: lambda: [
        _("What you gave can now be seen by everyone. Thank you!"),
        _("You may take your agreement back at any time with the button: it then leaves the site."),
    ],
    News.WITHDRAWN: lambda: [
        _("You took back “{title}”: nothing of it is on the site any more.").format(title="{titre}"),
        ITS_DETAILS,
        _("It was not you, or you changed your mind? Write to us before then."),
    ],
}
