"""The organizations and people of the demo's neighbourhood. None of them exist."""

from __future__ import annotations

from dataclasses import dataclass

from crm.partners.enums import OrganizationKind as Kind
from crm.partners.enums import Visibility


@dataclass(frozen=True)
class Place:
    """An organization; ``founded`` as it is known."""

    key: str
    name: str
    kind: Kind
    sector: str
    description: str = ""
    acronym: str = ""
    formerly: str = ""
    founded: str = ""
    parent: str = ""
    is_listed: bool = True


PLACES = (
    Place(
        "council",
        "Conseil de quartier des Trois-Ormes",
        Kind.COUNCIL,
        "Vie démocratique",
        "Le conseil du quartier : onze personnes élues ou nommées, et vous.",
        "CQTO",
        founded="1997",
    ),
    Place(
        "perron",
        "Café coopératif Le Perron",
        Kind.COOPERATIVE,
        "Alimentation",
        "Un café géré par ses membres.",
        founded="2011-05",
    ),
    Place(
        "escale",
        "Maison des jeunes L’Escale des Ormes",
        Kind.COMMUNITY,
        "Jeunesse",
        "Un lieu pour les 12 à 17 ans.",
        founded="1988",
    ),
    Place("ecole", "École du Boisé-Clair", Kind.SCHOOL, "Éducation", "L’école primaire du quartier."),
    Place(
        "binette",
        "Jardin collectif La Binette",
        Kind.COMMUNITY,
        "Verdissement",
        "Quarante parcelles et une serre.",
        founded="2004-04",
    ),
    Place(
        "saisons",
        "Club Les Belles Saisons",
        Kind.COMMUNITY,
        "Aînées et aînés",
        "Les loisirs des aînées et aînés.",
        formerly="Club de l’âge d’or des Tailleurs",
    ),
    Place(
        "histoire",
        "Société d’histoire des Trois-Ormes",
        Kind.COMMUNITY,
        "Mémoire",
        "Archives et promenades.",
        "SHTO",
        founded="1979",
    ),
    Place("velo", "Vélo-Ormes", Kind.COMMUNITY, "Mobilité", "Un atelier de réparation libre-service.", founded="2016"),
    Place(
        "centre",
        "Centre communautaire du Four-à-Chaux",
        Kind.COMMUNITY,
        "Loisirs",
        "Salles, patinoire et cuisine.",
        "CCFC",
        founded="1991",
    ),
    Place(
        "table",
        "Table de concertation des Ormes",
        Kind.COMMITTEE,
        "Vie démocratique",
        "Vingt organismes autour d’une même table, six fois par an.",
        "TCO",
        founded="2009",
    ),
    Place(
        "carriere",
        "Comité de bon voisinage de la carrière",
        Kind.COMMITTEE,
        "Environnement",
        "La carrière, la Ville et les voisins se parlent du bruit et de la poussière.",
        founded="2015-09",
    ),
    Place(
        "mobilite",
        "Comité consultatif sur la mobilité",
        Kind.COMMITTEE,
        "Mobilité",
        "Conseille l’arrondissement sur les rues, les traverses et les pistes.",
        "CCM",
        parent="arrondissement",
    ),
    Place(
        "arrondissement",
        "Arrondissement de la Grande-Côte",
        Kind.CITY,
        "Municipal",
        "Les services municipaux du secteur.",
    ),
    Place(
        "bibliotheque",
        "Bibliothèque des Tailleurs",
        Kind.CITY,
        "Culture",
        "Livres, jeux et salle de lecture.",
        parent="arrondissement",
    ),
    Place("clsc", "CLSC de la Grande-Côte", Kind.INSTITUTION, "Santé", "Soins et services sociaux de proximité."),
    Place(
        "habitation",
        "Coopérative d’habitation L’Orme-Rouge",
        Kind.COOPERATIVE,
        "Habitation",
        "Trente-deux logements autour d’une cour.",
        founded="1986-11",
    ),
    Place(
        "logement",
        "Comité logement de la Côte",
        Kind.COMMUNITY,
        "Habitation",
        "Défend les locataires, un bail à la fois.",
        founded="1994",
    ),
    Place("paroisse", "Fabrique Saint-Éloi-des-Ormes", Kind.WORSHIP, "Patrimoine", "Garde l’église et son parvis."),
    Place(
        "accueil",
        "Le Palier, accueil des nouveaux arrivants",
        Kind.COMMUNITY,
        "Accueil",
        "Jumelage, francisation et vestiaire d’hiver.",
        founded="2018-02",
    ),
    Place(
        "cuisine",
        "Cuisine collective La Louche",
        Kind.COMMUNITY,
        "Alimentation",
        "Cinq groupes, une grande marmite.",
        founded="2001",
    ),
    Place(
        "marchands",
        "Association des marchands de la rue des Tailleurs",
        Kind.BUSINESS,
        "Commerce",
        "Quarante vitrines et une fête de Noël.",
        "AMRT",
    ),
    Place("journal", "Le Crieur des Ormes", Kind.MEDIA, "Médias", "Le mensuel gratuit du quartier.", founded="2008"),
    Place("radio", "Radio de la Côte", Kind.MEDIA, "Médias", "Des voix d’ici, sept jours sur sept."),
    Place(
        "fonds",
        "Fonds des voisins",
        Kind.FUNDER,
        "Philanthropie",
        "De petites subventions, deux fois par an.",
        founded="2013",
    ),
    Place(
        "caisse", "Caisse d’entraide de la Côte", Kind.FUNDER, "Philanthropie", "Soutient les projets de ses membres."
    ),
    Place(
        "garderie",
        "CPE Les Samares",
        Kind.SCHOOL,
        "Petite enfance",
        "Soixante places, dont dix pour les poupons.",
        founded="1999-08",
    ),
    Place(
        "parents",
        "Organisme de participation des parents du Boisé-Clair",
        Kind.SCHOOL,
        "Éducation",
        "Les parents de l’école.",
        "OPP",
        parent="ecole",
    ),
    Place(
        "ornitho",
        "Cercle des oiseaux de la carrière",
        Kind.COMMUNITY,
        "Environnement",
        "Relevés, mangeoires et sorties à l’aube.",
        founded="2006",
    ),
    Place(
        "voisin-nord", "Conseil de quartier du Coteau-Nord", Kind.COUNCIL, "Vie démocratique", "Nos voisins d’en haut."
    ),
    Place(
        "voisin-sud", "Conseil de quartier des Basses-Rives", Kind.COUNCIL, "Vie démocratique", "Nos voisins d’en bas."
    ),
    Place(
        "regroupement",
        "Regroupement des conseils de quartier",
        Kind.COMMITTEE,
        "Vie démocratique",
        "Les conseils partagent leurs trucs et leurs avis.",
        "RCQ",
        is_listed=False,
    ),
)


@dataclass(frozen=True)
class Neighbour:
    """Someone of the neighbourhood; board members are named in `identity.BOARD` too."""

    key: str
    given_name: str
    family_name: str
    visibility: Visibility = Visibility.BOARD


PUBLIC = Visibility.PUBLIC

NEIGHBOURS = (
    Neighbour("florence", "Florence", "Lalumière-Desbiens", PUBLIC),
    Neighbour("anatole", "Anatole", "Grandpré-Soucy", PUBLIC),
    Neighbour("maelle", "Maëlle", "Vadeboncœur-Tessier", PUBLIC),
    Neighbour("ismael", "Ismaël", "Trudel-Benamor", PUBLIC),
    Neighbour("rosalba", "Rosalba", "Printemps-Aubin", PUBLIC),
    Neighbour("hyacinthe", "Hyacinthe", "Belhumeur-Roy", PUBLIC),
    Neighbour("noemie", "Noémie", "Sansregret-Doré", PUBLIC),
    Neighbour("cyprien", "Cyprien", "Lafleur-Mongrain", PUBLIC),
    Neighbour("amina", "Amina", "Boisclair-Diallo", PUBLIC),
    Neighbour("leopold", "Léopold", "Tranchemontagne-Vézina", PUBLIC),
    Neighbour("jacinthe", "Jacinthe", "Portelance-Amyot", PUBLIC),
    Neighbour("perrine", "Perrine", "Deschamps-Fortuné", PUBLIC),
    Neighbour("gaston", "Gaston", "Rivard-Quenneville", PUBLIC),
    Neighbour("odile", "Odile", "Beausoleil-Nadon"),
    Neighbour("barnabe", "Barnabé", "Tousignant-Lys"),
    Neighbour("solange", "Solange", "Hautbois-Mercure"),
    Neighbour("theodule", "Théodule", "Marchessault-Pin"),
    Neighbour("philomene", "Philomène", "Ladouceur-Ruel"),
    Neighbour("zephirin", "Zéphirin", "Bonneville-Côté"),
    Neighbour("clementine", "Clémentine", "Dufresne-Aragon"),
    Neighbour("ovide", "Ovide", "Sylvestre-Lachance"),
    Neighbour("marguerite", "Marguerite", "Brisebois-Okoye"),
    Neighbour("faustin", "Faustin", "Laliberté-Joannette"),
    Neighbour("delphine", "Delphine", "Vaillancourt-Orsini"),
    Neighbour("ulric", "Ulric", "Painchaud-Demers"),
    Neighbour("rosemonde", "Rosemonde", "Létourneau-Bassi"),
    Neighbour("aurele", "Aurèle", "Champoux-Verret"),
    Neighbour("victoire", "Victoire", "Malenfant-Sauvé"),
    Neighbour("napoleon", "Napoléon", "Gravel-Ducharme"),
    Neighbour("irenee", "Irénée", "Courtemanche-Blais"),
    Neighbour("yasmine", "Yasmine", "Hallé-Mansouri"),
    Neighbour("tancrede", "Tancrède", "Lépine-Forget"),
    Neighbour("eugenie", "Eugénie", "Sansfaçon-Morel"),
    Neighbour("damase", "Damase", "Vertefeuille-Guay"),
    Neighbour("lucille", "Lucille", "Archambault-Nguyễn"),
    Neighbour("adelard", "Adélard", "Bellehumeur-Hains"),
    Neighbour("corinne", "Corinne", "Francœur-Petit"),
    Neighbour("evariste", "Évariste", "Montpetit-Savoie"),
    Neighbour("honorine", "Honorine", "Casavant-Dubé"),
    Neighbour("wilfrid", "Wilfrid", "Jolicœur-Émond"),
    Neighbour("thais", "Thaïs", "Rocheleau-Pereira"),
    Neighbour("romuald", "Romuald", "Dubuisson-Caron"),
    Neighbour("blanche", "Blanche", "Héroux-Lemire"),
    Neighbour("edmee", "Edmée", "Grandmaison-Turcot"),
    Neighbour("firmin", "Firmin", "Leblond-Achard"),
    Neighbour("josephat", "Josaphat", "Vincelette-Brault"),
    Neighbour("madeleine", "Madeleine", "Prud’homme-Lin"),
    Neighbour("onesime", "Onésime", "Castonguay-Dion"),
    Neighbour("pelagie", "Pélagie", "Beauchemin-Ferron"),
    Neighbour("quentin", "Quentin", "Larivière-Da Costa"),
    Neighbour("sidonie", "Sidonie", "Bienvenue-Asselin"),
    Neighbour("timothee", "Timothée", "Gadbois-Larue"),
    Neighbour("urbain", "Urbain", "Desjardins-Lemoyne"),
    Neighbour("violette", "Violette", "Charlebois-Sima"),
    Neighbour("xavier", "Xavier", "Toupin-Rainville"),
    Neighbour("yolande", "Yolande", "Maisonneuve-Ouattara"),
    Neighbour("zoe", "Zoé", "Lamontagne-Fiset"),
    Neighbour("abondius", "Abondius", "Bourdages-Clair"),
    Neighbour("bernadette", "Bernadette", "Saint-Onge-Paradis"),
    Neighbour("cleophas", "Cléophas", "Quintal-Dorion", Visibility.PRIVATE),
)
