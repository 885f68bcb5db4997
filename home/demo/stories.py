"""The demo council's news and lasting pages, as blocks of a page's body."""

from __future__ import annotations

from dataclasses import dataclass

from home.demo.identity import BOARD, PARTNERS

Block = tuple[str, object]


@dataclass(frozen=True)
class Story:
    """One piece of news, dated some days before the loading."""

    title: str
    slug: str
    days_ago: int
    summary: str
    paragraphs: tuple[str, ...]
    drawing: str = ""
    drawing_alt: str = ""


STORIES = (
    Story(
        title="La rue des Tailleurs : trois plans, une soirée pour choisir",
        slug="trois-plans-pour-la-rue-des-tailleurs",
        days_ago=2,
        summary="La Ville propose trois façons de refaire la rue entre le parc et l’école. Le conseil veut entendre celles et ceux qui la traversent.",
        paragraphs=(
            "Depuis deux ans, le conseil demande une traverse sûre devant l’École du Boisé-Clair. Le projet déposé cette semaine va plus loin : il refait les trottoirs, ralentit les voitures et réserve une piste aux vélos.",
            "Le premier plan garde le stationnement des deux côtés. Le deuxième en retire un pour planter quarante arbres. Le troisième met la rue à sens unique.",
            "Venez les voir sur de grands cartons, posez vos questions et dites ce qui manque. L’avis du conseil sera écrit à partir de ce que nous aurons entendu.",
        ),
        drawing="bicycle_lane",
        drawing_alt="Trois cyclistes sur une piste protégée, devant une rangée de maisons et d’érables",
    ),
    Story(
        title="Quatre-vingts arbustes de plus au parc de la Carrière",
        slug="quatre-vingts-arbustes",
        days_ago=9,
        summary="Une trentaine de personnes ont planté, arrosé et paillé tout un samedi matin. Voici ce qui pousse, et comment aider.",
        paragraphs=(
            "Amélanchiers, viornes et rosiers sauvages forment maintenant une haie entre le terrain de jeu et la rue. Dans trois ans, elle fera de l’ombre au bac à sable.",
            "Il faut encore arroser. Un horaire est affiché au Café coopératif Le Perron : on s’y inscrit pour une semaine, avec un arrosoir prêté.",
        ),
        drawing="planting_day",
        drawing_alt="Quatre personnes bêchent des rangs de jeunes plants entre des arbres",
    ),
    Story(
        title="La Ville répond : une traverse devant l’école dès le printemps",
        slug="une-traverse-devant-l-ecole",
        days_ago=23,
        summary="Notre résolution de l’hiver dernier a reçu sa réponse. Elle est favorable, avec une réserve sur l’éclairage.",
        paragraphs=(
            "Le conseil avait demandé une traverse surélevée, un brigadier de plus et un meilleur éclairage. Les deux premiers sont accordés; l’éclairage sera étudié avec la réfection de la rue.",
            "Nous suivrons le dossier à chaque assemblée jusqu’à ce que les travaux soient faits.",
        ),
    ),
    Story(
        title="On cherche des photos du marché d’autrefois",
        slug="photos-du-marche",
        days_ago=34,
        summary="Le marché du parvis a fermé il y a un demi-siècle. La Société d’histoire veut le raconter avec vos albums.",
        paragraphs=(
            "Une photo floue, une facture, un souvenir de votre grand-mère : tout compte. Les originaux vous sont remis le soir même.",
            "Rien ne paraît sans votre accord écrit, et vous pouvez changer d’idée plus tard.",
        ),
        drawing="reading_room",
        drawing_alt="Un vieux journal, une photographie de maison et une loupe sur une table de bois",
    ),
)


@dataclass(frozen=True)
class LastingPage:
    """A lasting page of the demo; its tables are given as rows, the first being the heads."""

    title: str
    slug: str
    introduction: str
    paragraphs: tuple[str, ...] = ()
    table_caption: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()
    in_menu: bool = True
    shows_network: bool = False


LASTING_PAGES = (
    LastingPage(
        title="Le conseil",
        slug="le-conseil",
        introduction="Onze bénévoles élus ou nommés par leurs voisines et voisins, qui se réunissent en public chaque mois.",
        paragraphs=(
            "Le conseil de quartier porte la voix des gens d’ici auprès de la Ville. Il donne des avis, adopte des résolutions, organise des activités et siège avec ses partenaires.",
            "Les mandats durent deux ans. Les élections ont lieu à l’assemblée générale annuelle, en avril.",
        ),
        table_caption="Les membres du conseil d’administration",
        table=(("Nom", "Fonction", "S’occupe surtout de"), *((one.name, one.role, one.cares_for) for one in BOARD)),
        closing=("Les conseillères et conseillers municipaux assistent aux assemblées sans droit de vote.",),
    ),
    LastingPage(
        title="Participer",
        slug="participer",
        introduction="Une heure ou un mandat complet : il y a une place pour vous.",
        paragraphs=(
            "<b>Venez à une assemblée.</b> Elles sont publiques, et la période de questions ouvre à 19 h 15.",
            "<b>Donnez un coup de main.</b> Montage de fête, arrosage, distribution d’affiches : écrivez-nous, nous vous jumellerons à une équipe.",
            "<b>Proposez une idée.</b> Décrivez-la en dix lignes; elle sera discutée à l’assemblée suivante, et vous saurez ce qu’on en a dit.",
        ),
    ),
    LastingPage(
        title="Nos partenaires",
        slug="partenaires",
        introduction="Des organismes du quartier avec qui le conseil partage ses salles, ses idées et parfois son café.",
        table_caption="Les partenaires du conseil",
        table=(("Organisme", "Ce qu’il fait", "Ensemble"), *((one.name, one.does, one.together) for one in PARTNERS)),
        in_menu=False,
        shows_network=True,
    ),
)
