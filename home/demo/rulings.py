"""The words of the demo's decisions: a fictional neighbourhood, its streets, its school, its city."""

from __future__ import annotations

from dataclasses import dataclass

from crm.assemblies.enums import DecisionKind, Outcome, SendingChannel

RESOLUTION, OPINION, BRIEF, RECOMMENDATION, LETTER = DecisionKind
FOLLOWED, PARTLY, NOT_FOLLOWED, NO_ANSWER = Outcome
CITY = "À la mairie"
COUNCILLOR = "À la conseillère du district"


@dataclass(frozen=True)
class Sent:
    """One sending: days are counted from it; an outcome that would fall after today has not come yet."""

    addressee: str = CITY
    place: str = ""
    channel: SendingChannel = SendingChannel.EMAIL
    acknowledged: int = 0
    asked_again: tuple[int, ...] = ()
    answered: int = 0
    outcome: Outcome | None = None
    answer: str = ""
    for_the_board: bool = False


@dataclass(frozen=True)
class Ruling:
    """A decision of the board's assembly of ``months_ago`` months ago."""

    months_ago: int
    title: str
    text: str
    reasons: tuple[str, ...] = ()
    kind: DecisionKind = RESOLUTION
    votes: tuple[int, ...] = ()
    action: str = ""
    erratum: str = ""
    is_closed_session: bool = False
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True)
class OldRuling:
    """One from before Parvis, under the number that it has on paper."""

    number: str
    title: str
    text: str
    days_ago: int


OLD = (
    OldRuling("2019-CA-045", "Une pataugeoire au parc de la Carrière", "Demander une pataugeoire au parc.", 2700),
    OldRuling("2021-CA-012", "La piste de la rue des Tanneurs", "Appuyer la piste cyclable proposée.", 2000),
)

DRAFTS = (
    (RESOLUTION, "Des supports à vélos devant le Café Le Perron", "Demander douze places pour vélos."),
    (OPINION, "Avis sur le stationnement de la place du Parvis", ""),
)

RULINGS = (
    Ruling(
        23,
        "Une brigade scolaire au coin des Tailleurs et du Four-à-Chaux",
        "Demander à la Ville d’affecter une brigadière ou un brigadier à ce coin, matin et après-midi.",
        ("Que quatre-vingts élèves traversent là chaque matin", "Que la visibilité y est mauvaise l’hiver"),
        action="Aller à l’école à pied",
        sent=(Sent(acknowledged=6, answered=38, outcome=FOLLOWED, answer="Une personne est en poste depuis janvier."),),
    ),
    Ruling(
        22,
        "Le calendrier des assemblées",
        "Tenir les assemblées le deuxième mardi du mois, sauf en juillet et en août.",
    ),
    Ruling(
        20,
        "Mémoire sur le plan de déneigement",
        "Déposer le mémoire joint à la consultation de la Ville sur le déneigement des trottoirs.",
        ("Que les trottoirs sont déblayés après les rues", "Que les personnes âgées restent chez elles"),
        kind=BRIEF,
        sent=(
            Sent(
                "À la commission de la circulation",
                channel=SendingChannel.HEARING,
                answered=96,
                outcome=PARTLY,
                answer="Deux rues sur cinq seront déblayées en priorité dès l’hiver prochain.",
            ),
        ),
    ),
    Ruling(
        18,
        "Onze arbres sur la rue des Tanneurs",
        "Demander à la Ville de planter onze arbres dans les carrés vides de la rue des Tanneurs.",
        ("Que la rue est un îlot de chaleur",),
        action="Verdir le quartier",
        sent=(
            Sent(acknowledged=3, asked_again=(47,), answered=71, outcome=FOLLOWED, answer="Plantés en mai."),
            Sent("Pour appui", "binette", answered=9, outcome=FOLLOWED, answer="Le jardin appuie la demande."),
        ),
    ),
    Ruling(
        16,
        "Avis sur l’agrandissement de l’épicerie",
        "Donner un avis favorable, à condition que la livraison se fasse après 7 h.",
        kind=OPINION,
        votes=(7, 2, 1),
        sent=(
            Sent(
                "Au service de l’urbanisme",
                channel=SendingChannel.FORM,
                acknowledged=1,
                answered=54,
                outcome=PARTLY,
                answer="L’agrandissement est autorisé; l’heure de livraison sera négociée avec l’épicerie.",
            ),
        ),
    ),
    Ruling(
        14,
        "Garder le bureau de poste de la place du Parvis",
        "Demander que le bureau de poste reste ouvert le samedi.",
        kind=LETTER,
        sent=(
            Sent(
                "À la direction régionale de la poste",
                channel=SendingChannel.POST,
                asked_again=(46, 92),
                answered=150,
                outcome=NO_ANSWER,
            ),
        ),
    ),
    Ruling(
        13,
        "Le contrat de la personne à l’animation",
        "Renouveler le contrat pour un an.",
        is_closed_session=True,
    ),
    Ruling(
        11,
        "Trente kilomètres à l’heure devant l’école",
        "Demander que la vitesse soit de 30 km/h, jour et nuit, à deux cents mètres de l’école du Boisé-Clair.",
        ("Que trois accidents y ont eu lieu en deux ans", "Que les parents l’ont demandé à deux assemblées"),
        votes=(9, 1, 0),
        action="Aller à l’école à pied",
        erratum="Lire « à trois cents mètres » et non « à deux cents mètres ».",
        sent=(
            Sent(
                acknowledged=4,
                asked_again=(46,),
                answered=88,
                outcome=NOT_FOLLOWED,
                answer="La Ville attend l’étude de circulation de l’an prochain.",
            ),
            Sent(COUNCILLOR, acknowledged=1, answered=12, outcome=FOLLOWED, answer="La conseillère appuie la demande."),
        ),
    ),
    Ruling(
        10,
        "Ouvrir la cour de l’école le soir",
        "Recommander au conseil d’établissement d’ouvrir la cour jusqu’à 20 h, d’avril à octobre.",
        kind=RECOMMENDATION,
        sent=(
            Sent(
                "Au conseil d’établissement",
                "ecole",
                acknowledged=10,
                answered=60,
                outcome=FOLLOWED,
                answer="La cour est ouverte jusqu’à 20 h depuis le 15 avril.",
            ),
        ),
    ),
    Ruling(
        8,
        "Un budget pour la fête des voisins",
        "Réserver 1 200 $ pour la fête des voisins.",
        action="Se connaître entre voisins",
    ),
    Ruling(
        7,
        "Le bruit du chantier de la Carrière",
        "Demander que les travaux commencent à 8 h et non à 6 h.",
        ("Que le chantier durera deux étés",),
        sent=(
            Sent(
                "À la direction du chantier",
                channel=SendingChannel.HAND,
                answered=15,
                outcome=PARTLY,
                answer="Réponse donnée de vive voix : 7 h au lieu de 6 h.",
                for_the_board=True,
            ),
        ),
    ),
    Ruling(
        5,
        "Un banc à chaque arrêt d’autobus",
        "Demander à la société de transport un banc à chacun des six arrêts du quartier.",
        ("Qu’une personne sur cinq a plus de 65 ans", "Que deux arrêts seulement ont un banc"),
        action="Vieillir dans son quartier",
        sent=(
            Sent("À la société de transport", channel=SendingChannel.FORM, acknowledged=2, asked_again=(50,)),
            Sent(COUNCILLOR, acknowledged=3, answered=20, outcome=FOLLOWED, answer="La conseillère appuie la demande."),
        ),
    ),
    Ruling(
        3,
        "Une traverse surélevée rue des Tailleurs",
        "Demander à la Ville une traverse surélevée devant l’école, avant la rentrée.",
        ("Que la brigade ne suffit pas le soir", "Que la rue est refaite cet été"),
        votes=(10, 0, 1),
        action="Aller à l’école à pied",
        sent=(Sent(acknowledged=5), Sent("Pour appui", "ecole")),
    ),
    Ruling(
        1,
        "Avis sur le nouveau parc de la rue du Four-à-Chaux",
        "Donner un avis favorable au plan présenté, avec une fontaine et plus d’ombre.",
        kind=OPINION,
        sent=(Sent("Au service des parcs", acknowledged=2),),
    ),
)
