"""A case as one person sees it in a list."""

from dataclasses import dataclass

from accounts.models import User

from .due import DueDay
from .models import Case


@dataclass(frozen=True)
class ListRow:
    case: Case
    is_new: bool
    summary: str
    due: DueDay | None  # of the list of staff: the term that ends first
    lacks_category: bool  # so that no term is counted

    @classmethod
    def of(cls, case: Case, user: User) -> "ListRow":
        due: DueDay | None = getattr(case, "due", None) if user.is_staff_of_company else None
        runs = due is not None and due.last_day is not None
        return cls(
            case=case,
            is_new=case.has_news_for(user),
            summary=case.nature.summary(case),
            due=due if runs else None,
            lacks_category=user.is_staff_of_company and not runs and bool(case.to_be_named),
        )
