"""What the memory announces to whoever stands above or beside it."""

from django.dispatch import Signal

# `item`: it opened to the public, or closed. Sent inside the transaction that wrote it.
item_opened = Signal()
item_closed = Signal()

# What becomes of a contribution: `contribution`, `news` (`ContributionNews`) and `now`.
contribution_news = Signal()
