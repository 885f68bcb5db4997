"""The role matrix as a table that people read."""

from __future__ import annotations

from crm.accounts.policy import MATRIX, Capability, Role

INTRODUCTION = """# Qui peut faire quoi

Ce tableau vient du code (`crm/accounts/policy.py`) : la commande `manage.py roles > docs/roles.md` l’écrit,
et un test échoue s’il date. Une personne peut porter plusieurs rôles; ce qu’ils permettent s’additionne.
L’administration du site peut tout faire. Sans rôle, un compte n’ouvre rien.

"""


def matrix_as_markdown() -> str:
    """A line for each capability, a column for each role, in the language of the moment."""
    header = f"| | {' | '.join(Role)} |"
    rule = f"|---|{':-:|' * len(Role)}"
    lines = [
        f"| {capability.label} | {' | '.join('oui' if capability in MATRIX[role] else '–' for role in Role)} |"
        for capability in Capability
    ]
    return INTRODUCTION + "\n".join([header, rule, *lines]) + "\n"
