"""Reads the translatable words of Django templates for Babel, so that no gettext tools are needed."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_template(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Yield the messages of one template, as Babel's extraction methods do.

    Django turns the template into something that resembles Python; only its indentation, which
    means nothing there, has to go before Python's own tokenizer can read it.
    """
    python = "\n".join(line.lstrip() for line in templatize(fileobj.read().decode()).splitlines())
    return extract_python(BytesIO(python.encode()), keywords, comment_tags, dict(options))  # type: ignore[arg-type,return-value]
