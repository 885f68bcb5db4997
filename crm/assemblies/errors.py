"""What the table refuses."""

from typing import Any

from django.utils.translation import gettext as _


class AssemblyRefused(Exception):
    """What was asked cannot be; the sentence says why, and nothing was written."""


class NeedsKnowing(AssemblyRefused):
    """It can be done, by someone who says that they know what it means."""


class StaleRecord(AssemblyRefused):
    """Someone else wrote meanwhile; ``stored`` is what they wrote, and it stays."""

    def __init__(self, stored: Any) -> None:
        super().__init__(
            _("Someone else changed this while you were writing. Nothing was overwritten: both versions are here.")
        )
        self.stored = stored
