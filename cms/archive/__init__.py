"""The memory: items, collections, contributions."""
