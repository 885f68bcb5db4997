"""What the post room refuses."""


class PostRoomError(Exception):
    """The root of the post room's refusals; its text is a sentence that the person reading it understands."""


class MailingRefused(PostRoomError):
    """A mailing does not start, or does not do what was asked of it; nothing was changed."""
