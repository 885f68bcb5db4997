"""What the table announces to the storeys above.

Each is sent inside the transaction of its verb: a receiver writes rows, and starts its tasks once it is committed.
"""

from django.dispatch import Signal

# minutes: everyone may read them from now on.
minutes_published = Signal()
# minutes, now: they left the site.
minutes_withdrawn = Signal()
# notice, by, now: an assembly is called; the post room writes the letters, or refuses and so undoes the call.
assembly_called = Signal()
