"""What the demo's memory holds: twenty-five subjects of a neighbourhood that never was, six views of each, one filmed."""

from __future__ import annotations

from dataclasses import dataclass

from cms.archive.domain.copyrights import Copyright
from cms.archive.enums import Kind, PlaceKind


@dataclass(frozen=True)
class Subject:
    """A subject of the memory; each view is what follows its title, and a date as people say it."""

    title: str
    scene: str
    place: str
    term: str
    fonds: str
    told: str
    views: tuple[tuple[str, str], ...]
    kind: Kind = Kind.PHOTO
    copyright: Copyright = Copyright.NO_KNOWN
    by: str = ""


@dataclass(frozen=True)
class OldPlace:
    """A place, what it was called before, where it stands on the demo's map, the decision that the board chose for it."""

    name: str
    kind: PlaceKind
    former: tuple[tuple[str, str], ...]
    latitude: str
    longitude: str
    told: str
    decision: str = ""


PLACES = (
    OldPlace(
        "Rue des Tailleurs",
        PlaceKind.STREET,
        (("Chemin des Tanneurs", "jusqu’en 1931"),),
        "46.8279",
        "-71.1738",
        "La rue des boutiques, puis des ateliers, puis des boutiques.",
        "Une brigade scolaire au coin des Tailleurs et du Four-à-Chaux",
    ),
    OldPlace(
        "Place du Parvis",
        PlaceKind.PARK,
        (("Place du Marché", "jusqu’en 1954"),),
        "46.8281",
        "-71.1731",
        "On y vendait le bois et le beurre; on y fête maintenant.",
    ),
    OldPlace(
        "Tannerie Boisjoli-Lacombe",
        PlaceKind.SHOP,
        (("La Grande Bâtisse", "dans la bouche des gens"),),
        "46.8290",
        "-71.1709",
        "Fermée en 1968, démolie deux ans plus tard.",
    ),
    OldPlace(
        "Église Sainte-Ormière", PlaceKind.CHURCH, (), "46.8284", "-71.1726", "Bâtie deux fois : la première brûla."
    ),
    OldPlace(
        "École du Boisé-Clair",
        PlaceKind.SCHOOL,
        (("École du Rang-Trois", "jusqu’en 1949"),),
        "46.8296",
        "-71.1744",
        "Quatre classes, puis seize.",
    ),
    OldPlace(
        "Parc de la Carrière",
        PlaceKind.PARK,
        (("La Carrière à Ti-Blanc", "jusqu’en 1961"),),
        "46.8291",
        "-71.1663",
        "Un trou, un dépotoir, un parc.",
    ),
    OldPlace("Ruisseau des Ormes", PlaceKind.OTHER, (), "46.8272", "-71.1690", "Il coule encore, sous la rue."),
    OldPlace(
        "Gare des Trois-Ormes", PlaceKind.BUILDING, (), "46.8265", "-71.1756", "Le dernier train y passa en 1959."
    ),
)
FONDS = {
    "Fonds de la famille Boisjoli-Lacombe": "Albums et papiers gardés dans un coffre de cèdre, donnés par une petite-fille.",
    "Fonds de l’abbé Fulgence Rosier": "Trois cents plaques de verre, dont la moitié a survécu.",
    "Fonds du Club des Patineuses": "Cahiers, photos et une bannière mangée aux mites.",
    "Collection du conseil de quartier": "Ce que les gens du quartier ont prêté ou donné, un à la fois.",
}
FAMILY, ABBOT, CLUB, COUNCIL = FONDS
TERMS = {
    "Commerce": ("Magasins", "Boutiques"),
    "Métiers": ("Travail", "Artisans"),
    "Église": ("Paroisse", "Culte"),
    "École": ("Élèves", "Enseignement"),
    "Hiver": ("Neige", "Tempête"),
    "Fêtes": ("Parade", "Réjouissances"),
    "Sport": ("Patinage", "Jeux"),
    "Transport": ("Train", "Tramway"),
    "Eau": ("Ruisseau", "Inondation"),
    "Vie de famille": ("Enfance", "Cuisine"),
}
ROSIER, PELCHAT = "Fulgence Rosier (fictif)", "Délima Pelchat-Fictive"
SUBJECTS = (
    Subject("La rue des Tailleurs", "street", "Rue des Tailleurs", "Commerce", ABBOT, "La rue, avec ses enseignes et ses poteaux penchés.", (("vue vers la place", "vers 1905"), ("devant la cordonnerie", "1912"), ("après la tempête", "l’hiver 1923"), ("un jour de solde", "années 30"), ("les rails neufs", "mai 1948"), ("le dernier cheval", "vers 1957")), by=ROSIER),
    Subject("La place du Marché", "square", "Place du Parvis", "Commerce", ABBOT, "Des charrettes, des paniers, des gens qui discutent du prix du beurre.", (("la pesée du bois", "vers 1908"), ("le marché aux fleurs", "juin 1916"), ("la fontaine gelée", "janvier 1927"), ("la criée", "entre 1931 et 1934"), ("les autobus", "1951"), ("le dernier marché", "automne 1954")), by=ROSIER),
    Subject("La tannerie", "works", "Tannerie Boisjoli-Lacombe", "Métiers", FAMILY, "La Grande Bâtisse, sa cheminée et ses cuves.", (("l’équipe de nuit", "vers 1911"), ("la cheminée", "1919"), ("les cuves", "années 1920"), ("la sortie des ouvrières", "14 mai 1937"), ("l’incendie des hangars", "8 novembre 1946"), ("la démolition", "été 1970"))),
    Subject("L’église Sainte-Ormière", "church", "Église Sainte-Ormière", "Église", ABBOT, "La pierre, le clocher, et l’ombre sur le parvis.", (("la première église", "avant 1909"), ("la bénédiction du clocher", "1er mai 1910"), ("la nef décorée", "Noël 1926"), ("la Fête-Dieu", "juin 1939"), ("un mariage", "août 1952"), ("le parvis refait", "1966")), by=ROSIER),
    Subject("L’école du Rang-Trois", "school", "École du Boisé-Clair", "École", FAMILY, "Des pupitres, une carte du monde, et la maîtresse au fond.", (("la classe des petits", "vers 1915"), ("la maîtresse et le poêle", "1924"), ("les prix de fin d’année", "juin 1933"), ("la cour", "années 40"), ("la classe neuve", "septembre 1949"), ("la sortie au musée", "printemps 1963"))),
    Subject("La carrière", "quarry", "Parc de la Carrière", "Métiers", COUNCIL, "Le trou d’où sont sorties les pierres de tout le quartier.", (("les tailleurs de pierre", "vers 1900"), ("la grue à vapeur", "1913"), ("l’eau au fond", "été 1929"), ("la baignade défendue", "années 40"), ("le dépotoir", "1958"), ("le parc qu’on plante", "mai 1961"))),
    Subject("Le ruisseau des Ormes", "stream", "Ruisseau des Ormes", "Eau", COUNCIL, "L’eau, les pieux, les enfants qui ne devaient pas être là.", (("le pont de bois", "vers 1903"), ("les lavandières", "1914"), ("la crue", "avril 1928"), ("les saules", "fin des années 30"), ("les tuyaux", "1947"), ("le dernier coin à découvert", "vers 1953"))),
    Subject("La gare", "station", "Gare des Trois-Ormes", "Transport", FAMILY, "Le quai, l’horloge, et la locomotive qui attend.", (("l’inauguration", "1902"), ("le train des soldats", "entre 1914 et 1918"), ("la salle d’attente", "années 1920"), ("la draisine", "vers 1935"), ("le chef de gare", "1944"), ("le dernier train", "30 avril 1959"))),
    Subject("Les Patineuses", "rink", "Place du Parvis", "Sport", CLUB, "La patinoire de la place, éclairée de lampes au gaz.", (("la première équipe", "hiver 1921"), ("la bannière", "février 1926"), ("le carnaval", "1932"), ("l’orchestre gelé", "années 30"), ("le tournoi", "janvier 1950"), ("les retrouvailles", "1971"))),
    Subject("La Saint-Jean", "parade", "Place du Parvis", "Fêtes", COUNCIL, "Des chars, des drapeaux de papier, une fanfare un peu fausse.", (("le char des tailleurs", "1909"), ("la fanfare", "juin 1922"), ("le feu", "vers 1931"), ("la parade", "24 juin 1949"), ("la tarte géante", "1967"), ("le bal dans la rue", "été 1976"))),
    Subject("La tempête", "snow", "Rue des Tailleurs", "Hiver", COUNCIL, "De la neige jusqu’aux fenêtres, et un passage creusé à la pelle.", (("les pelleteurs", "février 1904"), ("le tramway arrêté", "mars 1920"), ("les fenêtres bouchées", "hiver 1934"), ("le laitier", "vers 1943"), ("l’abri d’auto", "années 60"), ("les voitures disparues", "4 mars 1971"))),
    Subject("La cuisine des Boisjoli", "kitchen", "", "Vie de famille", FAMILY, "Une table longue, un poêle, et trop de monde.", (("le pain", "vers 1907"), ("les conserves", "automne 1918"), ("la radio neuve", "1932"), ("le jour du lavage", "années 30"), ("la fête d’Hermine", "mars 1947"), ("le réfrigérateur", "vers 1956"))),
    Subject("Portrait d’atelier", "portrait", "Rue des Tailleurs", "Métiers", FAMILY, "Une personne debout près d’une colonne de carton.", (("la modiste", "vers 1901"), ("le ferblantier", "1910"), ("deux sœurs", "[192-?]"), ("le facteur", "1936"), ("l’apprentie", "vers 1941"), ("la coiffeuse", "1955")), by=PELCHAT),
    Subject("Carte postale des Trois-Ormes", "postcard", "Place du Parvis", "Commerce", COUNCIL, "Une vue coloriée à la main, avec un timbre d’un cent.", (("la place", "vers 1906"), ("l’église", "1911"), ("le pont", "années 1910"), ("la rue principale", "vers 1925"), ("le kiosque", "1938"), ("bons baisers", "s.d.")), kind=Kind.POSTCARD, copyright=Copyright.PUBLIC_DOMAIN),
    Subject("Plan du quartier", "map", "", "Transport", COUNCIL, "Les rues, les lots, et un ruisseau qui n’existe plus qu’ici.", (("les lots de la tannerie", "1899"), ("le plan d’assurance", "1912"), ("les égouts", "vers 1928"), ("le projet de boulevard", "1946"), ("le zonage", "1963"), ("les arbres", "1988")), kind=Kind.MAP, copyright=Copyright.PUBLIC_DOMAIN),
    Subject("L’Écho des Ormes", "clipping", "", "Fêtes", COUNCIL, "Une colonne du journal que presque personne n’a gardé.", (("le concours de tartes", "12 juillet 1913"), ("l’ours sur la place", "octobre 1921"), ("la pétition pour un pont", "mars 1935"), ("le chat du presbytère", "1942"), ("la patinoire électrique", "décembre 1950"), ("la fin du journal", "30 juin 1964")), kind=Kind.CLIPPING),
    Subject("Registre de la Société d’entraide", "page", "", "Vie de famille", COUNCIL, "Une page d’encre brune : des noms inventés et des sommes exactes.", (("première page", "1898"), ("les cotisations", "janvier 1907"), ("la grippe", "automne 1918"), ("les prêts", "années 30"), ("le bilan", "1945"), ("la dissolution", "juin 1960")), kind=Kind.DOCUMENT),
    Subject("Objets du coffre", "object", "", "Métiers", FAMILY, "Posé sur un drap, photographié de face.", (("la lanterne", "vers 1900"), ("le tranchet", "début du XXe siècle"), ("la boîte à boutons", "années 1920"), ("le sifflet", "vers 1930"), ("la plaque de la porte", "1946"), ("la montre arrêtée", "s.d.")), kind=Kind.OBJECT, copyright=Copyright.CC_BY),
    Subject("Hermine raconte", "sound", "Tannerie Boisjoli-Lacombe", "Métiers", FAMILY, "Une voix imaginée, tenue ici par quelques notes : l’enregistrement est une synthèse.", (("la cloche de la tannerie", "1979"), ("la crue de 1928", "1979"), ("le bal des Patineuses", "printemps 1981"), ("les odeurs", "1981"), ("l’ours", "octobre 1982"), ("la dernière paie", "1983")), kind=Kind.SOUND, copyright=Copyright.CC_BY_NC),
    Subject("Récit du quartier", "page", "Place du Parvis", "Vie de famille", COUNCIL, "Un souvenir écrit à la main, recopié mot pour mot.", (("le jour où le pont a bougé", "vers 1929"), ("la vache du curé", "années 30"), ("comment on a eu la lumière", "1938"), ("les oranges de Noël", "vers 1944"), ("la grève des coiffeuses", "1958"), ("le premier arbre du parc", "mai 1961")), kind=Kind.STORY, copyright=Copyright.CC_BY),
    Subject("Le tramway", "tram", "Rue des Tailleurs", "Transport", COUNCIL, "La voiture 7, qui grinçait dans la courbe.", (("les chevaux", "avant 1904"), ("l’électricité", "1905"), ("le conducteur", "années 1910"), ("l’accident sans blessé", "mars 1926"), ("les receveuses", "vers 1943"))),
    Subject("Le tramway", "film", "Rue des Tailleurs", "Transport", COUNCIL, "Douze secondes muettes, tournées d’une fenêtre.", (("la dernière course, filmée", "26 mai 1948"),), kind=Kind.FILM),
    Subject("Le jardin des sœurs", "garden", "Église Sainte-Ormière", "Église", ABBOT, "Des rangs droits, des ruches, une statue sans main.", (("la récolte", "septembre 1911"), ("les ruches", "vers 1917"), ("la serre", "1930"), ("les jardins de guerre", "été 1943"), ("la statue", "années 50"), ("le terrain vendu", "1969")), by=ROSIER),
    Subject("La caserne", "works", "Rue des Tailleurs", "Métiers", COUNCIL, "Une porte rouge, des bottes en rang, un chien.", (("la pompe à bras", "vers 1902"), ("les chevaux gris", "1914"), ("l’échelle", "mai 1929"), ("le chien Tison", "vers 1937"), ("le camion", "1952"), ("la porte rouge", "fin des années 60"))),
    Subject("Les ormes de la rue", "trees", "Rue des Tailleurs", "Eau", COUNCIL, "Les grands arbres, avant la maladie et après.", (("la voûte", "vers 1913"), ("la balançoire", "été 1925"), ("les feuilles", "automne 1938"), ("les trois ormes", "1949"), ("l’abattage", "vers 1965"), ("le dernier", "hiver 1974"))),
    Subject("La ruelle", "lane", "Rue des Tailleurs", "Vie de famille", COUNCIL, "Des cordes à linge, des hangars, des marelles.", (("les hangars", "années 1920"), ("le linge", "vers 1934"), ("la marelle", "juillet 1946"), ("le guenillou", "vers 1951"), ("les vélos", "1968"), ("la ruelle verte", "2009")), copyright=Copyright.CC_BY_SA),
)  # fmt: skip
# Taken where another was, so that the two may be compared: how it is drawn, and which.
AGAIN = {"La ruelle, la ruelle verte": ("green lane", "La ruelle, les hangars")}
