"""What the ground floor keeps."""

from crm.partners.models.calendar_addresses import CalendarAddress
from crm.partners.models.contacts import Cadence, Digest, Interaction, Task
from crm.partners.models.council import Council
from crm.partners.models.funding import Funding, FundingFile
from crm.partners.models.handovers import HandedOver
from crm.partners.models.imports import ImportedLine, PartnerImport
from crm.partners.models.mergers import Distinction, Merger
from crm.partners.models.organizations import (
    Organization,
    OrganizationAddress,
    OrganizationContact,
    OrganizationName,
    Sector,
)
from crm.partners.models.partnerships import Exchange, Partnership, StageChange
from crm.partners.models.people import Person, PersonAddress, PersonContact, PersonName
from crm.partners.models.pictures import Picture, PictureRendition
from crm.partners.models.privacy import PrivacyRequest, Purge
from crm.partners.models.seats import Membership, Post

__all__ = [
    "Cadence",
    "CalendarAddress",
    "Council",
    "Digest",
    "Distinction",
    "Exchange",
    "Funding",
    "FundingFile",
    "HandedOver",
    "ImportedLine",
    "Interaction",
    "Membership",
    "Merger",
    "Organization",
    "OrganizationAddress",
    "OrganizationContact",
    "OrganizationName",
    "PartnerImport",
    "Partnership",
    "Person",
    "PersonAddress",
    "PersonContact",
    "PersonName",
    "Picture",
    "PictureRendition",
    "Post",
    "PrivacyRequest",
    "Purge",
    "Sector",
    "StageChange",
    "Task",
]
