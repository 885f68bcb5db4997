"""The square: events and, later, their series, registrations and attendance."""
