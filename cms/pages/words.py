"""Sentences of Wagtail's that our blocks show and that have no French of their own: our catalogue gives them one."""

from django.utils.translation import gettext_noop

gettext_noop("Please add some alt text for your image or mark it as decorative")
