"""The topics of the demo's newsletter, and the people who read it."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = (
    ("Assemblées", "assemblees", "Les avis de convocation, les ordres du jour et les décisions."),
    ("Activités", "activites", "Les fêtes, les ateliers et les sorties du mois."),
    ("Mobilité et sécurité", "mobilite-et-securite", "Les rues, les traverses, le vélo et le déneigement."),
    ("Verdissement", "verdissement", "Les plantations, les jardins et les corvées."),
    ("Mémoire du quartier", "memoire-du-quartier", "Les photos, les récits et les soirées d’histoire."),
)


@dataclass(frozen=True)
class Reader:
    """Someone who reads the newsletter of the demo; the address cannot receive mail (RFC 2606)."""

    number: int
    topics: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{'voisine' if self.number % 2 else 'voisin'}.{self.number:02d}@example.org"

    @property
    def has_confirmed(self) -> bool:
        return self.number % 16 != 0


def readers(count: int = 48) -> list[Reader]:
    """The same people at each loading, each with one to three topics."""
    slugs = [slug for _name, slug, _description in TOPICS]
    return [
        Reader(number, tuple(slugs[(number + step * 2) % len(slugs)] for step in range(number % 3 + 1)))
        for number in range(1, count + 1)
    ]
