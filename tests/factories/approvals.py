"""A council in which nobody reads over another's letters."""

from newsletters.models import ApprovalRules


def approve_nothing() -> None:
    """No letter waits for a second person."""
    ApprovalRules.objects.update_or_create(defaults={"notices": False, "newsletters": False})
