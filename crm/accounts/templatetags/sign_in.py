"""What a local installation says on its sign-in pages."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def local_notice(with_logins: bool = False) -> SafeString | str:
    """Nothing on a server; elsewhere, which protections are off and under which logins the demo is tried."""
    demo_logins = settings.DEMO_LOGINS if with_logins and settings.SHOW_DEMO_LOGINS else []
    if settings.SECOND_FACTOR_REQUIRED and not demo_logins:
        return ""
    context = {
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
        "demo_logins": demo_logins,
        "demo_password": settings.DEMO_PASSWORD,
    }
    return render_to_string("account/snippets/local_notice.html", context)
