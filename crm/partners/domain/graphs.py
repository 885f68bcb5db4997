"""The network as GraphML, to be studied elsewhere: people and organizations are nodes, memberships are edges."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from crm.partners.models import Membership


def graphml_document(memberships: Iterable[Membership]) -> bytes:
    """A graph where two memberships of one person in one place are two edges."""
    import networkx as nx

    graph = nx.MultiGraph()
    for one in sorted(memberships, key=lambda one: one.pk):
        person, place = f"person-{one.person_id}", f"organization-{one.organization_id}"
        graph.add_node(person, kind="person", label=_text(str(one.person)))
        graph.add_node(
            place,
            kind="organization",
            label=_text(str(one.organization)),
            classification=str(one.organization.get_kind_display()),
        )
        graph.add_edge(
            person,
            place,
            key=f"membership-{one.pk}",
            role=_text(one.label),
            start=str(one.starts_on or ""),
            end=str(one.ends_on or ""),
            capacity=one.capacity,
            on_behalf_of=_text(str(one.on_behalf_of or "")),
            source=_text(one.source),
        )
    file = BytesIO()
    nx.write_graphml(graph, file, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return file.getvalue()


def _text(words: str) -> str:
    """XML 1.0 has no control characters."""
    return "".join(letter for letter in words if letter.isprintable() or letter == "\u00a0")
