"""The screen that serves during an assembly, and what is pressed on it."""
