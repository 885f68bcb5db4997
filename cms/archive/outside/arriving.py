"""Takes in the export that somebody sends: in pieces or at once, kept only until its posts are brought."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.utils.translation import gettext as _

from cms.archive.domain.uploads import MOST_AT_ONCE, WrongOffset, begin, let_go, open_deposit, take_piece
from cms.archive.errors import MemoryRefused
from cms.archive.models import Homecoming, Upload
from cms.archive.outside.bringing import announce, forget, look, opened_upload
from crm.accounts.models import User
from crm.partners.enums import ImportState

LOOKED_AT_ONCE = 20 * 1024 * 1024  # bytes: some seconds of reading


def receive_whole(name: str, content: File[bytes], by: User, now: datetime) -> Upload:
    """What an ordinary form sent, kept as if it had come in pieces. Raises `MemoryRefused`, and keeps nothing."""
    upload = begin(open_deposit(by, None, now, is_export=True), name, content.size, "", now)
    try:
        for piece in content.chunks(MOST_AT_ONCE):
            upload = take_piece(upload, upload.received, piece, now)
    except BaseException:
        let_go(upload)
        raise
    return upload


def receive_export(upload: Upload, now: datetime) -> Homecoming:
    """Of an export that came whole, what comes of each of its posts; a large one is left for a worker to look at.

    A second call gives the same. What is no export is let go: `MemoryRefused`.
    """
    if upload.received != upload.size:
        raise WrongOffset(_("This file has not arrived whole yet."))
    homecoming = announce(upload.name, upload, upload.deposit.made_by, now)
    if homecoming.state == ImportState.PLANNING and upload.size <= LOOKED_AT_ONCE:
        try:
            look(homecoming, opened_upload(homecoming), now)
        except MemoryRefused:
            forget(homecoming)
            raise
    return homecoming
