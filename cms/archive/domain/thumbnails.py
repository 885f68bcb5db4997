"""The copy that stands for a file: small in a list, large beside the form that describes it."""

from __future__ import annotations

from cms.archive.enums import Purpose
from cms.archive.models import Derivative

SCREEN = 1280  # pixels


def thumbnail_of(copies: list[Derivative]) -> Derivative | None:
    """The smallest picture that every browser reads."""
    pictures = [copy for copy in copies if copy.purpose == Purpose.IMAGE and copy.media_type == "image/jpeg"]
    return min(pictures, key=lambda copy: copy.width, default=None)


def screen_copy(copies: list[Derivative]) -> Derivative | None:
    """What is looked at while one describes: the widest picture that fits a screen, else the recording itself."""
    fitting = [copy for copy in copies if copy.media_type == "image/jpeg" and copy.width <= SCREEN]
    widest = max(fitting, key=lambda copy: (-copy.page, copy.width), default=None)
    return widest or next((copy for copy in copies if copy.purpose in (Purpose.SOUND, Purpose.FILM)), None)
