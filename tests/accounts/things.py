"""One of each thing that a role may or may not touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.archive.models import Contribution, Item
from cms.pages.models import StandardPage
from crm.accounts.policy import Role
from crm.assemblies.models import Assembly, Bylaw, Decision
from crm.events.models import Event, Registration, RegistrationDesk
from crm.partners.enums import Visibility
from crm.partners.models import Council, Organization, Person, Picture
from newsletters.domain.approvals import ask_approval
from newsletters.models import LetterReading, Mailing, MailReport, NewsletterPage, Subscriber, Topic
from tests.archive.contributions import given
from tests.factories import (
    AssemblyFactory,
    BylawFactory,
    DecisionFactory,
    DeskFactory,
    EventFactory,
    ItemFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    SubscriberFactory,
    TopicFactory,
    someone_of,
)


@dataclass
class Things:
    """One of each thing that a role may or may not touch."""

    council: Council
    page: Page
    picture: Picture
    document: Any
    event: Event
    newsletter: NewsletterPage
    mailing: Mailing
    topic: Topic
    reading: LetterReading
    subscriber: Subscriber
    report: MailReport
    organization: Organization
    figure: Person
    neighbour: Person
    confidant: Person
    desk: RegistrationDesk
    registered: Registration
    assembly: Assembly
    decision: Decision
    secret: Decision
    bylaw: Bylaw
    item: Item
    contribution: Contribution


def make_things(council: Council) -> Things:
    page = StandardPage(title="Le conseil", slug="le-conseil")
    Page.objects.get(depth=2).add_child(instance=page)
    picture = Picture.objects.create(title="La rue des Tailleurs", file=get_test_image_file())
    document = get_document_model()(title="Les règlements")
    document.file.save("reglements.txt", ContentFile(b"Article 1"))
    letter = NewsletterPage(title="Infolettre de novembre", slug="novembre", live=False)
    Page.objects.get(depth=2).add_child(instance=letter)
    someone_of(Role.SECRETARIAT)
    reading = ask_approval(letter, someone_of(Role.SECRETARIAT))
    mailing = Mailing.objects.create(page=letter, subject="Infolettre de novembre")
    return Things(
        council,
        page,
        picture,
        document,
        EventFactory(),
        letter,
        mailing,
        TopicFactory(),
        reading,
        SubscriberFactory(),
        MailReport.objects.create(key="x", source="mailbox", kind="unread", content="Bonjour."),
        OrganizationFactory(name="Table de concertation"),
        PersonFactory(visibility=Visibility.PUBLIC),
        PersonFactory(given_name="Zénobie", family_name="Fictive", visibility=Visibility.BOARD),
        PersonFactory(visibility=Visibility.PRIVATE),
        (desk := DeskFactory()),
        RegistrationFactory(desk=desk),
        AssemblyFactory(),
        DecisionFactory(),
        DecisionFactory(is_closed_session=True),
        BylawFactory(),
        ItemFactory(),
        given(),
    )
