"""Describes many items at once: from a list, or by values common to a selection; each time it can be undone."""
