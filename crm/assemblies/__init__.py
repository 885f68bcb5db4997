"""The table: how the council calls its assemblies, what it decides there, and what becomes of it."""
