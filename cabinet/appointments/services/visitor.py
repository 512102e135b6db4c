import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cabinet.cases.models import Case

from ..models import Booking


@dataclass(frozen=True)
class Visitor:
    """Who comes: somebody with an account, or of whom only this is known."""

    name: str
    phone: str = ""
    email: str = ""
    purpose: str = ""
    user: User | None = None
    case: Case | None = None

    def booking(self, *, key: uuid.UUID, now: datetime) -> Booking:
        """A visit of theirs that is not saved and has no time yet."""
        return Booking(
            key=key, user=self.user, case=self.case, name=self.name, phone=self.phone, email=self.email,
            purpose=self.purpose, changed_at=now,
        )  # fmt: skip
