"""What the ground floor keeps."""

from crm.partners.models.council import Council
from crm.partners.models.pictures import Picture, PictureRendition

__all__ = ["Council", "Picture", "PictureRendition"]
