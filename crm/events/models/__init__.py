"""What happens in the neighbourhood, and when."""

from crm.events.models.events import Event
from crm.events.models.registrations import Answer, Question, Registration, RegistrationDesk, RegistrationTally

__all__ = ["Answer", "Event", "Question", "Registration", "RegistrationDesk", "RegistrationTally"]
