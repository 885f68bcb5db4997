"""The nouns of the memory."""

from cms.archive.models.collections import Fonds
from cms.archive.models.contributions import ContributedFile, Contribution, ContributionMessage
from cms.archive.models.descriptions import DescriptionLine, DescriptionList
from cms.archive.models.discarded import DiscardedFile, StrayFile
from cms.archive.models.files import Derivative, Master, archive_storage
from cms.archive.models.harvests import HarvestRecord
from cms.archive.models.items import Credit, Item
from cms.archive.models.numbers import ItemCounter
from cms.archive.models.outside import BroughtPost, Homecoming, HomecomingLine
from cms.archive.models.pages import MemoryBlogPage, MemoryPage, MemoryPostPage, StoryPage, WalkPage
from cms.archive.models.places import FormerName, Place
from cms.archive.models.recognition import RecognitionAnswer, RecognitionPhoto
from cms.archive.models.rights import Agreement, AgreementText
from cms.archive.models.subjects import Synonym, Term
from cms.archive.models.takeaways import Takeaway
from cms.archive.models.takedowns import Takedown
from cms.archive.models.transcripts import Cue, Transcript
from cms.archive.models.uploads import Deposit, Upload, UploadPart

__all__ = [
    "Agreement",
    "AgreementText",
    "BroughtPost",
    "ContributedFile",
    "Contribution",
    "ContributionMessage",
    "Credit",
    "Cue",
    "Deposit",
    "Derivative",
    "DescriptionLine",
    "DescriptionList",
    "DiscardedFile",
    "Fonds",
    "FormerName",
    "HarvestRecord",
    "Homecoming",
    "HomecomingLine",
    "Item",
    "ItemCounter",
    "Master",
    "MemoryBlogPage",
    "MemoryPage",
    "MemoryPostPage",
    "Place",
    "RecognitionAnswer",
    "RecognitionPhoto",
    "StoryPage",
    "StrayFile",
    "Synonym",
    "Takeaway",
    "Takedown",
    "Term",
    "Transcript",
    "Upload",
    "UploadPart",
    "WalkPage",
    "archive_storage",
]
