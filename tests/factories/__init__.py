"""Makes the things of a fictional council; nothing here resembles a real person."""

from tests.factories.agreements import FundingFactory, PartnershipFactory, board_document
from tests.factories.archive import FondsFactory, ItemFactory, PlaceFactory, TermFactory, receive_file, receive_picture
from tests.factories.assemblies import (
    AgendaItemFactory,
    AssemblyFactory,
    BylawFactory,
    DecisionFactory,
    adopted,
    board_of,
    gathered,
)
from tests.factories.attendance import HeadCountFactory
from tests.factories.council import complete_council
from tests.factories.events import EventFactory
from tests.factories.pages import add_page, front_page, stream
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonFactory, PostFactory, edtf
from tests.factories.pictures import drawn_image, make_picture
from tests.factories.registrations import DeskFactory, RegistrationFactory
from tests.factories.sounds import receive_sound
from tests.factories.subscribers import SubscriberFactory, SubscriptionFactory, TopicFactory
from tests.factories.users import SignedInClient, UserFactory, enrol, someone_of

__all__ = [
    "AgendaItemFactory",
    "AssemblyFactory",
    "BylawFactory",
    "DecisionFactory",
    "DeskFactory",
    "EventFactory",
    "FondsFactory",
    "FundingFactory",
    "HeadCountFactory",
    "ItemFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "PartnershipFactory",
    "PersonFactory",
    "PlaceFactory",
    "PostFactory",
    "RegistrationFactory",
    "SignedInClient",
    "SubscriberFactory",
    "SubscriptionFactory",
    "TermFactory",
    "TopicFactory",
    "UserFactory",
    "add_page",
    "adopted",
    "board_document",
    "board_of",
    "complete_council",
    "drawn_image",
    "edtf",
    "enrol",
    "front_page",
    "gathered",
    "make_picture",
    "receive_file",
    "receive_picture",
    "receive_sound",
    "someone_of",
    "stream",
]
