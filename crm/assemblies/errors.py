"""What the table refuses."""


class AssemblyRefused(Exception):
    """What was asked cannot be; the sentence says why, and nothing was written."""
