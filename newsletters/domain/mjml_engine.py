"""The border to MRML, which turns MJML into the tables that mail programs understand."""

from __future__ import annotations

from django.utils.translation import gettext as _
from mjml import mjml2html

from newsletters.domain.errors import PostRoomError


class UnreadableMarkup(PostRoomError):
    """The letter's MJML cannot be compiled."""


def compile_mjml(source: str) -> str:
    """Return the HTML of an MJML document, with neither remote fonts nor hot-linked icons.

    Raises ``UnreadableMarkup`` where a tag is not closed. MRML passes over components and attributes it does
    not know without a word: the tests render every block.
    """
    try:
        return mjml2html(source, disable_comments=True, fonts={}, social_icon_origin="")
    except ValueError as error:
        raise UnreadableMarkup(_("The letter cannot be laid out: one of its blocks holds broken markup.")) from error
