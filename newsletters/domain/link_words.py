"""Finds links whose words say nothing of where they lead: « cliquez ici », « voir ci-dessous », a bare address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from crm.partners.domain.folding import fold
from newsletters.domain.findings import Finding, warning
from newsletters.domain.part_links import Link

# Folded: without accents, in lower case. What is heard when a reader goes from link to link.
EMPTY = re.compile(
    r"(?:(?:pour (?:en savoir plus|plus d.informations?),? )?(?:clique[rz]|appuye[rz]|click) (?:ici|here|sur ce lien)"
    r"|ici|la|here|(?:ce |le |this )?lien|(?:ce |this )?link|voir"
    r"|voir (?:ici|ci-dessous|ci-contre|plus bas|le lien)|see below|ci-dessous|plus bas"
    r"|suite|la suite|lire|lire (?:la )?suite|lire plus|read more|en savoir (?:plus|\+)"
    r"|plus d.infos?|plus d.informations?|details?|plus de details|more|learn more)[\s.…!>»:→]*",
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def check_link_words(links: Iterable[Link]) -> Iterator[Finding]:
    """One finding for each link that would mean nothing in a list of links."""
    for link in links:
        words = " ".join(link.words.split())
        if EMPTY.fullmatch(fold(words)):
            yield warning(
                _("A link says “%(words)s”: nobody knows where it leads.") % {"words": words},
                _("Put the link on the words that name the thing: “the three plans”, “the form to register”."),
                block_id=link.block_id,
            )
        elif ADDRESS.fullmatch(words):
            yield warning(
                _("A link is a bare address: %(words)s") % {"words": words},
                _("Put the link on words: read aloud, an address is spelled letter by letter."),
                block_id=link.block_id,
            )
