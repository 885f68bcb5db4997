"""What tests of contributions share: files drawn by code, a form filled in."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from time_machine import travel

from cms.archive.contribution_forms import about_words
from cms.archive.domain.agreement_texts import words_today
from cms.archive.domain.contributed_files import read_files
from cms.archive.domain.contributing import Giver, Telling, receive_contribution
from cms.archive.domain.form_stamps import make_stamp
from cms.archive.enums import AgreementSubject
from cms.archive.models import Contribution
from tests.factories import drawn_image

Fill = Callable[..., dict[str, Any]]


def upload(name: str = "classe.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn_image() if content is None else content)


def drawn(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#2f5d3a").save(file, kind)
    return file.getvalue()


def tiff_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are a very large picture (TIFF 6.0, one strip, grey)."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1)]
    tags += [(278, 4, height), (279, 4, 1)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)


def a_minute_ago() -> str:
    """The stamp of a form that was read for a minute."""
    with travel(timezone.now() - timedelta(minutes=1), tick=False):
        return make_stamp(about_words(words_today(AgreementSubject.LICENCE)))


def filled(**fields: Any) -> dict[str, Any]:
    """The form as a person sends it."""
    known = {
        "attached": [upload()],
        "title": "Ma classe devant l’école",
        "date_said": "vers 1960",
        "place_said": "avenue des Tailleurs",
        "description": "Je suis au deuxième rang.",
        "made_by": "mon oncle",
        "name": "Ondine",
        "email": "ondine@example.org",
        "age": "over",
        "licence": "inc",
        "agree": "on",
        "stamp": a_minute_ago(),
    }
    return {name: value for name, value in (known | fields).items() if value is not None}


def given(now: datetime | None = None, files: int = 1, **fields: Any) -> Contribution:
    """A contribution that was received."""
    giver = Giver(
        name=fields.pop("name", "Ondine"),
        email=fields.pop("email", "ondine@example.org"),
        licence=fields.pop("licence", "inc"),
        wants_name=fields.pop("wants_name", False),
    )
    telling = Telling(**{"title": "Ma classe devant l’école", **fields})
    chosen = read_files([upload(f"photo{number}.jpg") for number in range(files)])
    moment = now or timezone.now()
    return receive_contribution(telling, giver, chosen, f"form {Contribution.objects.count()}", moment)
