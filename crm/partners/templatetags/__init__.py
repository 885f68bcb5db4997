"""Filters of the ground floor."""
