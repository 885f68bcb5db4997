"""A memory in which there is something of everything that a bag holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.archive.derivatives.deriving import derive
from cms.archive.domain.agreement_texts import current_text
from cms.archive.domain.agreements import record_agreement
from cms.archive.domain.closing import destroy, take_down
from cms.archive.domain.recognizing import Said, answer_photo, set_aside
from cms.archive.enums import AgreementSubject, Channel, ContributionState, CreditRole, Kind, Level
from cms.archive.models import (
    Agreement,
    Contribution,
    Credit,
    Cue,
    FormerName,
    Item,
    Master,
    RecognitionPhoto,
    Synonym,
    Transcript,
)
from crm.partners.enums import Visibility
from tests.factories import FondsFactory, ItemFactory, PersonFactory, PlaceFactory, TermFactory, receive_picture

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
# Long before any test: what is written on arrival instead of being carried is seen at once.
CREATED, ARRIVED, RECORDED, GIVEN = (datetime(year, 3, 2, 9, 15, 30, 123456, tzinfo=UTC) for year in range(2019, 2023))


def make_memory() -> Item:
    """Its first item has everything an item may have."""
    fonds = FondsFactory(title="Fonds Tanguay", description="Ce qui reste de la tannerie.")
    series = FondsFactory(title="Photographies", level=Level.SERIES, parent=fonds)
    wide = TermFactory(label="Métiers")
    tanning = TermFactory(label="Tanneries", broader=wide)
    Synonym.objects.create(term=tanning, label="Cuir")
    place = PlaceFactory(name="Rue des Tailleurs", latitude="46.812345", longitude="-71.234567")
    FormerName.objects.create(place=place, name="Chemin du Cuir", period="jusqu’en 1932")
    item = ItemFactory(
        title="La tannerie « au four »",
        collection=series,
        transcription="Tannerie\nTanguay",
        date_said="vers 1921",
        date_words="vers 1921",
        date_edtf="1921~",
        date_earliest=date(1916, 1, 1),
        date_latest=date(1926, 12, 31),
        donor="Zénobie Fictive",
        original_kept_at="=1+1 chez Zénobie Fictive",
        embargo_until=date(2020, 1, 1),
        embargo_reason="Tant que vivait Zénobie Fictive.",
        team_notes="Rappeler Zénobie Fictive.",
        reference="=2+2",
        subjects=[tanning],
        places=[place],
    )
    Credit.objects.create(item=item, role=CreditRole.CREATOR, name="Onésime Fictif", detail="à gauche")
    public = PersonFactory(given_name="Alma", family_name="Publique", visibility=Visibility.PUBLIC)
    hidden = PersonFactory(given_name="Rose", family_name="Cachée", visibility=Visibility.BOARD)
    Credit.objects.create(item=item, person=public)
    Credit.objects.create(item=item, person=hidden)
    master = receive_picture(item)
    Master.objects.filter(pk=master.pk).update(alt_text="Trois ouvriers", caption="En 1921", received_at=ARRIVED)
    receive_picture(item, size=(300, 200), colour="navy")
    spoken = Transcript.objects.create(master=master, is_current=True)
    Cue.objects.create(transcript=spoken, start_ms=0, end_ms=1500, text="On entendait la cloche.")
    _agree(item)
    _ask(item)
    _lose()
    draft = ItemFactory(title="Un brouillon", live=False, kind=Kind.STORY, team_notes="De Zénobie Fictive.")
    draft.title, draft.team_notes = "Un brouillon repris", ""
    draft.donor, draft.donor_is_public = "Zénobie Fictive", True
    draft.save_revision()
    Item.objects.filter(pk=item.pk).update(created_at=CREATED, changed_at=CREATED)
    return item


def derive_all() -> None:
    for master in Master.objects.filter(derived_at=None):
        derive(master.pk, timezone.now())


def _agree(item: Item) -> None:
    agreement = Agreement(
        subject=AgreementSubject.LICENCE,
        text=current_text(AgreementSubject.LICENCE),
        person_name="Zénobie Fictive",
        person_email="zenobie@exemple.example",
        given_on=NOW.date(),
        channel=Channel.PAPER,
    )
    record_agreement(agreement, [item], None, ContentFile(b"%PDF-1.4 papier", "papier.pdf"))
    Agreement.objects.update(recorded_at=RECORDED)
    given = {"title": "La tannerie", "licence": "cc-by", "person_name": "Zénobie Fictive", "text": agreement.text}
    for once, state, signed in (("a", ContributionState.ACCEPTED, agreement), ("b", ContributionState.RECEIVED, None)):
        facts = {"person_email": "zenobie@exemple.example", "received_at": GIVEN, "changed_at": GIVEN, "once": once}
        Contribution.objects.create(**given, **facts, state=state, agreement=signed)


def _ask(item: Item) -> None:
    """A name that two neighbours agree on, and one that was set aside."""
    photo = RecognitionPhoto.objects.create(item=item, question="Qui sont-ils?", week=date(2026, 11, 23), added_at=NOW)
    for who, name in (("Rita Voisine", "Rosaire Fictif"), ("Omer Voisin", "rosaire fictif"), ("Rita Voisine", "Ovila")):
        answer_photo(photo, Said(name, "sure", "C’était l’oncle.", "à droite", who), f"{who} {name}", NOW)
    set_aside(photo, "ovila", None, NOW + timedelta(hours=1))  # type: ignore[arg-type]


def _lose() -> None:
    """One that is down, one that was destroyed."""
    take_down(ItemFactory(title="Retirée"), "On ne veut plus.", None, NOW, asked_by="Zénobie Fictive")
    gone = take_down(ItemFactory(title="Détruite"), "Erreur.", None, NOW)
    destroy(gone, None, NOW)  # type: ignore[arg-type]
