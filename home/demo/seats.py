"""Who sits where in the demo's neighbourhood, now and before; years are counted back from the day it is loaded.

A date is written as it is known: « -3 » is three years ago, « -3-05 » May of that year, « -3-05-14 » its day; « a0 » is
the last annual assembly and « a1 » the one before; « d+40 » is forty days after the loading.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm.partners.enums import Capacity, Visibility, WayIn


@dataclass(frozen=True)
class Seat:
    """A seat; ``held_for`` our council where it sends someone there."""

    key: str
    place: str
    title: str
    reserved_for: str = ""
    way_in: WayIn = WayIn.ELECTED
    term_months: int = 24
    is_voting: bool = True
    is_outside: bool = False


BOARD_SEATS = (
    *(Seat(f"femme-{n}", "council", f"Siège {n}", "une femme du quartier") for n in range(1, 5)),
    *(Seat(f"homme-{n}", "council", f"Siège {n}", "un homme du quartier") for n in range(5, 9)),
    *(Seat(f"neutre-{n}", "council", f"Siège {n}") for n in (9, 10)),
    Seat("coopte", "council", "Siège 11", "un établissement du quartier", WayIn.CO_OPTED, 12),
    *(
        Seat(f"office-{n}", "council", "Conseil municipal, membre d’office", "", WayIn.EX_OFFICIO, 0, is_voting=False)
        for n in (1, 2)
    ),
)

OUTSIDE_SEATS = tuple(
    Seat(key, place, title, "une personne du conseil", WayIn.NAMED, months, is_outside=True)
    for key, place, title, months in (
        ("chez-table", "table", "Siège des conseils de quartier", 24),
        ("chez-carriere", "carriere", "Siège des voisins", 12),
        ("chez-ecole", "ecole", "Membre de la communauté au conseil d’établissement", 12),
        ("chez-binette", "binette", "Siège du conseil de quartier", 24),
        ("chez-centre", "centre", "Siège du conseil de quartier", 24),
        ("chez-histoire", "histoire", "Siège du quartier", 24),
        ("chez-mobilite", "mobilite", "Siège des résidents", 24),
        ("chez-accueil", "accueil", "Siège des partenaires", 24),
        ("chez-regroupement", "regroupement", "Délégation des Trois-Ormes", 12),
    )
)


@dataclass(frozen=True)
class Sits:
    """Someone somewhere, from when to when."""

    who: str
    place: str
    role: str = ""
    since: str = ""
    until: str = ""
    seat: str = ""
    term: str = ""
    report: str = ""
    verified: str = ""
    decision: str = ""
    mandate: str = ""
    source: str = ""
    end_is_unknown: bool = False
    visibility: Visibility = Visibility.PUBLIC
    capacity: Capacity = Capacity.OWN_NAME
    is_for_us: bool = False


ELECTED = "Procès-verbal de l’assemblée générale annuelle"
BOARD = Visibility.BOARD

OUR_BOARD = (
    Sits("florence", "council", "Présidente", "a0", seat="femme-1", term="a0+24", source=ELECTED),
    Sits("maelle", "council", "Secrétaire", "a1", seat="femme-2", term="a1+24", source=ELECTED),
    Sits("rosalba", "council", "Administratrice", "a0", seat="femme-3", term="a0+24", source=ELECTED),
    Sits("noemie", "council", "Administratrice", "a1", seat="femme-4", term="a1+24", source=ELECTED),
    Sits("anatole", "council", "Vice-président", "a1", seat="homme-5", term="a1+24", source=ELECTED),
    Sits("ismael", "council", "Trésorier", "a0", seat="homme-6", term="a0+24", source=ELECTED),
    Sits("hyacinthe", "council", "Administrateur", "a1", seat="homme-7", term="a1+24", source=ELECTED),
    Sits("cyprien", "council", "Administrateur", "a0", seat="homme-8", term="a0+24", source=ELECTED),
    Sits("amina", "council", "Administratrice", "a0", seat="neutre-9", term="a0+24", source=ELECTED),
    Sits("leopold", "council", "Administrateur", "a1", seat="neutre-10", term="a1+24", source=ELECTED),
    Sits(
        "jacinthe",
        "council",
        "Administratrice",
        "a0",
        seat="coopte",
        term="a0+12",
        decision="Cooptation à l’assemblée de mai",
        source="Procès-verbal du conseil",
    ),
    Sits(
        "perrine",
        "council",
        "Conseillère municipale",
        "-3-11",
        seat="office-1",
        source="https://arrondissement.example/conseil",
    ),
    Sits(
        "gaston",
        "council",
        "Conseiller municipal",
        "-1-11",
        seat="office-2",
        source="https://arrondissement.example/conseil",
    ),
    # Before.
    Sits("florence", "council", "Administratrice", "a2", "a0", seat="femme-1", source=ELECTED),
    Sits("florence", "council", "Administratrice", "a4", "a2", seat="femme-3", source=ELECTED),
    Sits("maelle", "council", "Administratrice", "a3", "a1", seat="femme-2", source=ELECTED),
    Sits("anatole", "council", "Administrateur", "a3", "a1", seat="homme-5", source=ELECTED),
    Sits("cyprien", "council", "Administrateur", "a2", "a0", seat="homme-8", source=ELECTED),
    Sits("odile", "council", "Présidente", "a4", "a2", seat="femme-1", source=ELECTED),
    Sits("barnabe", "council", "Trésorier", "a4", "a0", seat="homme-6", source=ELECTED),
    Sits("solange", "council", "Secrétaire", "a5", "a3", seat="femme-4", source=ELECTED),
    Sits(
        "theodule", "council", "Administrateur", "-9", "-6", seat="homme-7", source="Rapport annuel", visibility=BOARD
    ),
    Sits("philomene", "council", "Présidente", "-14", "-8-04", source="Rapport annuel", visibility=BOARD),
    Sits(
        "zephirin", "council", "Administrateur", "-11", end_is_unknown=True, source="Album du conseil", visibility=BOARD
    ),
)

FOR_US = (
    Sits(
        "florence",
        "table",
        "",
        "d-690",
        seat="chez-table",
        term="d+40",
        report="d+20",
        decision="Résolution du conseil, point 7",
        mandate="Porter les priorités du quartier et rapporter les projets des autres organismes.",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "anatole",
        "carriere",
        "",
        "-1-10",
        seat="chez-carriere",
        term="d+200",
        report="d-12",
        decision="Résolution du conseil, point 9",
        mandate="Demander le relevé des poussières à chaque rencontre.",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "noemie",
        "ecole",
        "",
        "-1-09-18",
        seat="chez-ecole",
        term="d+220",
        decision="Lettre de la direction",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "rosalba",
        "binette",
        "Trésorière",
        "a0",
        seat="chez-binette",
        term="a0+24",
        decision="Résolution du conseil, point 5",
        mandate="Arrimer les corvées du jardin et celles du conseil.",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "cyprien",
        "centre",
        "",
        "-3-02",
        seat="chez-centre",
        term="-1-02",
        report="d+75",
        decision="Résolution du conseil, point 4",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "leopold",
        "histoire",
        "Vice-président",
        "-1-05-12",
        seat="chez-histoire",
        term="d+300",
        decision="Résolution du conseil, point 6",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
    ),
    Sits(
        "maelle",
        "regroupement",
        "",
        "-1-06",
        seat="chez-regroupement",
        verified="d-30",
        is_for_us=True,
        capacity=Capacity.DELEGATE,
        visibility=BOARD,
    ),
    Sits(
        "jacinthe",
        "perron",
        "Observatrice",
        "-1-03",
        report="d+50",
        decision="Entente avec la coopérative",
        is_for_us=True,
        capacity=Capacity.OBSERVER,
    ),
    Sits("barnabe", "mobilite", "", "-3-01", "d-120", seat="chez-mobilite", is_for_us=True, capacity=Capacity.DELEGATE),
    Sits("odile", "table", "", "-6-03", "d-700", seat="chez-table", is_for_us=True, capacity=Capacity.DELEGATE),
)

ELSEWHERE = (
    Sits("florence", "bibliotheque", "Membre du comité des usagers", "-2-09"),
    Sits("anatole", "velo", "Président", "-4-03", source="https://velo-ormes.example/equipe"),
    Sits("ismael", "caisse", "Administrateur", "-2", end_is_unknown=True, verified="d-200"),
    Sits("ismael", "habitation", "Trésorier", "-5-10"),
    Sits("ismael", "accueil", "Bénévole à la caisse", "-4", end_is_unknown=True),
    Sits("rosalba", "ornitho", "Secrétaire", "-6-04"),
    Sits("hyacinthe", "centre", "Président", "-2-10-03"),
    Sits("hyacinthe", "marchands", "Membre", "-7", "-2"),
    Sits("noemie", "parents", "Présidente", "-2-09"),
    Sits("noemie", "garderie", "Administratrice", "-6-08", "-2-06"),
    Sits("cyprien", "saisons", "Président", "-5-01"),
    Sits("amina", "accueil", "Présidente", "-3-02"),
    Sits("amina", "cuisine", "Administratrice", "-2-05"),
    Sits("leopold", "paroisse", "Marguillier", "-4"),
    Sits("jacinthe", "journal", "Rédactrice bénévole", "-3-09"),
    Sits(
        "perrine", "arrondissement", "Conseillère municipale", "-3-11", source="https://arrondissement.example/conseil"
    ),
    Sits("gaston", "arrondissement", "Conseiller municipal", "-1-11", source="https://arrondissement.example/conseil"),
    Sits("perrine", "mobilite", "Présidente", "-2-01"),
    Sits("odile", "logement", "Présidente", "-3-06", visibility=BOARD),
    Sits("barnabe", "velo", "Trésorier", "-5", visibility=BOARD),
    Sits("solange", "histoire", "Archiviste", "-12", visibility=BOARD),
    Sits("solange", "paroisse", "Secrétaire", "-8", end_is_unknown=True, visibility=BOARD),
    Sits("philomene", "saisons", "Membre", "-8", visibility=BOARD),
    Sits("clementine", "ecole", "Directrice", "-4-08", visibility=BOARD),
    Sits("clementine", "table", "Membre", "-3-09", visibility=BOARD),
    Sits("ovide", "escale", "Coordonnateur", "-6", visibility=BOARD),
    Sits("ovide", "table", "Coprésident", "-2-05", visibility=BOARD),
    Sits("marguerite", "clsc", "Organisatrice communautaire", "-5", visibility=BOARD),
    Sits("marguerite", "table", "Membre", "-5", visibility=BOARD),
    Sits("faustin", "marchands", "Président", "-3-01", visibility=BOARD),
    Sits("delphine", "perron", "Présidente", "-2-11", visibility=BOARD),
    Sits("delphine", "marchands", "Administratrice", "-1-02", visibility=BOARD),
    Sits("ulric", "centre", "Directeur", "-9", visibility=BOARD),
    Sits("ulric", "table", "Trésorier", "-4", visibility=BOARD),
    Sits("rosemonde", "logement", "Coordonnatrice", "-7", visibility=BOARD),
    Sits("rosemonde", "table", "Membre", "-3", visibility=BOARD),
    Sits("aurele", "carriere", "Président", "-3-09", visibility=BOARD),
    Sits("victoire", "voisin-nord", "Présidente", "a1", visibility=BOARD),
    Sits("victoire", "regroupement", "Déléguée", "a1", visibility=BOARD),
    Sits("napoleon", "voisin-sud", "Président", "a2", visibility=BOARD),
    Sits("napoleon", "regroupement", "Délégué", "a2", visibility=BOARD),
    Sits("irenee", "fonds", "Directrice", "-6", visibility=BOARD),
    Sits("yasmine", "accueil", "Coordonnatrice", "-4-01", visibility=BOARD),
    Sits("yasmine", "table", "Membre", "-2", visibility=BOARD),
    Sits("tancrede", "radio", "Animateur", "-3", visibility=BOARD),
    Sits("eugenie", "journal", "Rédactrice en chef", "-8", visibility=BOARD),
    Sits("damase", "paroisse", "Président", "-5-06", visibility=BOARD),
    Sits("lucille", "binette", "Présidente", "-3-04", visibility=BOARD),
    Sits("lucille", "cuisine", "Membre", "-2", visibility=BOARD),
    Sits("adelard", "histoire", "Président", "-10", "d-400", visibility=BOARD),
    Sits("corinne", "garderie", "Directrice", "-4", visibility=BOARD),
    Sits("evariste", "caisse", "Directeur", "-2-03", visibility=BOARD),
    Sits("honorine", "cuisine", "Coordonnatrice", "-9", visibility=BOARD),
    Sits("wilfrid", "ornitho", "Président", "-7", visibility=BOARD),
    Sits("thais", "bibliotheque", "Responsable", "-2-02", visibility=BOARD),
    Sits("romuald", "mobilite", "Membre", "-2-01", visibility=BOARD),
    Sits("blanche", "habitation", "Présidente", "-3-10", visibility=BOARD),
    Sits("edmee", "escale", "Présidente", "-1-10", visibility=BOARD),
    Sits("firmin", "velo", "Mécanicien", "-5", visibility=BOARD),
    Sits("josephat", "saisons", "Trésorier", "-4", visibility=BOARD),
    Sits("madeleine", "parents", "Secrétaire", "-1-09", visibility=BOARD),
    Sits("onesime", "carriere", "Représentant de la carrière", "-6-09", visibility=BOARD),
    Sits("pelagie", "clsc", "Travailleuse de milieu", "-2", visibility=BOARD),
    Sits("pelagie", "escale", "Administratrice", "-2-10", visibility=BOARD),
    Sits("quentin", "arrondissement", "Conseiller en participation", "-3-05", visibility=BOARD),
    Sits("quentin", "carriere", "Observateur", "-3-09", visibility=BOARD),
    Sits("sidonie", "fonds", "Administratrice", "-4", visibility=BOARD),
    Sits("sidonie", "caisse", "Administratrice", "-6", "-3", visibility=BOARD),
    Sits("cleophas", "logement", "Administrateur", "-2", visibility=Visibility.PRIVATE),
)
