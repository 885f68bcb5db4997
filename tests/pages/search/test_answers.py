"""One table of questions: the same answers in the same order, on each database, fresh or shelved."""

from __future__ import annotations

import pytest

from cms.pages.domain.search.answering import propose, search
from cms.pages.domain.search.shelving import shelve
from cms.pages.models import SearchEntry, SearchPosting, SearchShelf, StandardPage
from tests.pages.search.corpus import neighbourhood, plain, titles, titles_of

CHURCH = "L’église du Très-Saint-Sacrement"
SCHOOLS, WALK, FEAST, WORKS = "Nos écoles", "Se promener", "Une fête d’été", "Les travaux reprennent"
PLANTING, NEIGHBOURS, CROSSING = "Corvée de plantation", "Fête des Voisins", "Traverse devant l’école"
PATRO, PARISH = "Patro Mgr-Grandin", "Fabrique de la paroisse"

QUESTIONS = [
    # The title before the description, the description before the text; what lasts before what has a day.
    ("église", [CHURCH, PARISH, PLANTING, WALK]),
    ("eglises", [CHURCH, PARISH, PLANTING, WALK]),
    ("L'ÉGLISE", [CHURCH, PARISH, PLANTING, WALK]),
    ("l’eglise", [CHURCH, PARISH, PLANTING, WALK]),
    ("coeurs", [WALK]),
    ("œuvre", [PATRO]),
    ("oeuvres", [PATRO]),
    ("été", [FEAST]),
    ("fête", [FEAST, NEIGHBOURS]),
    ("fetes", [FEAST, NEIGHBOURS]),
    ("la fête de la rue", [FEAST]),
    ("st sacrement", [CHURCH]),
    ("Ste-Marthe", [SCHOOLS]),
    ("saint marthe", [SCHOOLS]),
    ("ch. gomin", [WALK, CROSSING]),
    ("chemin Gomin", [WALK, CROSSING]),
    ("monseigneur grandin", [PATRO]),
    ("travail", [WORKS]),
    # An old name is answered for the new one, and the other way.
    ("rue Saint-Cyprien", [WALK]),
    ("st-cyprien", [WALK]),
    # Phrases, of both kinds.
    ('"rue de l\'Aqueduc"', [WORKS, CHURCH]),
    ("« rue des Tanneurs »", [FEAST]),
    ('"école des tailleurs"', [SCHOOLS]),
    ('"tailleurs école"', []),
    ('"sacrement batie"', []),
    # The places and the numbers of decisions.
    ("parc de la carrière", [PLANTING]),
    ("carrière plantation", [PLANTING]),
    ("gants goûter", [PLANTING]),
    # One mistake: a letter too few, too many, another, two that changed places; or a word not finished.
    ("eglse", [CHURCH, PARISH, PLANTING, WALK]),
    ("egllise", [CHURCH, PARISH, PLANTING, WALK]),
    ("ehlise", [CHURCH, PARISH, PLANTING, WALK]),
    ("egilse", [CHURCH, PARISH, PLANTING, WALK]),
    ("plantat", [PLANTING]),
    # Of three letters, the last two that changed places, and nothing else.
    ("reu Aqueduc", [WORKS, CHURCH]),
    ("ure Aqueduc", []),
    ("rui Aqueduc", []),
    ("uer Aqueduc", []),
    # Two mistakes, an unknown word beside a known one, nothing.
    ("eglssse", []),
    ("église zzyzx", []),
    ("zzyzx", []),
    ("", []),
    ("«»", []),
]


@pytest.fixture(params=["fresh", "shelved", "both"])
def _standing(request: pytest.FixtureRequest, council: None) -> None:
    """The same things, on the shelves or not yet; the words that mend mistakes are known from the shelves."""
    neighbourhood()
    shelve()
    if request.param == "fresh":
        _clear_the_shelves()
    if request.param == "both":
        _write_some_again()


def _clear_the_shelves() -> None:
    SearchEntry.objects.update(number=None)
    for kept in (SearchPosting, SearchShelf):
        kept.objects.all().delete()


def _write_some_again() -> None:
    """They leave their shelf, and say the same."""
    for page in StandardPage.objects.filter(title__in=[WALK, SCHOOLS]):
        page.introduction = "Un banc."
        page.save()
    assert SearchEntry.objects.filter(number=None).count() == 2


@pytest.mark.usefixtures("_standing")
def test_each_question_has_its_answers_in_their_order() -> None:
    # One test for the whole table: the neighbourhood takes longer to make than to ask.
    assert {question: titles(question) for question, _ in QUESTIONS} == dict(QUESTIONS)


@pytest.mark.usefixtures("_standing")
def test_what_is_typed_is_answered_before_it_is_finished() -> None:
    asked = {
        begun: [plain(one.title) for one in propose(begun, 3)] for begun in ("é", "ég", "la fê", "plante", "zz", "")
    }

    assert asked == {
        "é": [],
        "ég": [CHURCH, PARISH, PLANTING],
        "la fê": [FEAST, NEIGHBOURS],
        "plante": [PLANTING],
        "zz": [],
        "": [],
    }


@pytest.mark.usefixtures("_standing")
def test_kinds_are_counted_and_narrow() -> None:
    everything = search("église", {})
    narrowed = search("église", {"sorte": ["evenements"]})

    assert [(way.label, way.count, way.query) for way in everything.kinds] == [
        ("Pages", 2, "?q=%C3%A9glise&sorte=pages"),
        ("Partenaires", 1, "?q=%C3%A9glise&sorte=partenaires"),
        ("Événements", 1, "?q=%C3%A9glise&sorte=evenements"),
    ]
    assert titles_of(narrowed) == [PLANTING]
    assert [(way.label, way.query) for way in narrowed.kinds if way.is_chosen] == [("Événements", "?q=%C3%A9glise")]
    assert [way.count for way in narrowed.kinds] == [2, 1, 1]
    assert (narrowed.ways, narrowed.narrowed) == ([], [])


@pytest.mark.usefixtures("_standing")
def test_a_kind_alone_lists_what_it_holds() -> None:
    assert titles("", sorte="evenements") == [NEIGHBOURS, PLANTING]
    assert titles("", sorte="inconnue") == []


@pytest.mark.usefixtures("_standing")
def test_what_was_mended_is_said() -> None:
    assert (search("eglsie", {}).mended, search("église", {}).mended) == ({"eglsie": "église"}, {})


@pytest.mark.usefixtures("_standing")
def test_words_are_marked_where_they_stand() -> None:
    found = {plain(one.title): (one.title, one.excerpt) for one in search("eglises st", {}).answers}
    walk = search('"coeur de quartier"', {}).answers[0]

    assert found == {
        CHURCH: ("L’<mark>église</mark> du Très-<mark>Saint</mark>-Sacrement", "Un clocher, une place."),
    }
    assert walk.excerpt.endswith("deux églises et un <mark>cœur</mark> de <mark>quartier</mark> vert.")


@pytest.mark.usefixtures("_standing")
def test_names_that_answer_are_told_apart() -> None:
    (planting,) = [one for one in search("carriere", {}).answers if one.title == PLANTING]

    assert planting.excerpt.startswith("Parc de la <mark>Carrière</mark> · ")
