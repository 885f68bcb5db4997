"""What the square announces; the storeys above listen (`newsletters/receivers.py` writes the letter).

Each is sent inside the transaction of its verb, with ``event`` and ``now`` unless said otherwise: a receiver writes
rows, and starts its tasks with ``delay_on_commit``.
"""

from django.dispatch import Signal

event_published = Signal()
event_changed = Signal()  # also ``changed``, the names of the fields; empty when a cancellation was taken back
event_cancelled = Signal()
event_postponed = Signal()
event_withdrawn = Signal()

# What becomes of one registration: ``registration``, ``news`` (`RegistrationNews`) and ``now``.
registration_news = Signal()
neighbours_changed = Signal()  # what the agenda shows of the partners' calendars; neither ``event`` nor ``now``

# The names of one desk were destroyed: ``event`` and ``now``; whoever kept words about them destroys these too.
registrations_forgotten = Signal()
