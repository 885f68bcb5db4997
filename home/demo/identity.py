"""Who the demo council is, and who sits on its board. None of these people or places exist."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = {
    "name": "Conseil de quartier des Trois-Ormes",
    "short_name": "CQTO",
    "neighbourhood": "Trois-Ormes",
    "tagline": "Le quartier se parle, se prépare et se souvient.",
    "street_address": "12, rue du Four-à-Chaux, local 3",
    "city": "Québec",
    "province": "Québec",
    "postal_code": "G0X 0X0",
    "email": "bonjour@conseil.example",
    "telephone": "418 555-0142",
    "privacy_officer_name": "Maëlle Vadeboncœur-Tessier",
    "privacy_officer_title": "Secrétaire du conseil",
    "privacy_officer_email": "vieprivee@conseil.example",
}


@dataclass(frozen=True)
class BoardMember:
    """Someone of the board, as the page « Le conseil » presents them."""

    name: str
    role: str
    cares_for: str


BOARD = (
    BoardMember("Florence Lalumière-Desbiens", "Présidente", "les liens avec la Ville"),
    BoardMember("Anatole Grandpré-Soucy", "Vice-président", "la mobilité et la sécurité"),
    BoardMember("Maëlle Vadeboncœur-Tessier", "Secrétaire", "les procès-verbaux et la vie privée"),
    BoardMember("Ismaël Trudel-Benamor", "Trésorier", "le budget et les demandes de subvention"),
    BoardMember("Rosalba Printemps-Aubin", "Administratrice", "le verdissement"),
    BoardMember("Hyacinthe Belhumeur-Roy", "Administrateur", "les fêtes de quartier"),
    BoardMember("Noémie Sansregret-Doré", "Administratrice", "les familles et les jeunes"),
    BoardMember("Cyprien Lafleur-Mongrain", "Administrateur", "les aînées et aînés"),
    BoardMember("Amina Boisclair-Diallo", "Administratrice", "l’accueil des nouveaux arrivants"),
    BoardMember("Léopold Tranchemontagne-Vézina", "Administrateur", "la mémoire du quartier"),
    BoardMember("Jacinthe Portelance-Amyot", "Administratrice", "l’infolettre et le site"),
)


@dataclass(frozen=True)
class Partner:
    """An organization the council works with, as the page « Nos partenaires » presents it."""

    name: str
    does: str
    together: str


PARTNERS = (
    Partner("Café coopératif Le Perron", "Un café géré par ses membres", "Café-jasette du mercredi"),
    Partner("Maison des jeunes L’Escale des Ormes", "Un lieu pour les 12 à 17 ans", "Veillée des lanternes"),
    Partner("École du Boisé-Clair", "L’école primaire du quartier", "Corridors scolaires"),
    Partner("Jardin collectif La Binette", "Quarante parcelles et une serre", "Corvées de plantation"),
    Partner("Club Les Belles Saisons", "Les loisirs des aînées et aînés", "Dîners chantés"),
    Partner("Société d’histoire des Trois-Ormes", "Archives et promenades", "Soirées « Apportez vos photos »"),
    Partner("Vélo-Ormes", "Un atelier de réparation libre-service", "Séances de mise au point"),
    Partner("Centre communautaire du Four-à-Chaux", "Salles, patinoire et cuisine", "Nos assemblées"),
)
