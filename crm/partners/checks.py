"""Says at `manage.py check --database default` what the identity of the council still lacks."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError
from django.utils.translation import gettext as _

from crm.partners.models import Council


@register(Tags.database)
def check_identity(databases: Sequence[str] | None = None, **_kwargs: Any) -> Sequence[CheckMessage]:
    """Sign-up and sending stay closed while something is missing; a database without tables yet says nothing."""
    if not databases:
        return []
    try:
        missing = (Council.objects.first() or Council()).missing_identity()
    except DatabaseError:
        return []
    if not missing:
        return []
    words = _("The identity of the council is incomplete: {missing}.").format(missing=", ".join(missing))
    hint = _("Complete it in the admin, under Settings: until then nobody can subscribe and nothing is sent.")
    return [Warning(words, hint=hint, id="parvis.W008")]
