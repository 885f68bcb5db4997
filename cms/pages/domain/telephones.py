"""Telephone numbers as telephones want them."""

import re

EXTENSION = re.compile(r"\s*(?:,|;|#|\b(?:poste|ext|extension|p|x)\b\.?)\s*#?\s*(?=\d)", re.IGNORECASE)


def dialled(number: str) -> str:
    """``418 555-0142`` → ``+14185550142``; ``418 555-0142, poste 12`` → ``+14185550142;ext=12`` (RFC 3966)."""
    main, *extension = EXTENSION.split(number, maxsplit=1)
    digits = re.sub(r"\D", "", main)
    international = f"+1{digits}" if len(digits) == 10 else f"+{digits}"
    inside = re.sub(r"\D", "", extension[0]) if extension else ""
    return f"{international};ext={inside}" if inside else international
