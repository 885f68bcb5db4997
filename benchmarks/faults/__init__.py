"""Breaks everything that carries a letter, with real processes, and counts what became of each."""
