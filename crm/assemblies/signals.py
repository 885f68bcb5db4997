"""What the table announces to the storeys above."""

from django.dispatch import Signal

# minutes: everyone may read them from now on.
minutes_published = Signal()
# minutes, now: they left the site.
minutes_withdrawn = Signal()
