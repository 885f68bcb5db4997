"""What the memory refuses, in words for the person who asked."""


class MemoryRefused(Exception):
    """An act that would break a promise of the memory; its text is the sentence to show."""


class Unreadable(MemoryRefused):
    """A master is kept, and no public copy can be made of it; its text says why and what to do."""
