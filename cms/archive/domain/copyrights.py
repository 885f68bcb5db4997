"""What the law says of a work: addresses of RightsStatements.org and of Creative Commons, named in plain French."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Copyright(models.TextChoices):
    """A short code for each statement that may be chosen; `STATEMENTS` tells the rest."""

    PUBLIC_DOMAIN = "pdm", _("Public domain")
    IN_COPYRIGHT = "inc", _("Protected by copyright")
    EDUCATIONAL = "inc-edu", _("Protected by copyright: education allowed")
    ORPHAN = "inc-ruu", _("Protected by copyright: owner not found")
    NO_KNOWN = "nkc", _("No known copyright")
    UNDETERMINED = "und", _("Copyright undetermined")
    NOT_EVALUATED = "cne", _("Copyright not yet looked at")
    CC0 = "cc0", _("Given to all (CC0)")
    CC_BY = "cc-by", _("Creative Commons: credit the author")
    CC_BY_SA = "cc-by-sa", _("Creative Commons: credit, share alike")
    CC_BY_NC = "cc-by-nc", _("Creative Commons: credit, nothing sold")
    CC_BY_NC_SA = "cc-by-nc-sa", _("Creative Commons: credit, nothing sold, share alike")
    CC_BY_NC_ND = "cc-by-nc-nd", _("Creative Commons: credit, nothing sold, nothing changed")


@dataclass(frozen=True)
class Statement:
    """A statement of rights: its lasting address, one plain sentence, whether a reader may take the file home."""

    uri: str
    sentence: str | Promise
    may_be_downloaded: bool


_RS = "http://rightsstatements.org/vocab/{}/1.0/"
_CC = "https://creativecommons.org/licenses/{}/4.0/deed.fr"
STATEMENTS: dict[str, Statement] = {
    Copyright.PUBLIC_DOMAIN: Statement(
        "https://creativecommons.org/publicdomain/mark/1.0/deed.fr",
        _("You may copy it, print it and change it freely."),
        True,
    ),
    Copyright.IN_COPYRIGHT: Statement(
        _RS.format("InC"), _("Ask whoever holds the rights before you use it anywhere else."), False
    ),
    Copyright.EDUCATIONAL: Statement(
        _RS.format("InC-EDU"), _("You may use it at school and for study; ask for anything else."), True
    ),
    Copyright.ORPHAN: Statement(
        _RS.format("InC-RUU"),
        _("It is protected, and we could not find who holds the rights. Write to us if you know."),
        False,
    ),
    Copyright.NO_KNOWN: Statement(
        _RS.format("NKC"), _("We looked and know of no copyright; we cannot promise that there is none."), True
    ),
    Copyright.UNDETERMINED: Statement(
        _RS.format("UND"), _("We looked and could not tell whether it is protected."), False
    ),
    Copyright.NOT_EVALUATED: Statement(
        _RS.format("CNE"), _("We have not looked yet whether it is protected. Ask us before you use it."), False
    ),
    Copyright.CC0: Statement(
        "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
        _("Its author gave it to everyone: use it as you like."),
        True,
    ),
    Copyright.CC_BY: Statement(_CC.format("by"), _("Use it as you like, and name its author."), True),
    Copyright.CC_BY_SA: Statement(
        _CC.format("by-sa"), _("Use it, name its author, and share what you make of it in the same way."), True
    ),
    Copyright.CC_BY_NC: Statement(
        _CC.format("by-nc"), _("Use it without selling anything, and name its author."), True
    ),
    Copyright.CC_BY_NC_SA: Statement(
        _CC.format("by-nc-sa"),
        _("Use it without selling anything, name its author, and share what you make of it in the same way."),
        True,
    ),
    Copyright.CC_BY_NC_ND: Statement(
        _CC.format("by-nc-nd"), _("Share it unchanged, without selling anything, and name its author."), True
    ),
}


def statement_of(code: str) -> Statement | None:
    """What this code says; None where nothing was chosen."""
    return STATEMENTS.get(code)


def code_of(uri: str) -> str:
    """The code of a statement by its address, http or https; empty where it is none of ours."""
    bare = _bare(uri)
    return next((code for code, statement in STATEMENTS.items() if _bare(statement.uri) == bare), "")


def _bare(uri: str) -> str:
    return uri.partition("://")[2].removesuffix("deed.fr").strip("/")
